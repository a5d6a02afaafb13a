from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from agent_tui.protocol.finding import FoundPlace
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Command, Subcommand
from agent_tui.ui.completion.command_source import CommandSource
from agent_tui.ui.completion.mention_source import MentionSource
from agent_tui.ui.completion.offer import Offer, TypedLine
from agent_tui.ui.completion.shell_source import ShellSource
from tests.ui.completion.fake_finder import FakeFinder


def typed(text: str) -> TypedLine:
    """A line with the cursor at its bar, or at its end."""
    column = text.find("|")
    return TypedLine(text.replace("|", ""), len(text) if column < 0 else column)


def labels(offer: Offer | None) -> list[str]:
    return [entry.label for entry in offer.entries] if offer is not None else []


def run(*_: object) -> None:
    raise AssertionError("nothing runs while one types")


THEMES = Argument(
    "name", is_optional=True, choices=lambda _: [Choice("dark", "calm"), Choice("light")]
)
COMMANDS = (
    Command("/model", "Use another model", run, (Argument("name"),), aliases=("/m",)),
    Command("/mode", "What may be done", run),
    Command(
        "/ps",
        "Commands that run",
        run,
        subcommands=(Subcommand("kill", "End one", run, (Argument("ID"),)),),
    ),
    Command("/theme", "Colours", run, (THEMES,)),
)


def of_commands(text: str, *, commands: tuple[Command, ...] = COMMANDS) -> Offer | None:
    by_word = {word: command for command in commands for word in (command.name, *command.aliases)}
    lookup: Any = SimpleNamespace(all=commands, find=by_word.get)
    host: Any = SimpleNamespace(commands=lookup)
    return CommandSource(host).offer(typed(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/", ["/model", "/mode", "/ps", "/theme"]),
        ("/mo", ["/model", "/mode"]),
        ("/de", ["/model", "/mode"]),  # together, though not at the beginning
        ("/tm", ["/theme"]),  # scattered letters, where there is nothing else
        ("/x", []),
        ("/ps ", ["kill"]),
        ("/theme ", ["dark", "light"]),
        ("/theme li", ["light"]),
        ("/theme light x", []),
        ("/gone a", []),
        ("say /mo", []),
    ],
)
def test_commands_and_what_stands_behind_them(text: str, found: list[str]) -> None:
    assert labels(of_commands(text)) == found


@pytest.mark.parametrize(
    ("text", "agreed"),
    [("/mo", "/mode"), ("/t", "/theme "), ("/tm", "/theme "), ("/", "/"), ("/theme d", "dark")],
)
def test_a_command_is_completed_as_far_as_all_agree(text: str, agreed: str) -> None:
    offer = of_commands(text)

    assert offer is not None
    assert offer.agreed == agreed


def test_an_entry_shows_its_usage_and_marks_the_letters() -> None:
    offer = of_commands("/de")

    assert offer is not None
    assert offer.entries[0].usage == " name"
    assert offer.entries[0].matched == (3, 4)
    assert offer.prefers_first is False


def test_a_text_of_several_lines_is_no_command() -> None:
    host: Any = SimpleNamespace()
    assert CommandSource(host).offer(TypedLine("/mo", 3, row=1)) is None
    assert CommandSource(host).offer(TypedLine("/mo", 3, has_more=True)) is None


def now(work: Callable[[], None]) -> None:
    work()


def a_source(finder: FakeFinder) -> tuple[MentionSource, list[None]]:
    changes: list[None] = []
    source = MentionSource(
        finder, recent=lambda: ["old.py"], changed=lambda: changes.append(None), on_loop=now
    )
    return source, changes


def test_a_mention_offers_what_the_finder_tells() -> None:
    source, _ = a_source(finder := FakeFinder("src/main.py", "src/"))

    offer = source.offer(typed("see @src"))

    assert labels(offer) == ["src/main.py", "src/"]
    assert offer is not None
    assert [entry.inserted for entry in offer.entries] == ["@src/main.py ", "@src/"]
    assert (offer.start, offer.end) == (4, 8)
    assert (finder.asked, finder.recent) == (["src"], ["old.py"])


@pytest.mark.parametrize("text", ["me@example", "nothing", "@done ", "|@later"])
def test_elsewhere_the_finder_is_not_even_asked(text: str) -> None:
    source, _ = a_source(finder := FakeFinder("a"))

    assert source.offer(typed(text)) is None
    assert finder.asked == []


def test_until_a_query_is_answered_what_fits_it_of_the_last_answer_is_shown() -> None:
    source, changes = a_source(finder := FakeFinder("main.py", "mad.py"))
    source.offer(typed("@ma"))
    finder.is_silent = True

    offer = source.offer(typed("@mai"))

    assert labels(offer) == ["main.py"]
    assert offer is not None
    assert offer.prefers_first is False  # it may not be the best
    finder.answer("src/main.py", "main.py")
    assert changes
    assert labels(source.offer(typed("@mai"))) == ["src/main.py", "main.py"]


def test_an_answer_to_an_older_query_is_dropped() -> None:
    source, _ = a_source(finder := FakeFinder())
    finder.is_silent = True
    source.offer(typed("@a"))
    source.offer(typed("@ab"))

    finder.asked.append("a")
    finder.answer("a.py")

    assert labels(source.offer(typed("@ab"))) == []


def test_the_first_is_chosen_only_when_it_is_not_what_stands_there_already() -> None:
    source, _ = a_source(FakeFinder("main.py", "src/", "src/a.py"))

    def prefers(text: str) -> bool:
        offer = source.offer(typed(text))
        return offer is not None and offer.prefers_first

    assert prefers("@mai")
    assert not prefers("@main.py")
    assert not prefers("@src/")
    assert not prefers("@")


def test_nothing_found_offers_nothing_once_that_is_certain() -> None:
    source, _ = a_source(finder := FakeFinder())
    finder.is_silent = True

    offer = source.offer(typed("@zz"))
    assert offer is not None
    assert offer.note == "looking"
    finder.answer(is_searching=True, known=12_000)
    offer = source.offer(typed("@zz"))
    assert offer is not None
    assert offer.note == "12 000 so far"
    finder.answer()
    assert source.offer(typed("@zz")) is None


def test_names_that_would_harm_a_terminal_are_shown_harmless() -> None:
    source, _ = a_source(FakeFinder("a\x1b[2Jb\n.py"))

    offer = source.offer(typed("@a"))

    assert labels(offer) == ["a␛[2Jb␊.py"]
    assert offer is not None
    assert offer.entries[0].inserted == '@"a\\u001b[2Jb\\n.py" '


def test_a_session_is_shown_by_its_title_and_mentioned_by_its_id() -> None:
    source, _ = a_source(finder := FakeFinder())
    finder.is_silent = True
    source.offer(typed("@pars"))

    finder.tell(FoundPlace("session:ab12", "Mend the parser"))

    offer = source.offer(typed("@pars"))
    assert labels(offer) == ["Mend the parser"]
    assert offer is not None
    assert offer.entries[0].inserted == "@session:ab12 "


def of_shell(text: str, **folders: tuple[str, ...]) -> Offer | None:
    named = {folder.replace("_", "/"): names for folder, names in folders.items()}
    source = ShellSource(FakeFinder(folders=named), changed=lambda: None, on_loop=now)
    return source.offer(typed(text))


HERE: dict[str, Any] = {"": ("src/", "a b.txt", "a.py", ".env")}


@pytest.mark.parametrize(
    ("text", "inserted"),
    [
        ("!cat a", ["a\\ b.txt ", "a.py "]),
        ("!cat a\\ b", ["a\\ b.txt "]),
        ("!!ls s", ["src/"]),
        ("!cat .", [".env "]),
        ("!cat ", []),
        ("!ca", []),
        ("!cat 'a", []),
        ("cat a", []),
    ],
)
def test_the_last_word_of_a_shell_command_is_completed(text: str, inserted: list[str]) -> None:
    offer = of_shell(text, **HERE)

    assert ([entry.inserted for entry in offer.entries] if offer else []) == inserted


@pytest.mark.parametrize(("text", "start"), [("!./sc", 1), ("!!./sc", 2), ("! ./sc", 2)])
def test_a_program_that_is_called_by_its_path_is_completed(text: str, start: int) -> None:
    offer = of_shell(text, **{"./": ("script.sh",)})

    assert offer is not None
    assert (offer.start, offer.agreed) == (start, "./script.sh ")


def test_a_shell_word_is_completed_below_its_folder() -> None:
    offer = of_shell("!cat src/m", src_=("main.py", "model.py"))

    assert offer is not None
    assert [entry.inserted for entry in offer.entries] == ["src/main.py ", "src/model.py "]
    assert (offer.start, offer.agreed) == (5, "src/m")
