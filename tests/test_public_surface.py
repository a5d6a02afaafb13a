from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import agent_tui.events
from agent_tui.protocol.events import AnyAgentEvent
from scripts.public_surface import signature_lines

SIGNATURES = Path(__file__).with_name("public_signatures.txt")
HEADLESS = ("agent_tui", "agent_tui.agent", "agent_tui.engine.controller", "agent_tui.providers")
SCREEN = {"textual", "rich"}


def modules_after(statement: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after `statement`."""
    code = (
        f"{statement}\nimport sys; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    )
    shown = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return set(shown.stdout.split())


def test_importing_the_package_loads_neither_textual_nor_openai() -> None:
    assert modules_after("import agent_tui").isdisjoint(SCREEN | {"openai", "anyio", "msgspec"})


@pytest.mark.parametrize("module", HEADLESS)
def test_importing_a_headless_room_loads_no_screen_and_no_sdk(module: str) -> None:
    assert modules_after(f"import {module}").isdisjoint(SCREEN | {"openai"})


def test_building_a_full_screen_application_loads_no_screen_yet() -> None:
    loaded = modules_after("import agent_tui; agent_tui.AgentTui(name='x')")

    assert loaded.isdisjoint(SCREEN | {"openai"})


@pytest.mark.parametrize("name", agent_tui.__all__)
def test_every_public_name_exists_and_has_a_docstring(name: str) -> None:
    assert getattr(agent_tui, name).__doc__


def test_the_public_names_are_sorted_and_without_doubles() -> None:
    assert agent_tui.__all__ == sorted(set(agent_tui.__all__))


def test_every_event_that_the_engine_tells_is_public() -> None:
    told = {kind.__name__ for kind in get_args(AnyAgentEvent)}

    assert told <= set(agent_tui.events.__all__)
    assert all(getattr(agent_tui.events, name) is not None for name in agent_tui.events.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        agent_tui.Nothing  # noqa: B018


def test_the_public_signatures_are_as_written_down() -> None:
    """A change here is a change for programs: it belongs into the changelog, and what goes away is
    deprecated first (docs/library/stability.md). AGENT_TUI_UPDATE_SNAPSHOTS=1 writes the file."""
    told = "\n".join(signature_lines()) + "\n"
    if os.environ.get("AGENT_TUI_UPDATE_SNAPSHOTS"):
        SIGNATURES.write_text(told, encoding="utf-8")

    assert told == SIGNATURES.read_text("utf-8")
