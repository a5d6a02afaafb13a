"""From the JSON text of a call to what its tool understands."""

from __future__ import annotations

import logging

from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.errors import ToolError
from agent_tui.protocol.permissions import CommandAccess, PathAccess, PathLevel
from agent_tui.protocol.secrets import HIDDEN_KEY

_LOSES_A_KEY = (
    f'"{HIDDEN_KEY}" stands for a key of the user that is kept from you: with these words in its '
    "place it would be lost. Change what stands around it, or let the user do it. It was not run."
)

logger = logging.getLogger(__name__)


def take_arguments(call: ToolCall, text: str, cwd: str) -> str:
    """Parse the arguments into the call and find out what it will touch. Returns why that cannot
    be, "" when all is well."""
    assert call.tool is not None
    call.arguments_text = text
    try:
        call.arguments = call.tool.parsed(text)
    except BaseException as error:  # noqa: BLE001 (a host's tool may even call `sys.exit()`)
        return _problem(call, error)
    return find_accesses(call, cwd)


def find_accesses(call: ToolCall, cwd: str) -> str:
    """Find out again what the call will touch, because the folder may have changed. Returns why
    that cannot be, "" when all is well."""
    assert call.tool is not None
    try:
        call.accesses = tuple(call.tool.accesses(call.arguments, cwd))
    except BaseException as error:  # noqa: BLE001 (a host's tool may even call `sys.exit()`)
        return _problem(call, error)
    return _LOSES_A_KEY if _would_lose_a_key(call) else ""


def failure_text(call: ToolCall, error: BaseException) -> str:
    """What the model reads about an error of a tool. Only texts that were written for it: others
    may carry secrets, and belong in the log."""
    if isinstance(error, ToolError):
        return str(error)
    logger.error("The tool %s failed", call.part.name, exc_info=error)
    return f'The tool "{call.part.name}" failed with an internal error ({type(error).__name__}).'


def _would_lose_a_key(call: ToolCall) -> bool:
    """A model that has read a file with a key in it has read other words in its place."""
    changes = (
        isinstance(access, CommandAccess)
        or (isinstance(access, PathAccess) and access.level is PathLevel.WRITE)
        for access in call.accesses
    )
    return HIDDEN_KEY in call.arguments_text and any(changes)


def _problem(call: ToolCall, error: BaseException) -> str:
    return f"{failure_text(call, error)} It was not run."
