"""What the engine asks of its host after a key."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

Position = tuple[int, int]
"""Row and column in code points, both from 0."""


class Edit(Struct, frozen=True):
    """Replace what stands from `start` to `end` (exclusive) by `text`."""

    start: Position
    end: Position
    text: str


class HostAction(StrEnum):
    """What only the host can do. The argument, if any, is in `HostCall.argument`."""

    QUIT = "quit"
    WRITE = "write"  # argument: the file's name, "" when none was given
    EDIT = "edit"  # argument: the file's name
    CLIPBOARD = "clipboard"  # argument: text for the system clipboard (register +)
    PRIMARY = "primary"  # argument: text for the primary selection (register *)
    SLASH_COMMAND = "slash_command"  # argument: the line behind ":", which is none of Vim's


class HostCall(Struct, frozen=True):
    """One request to the host. is_forced: the command was given with a "!"."""

    action: HostAction
    argument: str = ""
    is_forced: bool = False


class Effects(Struct, frozen=True):
    """Everything that one key did, beside the engine's own readable state.

    edits: to be applied in this order; each in the coordinates of the text as the ones before have
    left it. message: one line for the user, "" for none. calls: what the host must do, in order.
    """

    edits: tuple[Edit, ...] = ()
    message: str = ""
    is_error: bool = False
    calls: tuple[HostCall, ...] = ()
