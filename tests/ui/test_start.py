from __future__ import annotations

import subprocess
import sys

HEAVY = ("markdown_it", "pygments", "openai", "anyio", "textual.widgets._markdown", "tomllib")
ON_REQUEST = (
    "agent_tui.config.keymap",
    "agent_tui.config.keymap_text",
    "agent_tui.protocol.branch_inputs",
    "agent_tui.protocol.compaction_inputs",
    "agent_tui.protocol.events",
    "agent_tui.protocol.exchange_inputs",
    "agent_tui.protocol.finding_inputs",
    "agent_tui.ui.commands.command_table",
    "agent_tui.ui.widgets.sidebar",
)
ROOMS_ON_REQUEST = ("completion.", "hints.", "palette.", "panels.", "transcript.", "vim.")

WITH_VARIABLES = """
import sys
from pathlib import Path
from agent_tui.cli.plain_arguments import plain_arguments
from agent_tui.config.loading import load_settings
from agent_tui.ui.themes import load_theme, theme_folders
plain_arguments(["--resume", "abc"])
loaded = load_settings(
    flags={}, environ={"OPENAI_BASE_URL": "http://x/v1", "OPENAI_MODEL": "m"}, cwd=Path("/"),
    user_config_dir=Path("/nowhere"), is_trusted=lambda file, content: False,
)
load_theme(loaded.settings.theme.replace("auto", "agent-tui-dark"), theme_folders())
print(*sys.modules)
"""


def test_the_first_picture_needs_neither_markdown_nor_highlighting_nor_the_transcript() -> None:
    code = "import sys, agent_tui.tui.screen_run, agent_tui.ui.app; print('\\n'.join(sys.modules))"

    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=15
    )

    loaded = set(run.stdout.split())
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(ON_REQUEST)
    rooms = tuple(f"agent_tui.ui.{room}" for room in ROOMS_ON_REQUEST)
    assert not [name for name in loaded if name.startswith(rooms)]


def test_a_resumed_session_with_variables_and_a_shipped_theme_needs_no_grammar_and_no_toml() -> (
    None
):
    run = subprocess.run(
        [sys.executable, "-c", WITH_VARIABLES], capture_output=True, text=True, check=True
    )

    assert {"tomllib", "click"}.isdisjoint(run.stdout.split())
