"""Finds the rule that denies a command, at whatever level of it the denied program stands."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.launches import program_name
from agent_tui.engine.permissions.rules import WordsRule
from agent_tui.engine.permissions.shell_script import Script, Words
from agent_tui.protocol.permissions import Grant


def denial_of(script: Script, grants: CompiledGrants) -> Grant | None:
    """The denial that fits some part of a command; None when none does."""
    if grant := grants.denied_texts.get(script.text.casefold()):
        return grant
    for words in script.views:
        for rule, grant in _candidates(words, grants):
            if _fits(rule, words):
                return grant
    return None


def may_hide_denied(script: Script, grants: CompiledGrants) -> str:
    """Why a denied command may be hidden in a command; "" when it cannot, as far as one sees."""
    if not grants.has_run_denials:
        return ""
    if script.problem:
        return script.problem
    for words in script.guesses:
        for rule, grant in _candidates(words, grants):
            if _fits(rule, words):
                return f"Something in it could be what {grant.rule} denies"
    for words in script.views:
        if words and not words[0].is_literal:
            return f"Its program ({words[0].text or 'unknown'}) is not known before it runs"
        for rule, _ in _candidates(words, grants):
            if any(not word.is_literal for word in words[1 : len(rule.words) + 1]):
                return "Words that rules deny may be in what is not known before it runs"
    return ""


def _candidates(words: Words, grants: CompiledGrants) -> Iterator[tuple[WordsRule, Grant]]:
    yield from grants.denied_words.get("", ())
    if name := program_name(words):
        yield from grants.denied_words.get(name, ())


def _fits(rule: WordsRule, words: Words) -> bool:
    wanted = [word.casefold() for word in rule.words[1:]]
    found = [word.text.casefold() if word.is_literal else "\0" for word in words[1:]]
    if not rule.is_prefix:
        return wanted == found
    plain = [word for word in wanted if not word.startswith("-")]
    options = [word for word in wanted if word.startswith("-")]
    return all(_has_option(option, found) for option in options) and any(
        _plain_words(found[start:])[: len(plain)] == plain for start in _starts(found)
    )


def _plain_words(found: list[str]) -> list[str]:
    return [word for word in found if not word.startswith("-")]


def _starts(found: list[str]) -> Iterator[int]:
    """Where the words may begin behind the program's own options, of which some have values."""
    yield 0
    for place in range(1, len(found) + 1):
        before = found[:place]
        # A plain word is skipped only where it may be the value of the option before it.
        if all(
            word.startswith("-") or (index and before[index - 1].startswith("-"))
            for index, word in enumerate(before)
        ):
            yield place
        else:
            return


def _has_option(option: str, found: list[str]) -> bool:
    """True when an option is there, written in whatever way."""
    if option.startswith("--"):
        return any(
            len(word) > 2 and word.startswith("--") and option.startswith(word.partition("=")[0])
            for word in found
        )
    clusters = "".join(word[1:] for word in found if word[:1] == "-" and word[:2] != "--")
    return option in found or (len(option) < 5 and set(option[1:]) <= set(clusters))
