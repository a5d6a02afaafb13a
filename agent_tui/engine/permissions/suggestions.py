"""The rules that a decision about a command could store."""

from __future__ import annotations

from agent_tui.engine.permissions.harmful_options import prefix_obstacle
from agent_tui.engine.permissions.prefix_tables import (
    BROAD_MODULES,
    SCRIPTS,
    SUBCOMMANDS,
    WHOLE_PROGRAMS,
)
from agent_tui.engine.permissions.rules import TextRule, WordsRule, parsed_rule, rule_text
from agent_tui.engine.permissions.shell_reading import unreadable
from agent_tui.engine.permissions.shell_script import Script, SimpleCommand
from agent_tui.errors import ConfigError

MOST_RULES = 6
LONGEST_RULE = 1000


def text_suggestion(script: Script) -> tuple[str, ...]:
    """A rule for the whole text; () when no rule can mean this very text and nothing else."""
    return _sound(TextRule(script.text))


def exact_suggestion(command: SimpleCommand) -> tuple[str, ...]:
    """A rule for the very words of a command; () when there is none."""
    words = command.literals
    if words is None or command.caveat:
        return ()
    return _sound(WordsRule(words))


def prefix_suggestion(command: SimpleCommand) -> tuple[str, ...]:
    """A sensible prefix rule for a command, the exact rule where none is, () where neither is."""
    exact = exact_suggestion(command)
    words = command.literals
    if words is None or not exact or command.inner or command.launch_problem:
        return exact
    count = _kept_words(words)
    if not count or prefix_obstacle(command.words):
        return exact
    return _sound(WordsRule(words[:count], is_prefix=True))


def _kept_words(words: tuple[str, ...]) -> int:
    if words[0] in WHOLE_PROGRAMS:
        return 1
    if len(words) > 2 and words[:2] in SCRIPTS:
        is_named = not words[2].startswith("-") and words[2] not in BROAD_MODULES
        return 3 if is_named else 0
    if len(words) > 1 and words[1] in SUBCOMMANDS.get(words[0], ()):
        return 2
    return 0


def _sound(rule: TextRule | WordsRule) -> tuple[str, ...]:
    text = rule_text(rule)
    if len(text) > LONGEST_RULE or unreadable(text):
        return ()
    try:
        # "rm *" as a text would be read as a prefix rule: what is read back must be the same.
        return (text,) if parsed_rule(text, "/") == rule else ()
    except ConfigError:
        return ()
