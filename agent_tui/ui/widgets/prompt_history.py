"""The prompts of this session, to be called up again with Up and Down. Pure."""

from __future__ import annotations

from collections.abc import Iterable


class PromptHistory:
    """Older prompts and the place in them. The unsent draft is kept while one looks around.

    A prompt that was called up and then changed becomes the draft, so that looking on does not lose
    it.
    """

    def __init__(self) -> None:
        self._prompts: list[str] = []
        self._position = 0
        self._draft = ""

    def replace(self, prompts: Iterable[str]) -> None:
        """Take the prompts of another session, oldest first."""
        self._prompts = [prompt for prompt in prompts if prompt]
        self._position = len(self._prompts)

    def prepend(self, prompts: Iterable[str]) -> None:
        """Take prompts that are older than all others, oldest first; the place stays."""
        older = [prompt for prompt in prompts if prompt]
        self._prompts[:0] = older
        self._position += len(older)

    def add(self, prompt: str) -> None:
        """Remember a prompt that was sent; the place returns to the newest."""
        if not self._prompts or self._prompts[-1] != prompt:
            self._prompts.append(prompt)
        self._position = len(self._prompts)

    def older(self, current: str) -> str | None:
        """The prompt before this place, None at the oldest. current: what the composer holds."""
        if self._is_draft(current):
            self._draft = current
            self._position = len(self._prompts)
        if self._position == 0:
            return None
        self._position -= 1
        return self._prompts[self._position]

    def newer(self, current: str) -> str | None:
        """The prompt after this place, at the end the draft; None when one is there already."""
        if self._is_draft(current):
            return None
        self._position += 1
        if self._position == len(self._prompts):
            return self._draft
        return self._prompts[self._position]

    def _is_draft(self, current: str) -> bool:
        return self._position == len(self._prompts) or self._prompts[self._position] != current
