"""Whatever tools do: a rewind and its redo give back the same trees."""

from __future__ import annotations

import tempfile
from pathlib import Path

import anyio
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checkpoints.worked_session import WorkedSession

NAMES = ("a", "b", "sub/c", "sub/deep/d")
CONTENTS = (b"", b"one\n", b"one\r\ntwo", b"\0\xff" * 9)
MODES = (0o600, 0o644, 0o755)

Tree = dict[str, tuple[object, ...]]
Change = tuple[str, str, str, bytes, int]
changes = st.tuples(
    st.sampled_from(("write", "delete", "move", "link", "prompt", "reopen")),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from(CONTENTS),
    st.sampled_from(MODES),
)


async def make(session: WorkedSession, change: Change) -> str:
    """One change, as far as it is possible; returns the id of a prompt that it was."""
    what, name, other, content, mode = change
    path = session.root / name
    there = path.is_symlink() or path.exists()
    match what:
        case "write":
            await session.write(name, content, mode)
        case "delete" if there:
            await session.delete(name)
        case "move" if there and other != name and not (session.root / other).exists():
            await session.move(name, other)
        case "link":
            await session.link(name, other)
        case "prompt":
            return session.prompt()
        case "reopen":
            session.reopen()
    return ""


def filled(tree: Tree) -> Tree:
    """Without folders: a deletion leaves an empty one, which nobody records."""
    return {name: entry for name, entry in tree.items() if entry != ("folder",)}


async def check(before: list[Change], steps: list[Change], choice: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = WorkedSession(Path(folder))
        session.prompt()
        for change in before:
            await make(session, change)
        trees = {session.prompt(): session.tree()}
        for change in steps:
            if prompt := await make(session, change):
                trees[prompt] = session.tree()
        after = session.tree()
        prompt, tree = list(trees.items())[choice % len(trees)]

        result = await session.rewind(prompt)
        assert session.tree() == tree

        if result.rewind_id:
            session.reopen()
            await session.checkpoints.redo(result.rewind_id)
            assert filled(session.tree()) == filled(after)
            await session.rewind(prompt)
            assert session.tree() == tree


@settings(max_examples=15, deadline=None)
@given(
    before=st.lists(changes, max_size=3),
    steps=st.lists(changes, max_size=8),
    choice=st.integers(min_value=0, max_value=8),
)
def test_a_rewind_gives_the_tree_of_its_prompt_and_a_redo_the_tree_before_it(
    before: list[Change], steps: list[Change], choice: int
) -> None:
    anyio.run(check, before, steps, choice)
