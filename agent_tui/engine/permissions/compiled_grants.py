"""Grants, sorted so that a check looks up instead of searching."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.engine.permissions.real_paths import ancestors, folded
from agent_tui.engine.permissions.rules import (
    HostRule,
    PathRule,
    TextRule,
    ToolRule,
    WordsRule,
    parsed_rule,
)
from agent_tui.errors import ConfigError
from agent_tui.protocol.permissions import Effect, Grant, PathLevel
from agent_tui.protocol.sensitive_paths import is_sensitive


class PathIndex:
    """Path rules of one level. Paths are compared as they are given: fold them for denials."""

    def __init__(self) -> None:
        self._files: dict[str, Grant] = {}
        self._trees: dict[str, Grant] = {}
        self._above: dict[str, Grant] = {}
        self._above_plain: dict[str, Grant] = {}

    def __bool__(self) -> bool:
        return bool(self._files or self._trees)

    def add(self, path: str, grant: Grant, *, is_tree: bool) -> None:
        """Earlier grants win."""
        (self._trees if is_tree else self._files).setdefault(path, grant)
        for folder in ancestors(path):
            self._above.setdefault(folder, grant)
            if not is_sensitive(path):
                self._above_plain.setdefault(folder, grant)

    def named(self, path: str) -> Grant | None:
        """The grant for this very file."""
        return self._files.get(path)

    def around(self, path: str) -> tuple[Grant, str] | None:
        """The innermost tree that holds the path, and the folder of that tree."""
        if self._trees:
            for folder in ancestors(path):
                if grant := self._trees.get(folder):
                    return grant, folder
        return None

    def within(self, folder: str, *, skips_secrets: bool) -> Grant | None:
        """Some grant about something in a folder, or about the folder itself; with skips_secrets
        none about files that by their names hold secrets."""
        return (self._above_plain if skips_secrets else self._above).get(folder)


class CompiledGrants:
    """The answer to "which rule speaks of this?" for every kind of access. Read only."""

    def __init__(self, grants: Sequence[Grant], workspace: str) -> None:
        self.allowed_paths = {level: PathIndex() for level in PathLevel}
        self.denied_paths = {level: PathIndex() for level in PathLevel}
        self.exact_words: dict[tuple[str, ...], Grant] = {}
        self.prefixes: dict[tuple[str, ...], Grant] = {}
        self.texts: dict[str, Grant] = {}
        # by folded name of the program, "" for any
        self.denied_words: dict[str, list[tuple[WordsRule, Grant]]] = {}
        self.denied_texts: dict[str, Grant] = {}
        self.hosts: dict[tuple[Effect, HostRule], Grant] = {}
        self.tools: dict[tuple[Effect, str], Grant] = {}
        self.unreadable_denial = ""
        for grant in grants:
            self._add(grant, workspace)

    @property
    def has_run_denials(self) -> bool:
        """Some commands are denied, so a command that cannot be read may be one of them."""
        return bool(self.denied_words or self.denied_texts)

    def _add(self, grant: Grant, workspace: str) -> None:
        try:
            rule = parsed_rule(grant.rule, workspace)
        except ConfigError:
            # An unreadable permission permits nothing; an unreadable denial might have meant all.
            if grant.effect is Effect.DENY:
                self.unreadable_denial = self.unreadable_denial or grant.rule
            return
        match rule:
            case PathRule():
                self._add_path(rule, grant)
            case WordsRule() | TextRule():
                self._add_command(rule, grant)
            case HostRule():
                self.hosts.setdefault((grant.effect, rule), grant)
            case ToolRule(name):
                self.tools.setdefault((grant.effect, name), grant)

    def _add_path(self, rule: PathRule, grant: Grant) -> None:
        if grant.effect is Effect.DENY:
            # As it is written, too: a link on the way may be changed after this.
            for path in {rule.path, written_path(grant.rule) or rule.path}:
                for level in _denied_levels(rule.level):
                    self.denied_paths[level].add(folded(path), grant, is_tree=rule.is_tree)
            return
        # A stored rule is resolved. When it is not any more, somebody has put a link in its way,
        # which must not move what was granted.
        path = written_path(grant.rule) or rule.path
        for level in _allowed_levels(rule.level):
            self.allowed_paths[level].add(path, grant, is_tree=rule.is_tree)

    def _add_command(self, rule: WordsRule | TextRule, grant: Grant) -> None:
        is_denial = grant.effect is Effect.DENY
        match rule:
            case TextRule(text):
                key = text.casefold() if is_denial else text
                (self.denied_texts if is_denial else self.texts).setdefault(key, grant)
            case WordsRule(words, is_prefix) if is_denial:
                name = words[0].casefold().rpartition("/")[2] if words else ""
                self.denied_words.setdefault(name, []).append((rule, grant))
            case WordsRule(words, is_prefix):
                (self.prefixes if is_prefix else self.exact_words).setdefault(words, grant)


def written_path(rule: str) -> str:
    """The absolute path in the text of a path rule, "" when it is relative or not plain."""
    path = rule.strip().partition("(")[2].removesuffix(")").strip().removesuffix("/**") or "/"
    is_plain = path.startswith("/") and not {".", ".."}.intersection(path.split("/"))
    return path if is_plain and "//" not in path else ""


def _allowed_levels(level: PathLevel) -> tuple[PathLevel, ...]:
    # Whoever may change a file may read it.
    return (level,) if level is PathLevel.READ else (PathLevel.WRITE, PathLevel.READ)


def _denied_levels(level: PathLevel) -> tuple[PathLevel, ...]:
    # So whoever must not read a file must not change it.
    return (level,) if level is PathLevel.WRITE else (PathLevel.READ, PathLevel.WRITE)
