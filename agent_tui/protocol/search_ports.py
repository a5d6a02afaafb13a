"""The interfaces to stored sessions beyond those of every store: how they end, what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from agent_tui.protocol.messages import ChatMessage
    from agent_tui.protocol.session_search import SearchAnswer, SearchProgress
    from agent_tui.protocol.sessions import SessionInfo


class SessionSearch(Protocol):
    """Finds what was said in all stored sessions. All methods block: call them in a thread.
    Thread-safe. is_unwanted: asked now and then; soon after it says so, the call returns."""

    def bring_up_to_date(
        self, tell: Callable[[SearchProgress], object], is_unwanted: Callable[[], bool] = bool
    ) -> SearchProgress:
        """Read what was written since the last time. tell: called when it takes a while, each time
        that more can be found. A second call beside the first one waits for it.

        Raises `SessionStorageFailed` when the sessions cannot be listed.
        """
        ...

    def search(
        self,
        text: str,
        *,
        here: str = "",
        is_here_only: bool = False,
        limit: int = 20,
        skip: int = 0,
        is_unwanted: Callable[[], bool] = bool,
    ) -> SearchAnswer:
        """Messages that have all words of `text`; see `storage/search/query.py` for what it may
        hold. here: the folder that "in:here" means; is_here_only: as if that stood in the text.
        skip: so many of the best are left out.

        Raises `SessionStorageFailed` when the sessions cannot be listed.
        """
        ...


class SessionBrowser(Protocol):
    """A closer look at stored sessions. All methods block: call them in a thread."""

    def listed(self, limit: int) -> tuple[tuple[SessionInfo, ...], int]:
        """The last used sessions, see `SessionStore.sessions`, and how many of all cannot be read.
        Raises `SessionStorageFailed`."""
        ...

    def unreadable(self) -> tuple[tuple[str, str], ...]:
        """Id and reason, a sentence, of the sessions that no list shows because they cannot be
        read. Raises `SessionStorageFailed`."""
        ...

    def last_exchange(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The messages from the last prompt on. Raises like `SessionStore.load`."""
        ...

    def full_text_search(self) -> SessionSearch:
        """Always the same one; nothing is opened before it is used."""
        ...


@runtime_checkable
class BrowsableStore(Protocol):
    """A `SessionStore` that can tell more of its sessions than it must."""

    @property
    def browser(self) -> SessionBrowser:
        """What it can tell."""
        ...


def browser_of(store: object) -> SessionBrowser | None:
    """The closer look at the sessions of a store; None when it offers none."""
    return store.browser if isinstance(store, BrowsableStore) else None
