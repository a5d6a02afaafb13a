"""The title of a session that was never given one."""

from __future__ import annotations

MAX_TITLE_LENGTH = 80


def prompt_title(prompt: str) -> str:
    """The first line with visible text, at most 80 characters; "" when there is none."""
    # A prompt can be megabytes of pasted text, its title stands at the beginning.
    for line in prompt[:10_000].splitlines():
        visible = "".join(char if char.isprintable() else " " for char in line)
        if words := visible.split():
            title = " ".join(words)
            too_long = len(title) > MAX_TITLE_LENGTH
            return f"{title[: MAX_TITLE_LENGTH - 1]}…" if too_long else title
    return ""
