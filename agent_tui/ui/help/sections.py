"""The sections of the help, those of the place one comes from first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.commands.command import Category, Command
from agent_tui.ui.keymap import context_rows, first_key, help_rows

Row = tuple[str, str]
"""A key or a command, and what it does."""


class Place(StrEnum):
    """What had the focus when the help was asked for."""

    COMPOSER = "composer"
    TRANSCRIPT = "transcript"
    SEARCH = "search"
    SIDEBAR = "sidebar"
    CODE_PICKER = "code_picker"
    PERMISSION = "permission"
    QUESTION = "question"
    PICKER = "picker"


class HelpSection(Struct, frozen=True):
    """A title, and rows below it."""

    title: str
    rows: tuple[Row, ...]


_PERMISSION_ROWS = (
    ("y", "Allow once"),
    ("a", "Allow for this session"),
    ("p", "Always allow, by a rule that is shown first"),
    ("e", "Edit the command or the arguments first"),
    ("n", "Reject, and say why"),
    ("1-9, ↑ ↓", "Go to a choice; Enter takes it"),
    ("← →, Space", "Of several calls: go to one, mark it"),
    ("d", "Show the change, side by side or not"),
    ("Tab", "Give the keys back to the composer"),
)
_QUESTION_ROWS = (
    ("1-9, ↑ ↓", "Go to an answer"),
    ("Space", "Mark it, where several may be chosen"),
    ("o", "Write an answer of your own"),
    ("+", "Add a note"),
    ("← →", "The question before, the next one"),
    ("Enter", "Answer"),
    ("x", "Decline to answer"),
    ("Tab", "Give the keys back to the composer"),
)
_PICKER_ROWS = (
    ("letters", "Filter the list"),
    ("↑ ↓, PgUp PgDn", "Go to another row"),
    ("Enter", "Choose it"),
    ("Tab", "In the palette: write the command, to add to it"),
    ("Ctrl+U", "Clear the filter"),
)
_VIM_ROWS = (
    ("Esc", "Normal mode; there again: what Esc does elsewhere"),
    ("i a I A o O", "Write: before, behind, at the ends of the line, in a new line"),
    ("v V Ctrl+V", "Select characters, lines, a block"),
    ("d c y > < gu gU", "Operators, before a motion or a text object, as in d2w or ci("),
    ("u Ctrl+R .", "Undo, redo, do the last change again"),
    ('"a qa @a ma `a', "Register, record and play a macro, set a mark and go there"),
    ("/ ? n N * #", "Search in what you write"),
    (":s :w :q :noh", "Replace, write the conversation to a file, leave, end the search"),
)
_VIM_READING_ROWS = (
    ("h j k l w b e f % gj", "Go through the text, with counts and marks, as in the composer"),
    ("{ } gg G H M L", "Turn before, turn after, start, end, rows of the view"),
    ("v V Ctrl+V", "Select characters, lines, a block"),
    ("y", "Yank source, as in yi( or yy; p puts it into what you write"),
    ("/ ? n N * #", "Search the conversation; n goes on upwards, after * downwards"),
    ("Space za zo zc", "Open and fold what is under the cursor; zR and zM: all"),
    ("Enter", "Open the link under the cursor, else the item"),
    ("Ctrl+D U F B E Y", "Scroll; zt zz zb: with the cursor's row on top, in the middle, below"),
    ("i a A", "Write in the composer"),
    (":w :q", "Write the conversation to a file, leave; slash commands, too"),
)
_BESIDE_VIM = ("edit_conversation", "print_conversation", "select_everything", "scroll_home")
_SIGNS = (
    ("/", "A command, as the first character"),
    ("@", "A file, a folder or a session, anywhere"),
    ("!", "A shell command; the agent sees what it prints"),
    ("!!", "A shell command that the agent does not see"),
    ("exit, quit", "Alone: leave the program"),
)


def help_sections(
    keys: KeyBindings, commands: Iterable[Command], place: Place = Place.COMPOSER
) -> list[HelpSection]:
    """Everything: first what works in `place`, then what works everywhere, then the rest."""
    by_place = dict(_places(keys))
    here = by_place.pop(place, None)
    sections = [here] if here is not None else []
    sections.append(HelpSection("Keys", tuple(help_rows(keys))))
    if keys.preset == "vim":
        sections.append(HelpSection("Vim, in the composer", _VIM_ROWS))
    sections.append(HelpSection("What a prompt can begin with", _SIGNS))
    sections += _command_sections(commands)
    sections += by_place.values()
    return [section for section in sections if section.rows]


def command_section(command: Command, keys: KeyBindings) -> list[HelpSection]:
    """What there is to say about one command."""
    facts: list[Row] = [(command.usage, command.summary)]
    facts += [(f"{command.name} {sub.usage}", sub.summary) for sub in command.subcommands]
    if command.aliases:
        facts.append(("also", ", ".join(command.aliases)))
    if command.key_action and (key := first_key(keys, command.key_action)):
        facts.append(("key", key))
    sections = [HelpSection(command.name, tuple(facts))]
    if command.details:
        sections.append(HelpSection("", (("", command.details),)))
    return sections


def filtered(sections: Sequence[HelpSection], text: str) -> list[HelpSection]:
    """Only rows with all the words of `text`. A slash in front finds commands; when it finds none,
    it does not count."""
    words = text.lower().split()
    if not words:
        return list(sections)
    found = [
        HelpSection(section.title, rows)
        for section in sections
        if (rows := tuple(row for row in section.rows if _has(row, section.title, words)))
    ]
    return found or (filtered(sections, text[1:]) if text.startswith("/") else [])


def _has(row: Row, title: str, words: Sequence[str]) -> bool:
    text = f"{row[0]} {row[1]} {title}".lower()
    return all(word in text for word in words)


def _places(keys: KeyBindings) -> Iterator[tuple[Place, HelpSection]]:
    yield (
        Place.TRANSCRIPT,
        HelpSection(
            _title("Transcript", first_key(keys, "switch_focus")),
            tuple(_transcript_rows(keys)),
        ),
    )
    titles = {
        Place.SEARCH: _title("Search bar", first_key(keys, "search")),
        Place.SIDEBAR: _title("Sidebar", first_key(keys, "toggle_sidebar")),
        Place.CODE_PICKER: "List of code blocks",
    }
    for place, title in titles.items():
        yield place, HelpSection(title, tuple(context_rows(keys, place.value)))
    yield Place.PERMISSION, HelpSection("When a permission is asked", _PERMISSION_ROWS)
    yield Place.QUESTION, HelpSection("When a question is asked", _QUESTION_ROWS)
    yield Place.PICKER, HelpSection(_title("Lists", first_key(keys, "palette")), _PICKER_ROWS)


def _transcript_rows(keys: KeyBindings) -> Iterator[Row]:
    if keys.preset != "vim":
        yield from context_rows(keys, "transcript")
        return
    yield from _VIM_READING_ROWS
    yield from context_rows(keys, "transcript", only=_BESIDE_VIM)


def _title(name: str, key: str) -> str:
    return f"{name} ({key})" if key else name


def _command_sections(commands: Iterable[Command]) -> Iterator[HelpSection]:
    commands = tuple(commands)
    for category in Category:
        rows = tuple(_command_row(one) for one in commands if one.category is category)
        if rows:
            yield HelpSection(f"Commands: {category.value}", rows)


def _command_row(command: Command) -> Row:
    also = f" (also {', '.join(command.aliases)})" if command.aliases else ""
    return command.usage, f"{command.summary}{also}"
