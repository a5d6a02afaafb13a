"""The states: of the application, of a session, of a turn's end. See ARCHITECTURE.md section 4."""

from __future__ import annotations

from enum import StrEnum


class AppState(StrEnum):
    """Where the application stands. One per `Runtime`; moves only along `APP_TRANSITIONS`."""

    UNINITIALIZED = "uninitialized"
    INITIALIZED = "initialized"
    RUNNING = "running"
    SHUTTING_DOWN = "shutting_down"
    TERMINATED = "terminated"


class Stage(StrEnum):
    """The four phases a host thinks in; each `AppState` lies in one of them."""

    INIT = "init"
    CONFIGURE = "configure"
    RUN = "run"
    SHUTDOWN = "shutdown"


class SessionStatus(StrEnum):
    """What a session is doing. Orthogonal to `AppState`; a prompt is legal from idle, cancelled
    and error."""

    IDLE = "idle"
    RUNNING = "running"
    INTERRUPTED = "interrupted"  # waits for the user (permission, question)
    CANCELLED = "cancelled"  # the last turn was cancelled; stays until the next prompt
    ERROR = "error"  # the last turn failed; stays until the next prompt
    CLOSING = "closing"
    CLOSED = "closed"


class TurnStatus(StrEnum):
    """How a turn ended, for programs."""

    OK = "ok"
    CANCELLED = "cancelled"  # the token fired; `reason` says who asked
    INTERRUPTED = "interrupted"  # KeyboardInterrupt in the sync facade, or shutdown
    BLOCKED = "blocked"  # a hook refused the prompt; no model call was made
    STOPPED = "stopped"  # a hook stopped the turn
    MAX_ITERATIONS = "max_iterations"
    ERROR = "error"


class FinishReason(StrEnum):
    """Why the model stopped in one step, normalised over providers."""

    STOP = "stop"
    LENGTH = "length"  # ran into the output limit: tool calls of this step never run
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"
    REFUSAL = "refusal"
    UNKNOWN = "unknown"  # the server never said


class NoticeLevel(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
