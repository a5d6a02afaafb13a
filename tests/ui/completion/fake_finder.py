"""A finder that answers when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.protocol.finding import Found, FoundPlace


class FakeFinder:
    """Implements `FileFinder`. targets: what there is; folders: what is listed."""

    def __init__(self, *targets: str, folders: dict[str, tuple[str, ...]] | None = None) -> None:
        self.targets, self.folders = targets, folders or {}
        self.asked: list[str] = []
        self.recent: Sequence[str] = ()
        self.is_silent = False
        self._tell: Callable[[Found], None] | None = None

    def find(self, query: str, tell: Callable[[Found], None], recent: Sequence[str] = ()) -> None:
        self.asked.append(query)
        self.recent, self._tell = recent, tell
        if not self.is_silent:
            self.answer(*(target for target in self.targets if query in target))

    def answer(self, *targets: str, known: int = 0, is_searching: bool = False) -> None:
        """Tell paths that fit the last query."""
        self.tell(*map(FoundPlace, targets), known=known, is_searching=is_searching)

    def tell(self, *places: FoundPlace, known: int = 0, is_searching: bool = False) -> None:
        """Tell what fits the last query."""
        assert self._tell is not None
        query = self.asked[-1]
        self._tell(Found(query=query, places=places, known=known, is_searching=is_searching))

    def list_folder(
        self, folder: str, tell: Callable[[tuple[str, ...]], None], *, has_ignored: bool = False
    ) -> None:
        tell(self.folders.get(folder, ()))
