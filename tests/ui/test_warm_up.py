"""What is loaded after the first picture, and that the collector does not look at it again."""

from __future__ import annotations

import subprocess
import sys

WARMED_UP = """
import gc, sys
from agent_tui.ui.warm_up import settle_memory, warm_up
settle_memory()
before = gc.get_freeze_count()
warm_up()
assert {"markdown_it", "pygments"} <= set(sys.modules)
assert {"agent_tui.ui.panels.chat_dock", "agent_tui.ui.commands.command_table"} <= set(sys.modules)
assert gc.get_freeze_count() > before > 0
assert gc.isenabled()
assert gc.get_threshold()[0] >= 50_000
"""


def test_what_is_loaded_late_is_out_of_the_collectors_sight_as_well() -> None:
    done = subprocess.run([sys.executable, "-c", WARMED_UP], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
