"""`/tree`: the turns of all branches."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _tree(host: CommandHost) -> None:
    host.branching.open_tree()


TREE = Command(
    "/tree",
    "All branches of this session: switch, fork, name",
    _tree,
    category=Category.SESSION,
    details="Every turn that was ever sent here, also those that were undone or rewound. Enter "
    "goes to the branch that ends with a turn, f forks from it, l names it, y copies its prompt, "
    "/ filters.",
    needs_session=True,
)
