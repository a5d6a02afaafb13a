"""The language of rules: text to rule, and back to the exact text that is stored."""

from __future__ import annotations

import os
import re
import shlex
from functools import lru_cache

from msgspec import Struct

from agent_tui.engine.permissions.hosts import host_problem, normalised_host
from agent_tui.engine.permissions.real_paths import real_path
from agent_tui.engine.permissions.shell_reading import RESERVED, unreadable
from agent_tui.engine.permissions.shell_words import Token, tokens_of
from agent_tui.errors import ConfigError
from agent_tui.protocol.permissions import PathLevel


class PathRule(Struct, frozen=True):
    """A file, or with is_tree a folder and everything below it. path: absolute, resolved."""

    level: PathLevel
    path: str
    is_tree: bool = False


class WordsRule(Struct, frozen=True):
    """A program call. is_prefix: more words may follow."""

    words: tuple[str, ...]
    is_prefix: bool = False


class TextRule(Struct, frozen=True):
    """A whole shell command that cannot be split into plain words: this very text."""

    text: str


class HostRule(Struct, frozen=True):
    """A host, or with is_below every host whose name ends in "." and it; host "": every host."""

    host: str
    is_below: bool = False


class ToolRule(Struct, frozen=True):
    """A tool as a whole."""

    name: str


Rule = PathRule | WordsRule | TextRule | HostRule | ToolRule

_FORM = re.compile(r"\s*(read|write|run|fetch|tool)\((.*)\)\s*", re.DOTALL)
_TOOL_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=", re.ASCII)
_LANGUAGE = (
    "Write read(PATH), write(PATH), run(COMMAND), fetch(HOST) or tool(NAME),"
    " for example run(git log *)."
)


def parsed_rule(text: str, workspace: str) -> Rule:
    """The rule that `text` writes; relative paths start at the workspace, links are followed.

    Raises `ConfigError` that says what is wrong and how to write it.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise ConfigError(f"{shown(text)} is no rule. {_LANGUAGE}")
    kind, body = form.group(1), form.group(2).strip()
    if not body:
        raise ConfigError(f"{kind}() names nothing. {_LANGUAGE}")
    if problem := unreadable(body):
        raise ConfigError(f"The rule {shown(text)} cannot be used. {problem}.")
    if kind == "run":
        return _command_rule(body)
    if kind == "fetch":
        return _host_rule(body)
    if kind == "tool":
        if not _TOOL_NAME.fullmatch(body):
            raise ConfigError(f"{shown(body)} is no name of a tool, as in tool(todo).")
        return ToolRule(body)
    return _path_rule(PathLevel(kind), body, workspace)


def rule_text(rule: Rule) -> str:
    """The exact text of a rule, as it is stored and shown."""
    match rule:
        case PathRule(level, path, is_tree):
            ending = "/**" if is_tree else ""
            return f"{level}({path.rstrip('/') if is_tree else path}{ending})"
        case WordsRule(words, is_prefix):
            written = [_quoted(word, is_first=not place) for place, word in enumerate(words)]
            return f"run({' '.join(written + ['*'] * is_prefix)})"
        case TextRule(text):
            return f"run({text})"
        case HostRule(host, is_below):
            return f"fetch({'*.' if is_below and host else ''}{host or '*'})"
        case ToolRule(name):
            return f"tool({name})"


def shown(text: str) -> str:
    """A text as an error message may show it: one line, not too long, nothing hidden."""
    short = text if len(text) <= 200 else f"{text[:200]}…"
    return short if short.isprintable() else repr(short)


def _quoted(word: str, *, is_first: bool) -> str:
    quoted = shlex.quote(word)
    is_special = is_first and (word in RESERVED or _ASSIGNMENT.match(word))
    return f"'{word}'" if quoted == word and (is_special or word.startswith("=")) else quoted


def _path_rule(level: PathLevel, body: str, workspace: str) -> PathRule:
    is_tree = body.endswith("/**")
    path = body.removesuffix("/**") or "/"
    if "*" in path:
        raise ConfigError(
            f"{level}({shown(body)}): * can only stand at the end, as in {level}(src/**);"
            " name the folder or the file."
        )
    if path.endswith("/") and path != "/":
        raise ConfigError(
            f"{level}({shown(body)}) ends in a slash. Write {level}({shown(body)}**) for the folder"
            " with everything in it, or name a file."
        )
    expanded = os.path.expanduser(path) if path == "~" or path.startswith("~/") else path
    if expanded.startswith("~"):
        raise ConfigError(f"{level}({shown(body)}): write the whole path of that home folder.")
    return PathRule(level, real_path(os.path.join(workspace, expanded)), is_tree)


def _host_rule(body: str) -> HostRule:
    if body == "*":
        return HostRule("", is_below=True)
    is_below = body.startswith("*.")
    host = normalised_host(body.removeprefix("*."))
    if problem := host_problem(host):
        raise ConfigError(
            f"fetch({shown(body)}): {problem} Write only the host, as in fetch(example.com) or"
            " fetch(*.example.com)."
        )
    return HostRule(host, is_below)


@lru_cache(maxsize=4096)
def _command_rule(body: str) -> WordsRule | TextRule:
    tokens = tokens_of(body)
    is_prefix = bool(tokens) and tokens is not None and tokens[-1].raw == "*"
    words = _plain_words(tokens[:-1] if is_prefix and tokens else tokens)
    if words is not None and (words or is_prefix):
        return WordsRule(words, is_prefix)
    if is_prefix or body.endswith((" *", "\t*", "\n*")):
        raise ConfigError(
            f"run({shown(body)}): before the * there may be plain words only, as in run(git log *)."
        )
    if body.endswith(":*"):
        raise ConfigError(f"run({shown(body)}): write a space before the *, as in run(git log *).")
    return TextRule(body)


def _plain_words(tokens: tuple[Token, ...] | None) -> tuple[str, ...] | None:
    """The words of one program call; None when the text is more than that."""
    if tokens is None:
        return None
    words = [token.word for token in tokens]
    if any(word is None or not word.is_literal for word in words):
        return None
    if tokens and (tokens[0].raw in RESERVED or _ASSIGNMENT.match(tokens[0].raw)):
        return None
    return tuple(word.text for word in words if word is not None)
