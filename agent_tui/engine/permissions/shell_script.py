"""What a shell command consists of, after reading it apart."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.engine.permissions.shell_words import Word

Words = tuple[Word, ...]


class SimpleCommand(Struct, frozen=True, kw_only=True):
    """One program call inside a shell command.

    joint: the operator before it, "" at the beginning. is_plain: it stands in a plain list, so
    that what it does to the shell holds for those that follow. is_in_loop: it may run again.
    inner: the program calls that it starts itself, when it is a launcher such as timeout; with
    is_transparent, permission for those is all that is needed. caveat: why neither a prefix rule
    nor an exact rule for its words may cover it, but only one for the whole text; "" when they
    may. launch_problem: why what it starts cannot be followed.
    """

    words: Words
    joint: str = ""
    is_plain: bool = True
    is_in_loop: bool = False
    inner: tuple[SimpleCommand, ...] = ()
    is_transparent: bool = False
    caveat: str = ""
    launch_problem: str = ""

    @property
    def program(self) -> str:
        """The first word as written, "" when it is not known before the command runs."""
        return self.words[0].text if self.words and self.words[0].is_literal else ""

    @property
    def literals(self) -> tuple[str, ...] | None:
        """All words, or None when one of them is not known before the command runs."""
        if all(word.is_literal for word in self.words):
            return tuple(word.text for word in self.words)
        return None


class Redirect(Struct, frozen=True, kw_only=True):
    """A file that the shell opens for a command. target: as far as known; writes: it may be
    changed."""

    target: Word
    writes: bool
    joint: str = ""


Step = SimpleCommand | Redirect


class Script(Struct, frozen=True, kw_only=True):
    """A shell command, read apart.

    steps: in the order in which they happen. problem: why the text cannot be read at all. caveat:
    why only an exact rule for the whole text may cover it. views: the words of every program call
    at every level, as far as they can be seen at all: what deny rules look at. guesses: where
    something is unclear, whatever might be a program call in it.
    """

    text: str
    steps: tuple[Step, ...] = ()
    problem: str = ""
    caveat: str = ""
    views: tuple[Words, ...] = ()
    guesses: tuple[Words, ...] = ()
    has_alternatives: bool = False  # holds "||"

    @property
    def commands(self) -> tuple[SimpleCommand, ...]:
        """The program calls of the first level."""
        return tuple(step for step in self.steps if isinstance(step, SimpleCommand))
