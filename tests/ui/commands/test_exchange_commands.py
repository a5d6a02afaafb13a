"""`/export` and `/import`."""

from __future__ import annotations

import pytest
from rich.segment import Segment

from agent_tui.protocol.exchange import ExportedSession, ExportFormat, ImportedSession
from agent_tui.protocol.exchange_events import (
    ExchangeProgressed,
    SessionExported,
    SessionsImported,
)
from agent_tui.protocol.exchange_inputs import ExportSession, ImportSessions, StopExchange
from agent_tui.protocol.inputs import OpenSession
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import ArgumentProblem
from agent_tui.ui.commands.session.export import EXPORT
from agent_tui.ui.markdown.link_targets import target_of
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.items.notice_item import NoticeItem
from tests.ui.running_chat import opened, running_chat

_MD, _HTML, _JSON = ExportFormat.MARKDOWN, ExportFormat.HTML, ExportFormat.JSON


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("md", (_MD, "")),
        ("html", (_HTML, "")),
        ("JSON my talk.txt", (_JSON, "my talk.txt")),
        ("talk.html", (_HTML, "talk.html")),
        ("~/out/My Talk.JSON", (_JSON, "~/out/My Talk.JSON")),
        ("notes", (_MD, "notes")),
        ("notes.txt", (_MD, "notes.txt")),
        ("v1.2/notes 2.0", (_MD, "v1.2/notes 2.0")),
        ("md x.pdf", (_MD, "x.pdf")),
        ("./--odd", (_MD, "./--odd")),
    ],
)
def test_the_format_is_the_first_word_or_the_ending_of_the_path(
    words: str, wish: tuple[ExportFormat, str]
) -> None:
    assert EXPORT.arguments[0].parse(words) == wish


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("x.pdf", "no export as pdf: choose md, html or json"),
        ("talk.DOCX", "no export as docx"),
        ("--no-redact", "has no --no-redact"),
        ("html --no-redact x.html", "has no --no-redact"),
    ],
)
def test_what_is_no_format_and_no_path_is_refused_with_what_to_write(
    words: str, reason: str
) -> None:
    with pytest.raises(ArgumentProblem, match=reason):
        EXPORT.arguments[0].parse(words)


def test_the_path_in_a_notice_is_a_link() -> None:
    item = NoticeItem(NoticeLevel.INFO, "Exported", "/proj/a.md", "/proj/a.md")

    rows = item.rows(60, palette_from({}, dark=True))

    linked = [piece for row in rows for piece in row if _target(piece)]
    assert "".join(piece.text for piece in linked) == "/proj/a.md"
    assert item.link_targets() == ("/proj/a.md",)


def _target(piece: Segment) -> str:
    return target_of(piece.style)


async def test_export_and_import_ask_the_engine_and_its_answers_are_shown() -> None:
    async with running_chat() as chat:
        await chat.emit(opened())
        for line in ("/export", "/export html a.html", "/export stop", "/import talk.json"):
            await chat.enter(line)
        asked = [
            one
            for one in chat.engine.inputs
            if isinstance(one, ExportSession | ImportSessions | StopExchange)
        ]
        await chat.emit(
            ExchangeProgressed(session_id="s1", is_import=False, done=12, total=3456),
            SessionExported(
                session_id="s1", exported=ExportedSession(path="/proj/\x1b.md", size=2_000)
            ),
        )

        assert asked == [
            ExportSession(session_id="s1"),
            ExportSession(session_id="s1", format=_HTML, path="a.html"),
            StopExchange(session_id="s1"),
            ImportSessions(session_id="s1", path="talk.json"),
        ]
        await chat.until_sees("Exported, 2 kB  /proj/␛.md")
        await chat.emit(
            SessionExported(session_id="behind", exported=ExportedSession(path="/b", size=3_000))
        )
        await chat.until_sees("Exported, 3 kB  /b")
        assert chat.sees("exporting: 12 of 3,456 turns")


async def test_a_single_imported_session_is_opened_and_several_are_counted() -> None:
    async with running_chat() as chat:
        await chat.emit(opened())
        several = tuple(ImportedSession(id=f"new{at}") for at in range(3))
        await chat.emit(
            SessionsImported(
                session_id="s1", path="/a", sessions=several, problems=("/a: [3]: is bad.",)
            )
        )
        await chat.until_sees("3 sessions imported")
        assert chat.sees("/a: [3]: is bad.")
        assert chat.sees("Find them with /resume.")

        await chat.emit(SessionsImported(session_id="behind", path="/a", sessions=several[:1]))
        await chat.until_sees("Find it with /resume.")
        assert not [one for one in chat.engine.inputs if isinstance(one, OpenSession)]

        await chat.emit(SessionsImported(session_id="s1", path="/a", sessions=several[:1]))

        assert chat.engine.inputs[-1] == OpenSession(session_id="s1", stored_id="new0")
