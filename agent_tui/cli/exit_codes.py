"""The exit codes of the program, and which outcome has which."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from agent_tui.errors import (
    AgentTuiError,
    ConfigError,
    ProviderError,
    SessionAmbiguous,
    SessionNotFound,
)
from agent_tui.protocol.status import TurnStatus

if TYPE_CHECKING:
    from agent_tui.protocol.results import TurnResult


class ExitCode(IntEnum):
    """What the program says to the shell. The codes from 129 on are 128 and the signal's number."""

    OK = 0
    FAILED = 1  # something went wrong while running
    USAGE = 2  # wrong flags, wrong settings, a session that does not exist
    LIMIT = 3  # --max-turns or --max-cost was reached
    TRY_AGAIN = 75  # the provider failed in a way that may pass (print mode); sysexits' EX_TEMPFAIL
    HANGUP = 129  # the terminal went away
    INTERRUPTED = 130  # Ctrl+C
    BROKEN_PIPE = 141  # nobody reads the output any more
    TERMINATED = 143  # SIGTERM


def exit_code_of_result(result: TurnResult) -> ExitCode:
    """The exit code for the outcome of a turn that nothing but the user or the engine ended."""
    match result.status:
        case TurnStatus.OK:
            return ExitCode.OK
        case TurnStatus.MAX_ITERATIONS:
            return ExitCode.LIMIT
        case TurnStatus.CANCELLED | TurnStatus.INTERRUPTED:
            return ExitCode.INTERRUPTED
        case _:
            is_passing = result.error is not None and result.error.is_retryable
            return ExitCode.TRY_AGAIN if is_passing else ExitCode.FAILED


def exit_code_of_error(error: AgentTuiError) -> ExitCode:
    """The exit code for an error that ended the program."""
    if isinstance(error, ConfigError | SessionNotFound | SessionAmbiguous):
        return ExitCode.USAGE
    if isinstance(error, ProviderError) and error.is_retryable:
        return ExitCode.TRY_AGAIN
    return ExitCode.FAILED
