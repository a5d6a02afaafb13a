"""Tab in a `:` line: as far as all that fits agrees, then one after the other."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.completion.offer import agreed_start

_MOST_SHOWN = 8


class VimLineCompletion:
    """completions: whole lines that a line can become. say: tells what fits. Pure but for these."""

    def __init__(
        self, completions: Callable[[str], list[str]], say: Callable[[str], object]
    ) -> None:
        self._completions = completions
        self._say = say
        self._offered: list[str] = []
        self._at = 0

    def next(self, line: str) -> str:
        """The line behind this one; the same when nothing fits."""
        if line in self._offered:
            self._at = (self._offered.index(line) + 1) % len(self._offered)
            return self._offered[self._at]
        self._offered = self._completions(line)
        if not self._offered:
            return line
        agreed = agreed_start(self._offered)
        if len(self._offered) > 1:
            self._tell()
            return agreed if len(agreed) > len(line) else self._offered[0]
        return agreed

    def _tell(self) -> None:
        words = [each.rpartition(" ")[2] for each in self._offered[:_MOST_SHOWN]]
        more = len(self._offered) - len(words)
        self._say(" ".join(words) + (f" and {more} more" if more > 0 else ""))
