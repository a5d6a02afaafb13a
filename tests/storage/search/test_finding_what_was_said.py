from __future__ import annotations

import pytest

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    ShellCommand,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.journal.entries import HeadEntry, encode_line
from tests.contracts.session_builders import an_info
from tests.storage.places import journal_of
from tests.storage.search.stored_talk import NOW, StoredTalk


def test_a_hit_names_its_session_its_message_and_the_prompt_of_its_turn(talk: StoredTalk) -> None:
    talk.session("s1", "How do parsers work?", "They read tokens.")

    (hit,) = talk.found("tokens")

    assert (hit.session_id, hit.message_id, hit.prompt_id) == ("s1", "m2", "m1")
    assert (hit.speaker, hit.title, hit.cwd) == (Speaker.AGENT, "How do parsers work?", "/proj")
    assert hit.created == NOW + 2
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["tokens"]


SAID = (
    "they read",
    "the token stream",
    "Herr Müller",
    "herr muller",
    "das Café",
    "call getUserName()",
    "class HTTPServer",
    "def read_file(path)",
    "look at src/config.toml",
    "关于数据库连接",
    "このトークンは",
)


@pytest.fixture(scope="module")
def sayings(tmp_path_factory: pytest.TempPathFactory) -> StoredTalk:
    """One session in which each of `SAID` was said; nothing is added to it."""
    talk = StoredTalk(tmp_path_factory.mktemp("sayings"))
    talk.session("s1", *SAID)
    talk.update()
    return talk


@pytest.mark.parametrize(
    ("sought", "said"),
    [
        ("READ", {"they read", "def read_file(path)"}),
        ("toke", {"the token stream"}),
        ("stream token", {"the token stream"}),
        ('"token stream"', {"the token stream"}),
        ("muller", {"Herr Müller", "herr muller"}),
        ("Müller", {"Herr Müller", "herr muller"}),
        ("cafe\u0301", {"das Café"}),
        ("user", {"call getUserName()"}),
        ("getusern", {"call getUserName()"}),
        ("server", {"class HTTPServer"}),
        ("read_file", {"def read_file(path)"}),
        ("file", {"def read_file(path)"}),
        ("config.toml", {"look at src/config.toml"}),
        ("据库", {"关于数据库连接"}),
        ("トークン", {"このトークンは"}),
        ("tok* stream", {"the token stream"}),
        ('"stream token"', set()),
        ("oken", set()),
        ("token absent", set()),
        ("to", set()),
        ("据连", set()),
    ],
)
def test_words_are_found_by_their_beginnings_without_case_or_accents(
    sayings: StoredTalk, sought: str, said: set[str]
) -> None:
    assert {hit.snippet for hit in sayings.search.search(sought).hits} == said


@pytest.mark.parametrize(
    "sought",
    ['"', "*", "AND", "a OR b", "NEAR(a b)", "-x", "^x", "{a}", "text:x", "'", "\\", "\0", "(", ""],
)
def test_no_character_of_a_query_is_an_error(sayings: StoredTalk, sought: str) -> None:
    assert sayings.search.search(sought).hits == ()


def test_calls_results_and_shell_output_are_found_thinking_is_not(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    talk.say(journal, "begin")
    arguments = '{"path": "src/caf\\u00e9.py", "lines": [1, {"deep": "treasure"}]}'
    talk.append(
        journal,
        Role.ASSISTANT,
        ThinkingPart(id="a", text="secretly pondering"),
        ToolCallPart(id="b", call_id="c", name="read_file", arguments=arguments),
    )
    talk.append(journal, Role.TOOL, ToolResultPart(id="d", call_id="c", text="the result"))
    shell = ShellCommand(id="sh", command="make test", exit_code=0)
    part = TextPart(id="e", text="all passed")
    journal.append_message(ChatMessage(id="sh", role=Role.USER, parts=(part,), shell=shell))
    journal.close("user")

    speakers = {
        word: [hit.speaker for hit in talk.found(word)]
        for word in ("treasure", "café", "result", "make", "passed", "pondering")
    }

    assert speakers == {
        "treasure": [Speaker.AGENT],
        "café": [Speaker.AGENT],
        "result": [Speaker.TOOL],
        "make": [Speaker.SHELL],
        "passed": [Speaker.SHELL],
        "pondering": [],
    }


def test_a_query_can_be_narrowed_to_speakers_and_to_this_folder(talk: StoredTalk) -> None:
    talk.session("s1", "parsers here", "parsers answered")
    talk.session("s2", "parsers elsewhere", cwd="/other")

    assert talk.snippets("role:agent parsers") == ["parsers answered"]
    assert set(talk.snippets("in:here parsers", here="/proj")) == {
        "parsers here",
        "parsers answered",
    }
    assert talk.snippets("parsers", here="/other", is_here_only=True) == ["parsers elsewhere"]


def test_newer_messages_come_first_when_they_fit_as_well(talk: StoredTalk) -> None:
    talk.session("s1", "parsers once")
    talk.session("s2", "parsers twice")

    assert talk.snippets("parsers") == ["parsers twice", "parsers once"]


def test_hits_come_in_pages_that_make_up_the_whole(talk: StoredTalk) -> None:
    talk.session("s1", *(f"parsers number {at}" for at in range(5)))
    talk.update()

    pages = [talk.search.search("parsers", limit=2, skip=skip) for skip in (0, 2, 4)]

    assert [len(page.hits) for page in pages] == [2, 2, 1]
    assert [page.has_more for page in pages] == [True, True, False]
    assert len({hit.message_id for page in pages for hit in page.hits}) == 5


def test_a_message_that_was_stored_again_is_found_once_as_it_is_now(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    for text in ("parsers at first", "parsers at last"):
        part = TextPart(id="p", text=text)
        journal.append_message(ChatMessage(id="same", role=Role.USER, parts=(part,)))
    journal.close("user")

    assert [hit.message_id for hit in talk.found("parsers")] == ["same"]


def test_what_streamed_before_the_program_was_killed_is_found(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    talk.say(journal, "go")
    for text in ("half an ans", "wer about parsers"):
        journal.append_delta(
            message_id="m9", turn_id="t", part_id="p", kind=PartKind.TEXT, text=text
        )

    (hit,) = talk.found("answer parsers")

    assert (hit.message_id, hit.snippet) == ("m9", "half an answer about parsers")


def test_the_rest_of_a_half_message_takes_its_place(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    talk.say(journal, "go")
    kind = PartKind.TEXT
    journal.append_delta(message_id="m9", turn_id="t", part_id="p", kind=kind, text="half parsers")
    talk.update()
    part = TextPart(id="p", text="half parsers and whole lexers")
    journal.append_message(ChatMessage(id="m9", role=Role.ASSISTANT, parts=(part,)))
    journal.close("user")

    assert talk.snippets("lexers") == ["half parsers and whole lexers"]
    assert talk.snippets("parsers") == ["half parsers and whole lexers"]


def test_a_rewind_hides_nothing_and_the_hit_says_that_its_branch_was_left(
    talk: StoredTalk,
) -> None:
    talk.session("s1", "first parsers", "kept", "second parsers", "left")
    head = HeadEntry(id="h", ts=NOW, at="m2", message_count=2)
    with journal_of(talk.folder, "s1").open("ab") as file:
        file.write(encode_line(head))

    is_left = {hit.snippet: hit.is_left for hit in talk.found("parsers")}

    assert is_left == {"first parsers": False, "second parsers": True}


def test_titles_are_found(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    journal.append_title("About lexers")
    journal.close("user")

    (hit,) = talk.found("lexers")

    assert (hit.speaker, hit.message_id, hit.title) == (Speaker.TITLE, "", "About lexers")
