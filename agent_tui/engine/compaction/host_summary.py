"""A summary for a host: one request, and nothing changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import anyio

from agent_tui.engine.compaction.session_compaction import SessionCompaction
from agent_tui.engine.compaction.summary_failed import SummaryFailed
from agent_tui.engine.compaction.summary_writer import SummaryWriter
from agent_tui.engine.hooks.making import hooked_endpoint
from agent_tui.engine.wakeup import threadsafe
from agent_tui.errors import ClosedResourceError, ProviderProtocolError

if TYPE_CHECKING:
    from concurrent.futures import Future


def summarise_soon(compaction: SessionCompaction, focus: str, done: Future[str]) -> None:
    """Start `summarise`."""
    compaction.next.parts.tasks.start_soon(partial(summarise, compaction, focus, done))


async def summarise(compaction: SessionCompaction, focus: str, done: Future[str]) -> None:
    """Let the model summarise the whole history; `done` gets the text, "" of an empty history, or
    `ProviderError`, `ConfigError`, `SessionError`. Cancelling `done`, in any thread, ends it."""
    scope = anyio.CancelScope()
    cancel = threadsafe(scope.cancel)
    done.add_done_callback(lambda one: cancel() if one.cancelled() else None)
    text, failure = "", ClosedResourceError("The engine has stopped and writes no summary.")
    error: Exception | None = failure
    try:
        with scope:
            text = await _text(compaction, focus)
            error = None
    except Exception as raised:  # noqa: BLE001 - whatever it is, somebody else waits for it
        error = raised
    finally:
        if done.set_running_or_notify_cancel():
            if error is None:
                done.set_result(text)
            else:
                done.set_exception(error)


async def _text(compaction: SessionCompaction, focus: str) -> str:
    request = compaction.next
    await request.history.wait_until_whole()
    messages = request.messages
    if not messages:
        return ""
    parts = request.parts
    endpoint = hooked_endpoint(request.models.endpoint, compaction.hooks, "summary")
    writer = SummaryWriter(endpoint, parts.clock, parts.options, compaction.count)
    try:
        return await writer.write_once(messages, focus=focus)
    except SummaryFailed as error:
        model = request.models.model
        raise ProviderProtocolError(
            f"{error.failure.title}: {model} gave no text that is one. Nothing has changed. Call "
            "summarize() again, or choose another model with set_model().",
            provider=request.models.provider_name,
            model=model,
        ) from error
