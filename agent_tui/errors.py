"""Every error that a host may catch, drawn as one tree.

AgentTuiError                     what a host may catch
  ConfigError                     a setting is missing or wrong (names the file, line, column, key)
  MissingExtra                    a package of an extra is not installed; in `telemetry/otel`
  LifecycleError                  a call in the wrong stage, for example a setter after `run()`
    AgentNotStarted, AgentForked, CallWouldDeadlock   see `agent/agent_errors.py`
  HistoryInvalid                  messages of a host that cannot be a history; in `protocol`
  ProviderError                   provider, model, is_retryable, retry_after_s, request_id
    AuthenticationFailed          RateLimited          ProviderUnavailable
    ModelNotFound                 ContextWindowExceeded
    ImagesRefused                 an image of the request was not taken
      ImagesNotSupported          the model takes none at all
    ProviderProtocolError         the stream broke its own rules
  ToolError                       shown to the model as a failed result; never ends the session
    ToolArgumentsInvalid          PermissionDenied     QuestionDeclined
  ToolRegistrationError           tool
  HookFailed                      a guard did not let the agent start (hook); in `protocol`
  PromptError                     an answer to a permission request or question came wrong
    PromptNotFound                PromptAlreadyAnswered
  SessionError
    SessionNotFound               SessionAmbiguous     SessionLocked
    SessionFormatTooNew           SessionCorrupt
    SessionStorageFailed          the disk refused (full, read-only, no permission)
    ExchangeFailed                a file could not be exported or imported
  ClosedResourceError             you used a queue or runtime that you closed yourself
    AgentClosed                   see `agent/agent_errors.py`
  BrokenResourceError             the other side is gone
    SubscriberLagged              missed

Texts say what failed, on which thing, and what to do next; never a key, never a stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class AgentTuiError(Exception):
    """Base of all errors of agent-tui. `title` is short and for the screen; `str()` is the whole
    sentence."""

    title = "Something went wrong"


class ConfigError(AgentTuiError):
    """A setting is missing or wrong.

    file: the file it stands in, None for flags and environment variables; line, column: 1-based,
    0 when unknown; key: dotted name of the setting, "" when the file itself is unreadable.
    """

    title = "Configuration problem"

    def __init__(
        self, what: str, *, file: Path | None = None, line: int = 0, column: int = 0, key: str = ""
    ) -> None:
        place = ""
        if file is not None:
            place = f"{file}:{line}:{column}: " if line else f"{file}: "
        super().__init__(f"{place}{what}")
        self.what, self.file, self.line, self.column, self.key = what, file, line, column, key


class LifecycleError(AgentTuiError, RuntimeError):
    """A call came in a stage that does not allow it, for example a setter after `run()`, or a
    blocking call inside a running event loop."""

    title = "Called at the wrong time"


class ProviderError(AgentTuiError):
    """A request to a model failed.

    provider, model: names as configured; is_retryable: another try may succeed without any
    change; retry_after_s: seconds the provider asked to wait, None when it gave none; status:
    HTTP status or None; request_id: the provider's own id for support, "" when it sent none.
    """

    title = "The model did not answer"

    def __init__(  # noqa: PLR0913 - an error carries its facts as fields
        self,
        text: str,
        *,
        provider: str,
        model: str = "",
        is_retryable: bool = False,
        retry_after_s: float | None = None,
        status: int | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(text)
        self.provider, self.model = provider, model
        self.is_retryable, self.retry_after_s = is_retryable, retry_after_s
        self.status, self.request_id = status, request_id


class AuthenticationFailed(ProviderError):
    """The provider refused the key (401, 403). Never retried; the text names the variable, not
    the key."""

    title = "The key was refused"


class RateLimited(ProviderError):
    """The provider refuses more requests for now (429)."""

    title = "Too many requests"


class ProviderUnavailable(ProviderError):
    """No connection, a connection that broke, a stall, or a 5xx answer. Retryable."""

    title = "The provider cannot be reached"


class ModelNotFound(ProviderError):
    """The provider does not know the model."""

    title = "Unknown model"


class ContextWindowExceeded(ProviderError):
    """The history is longer than the model's context window."""

    title = "The conversation is too long for this model"


class ImagesRefused(ProviderError):
    """The provider does not take an image of the request: too large, say, or damaged."""

    title = "The images were refused"


class ImagesNotSupported(ImagesRefused):
    """The model takes no images."""

    title = "This model takes no images"


class ProviderProtocolError(ProviderError):
    """The provider's stream broke its own rules (malformed SSE or JSON, an error inside the
    stream)."""

    title = "The provider sent something unreadable"


class ToolError(AgentTuiError):
    """A tool call failed; the text is what the model reads."""

    title = "The tool failed"


class ToolArgumentsInvalid(ToolError):
    """The arguments do not fit the tool's schema; nothing was run."""

    title = "Wrong arguments"


class PermissionDenied(ToolError):
    """The user, a rule or the mode refused what a call needs."""

    title = "Not permitted"


class QuestionDeclined(ToolError):
    """The user did not answer a question, or nobody can be asked."""

    title = "No answer"


class ToolRegistrationError(AgentTuiError):
    """Tools could not be registered, so none of the group was. tool: the name of the one at
    fault, "" when the callback itself failed."""

    title = "A tool cannot be registered"

    def __init__(self, text: str, *, tool: str = "") -> None:
        super().__init__(text)
        self.tool = tool


class PromptError(AgentTuiError):
    """An answer to a permission request or a question could not be used. request_id: of that
    request."""

    title = "The answer came wrong"

    def __init__(self, text: str, *, request_id: str) -> None:
        super().__init__(text)
        self.request_id = request_id


class PromptNotFound(PromptError):
    """Nothing with this id was ever asked here."""

    title = "Nothing is asked under this id"


class PromptAlreadyAnswered(PromptError):
    """Somebody else was first, or the turn was cancelled meanwhile."""

    title = "Already answered"


class SessionError(AgentTuiError):
    """A stored session could not be used. session_id: whole id or the prefix that was asked for."""

    title = "Session problem"

    def __init__(self, text: str, *, session_id: str = "") -> None:
        super().__init__(text)
        self.session_id = session_id


class SessionNotFound(SessionError):
    """No stored session has this id or prefix."""

    title = "No such session"


class SessionAmbiguous(SessionError):
    """A prefix fits several sessions. candidates: whole ids, newest first."""

    title = "More than one session fits"

    def __init__(self, text: str, *, session_id: str, candidates: Sequence[str]) -> None:
        super().__init__(text, session_id=session_id)
        self.candidates = tuple(candidates)


class SessionLocked(SessionError):
    """Another process writes this session. pid, host: who holds the lock."""

    title = "The session is open elsewhere"

    def __init__(self, text: str, *, session_id: str, pid: int, host: str) -> None:
        super().__init__(text, session_id=session_id)
        self.pid, self.host = pid, host


class SessionFormatTooNew(SessionError):
    """The journal was written by a newer version; it is opened for reading only. version: of the
    file."""

    title = "The session was written by a newer version"

    def __init__(self, text: str, *, session_id: str, version: int) -> None:
        super().__init__(text, session_id=session_id)
        self.version = version


class SessionCorrupt(SessionError):
    """A journal has no readable header, so nothing in it can be trusted. line: 1-based."""

    title = "The session file is damaged"

    def __init__(self, text: str, *, session_id: str, line: int) -> None:
        super().__init__(text, session_id=session_id)
        self.line = line


class SessionStorageFailed(SessionError):
    """The disk refused: full, read-only or not permitted. The conversation goes on in memory."""

    title = "The conversation cannot be saved"


class ExchangeFailed(SessionError):
    """A session could not be exported to a file or imported from one; the text names the file."""

    title = "Export and import"


class ClosedResourceError(AgentTuiError):
    """You used a queue, an agent or a runtime after closing it yourself."""

    title = "Already closed"


class BrokenResourceError(AgentTuiError):
    """The other side of a queue is gone."""

    title = "The other side is gone"


class SubscriberLagged(BrokenResourceError):
    """This reader was too slow and was cut off. missed: events it did not get; subscribe again
    for a snapshot of the present."""

    title = "The reader was too slow"

    def __init__(self, missed: int) -> None:
        super().__init__(
            f"The event reader fell behind and missed {missed} events. Subscribe again."
        )
        self.missed = missed
