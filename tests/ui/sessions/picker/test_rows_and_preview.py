from __future__ import annotations

from rich.style import Style
from textual.geometry import Size

from agent_tui.protocol.failures import Failure
from agent_tui.protocol.finding_events import SessionPreviewed
from agent_tui.protocol.messages import ChatMessage, Role, TextPart, ToolCallPart
from agent_tui.protocol.session_search import Speaker
from agent_tui.ui.sessions.open_sessions import Badge
from agent_tui.ui.sessions.picker.catalogue import SessionCatalogue
from agent_tui.ui.sessions.picker.preview import preview_lines
from agent_tui.ui.sessions.picker.row_look import RowLook, snippet_runs
from tests.ui.sessions.picker.builders import NOW, a_hit, stored


def a_look(*, is_here_only: bool = True) -> RowLook:
    catalogue = SessionCatalogue("/proj")
    catalogue.is_here_only = is_here_only
    badges = {"open": Badge.RUNNING}
    return RowLook(catalogue, lambda _: Style.null(), badge=badges.get, now=lambda: NOW)


def session_row(width: int = 60, *, is_here_only: bool = True, **fields: object) -> str:
    info = stored(**{"session_id": "a", "title": "Parsers", **fields})  # type: ignore[arg-type]
    row = a_look(is_here_only=is_here_only).session(info, width, is_current=True)
    return "".join(segment.text for segment in row)


def hit_row(width: int = 80, **fields: object) -> str:
    row = a_look().hit(a_hit(**fields), width, is_current=False)  # type: ignore[arg-type]
    return "".join(segment.text for segment in row)


def preview(*args: object, height: int = 30) -> list[str]:
    lines = preview_lines(*args, size=Size(40, height))  # type: ignore[arg-type]
    return [text for text, _ in lines]


def said(role: Role, text: str, *calls: str) -> ChatMessage:
    parts = [ToolCallPart(id=name, call_id=name, name=name, arguments="{}") for name in calls]
    return ChatMessage(id=text, role=role, parts=(TextPart(id="p", text=text), *parts))


def test_a_row_has_title_messages_and_age_and_fills_its_width() -> None:
    row = session_row(40)

    assert row == "❯ Parsers                  2 msg   1 min"


def test_open_and_forked_sessions_are_marked() -> None:
    assert session_row(60, session_id="open", forked_from="b").startswith("❯ ↳ Parsers")
    assert "running" in session_row(60, session_id="open")


def test_the_folder_is_shown_with_those_of_all_projects_and_the_model_in_a_wide_row() -> None:
    assert "my-project" in session_row(70, cwd="/home/me/my-project", is_here_only=False)
    narrow = session_row(40, cwd="/home/me/my-project", is_here_only=False)
    assert narrow == session_row(40)
    assert "gpt-5" in session_row(100, model="gpt-5")
    assert "gpt-5" not in session_row(70, model="gpt-5")


def test_a_long_title_is_cut_before_the_facts() -> None:
    row = session_row(40, title="x" * 100)

    assert len(row) == 40
    assert "x…" in row
    assert row.endswith("1 min")


def test_a_hit_shows_who_said_it_and_where() -> None:
    row = hit_row()

    assert row.startswith("  agent they read tokens")
    assert row.endswith("Parsers     1 h")
    assert "left branch" in hit_row(is_left=True)
    assert "Parsers" not in hit_row(speaker=Speaker.TITLE)


def test_a_match_behind_many_words_is_in_view() -> None:
    before = "many words that stand before it all "
    row = hit_row(60, snippet=f"{before}needle_in_hay and more", marks=((len(before), 49),))

    assert "needle_in_hay" in row
    assert len(row) == 60


def test_foreign_text_is_harmless_and_its_marks_stay_with_their_words() -> None:
    hit = a_hit("a\x1b[31m\u202e tokens\there", marks=((8, 14),))

    assert snippet_runs(hit) == [("a␛[31m‹U+202E› ", False), ("tokens", True), (" here", False)]
    assert "\x1b" not in session_row(title="\x1b]0;evil\x07")


def test_a_preview_shows_the_last_prompt_and_the_last_answer() -> None:
    messages = (said(Role.USER, "do it"), said(Role.ASSISTANT, "well", "run"))
    lines = preview(
        stored("a", "Parsers"), None, SessionPreviewed(stored_id="a", messages=messages)
    )

    assert lines[:2] == ["Parsers", "/proj"]
    assert lines[4:] == ["── you", "do it", "", "── agent · 1 tool call", "well"]


def test_in_few_rows_the_answer_is_in_view_below_a_long_prompt() -> None:
    messages = (said(Role.USER, "do it " * 90), said(Role.ASSISTANT, "well", "run"))
    told = SessionPreviewed(stored_id="a", messages=messages)
    small, tiny = (preview(stored("a", "Parsers"), None, told, height=one) for one in (11, 5))

    assert small.index("well") == 9
    assert small[6].endswith("…")
    assert tiny == ["Parsers", "── agent · 1 tool call", "well"]


def test_a_preview_says_when_there_is_nothing_to_show_yet_or_at_all() -> None:
    failure = Failure(kind="x", title="x", text="It cannot be read.")

    assert preview(None, None, None) == ["reading …"]
    assert preview(None, None, SessionPreviewed(stored_id="a")) == ["nothing was said yet"]
    assert preview(None, None, SessionPreviewed(stored_id="a", failure=failure)) == [
        "It cannot be read."
    ]


def test_a_preview_of_a_hit_shows_what_was_said() -> None:
    assert preview(None, a_hit(), None) == ["── agent", "they read tokens"]
