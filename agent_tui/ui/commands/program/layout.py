"""`/layout`: which parts the screen has."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument, fixed_choices, one_of
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.commands.picking import Pick, Picking

LAYOUTS = (
    ("standard", "transcript, composer, status bar"),
    ("minimal", "without the status bar"),
    ("sidebar", "with the lists at the right"),
)


def _layout(host: CommandHost, name: str = "") -> None:
    if name:
        host.use_layout(name)
        return
    host.pick(
        Picking(
            title="Layout",
            picks=[Pick(layout, layout, summary) for layout, summary in LAYOUTS],
            chosen=host.use_layout,
            start=host.layout_name,
        )
    )


LAYOUT = Command(
    "/layout",
    "Switch the parts of the screen: standard, minimal, sidebar",
    _layout,
    (
        Argument(
            "name",
            is_optional=True,
            choices=fixed_choices(*LAYOUTS),
            parse=one_of(*(name for name, _ in LAYOUTS)),
        ),
    ),
    details="It holds for this run: the setting layout holds for the next ones.",
)
