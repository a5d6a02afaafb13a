"""The tool contract: what a tool is, what it is given, what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar, runtime_checkable

from msgspec import Struct

from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.messages import ImageData
from agent_tui.protocol.permissions import Access, PathLevel
from agent_tui.protocol.processes import ProcessSupervisor
from agent_tui.protocol.questions import Answer, Question
from agent_tui.protocol.requests import ToolSpec

State = TypeVar("State")


class ToolResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a tool gives back. text: for the model; the engine caps it and keeps the whole as a
    file. diff: a unified diff of what was changed, for the screen."""

    text: str
    is_error: bool = False
    diff: str = ""
    images: tuple[ImageData, ...] = ()


@runtime_checkable
class RemembersFiles(Protocol):
    """A class for `ToolContext.state` that remembers what is in files. It is told of those that the
    user has taken back: the model has not seen them as they are now."""

    def forget_file(self, path: str) -> None:
        """Know nothing of this file any more. path: absolute, without links."""
        ...


@runtime_checkable
class RecallsCalls(Protocol):
    """A class for `ToolContext.state` that is made anew from the session's history, so that a
    resumed session goes on where it was."""

    def recall(self, past_arguments: Callable[[str], Iterator[str]]) -> None:
        """Told once, when it is made. past_arguments: gives the arguments (JSON) of the calls of a
        tool that succeeded, the newest first, as the history has them when it is asked."""
        ...


class ToolContext(Protocol):
    """What a running call may use. Lives as long as the call; use it on the engine's loop."""

    @property
    def session_id(self) -> str:
        """The session that called."""
        ...

    @property
    def call_id(self) -> str:
        """The call's own id."""
        ...

    @property
    def token(self) -> CancellationToken:
        """Cancelled with the turn. The task that runs the tool is cancelled, too."""
        ...

    @property
    def workspace(self) -> str:
        """The session's folder, absolute."""
        ...

    @property
    def cwd(self) -> str:
        """Where relative paths start: the workspace, until a command has changed the folder."""
        ...

    def set_cwd(self, path: str) -> None:
        """Later calls of this session start there."""
        ...

    @property
    def folder(self) -> str:
        """A private folder, absolute, for what is too long to be told; whoever writes first makes
        it. It lives as long as the session, and reading there is always permitted."""
        ...

    @property
    def processes(self) -> ProcessSupervisor:
        """Starts child processes. No tool may start one in another way."""
        ...

    def state(self, kind: type[State]) -> State:
        """This session's one object of a class, made without arguments at the first call: what a
        tool remembers between calls (in memory; not over a resume, but see `RecallsCalls`)."""
        ...

    def output(self, text: str) -> None:
        """More output of the call, for the screen and, when the call is cancelled, for the model.
        Cheap: what comes quickly is shown together."""
        ...

    def real_path(self, path: str, level: PathLevel) -> str:
        """The path without any symbolic link, checked again at the moment of use.

        Raises `PermissionDenied` when it is neither what was permitted for this call nor free in
        this mode, for example because a link was changed meanwhile.
        """
        ...

    def changing(self, *files: str | ComingChange) -> AbstractAsyncContextManager[None]:
        """Change files inside this block: what stands there is kept before, so that the user can
        take the changes back. files: absolute paths, best what `real_path` gave; a `ComingChange`
        says what will stand there. Deletions and both sides of a move are changes, too. What is
        changed outside of a block, by a command for example, cannot be taken back.

        Raises `PermissionDenied` when the call is over.
        """
        ...

    async def ask(self, accesses: Sequence[Access]) -> None:
        """Ask for what turned out to be needed beyond `Tool.accesses`. Raises
        `PermissionDenied`."""
        ...

    async def question(self, questions: Sequence[Question], title: str = "") -> tuple[Answer, ...]:
        """Ask the user; waits as long as it takes. Raises `QuestionDeclined`."""
        ...


class Tool(Protocol):
    """Something the model may call. Stateless: what it remembers stands in `ToolContext.state`.

    The order for one call: `parsed`, `accesses`, permission, `run`. Write one by subclassing
    `TypedTool` or with the decorator `tool`.
    """

    @property
    def spec(self) -> ToolSpec:
        """Name, description and schema, as the model gets them."""
        ...

    @property
    def is_read_only(self) -> bool:
        """It changes nothing, so calls of one step may run together."""
        ...

    @property
    def timeout_s(self) -> float:
        """The longest a call may run, waiting for people left out; 0 for no limit."""
        ...

    def parsed(self, arguments: str) -> Any:
        """The JSON text as the tool's own arguments object. Raises `ToolArgumentsInvalid`, whose
        text names the argument."""
        ...

    def summary(self, arguments: Any) -> str:
        """One line for people: verb and target, "Edit notes.txt"."""
        ...

    def accesses(self, arguments: Any, cwd: str) -> tuple[Access, ...]:
        """What the call will touch; () when it needs no permission. Pure, no I/O."""
        ...

    async def preview(self, arguments: Any, context: ToolContext) -> str:
        """A unified diff of what the call would change, for the permission panel; "" when there is
        nothing to show. Reads only what reading is permitted for."""
        ...

    async def run(self, arguments: Any, context: ToolContext) -> ToolResult:
        """Do it. Raises `ToolError` for failures that the model should read; anything else is a bug
        and becomes a plain failed result."""
        ...
