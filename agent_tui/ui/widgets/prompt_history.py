"""Older prompts, to be called up again with Up and Down. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable


class PromptHistory:
    """The prompts of this session, behind them those of the project; and the place in them. The
    unsent draft is kept while one looks around.

    A prompt that was called up and then changed becomes the draft, so that looking on does not lose
    it. shown: a prompt as it may stand in the composer.
    """

    def __init__(self, shown: Callable[[str], str]) -> None:
        self._shown = shown
        self._project: list[str] = []
        self._session: list[str] = []
        self._back = 0  # how far from the draft, which is 0
        self._called_up = ""
        self._draft = ""

    def replace(self, prompts: Iterable[str]) -> None:
        """Take the prompts of another session, oldest first. Those of the project go."""
        self._session = [prompt for prompt in prompts if prompt]
        self._project = []
        self._back = 0

    def prepend(self, prompts: Iterable[str]) -> None:
        """Take prompts of the session that are older than its others, oldest first."""
        self._session[:0] = [prompt for prompt in prompts if prompt]
        self._back = min(self._back, len(self._session))

    def set_project(self, prompts: Iterable[str]) -> None:
        """What was sent in other sessions of this project, oldest first."""
        self._project = [prompt for prompt in prompts if prompt]
        self._back = min(self._back, len(self._session) + len(self._project))

    def add(self, prompt: str) -> None:
        """Remember a prompt that was sent; the place returns to the newest."""
        if not self._session or self._session[-1] != prompt:
            self._session.append(prompt)
        self._back = 0

    @property
    def sent(self) -> tuple[str, ...]:
        """The prompts of the session, the newest first."""
        return tuple(reversed(self._session))

    def unsent(self, current: str) -> str | None:
        """The draft behind an older prompt that stands in its place, None when it stands there
        itself. current: what the composer holds."""
        return None if self._is_draft(current) else self._draft

    def older(self, current: str) -> str | None:
        """The prompt before this place, None at the oldest. current: what the composer holds."""
        if self._is_draft(current):
            self._draft = current
            self._back = 0
        if self._back == len(self._session) + len(self._project):
            return None
        return self._call_up(self._back + 1)

    def newer(self, current: str) -> str | None:
        """The prompt after this place, at the end the draft; None when one is there already."""
        if self._is_draft(current):
            return None
        if self._back == 1:
            self._back = 0
            return self._draft
        return self._call_up(self._back - 1)

    def _call_up(self, back: int) -> str:
        self._back = back
        index = len(self._session) - back
        prompt = self._session[index] if index >= 0 else self._project[index]
        self._called_up = self._shown(prompt)
        return self._called_up

    def _is_draft(self, current: str) -> bool:
        return self._back == 0 or self._called_up != current
