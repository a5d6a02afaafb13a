"""Sentences that a session tells its user."""

from __future__ import annotations

from agent_tui.config.engine_options import EngineOptions
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import COST_LIMIT, TurnResult
from agent_tui.protocol.status import NoticeLevel


def saving_failed(error: SessionStorageFailed) -> NoticeRaised:
    """The disk refused for the first time."""
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title=error.title,
        text=f"{error} The conversation goes on in memory, and saving is tried again.",
    )


def saving_works_again() -> NoticeRaised:
    """Everything that waited is on the disk now."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="The conversation is saved again",
        text="Everything since the failure is on the disk now.",
    )


def stopped_at_limit(result: TurnResult, options: EngineOptions) -> NoticeRaised:
    """The model would have gone on with tools. result: of the turn."""
    is_cost = result.reason == COST_LIMIT
    did = (
        f"cost ${result.usage.cost_usd or 0.0:.2f}"
        if is_cost
        else f"took {options.max_iterations} steps"
    )
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="Stopped at the cost limit" if is_cost else "Stopped at the step limit",
        text=f"The turn {did} without an end. Send a prompt to let it go on.",
    )


def queue_waits_for_a_human(count: int) -> NoticeRaised:
    """Too many prompts went out on their own."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="The queue waits for you",
        text=f"{count} queued prompts were sent in a row. Send the rest when you are ready.",
    )


def nothing_to_retry() -> NoticeRaised:
    """There is no prompt, or it has its answer."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="Nothing to run again",
        text="Only a prompt whose turn failed or was cancelled can run again. Send a new one.",
    )


def turn_is_running() -> NoticeRaised:
    """A retry was asked for too early."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="A turn is running",
        text="Wait until it ends, or cancel it first.",
    )


def failure_notice(failure: Failure) -> NoticeRaised:
    """A failure that is not the end of a turn."""
    return NoticeRaised(level=NoticeLevel.ERROR, title=failure.title, text=failure.text)


def about_session(note: str) -> NoticeRaised:
    """What was found when a stored session was read."""
    return NoticeRaised(level=NoticeLevel.WARNING, title="About this session", text=note)


def no_tools() -> NoticeRaised:
    """Rules were asked for where nothing could use them."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="No tools are offered",
        text="This session runs without tools, so there is nothing to permit.",
    )


def no_such_process(process_id: int) -> NoticeRaised:
    """A number that no child process has."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="No such process",
        text=f"No process has the number {process_id} (any more). List them with /ps.",
    )
