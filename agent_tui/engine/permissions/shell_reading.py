"""Reads a shell command apart: program calls, files, and what stays unclear."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from agent_tui.engine.permissions.launches import launch_of, may_launch
from agent_tui.engine.permissions.shell_script import Script, SimpleCommand, Step, Words
from agent_tui.engine.permissions.shell_tree import TreeWalk
from agent_tui.engine.permissions.shell_words import Token, Word, tokens_of

if TYPE_CHECKING:
    from tree_sitter import Parser

LENGTH_LIMIT = 20_000
_LEVELS = 6  # shells that start shells
_RESERVED_WORDS = """if then elif else fi for while until do done case esac select function coproc
in { } ! [[ ]] repeat foreach end always nocorrect"""
RESERVED = frozenset(_RESERVED_WORDS.split())
_QUOTES = re.compile(r"[\"'\\]")
_SEPARATORS = re.compile(r"[\n;&|(){}<>`$]")
_GUESS_WORDS = 12
_REDIRECTS = frozenset({">", ">>", ">|", "&>", "&>>", ">&", "<", "<&", "<<<"})


@lru_cache(maxsize=512)
def read_script(text: str, level: int = 0) -> Script:
    """Read a command apart. level: how many shells deep it stands."""
    text = text.strip(" \t\n")
    if problem := unreadable(text):
        return Script(text=text, problem=problem)
    source = text.encode()
    tree = _parser().parse(source)
    walk = TreeWalk(source)
    walk.visit(tree.root_node)
    steps = tuple(
        _followed(step, level) if isinstance(step, SimpleCommand) else step for step in walk.steps
    )
    problem = walk.problem
    if tree.root_node.has_error:
        problem = "Its syntax cannot be read"
    elif _is_reserved_word_run(steps):
        problem = "A word of the shell stands in an unexpected place"
    caveat = walk.caveat or next((s.caveat for s in _commands(steps) if s.caveat), "")
    if not caveat and not _is_confirmed(walk, tokens_of(text)):
        caveat = "It cannot be split into plain words for certain"
        if walk.unknown:
            caveat = f"What {_short(walk.unknown)} stands for is not known before it runs"
    return Script(
        text=text,
        steps=steps,
        problem=problem or _problem_inside(steps),
        caveat=caveat,
        views=tuple(view for step in _commands(steps) for view in _views(step, level)),
        guesses=_guesses(text) if problem or caveat else (),
        has_alternatives=walk.has_alternatives,
    )


def _short(word: str) -> str:
    line = " ".join(word.split())
    return line if len(line) <= 40 else f"{line[:40]}…"


def unreadable(text: str) -> str:
    """Why a text cannot be trusted to be what it looks like; "" when it can."""
    if not text:
        return "It is empty"
    if len(text) > LENGTH_LIMIT:
        return f"It is longer than {LENGTH_LIMIT} characters"
    if text.isascii() and text.isprintable():
        return ""
    for character in text:
        if character in "\n\t":
            continue
        kind = unicodedata.category(character)
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp") or (kind == "Zs" and character != " "):
            name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
            return f"It holds an invisible or misleading character ({name})"
    return ""


@lru_cache(maxsize=1)
def _parser() -> Parser:
    # Deferred: a session that runs no command does not pay for the grammar.
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


def _guesses(text: str) -> tuple[Words, ...]:
    """Every run of words in an unclear text, from each of its words on, quotes left out."""
    guesses: list[Words] = []
    for part in _SEPARATORS.split(_QUOTES.sub("", text)):
        words = tuple(Word(word) for word in part.split())
        # More words than these cannot make a difference: rules are short.
        guesses.extend(words[start : start + _GUESS_WORDS] for start in range(len(words)))
    return tuple(guesses)


def _commands(steps: tuple[Step, ...]) -> tuple[SimpleCommand, ...]:
    return tuple(step for step in steps if isinstance(step, SimpleCommand))


def _is_reserved_word_run(steps: tuple[Step, ...]) -> bool:
    return any(
        step.program in RESERVED or _is_reserved_word_run(step.inner) for step in _commands(steps)
    )


def _problem_inside(steps: tuple[Step, ...]) -> str:
    for step in _commands(steps):
        if step.launch_problem == _UNREADABLE_INSIDE:
            return step.launch_problem
        if problem := _problem_inside(step.inner):
            return problem
    return ""


def _is_confirmed(walk: TreeWalk, tokens: tuple[Token, ...] | None) -> bool:
    """True when the plain reading finds the same commands with the same words as the grammar."""
    if tokens is None:
        return False
    groups: list[tuple[tuple[int, int], ...]] = []
    targets: list[tuple[int, int]] = []
    group: list[tuple[int, int]] = []
    for index, token in enumerate(tokens):
        span = (token.start, token.end)
        previous = tokens[index - 1] if index else None
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.word is None:
            if token.raw not in _REDIRECTS:
                groups.append(tuple(group))
                group = []
        elif previous is not None and previous.word is None and previous.raw in _REDIRECTS:
            # ">&-" closes a file: no target.
            if token.raw != "-" or not previous.raw.endswith("&"):
                targets.append(span)
        elif not _is_descriptor(token, following) and (group or span not in walk.keywords):
            group.append(span)
    groups.append(tuple(group))
    found = [spans for spans in groups if spans]
    return found == walk.spans and targets == sorted(walk.targets)


def _is_descriptor(token: Token, following: Token | None) -> bool:
    return (
        following is not None
        and following.word is None
        and following.raw in _REDIRECTS
        and following.start == token.end
        and token.raw.isdigit()
    )


_UNREADABLE_INSIDE = "The command that it hands to a shell cannot be read"


def _followed(command: SimpleCommand, level: int) -> SimpleCommand:
    """The command with what it starts, when it is a launcher."""
    launch = launch_of(command.words)
    if launch is None:
        return command
    inner = [
        _followed(SimpleCommand(words=words, is_plain=False, is_in_loop=launch.repeats), level + 1)
        for words in launch.commands
        if level < _LEVELS
    ]
    problem, caveat = launch.problem, command.caveat or launch.caveat
    for text in launch.scripts:
        script = read_script(text, level + 1) if level < _LEVELS else Script(text=text, problem="-")
        inner.extend(_commands(script.steps))
        if script.problem:
            problem = _UNREADABLE_INSIDE
        elif script.caveat or len(script.steps) != len(script.commands):
            problem = problem or "The command that it hands to a shell is not plain"
    return SimpleCommand(
        words=command.words,
        joint=command.joint,
        is_plain=command.is_plain,
        is_in_loop=command.is_in_loop,
        inner=tuple(inner),
        is_transparent=launch.is_transparent,
        caveat=caveat,
        launch_problem=problem or ("It is nested too deeply" if level >= _LEVELS else ""),
    )


def _views(command: SimpleCommand, level: int) -> list[Words]:
    views = [command.words]
    for inner in command.inner:
        views.extend(_views(inner, level))
    if may_launch(command.words) and level < _LEVELS:
        # Whatever the launcher's options mean: any of its words may be the program it starts.
        views.extend(command.words[start:] for start in range(1, len(command.words)))
        for word in command.words[1:]:
            if word.is_literal and len(word.text.split()) > 1:
                views.extend(read_script(word.text, level + 1).views)
    return views
