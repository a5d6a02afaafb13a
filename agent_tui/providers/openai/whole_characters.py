"""Characters that a server cut in two, joined again over the items of a stream. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from agent_tui.protocol.requests import (
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
)
from agent_tui.providers.openai.surrogates import whole_text

_Prose = TextDelta | ThinkingDelta


class WholeCharacters:
    """Gives on the items of one answer with no half of a surrogate pair in them.

    A half at the end of a delta waits for the next delta of its part; one that stays alone becomes
    U+FFFD. A part of text or thinking ends where another one or a tool call begins.
    """

    def __init__(self) -> None:
        self._prose: _Prose | None = None  # whose text is a half that waits
        self._calls: dict[int, str] = {}  # halves that wait, by the call's index

    def of(self, items: Iterable[StreamItem]) -> Iterator[StreamItem]:
        """The items that can be given on. Exhaust the iterator before the next call."""
        for item in items:
            if isinstance(item, (TextDelta, ThinkingDelta)):
                if self._prose is None and item.text.isascii():
                    yield item
                else:
                    yield from self._prose_items(item)
            elif isinstance(item, ToolCallDelta):
                if not (item.call_id or self._calls) and item.arguments.isascii():
                    yield item
                else:
                    yield from self._call_items(item)
            else:
                if isinstance(item, StreamFinished):
                    yield from self.close()
                yield item

    def close(self) -> Iterator[StreamItem]:
        """What still waits."""
        yield from self._end_prose()
        calls, self._calls = self._calls, {}
        for index, half in calls.items():
            yield ToolCallDelta(index=index, arguments=whole_text(half))

    def _prose_items(self, item: _Prose) -> Iterator[StreamItem]:
        if self._prose is not None and not _is_same_part(self._prose, item):
            yield from self._end_prose()
        before = self._prose.text if self._prose is not None else ""
        text, half = _without_last_half(before + item.text)
        self._prose = replace(item, text=half) if half else None
        if text:
            yield replace(item, text=whole_text(text))

    def _end_prose(self) -> Iterator[StreamItem]:
        prose, self._prose = self._prose, None
        if prose is not None:
            yield replace(prose, text=whole_text(prose.text))

    def _call_items(self, item: ToolCallDelta) -> Iterator[StreamItem]:
        is_begin = bool(item.call_id)
        if is_begin:
            yield from self._end_prose()
        text, half = _without_last_half(self._calls.pop(item.index, "") + item.arguments)
        if half:
            self._calls[item.index] = half
        if text or is_begin:
            yield replace(
                item,
                arguments=whole_text(text),
                name=whole_text(item.name),
                call_id=whole_text(item.call_id),
            )


def _is_same_part(one: _Prose, other: _Prose) -> bool:
    if isinstance(one, TextDelta) and isinstance(other, TextDelta):
        return one.is_refusal is other.is_refusal
    return type(one) is type(other)


def _without_last_half(text: str) -> tuple[str, str]:
    """`text`, and apart from it the first half of a pair that it ends with, if any."""
    return (text[:-1], text[-1]) if "\ud800" <= text[-1:] <= "\udbff" else (text, "")
