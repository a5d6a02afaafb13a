"""How a session ends, or what was found in it, beside the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.protocol.finding_events import SessionPreviewed
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.session_search import SearchHit
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.wrap import expanded, row_text, wrapped
from agent_tui.ui.render.cells import cut_end, cut_start
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.sessions.picker.catalogue import title_of
from agent_tui.ui.sessions.picker.row_look import snippet_runs

_MOST_CHARACTERS = 4_000  # of one message; nobody reads more in a preview
_MOST_ROWS = 12  # of a prompt
_ROWS_BESIDE = 7  # facts, names and blanks; what is left is shared by prompt and answer
_ROOM_FOR_FACTS = _ROWS_BESIDE + 2  # rows; in fewer, title and answer alone

Line = tuple[str, str]
"""A text and the name of its ink: "", dim, match, head."""


class SessionPreview(Widget):
    """Facts and last exchange of a session, or a hit. Shows; takes no keys."""

    DEFAULT_CSS = """
    SessionPreview { background: $background; color: $foreground; padding: 0 1 0 2; }
    SessionPreview .preview--dim { color: $text-muted; background: $background; }
    SessionPreview .preview--head {
        color: $primary; background: $background; text-style: bold;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--dim", "preview--head"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()
        self._shown: tuple[SessionInfo | None, SearchHit | None, SessionPreviewed | None] = (
            None,
            None,
            None,
        )

    def show(
        self,
        info: SessionInfo | None,
        hit: SearchHit | None = None,
        exchange: SessionPreviewed | None = None,
    ) -> None:
        """Show this session; exchange: None while it is not known."""
        self._shown = info, hit, exchange
        size = self.size
        self._lines = list(preview_lines(info, hit, exchange, size=size)) if size.width else ()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.show(*self._shown)

    def render_line(self, y: int) -> Strip:
        """Called by Textual."""
        text, ink = self._lines[y] if y < len(self._lines) else ("", "")
        style = self.get_component_rich_style(f"preview--{ink}") if ink else Style.null()
        strip = Strip([Segment(text, style)])
        return strip.adjust_cell_length(self.size.width, self.rich_style).apply_style(
            self.rich_style
        )


def preview_lines(
    info: SessionInfo | None,
    hit: SearchHit | None,
    exchange: SessionPreviewed | None,
    *,
    size: Size,
) -> Iterator[Line]:
    """The lines of a preview, each at most as wide as `size`; there may be more of them than it is
    high, but what counts is in view: of an exchange the beginning of the answer. Pure."""
    width = size.width
    if info is not None:
        yield cut_end(title_of(info), width), "head"
        if size.height >= _ROOM_FOR_FACTS:
            yield cut_start(one_line(info.cwd), width), "dim"
            yield cut_end(_facts(info), width), "dim"
            yield "", ""
    if hit is not None:
        yield _speaker(hit.speaker.value), "dim"
        yield from _text("".join(text for text, _ in snippet_runs(hit)), width)
    elif exchange is None:
        yield "reading …", "dim"
    elif exchange.failure is not None:
        yield from _text(exchange.failure.text, width)
    elif not exchange.messages:
        yield "nothing was said yet", "dim"
    else:
        yield from _exchange(exchange.messages, size)


def _exchange(messages: Sequence[ChatMessage], size: Size) -> Iterator[Line]:
    width = size.width
    first, last = messages[0], _last_answer(messages)
    if first.is_prompt and size.height >= _ROOM_FOR_FACTS:
        most = min((size.height - _ROWS_BESIDE) // 2, _MOST_ROWS)
        yield _speaker("you"), "dim"
        lines = list(_text(first.text, width))
        shown = lines[:most]
        if len(lines) > most:
            shown[-1] = (cut_end(f"{shown[-1][0]} …", width), "")
        yield from shown
        yield "", ""
    if last is None:
        yield "no answer", "dim"
        return
    calls = sum(len(message.tool_calls) for message in messages)
    note = f" · {calls} tool call{'' if calls == 1 else 's'}" if calls else ""
    stopped = " · interrupted" if last.is_interrupted else ""
    yield f"{_speaker('agent')}{note}{stopped}", "dim"
    yield from _text(last.text, width)


def _last_answer(messages: Sequence[ChatMessage]) -> ChatMessage | None:
    answers = (one for one in reversed(messages) if one.role is Role.ASSISTANT and one.text.strip())
    return next(answers, None)


def _text(text: str, width: int) -> Iterator[Line]:
    shown = expanded(harmless(text[:_MOST_CHARACTERS]).strip())
    for row in wrapped([Segment(shown)], width):
        yield row_text(row), ""


def _facts(info: SessionInfo) -> str:
    used = datetime.fromtimestamp(info.updated).strftime("%Y-%m-%d %H:%M") if info.updated else ""
    parts = (used, f"{info.message_count} messages", one_line(info.model))
    return " · ".join(part for part in parts if part)


def _speaker(name: str) -> str:
    return f"── {name}"
