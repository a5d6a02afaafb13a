"""The system prompt: built anew for each turn, never part of the history."""

from __future__ import annotations

import sys
import time

from agent_tui.config.engine_options import EngineOptions

_PLATFORMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}


def build_system_prompt(options: EngineOptions, *, cwd: str, now: float) -> str:
    """What the model is told about its surroundings, then the user's own text. now: Unix
    seconds."""
    lines = [
        f"You are an assistant in {options.app_name}, a chat program in the user's terminal.",
        "Answers are shown as Markdown in a terminal window.",
        "",
        f"Date: {time.strftime('%Y-%m-%d', time.localtime(now))}",
        f"Platform: {_PLATFORMS.get(sys.platform, sys.platform)}",
    ]
    if cwd:
        lines.append(f"Working directory: {cwd}")
    if own_text := options.system_prompt.strip():
        lines += ["", own_text]
    return "\n".join(lines)
