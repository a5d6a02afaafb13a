"""Which past prompts fit what was typed, the newest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from msgspec import Struct

from agent_tui.protocol.past_prompts import PastPrompt

SEARCHED_CHARACTERS = 10_000
"""So much of a prompt is searched."""


class _Entry(Struct):
    """A prompt, and what is searched of it."""

    prompt: PastPrompt
    searched: str


class HistoryFilter:
    """Prompts come in batches, the newest first; each text counts once. Those of which nobody knows
    when they were sent are the newest until a later batch tells it. Words, in any order, must all
    be in a prompt; capitals count when some are typed."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._everywhere: dict[str, _Entry] = {}
        self._here: dict[str, _Entry] = {}
        self._fitting: list[_Entry] = []
        self.text = ""
        self.is_project_only = False

    def __len__(self) -> int:
        return len(self._fitting)

    def __getitem__(self, at: int) -> PastPrompt:
        """One that fits, 0 for the newest."""
        return self._fitting[at].prompt

    @property
    def words(self) -> tuple[str, ...]:
        """What must be in a prompt; in small letters unless capitals count."""
        return tuple((self.text if self.has_capitals else self.text.lower()).split())

    @property
    def has_capitals(self) -> bool:
        """Capitals count."""
        return self.text != self.text.lower()

    def add(self, prompts: Iterable[PastPrompt]) -> None:
        """More prompts, older than all others that have a date."""
        here, everywhere = [], []
        is_newly_dated = False
        for prompt in prompts:
            text = prompt.text.strip()
            known = self._everywhere.get(text)
            entry = known or _Entry(prompt, text[:SEARCHED_CHARACTERS].lower())
            if known is None and text:
                self._everywhere[text] = entry
                everywhere.append(entry)
            elif known is not None and _is_dated(known.prompt, prompt):
                known.prompt = prompt
                is_newly_dated = True
            if text and prompt.workspace == self._workspace and text not in self._here:
                self._here[text] = entry
                here.append(entry)
        if is_newly_dated:
            self._everywhere, self._here = _by_date(self._everywhere), _by_date(self._here)
            self._fitting = self._fit(self._in_scope())
        else:
            self._fitting += self._fit(here if self.is_project_only else everywhere)

    def place(self, text: str) -> int:
        """Where a prompt with this text is among those that fit; 0 when it is not."""
        texts = (entry.prompt.text for entry in self._fitting)
        return next((at for at, one in enumerate(texts) if one == text), 0)

    def set_text(self, text: str) -> None:
        """Filter by this."""
        former, had_capitals = self.text, self.has_capitals
        self.text = text
        # Whoever types on can only lose prompts, unless capitals begin to count.
        is_narrower = text.startswith(former) and had_capitals == self.has_capitals
        self._fitting = self._fit(self._fitting if is_narrower else self._in_scope())

    def toggle_scope(self) -> None:
        """All projects, or this one alone."""
        self.is_project_only = not self.is_project_only
        self._fitting = self._fit(self._in_scope())

    def _in_scope(self) -> Iterable[_Entry]:
        return (self._here if self.is_project_only else self._everywhere).values()

    def _fit(self, entries: Iterable[_Entry]) -> list[_Entry]:
        found = list(entries)
        for word in self.words:  # word by word: a call for each prompt would cost as much again
            if self.has_capitals:
                found = [one for one in found if word in one.prompt.text[:SEARCHED_CHARACTERS]]
            else:
                found = [one for one in found if word in one.searched]
        return found


def _by_date(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    return dict(sorted(entries.items(), key=lambda item: -(item[1].prompt.sent_at or inf)))


def _is_dated(known: PastPrompt, other: PastPrompt) -> bool:
    """The same prompt, of which one learns now when it was sent."""
    return not known.sent_at and bool(other.sent_at) and known.workspace == other.workspace
