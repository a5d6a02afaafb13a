"""The timer that sees to it that a program ends although its engine hangs."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from agent_tui.config.settings import Settings
from agent_tui.lifecycle.engine_worker import EngineWorker
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.providers.scripted import ScriptedProvider


def a_runtime(folder: Path, worker: EngineWorker | None = None) -> Runtime:
    return Runtime(
        RuntimeParts(
            options=engine_options(Settings(), folder),
            providers=provider_source(Settings(), {}, provider=ScriptedProvider([])),
            tools=ToolSetup(refusal=""),
            worker=worker,
        )
    )


def timers() -> list[threading.Timer]:
    return [one for one in threading.enumerate() if isinstance(one, threading.Timer)]


def test_no_timer_outlives_the_engines_of_a_worker_that_has_stopped(tmp_path: Path) -> None:
    before = timers()
    worker = EngineWorker()
    runtimes = [a_runtime(tmp_path, worker) for _ in range(3)]
    for runtime in runtimes:
        runtime.start()
        runtime.wait_until_ready()

    assert worker.stop()  # and nobody joins the runtimes

    runtimes[0].request_exit(ExitReason.USER)  # too late
    for left in set(timers()) - set(before):
        left.join(10.0)
        assert not left.is_alive()


def test_an_engine_is_asked_to_leave_where_no_thread_is_to_be_had_for_the_timer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    runtime = a_runtime(tmp_path)
    runtime.start()
    runtime.wait_until_ready()
    monkeypatch.setattr(threading.Timer, "start", refuse)

    runtime.request_exit(ExitReason.USER)

    assert runtime.join()
    assert runtime.door.reason is ExitReason.USER
