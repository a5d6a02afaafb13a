"""Any amount of mixed markdown, the same each time. Pure."""

from __future__ import annotations

from agent_tui.providers.demo import texts

_MOST_KILOBYTES = 5_000


def long_answer(kilobytes: int) -> str:
    """Markdown of at least `kilobytes` (1 to 5000) times 1000 bytes of UTF-8, in whole sections."""
    kilobytes = min(max(kilobytes, 1), _MOST_KILOBYTES)
    sections = [texts.LONG_INTRODUCTION.format(kilobytes=kilobytes)]
    size = len(sections[0].encode())
    while size < kilobytes * 1000:
        number = len(sections)
        template = texts.LONG_SECTIONS[(number - 1) % len(texts.LONG_SECTIONS)]
        sections.append(template.format(number=number))
        size += len(sections[-1].encode()) + 1
    return "\n".join(sections)
