"""Markdown of others inside a document: it renders as they wrote it, and ends where it ends."""

from __future__ import annotations

import re

from agent_tui.exchange.plain_text import visible

_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}(?!.*`)|~{3,})")
_TAG = re.compile(r"(`+)(?:(?!\1).)*?\1(?!`)|<(?=[A-Za-z/!?])(?![A-Za-z][A-Za-z0-9+.-]*:)")


def contained(text: str) -> str:
    """`text` with open code blocks closed, and with tags shown as text, as the program shows them:
    an open comment or element would swallow what follows."""
    lines: list[str] = []
    fence = ""
    for line in visible(text).strip("\n").split("\n"):
        found = _FENCE.match(line)
        if fence:
            is_end = found is not None and _closes(fence, found["marks"], line)
            lines.append(line)
            fence = "" if is_end else fence
        else:
            fence = found["marks"] if found is not None else ""
            is_code = fence or line.startswith(("    ", "\t"))
            lines.append(line if is_code else _TAG.sub(_shown_tag, line))
    if fence:
        lines.append(fence)
    return "\n".join(lines)


def _closes(fence: str, marks: str, line: str) -> bool:
    return marks[0] == fence[0] and len(marks) >= len(fence) and not line.strip().strip(fence[0])


def _shown_tag(match: re.Match[str]) -> str:
    return match[0] if match[1] else "\\<"
