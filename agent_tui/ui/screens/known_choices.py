"""Models and sessions that the engine has told of, for lists that let one choose."""

from __future__ import annotations

from agent_tui.protocol.sessions import SessionInfo


class KnownChoices:
    """What was answered last. A list that a command has asked for is announced by `want_models`:
    only then the answer opens a list. Owned by the app, on the UI loop."""

    def __init__(self) -> None:
        self.models: tuple[str, ...] = ()
        self.sessions: tuple[SessionInfo, ...] = ()
        self._is_list_wanted = False

    def want_models(self) -> None:
        """The next answer is to be shown."""
        self._is_list_wanted = True

    def take_wish(self) -> bool:
        """Whether the answer that came now is to be shown; it counts once."""
        is_wanted, self._is_list_wanted = self._is_list_wanted, False
        return is_wanted
