"""`agent-tui sessions`: list, show, delete, and which session --resume and --continue mean."""

from __future__ import annotations

import json

import pytest

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.command_line import read_command_line
from agent_tui.cli.start import start_from
from agent_tui.errors import ConfigError, SessionNotFound
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from tests.cli.conftest import Program

FIRST, SECOND = "a" * 32, "b" * 32


def _store_session(program: Program, session_id: str, text: str, *, cwd: str = "") -> None:
    store = start_from(Arguments(), program.environ).session_store()
    time = 1_700_000_000.0 + ord(session_id[0])
    info = SessionInfo(id=session_id, cwd=cwd or str(program.cwd), created=time, updated=time)
    journal = store.create(info)
    for role, spoken in ((Role.USER, text), (Role.ASSISTANT, f"About {text}.")):
        part = TextPart(id=f"{role}-part", text=spoken)
        journal.append_message(ChatMessage(id=role, role=role, parts=(part,), created=time))
    journal.close("user")


def test_an_empty_data_folder_has_no_sessions(program: Program) -> None:
    ran = program.call("sessions", "list")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "There are no stored sessions yet.\n"
    assert program.call("sessions", "list", "--json").out == "[]\n"


def test_list_shows_the_sessions_last_used_first(program: Program) -> None:
    _store_session(program, FIRST, "cats")
    _store_session(program, SECOND, "dogs", cwd="/elsewhere")

    lines = program.call("sessions", "list").out.splitlines()

    assert [line.split()[0] for line in lines] == [SECOND[:8], FIRST[:8]]
    assert "2 messages" in lines[0]
    assert "/elsewhere" in lines[0]


def test_list_can_be_limited_to_this_folder_and_to_a_number(program: Program) -> None:
    _store_session(program, FIRST, "cats")
    _store_session(program, SECOND, "dogs", cwd="/elsewhere")

    here = json.loads(program.call("sessions", "list", "--here", "--json").out)
    last = json.loads(program.call("sessions", "list", "--limit", "1", "--json").out)

    assert [info["id"] for info in here] == [FIRST]
    assert [info["id"] for info in last] == [SECOND]


def test_show_prints_who_said_what(program: Program) -> None:
    _store_session(program, FIRST, "cats")

    ran = program.call("sessions", "show", FIRST[:6])

    assert ran.out == "you\ncats\n\nagent\nAbout cats.\n\n"


def test_show_as_json_has_the_whole_session(program: Program) -> None:
    _store_session(program, FIRST, "cats")

    stored = json.loads(program.call("sessions", "show", FIRST, "--json").out)

    assert stored["info"]["id"] == FIRST
    assert [message["role"] for message in stored["messages"]] == ["user", "assistant"]


@pytest.mark.parametrize("verb", ["show", "delete"])
def test_a_session_that_does_not_exist_is_a_usage_error(program: Program, verb: str) -> None:
    ran = program.call("sessions", verb, "nope")

    assert (ran.code, ran.out) == (2, "")
    assert "nope" in ran.err
    assert "See all with: agent-tui sessions list" in ran.err


def test_delete_asks_and_where_nobody_can_be_asked_it_deletes_nothing(program: Program) -> None:
    _store_session(program, FIRST, "cats")

    ran = program.call("sessions", "delete", FIRST)

    assert ran.code == 2
    assert "add --yes" in ran.err
    assert program.call("sessions", "show", FIRST).code == 0


def test_delete_with_yes_deletes_for_good(program: Program) -> None:
    _store_session(program, FIRST, "cats")

    assert program.call("sessions", "delete", FIRST, "--yes").code == 0

    assert program.call("sessions", "list", "--json").out == "[]\n"


def test_continue_means_the_last_session_of_this_folder(program: Program) -> None:
    _store_session(program, FIRST, "cats")
    _store_session(program, SECOND, "dogs", cwd="/elsewhere")

    start = start_from(Arguments(is_continued=True), program.environ)

    assert start.stored_id() == FIRST


def test_resume_takes_the_beginning_of_an_id(program: Program) -> None:
    _store_session(program, SECOND, "dogs", cwd="/elsewhere")

    assert start_from(Arguments(resume="bbb"), program.environ).stored_id() == SECOND
    with pytest.raises(SessionNotFound):
        start_from(Arguments(resume="ccc"), program.environ).stored_id()


def test_continue_without_a_session_says_where_to_look(program: Program) -> None:
    with pytest.raises(ConfigError, match="agent-tui sessions list"):
        start_from(Arguments(is_continued=True), program.environ).stored_id()


def test_resume_and_continue_together_are_refused(program: Program) -> None:
    with pytest.raises(ConfigError, match="only one of"):
        start_from(Arguments(is_continued=True, resume="a"), program.environ).stored_id()


def test_search_prints_what_was_said_and_how_to_open_it(program: Program) -> None:
    _store_session(program, FIRST, "cats and dogs")
    _store_session(program, SECOND, "cats alone", cwd="/elsewhere")

    ran = program.call("sessions", "search", "cats", "dog")
    here = json.loads(program.call("sessions", "search", "cats", "--here", "--json").out)
    nothing = program.call("sessions", "search", "role:tool", "cats")

    assert ran.out.splitlines()[0].startswith(FIRST[:8])
    assert "    cats and dogs" in ran.out.splitlines()
    assert "agent-tui --resume ID" in ran.err
    assert {hit["session_id"] for hit in here} == {FIRST}
    assert (nothing.out, nothing.err) == ("", "Nothing was found.\n")


def test_search_says_when_there_is_more(program: Program) -> None:
    _store_session(program, FIRST, "cats")

    assert "--limit 2" in program.call("sessions", "search", "cats", "--limit", "1").err


def test_list_says_how_old_sessions_are_and_which_cannot_be_read(program: Program) -> None:
    _store_session(program, FIRST, "cats")
    _store_session(program, SECOND, "dogs")
    path = start_from(Arguments(), program.environ).paths.sessions_dir / SECOND / "journal.jsonl"
    path.write_bytes(b"no header\n")

    ran = program.call("sessions", "list")

    assert " ago " in ran.out
    assert "1 session cannot be read: " + SECOND[:8] in ran.err
    assert f"agent-tui sessions show {SECOND[:8]}" in ran.err
    assert "journal is damaged" in program.call("sessions", "show", SECOND[:8]).err


def test_resume_without_an_id_needs_a_screen_to_choose_from(program: Program) -> None:
    arguments = read_command_line(["--resume"])
    assert isinstance(arguments, Arguments)
    assert arguments.is_resume_open

    with pytest.raises(ConfigError, match="agent-tui sessions list"):
        start_from(arguments, program.environ).stored_id()
    both = Arguments(is_continued=True, is_resume_open=True)
    with pytest.raises(ConfigError, match="only one"):
        start_from(both, program.environ).stored_id()
