from __future__ import annotations

import subprocess
import sys

HEAVY = ("markdown_it", "pygments", "openai", "anyio", "textual.widgets._markdown")
ON_REQUEST = ("agent_tui.ui.commands.command_table", "agent_tui.ui.widgets.sidebar")


def test_the_first_picture_needs_neither_markdown_nor_highlighting_nor_the_transcript() -> None:
    code = "import sys, agent_tui.tui.screen_run, agent_tui.ui.app; print('\\n'.join(sys.modules))"

    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=15
    )

    loaded = set(run.stdout.split())
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(ON_REQUEST)
    assert not [name for name in loaded if name.startswith("agent_tui.ui.transcript")]
