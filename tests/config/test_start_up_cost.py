"""A start without files and variables pays for neither TOML nor checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import sys
from pathlib import Path
from agent_tui.config.loading import load_settings
from agent_tui.config.provider_resolution import resolve_provider
loaded = load_settings(
    flags={}, environ={}, cwd=Path("/"), user_config_dir=Path(sys.argv[1]),
    is_trusted=lambda file, content: False,
)
assert resolve_provider(loaded.settings, {}) is None
print(*sorted(name for name in sys.modules if "." not in name))
"""


def test_loading_without_any_source_imports_no_parser_and_no_heavy_library(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True
    )

    heavy = {"tomllib", "click", "logging", "hashlib", "textual", "rich", "openai", "anyio"}
    assert heavy.isdisjoint(run.stdout.split())
