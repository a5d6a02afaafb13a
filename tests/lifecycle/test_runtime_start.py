"""What happens when on the worker's way to its first session."""

from __future__ import annotations

from pathlib import Path

from agent_tui.config.settings import Settings
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.providers.scripted import ScriptedProvider


def test_what_only_requests_need_is_loaded_when_the_first_session_is_open(tmp_path: Path) -> None:
    sessions_then: list[bool] = []
    runtime = Runtime(
        RuntimeParts(
            options=engine_options(Settings(), tmp_path),
            providers=provider_source(Settings(), {}, provider=ScriptedProvider([])),
            tools=ToolSetup(refusal=""),
            on_open=lambda: sessions_then.append(runtime.current_session is not None),
        )
    )

    runtime.start()
    is_ready = runtime.wait_until_ready(30.0)
    runtime.request_exit(ExitReason.USER)
    has_ended = runtime.join(30.0)

    assert (is_ready, has_ended, sessions_then) == (True, True, [True])
