"""From an input about branches to what its session does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.branching.session_branches import SessionBranches
from agent_tui.protocol.branch_inputs import (
    BranchInput,
    ForkSession,
    LabelTurn,
    ListTree,
    PreviewRewind,
    RedoTurn,
    RewindSession,
    SwitchBranch,
    UndoTurn,
)


def act_on_branches(
    branches: SessionBranches,
    user_input: BranchInput,
    tasks: BackgroundTasks,
    fork: Callable[[ForkSession], object],
) -> None:
    """Start what was asked for. fork: opens another session, in a task of its own."""
    match user_input:
        case UndoTurn():
            tasks.start_soon(branches.undo)
        case RedoTurn():
            tasks.start_soon(branches.redo)
        case RewindSession():
            tasks.start_soon(partial(branches.rewind, user_input))
        case PreviewRewind(message_id=message_id):
            tasks.start_soon(partial(branches.preview, message_id))
        case SwitchBranch(at=at):
            tasks.start_soon(partial(branches.switch, at))
        case LabelTurn(message_id=message_id, label=label):
            tasks.start_soon(partial(branches.label, message_id, label))
        case ListTree():
            tasks.start_soon(branches.list_tree)
        case ForkSession():
            fork(user_input)
        case _:
            assert_never(user_input)
