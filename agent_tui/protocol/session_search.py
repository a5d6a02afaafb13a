"""What is found when one seeks what was said in stored sessions."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Speaker(StrEnum):
    """Whose words were found; `role:` in a query takes these."""

    YOU = "you"
    AGENT = "agent"
    TOOL = "tool"
    SHELL = "shell"  # a command of the user's, and what it printed
    TITLE = "title"  # of a session


class SearchHit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message that has all that was sought.

    title, cwd: of its session. message_id: "" for a title. prompt_id: of the turn's prompt, "" when
    there is none. created: Unix time in seconds. snippet: a line of the message's text, foreign
    text. marks: start and end of what was sought in it. is_left: it stands on a branch of the
    session that was left by a rewind.
    """

    session_id: str
    speaker: Speaker
    title: str = ""
    cwd: str = ""
    message_id: str = ""
    prompt_id: str = ""
    created: float = 0.0
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    is_left: bool = False


class SearchProgress(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How much can be found now. indexed, total: sessions. note: a sentence when something is
    unlike what one expects, "" else."""

    indexed: int = 0
    total: int = 0
    note: str = ""

    @property
    def is_whole(self) -> bool:
        """Everything that is stored can be found."""
        return self.indexed >= self.total


class SearchAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """hits: the best first. has_more: there are others behind them."""

    hits: tuple[SearchHit, ...] = ()
    has_more: bool = False
