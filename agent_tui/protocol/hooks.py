"""`Hooks`: functions of a host that an engine calls; `Middleware`: several in one object."""

from __future__ import annotations

import math
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar, overload

from msgspec import Struct

from agent_tui.errors import ConfigError
from agent_tui.protocol.hook_answers import HookAnswer
from agent_tui.protocol.hook_contexts import (
    AnswerContext,
    CompactionContext,
    LeavingContext,
    LimitContext,
    PromptContext,
    RequestContext,
    SessionContext,
    StartedContext,
    ToolCallContext,
    ToolResultContext,
)
from agent_tui.protocol.hook_points import ANSWERS, REVERSED, HookPoint

DEFAULT_TIMEOUT_S = 5.0

Context = TypeVar("Context")
Function = TypeVar("Function", bound=Callable[[Any], object])
Answer = HookAnswer | None | Awaitable[HookAnswer | None]
Nothing = Awaitable[None] | None


class RegisteredHook(Struct, frozen=True, kw_only=True):
    """One function at one point. name: for people. timeout_s: it may take so long. is_guard: its
    answer counts, and where it fails, what it guards does not happen."""

    point: HookPoint
    call: Callable[[Any], object]
    name: str
    timeout_s: float
    is_guard: bool


class Middleware:
    """Base of objects with hooks for several points: override what you need, plain or `async`.

    Any other object with some of these methods will do for `Hooks.use`, too.
    """

    def on_started(self, context: StartedContext) -> Nothing:
        """See `Hooks`."""

    def on_session_start(self, context: SessionContext) -> Nothing:
        """See `Hooks`."""

    def on_prompt_submit(self, context: PromptContext) -> Answer:
        """See `Hooks`."""
        return None

    def on_message(self, context: PromptContext) -> Nothing:
        """See `Hooks`."""

    def before_model(self, context: RequestContext) -> Answer:
        """See `Hooks`."""
        return None

    def after_model(self, context: AnswerContext) -> Answer:
        """See `Hooks`."""
        return None

    def before_tool(self, context: ToolCallContext) -> Answer:
        """See `Hooks`."""
        return None

    def after_tool(self, context: ToolResultContext) -> Answer:
        """See `Hooks`."""
        return None

    def before_compaction(self, context: CompactionContext) -> Answer:
        """See `Hooks`."""
        return None

    def after_compaction(self, context: CompactionContext) -> Nothing:
        """See `Hooks`."""

    def on_max_iterations(self, context: LimitContext) -> Answer:
        """See `Hooks`."""
        return None

    def on_session_end(self, context: SessionContext) -> Nothing:
        """See `Hooks`."""

    def on_cleanup(self, context: SessionContext) -> Nothing:
        """See `Hooks`."""

    def on_exit(self, context: LeavingContext) -> Nothing:
        """See `Hooks`."""


class HookDecorator(Generic[Context]):
    """Registers functions at one point: `@hooks.before_tool`, `@hooks.before_tool(name="...")` or
    `hooks.before_tool(function)`."""

    def __init__(self, point: HookPoint, add: Callable[[RegisteredHook], None]) -> None:
        self._point, self._add = point, add

    @overload
    def __call__(self, hook: Callable[[Context], object], /) -> Callable[[Context], object]: ...
    @overload
    def __call__(
        self,
        hook: None = None,
        /,
        *,
        name: str = "",
        timeout_s: float = DEFAULT_TIMEOUT_S,
        is_guard: bool | None = None,
    ) -> Callable[[Function], Function]: ...

    def __call__(
        self,
        hook: Callable[[Any], object] | None = None,
        /,
        *,
        name: str = "",
        timeout_s: float = DEFAULT_TIMEOUT_S,
        is_guard: bool | None = None,
    ) -> Callable[[Any], Any]:
        """Register a function.

        name: for people, the function's own when "". timeout_s: it may take so long; above 0.
        is_guard: see `Hooks`; None for what the point does by itself. Raises `ConfigError`.
        """

        def register(function: Function) -> Function:
            self._add(registered(self._point, function, name, timeout_s, is_guard))
            return function

        return register if hook is None else register(hook)


class Hooks:
    """Functions that are called at certain points, in the order of their registration; those that
    come after something or at an end in the opposite order. Each gets one context, and is a plain
    function, which runs in a thread, or `async`, which runs on the engine's loop and must not
    block it.

        hooks = Hooks()

        @hooks.before_tool
        def nothing_outside(call: ToolCallContext) -> HookAnswer | None:
            return call.block("Ask me first.") if call.name == "run_command" else None

    on_started: the agent is ready; no prompt is looked at before it has returned.
    on_session_start, on_session_end, on_cleanup: a session was opened, is about to be closed, is
        closed. Closing waits for none of them.
    on_prompt_submit: a prompt is about to be sent: pass, block, stop, rewrite.
    on_message: a turn begins with a prompt that was passed.
    before_model: before each request to a model, those for summaries and titles too: rewrite it,
        stop the turn.
    after_model: after each whole answer in a turn: stop the turn.
    before_tool, after_tool: around each tool call: block or rewrite it, stop; rewrite its result.
    before_compaction, after_compaction: around a summary of earlier messages: block it.
    on_max_iterations: a turn came to its limit: go on, stop; without an answer the user is asked.
    on_exit: everything is closed.

    A *guard* decides, by what it returns: None lets pass, else what a method of its context makes
    (`call.block(...)`, `prompt.rewrite(...)`). Where a guard raises, takes longer than its
    `timeout_s` or returns something else, it counts as a refusal that names it: the prompt is
    blocked, the call refused, the result withheld, the summary not written, the turn stopped. An
    *observer* changes nothing: where it fails, that is logged and told once, and the run goes on.
    Hooks are guards at the points with a choice, unless they are registered with `is_guard=False`,
    and observers at all others.

    A running engine sees at once what is registered later. Safe from any thread. A hook must not
    wait for a turn of the session that it is called for.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # of those who register; readers see whole tuples
        self._registered: dict[HookPoint, tuple[RegisteredHook, ...]] = {}
        self.on_started: HookDecorator[StartedContext] = self._at(HookPoint.STARTED)
        self.on_session_start: HookDecorator[SessionContext] = self._at(HookPoint.SESSION_START)
        self.on_prompt_submit: HookDecorator[PromptContext] = self._at(HookPoint.PROMPT)
        self.on_message: HookDecorator[PromptContext] = self._at(HookPoint.MESSAGE)
        self.before_model: HookDecorator[RequestContext] = self._at(HookPoint.BEFORE_MODEL)
        self.after_model: HookDecorator[AnswerContext] = self._at(HookPoint.AFTER_MODEL)
        self.before_tool: HookDecorator[ToolCallContext] = self._at(HookPoint.BEFORE_TOOL)
        self.after_tool: HookDecorator[ToolResultContext] = self._at(HookPoint.AFTER_TOOL)
        self.before_compaction: HookDecorator[CompactionContext] = self._at(
            HookPoint.BEFORE_COMPACTION
        )
        self.after_compaction: HookDecorator[CompactionContext] = self._at(
            HookPoint.AFTER_COMPACTION
        )
        self.on_max_iterations: HookDecorator[LimitContext] = self._at(HookPoint.MAX_ITERATIONS)
        self.on_session_end: HookDecorator[SessionContext] = self._at(HookPoint.SESSION_END)
        self.on_cleanup: HookDecorator[SessionContext] = self._at(HookPoint.CLEANUP)
        self.on_exit: HookDecorator[LeavingContext] = self._at(HookPoint.EXIT)

    def use(
        self,
        middleware: object,
        *,
        name: str = "",
        timeout_s: float = DEFAULT_TIMEOUT_S,
        is_guard: bool | None = None,
    ) -> None:
        """Register the methods of a middleware, see `Middleware`. name: for people, its class's
        when "". Raises `ConfigError` when it has none, or one whose name is nearly one of these."""
        points = [point for point in HookPoint if _overrides(middleware, point)]
        if wrong := _misspelt(middleware):
            raise ConfigError(f"There is no hook {wrong}. {_known()}", key="hooks")
        if not points:
            kind = type(middleware).__name__
            raise ConfigError(f"The middleware {kind} has no hook. {_known()}", key="hooks")
        for point in points:
            call, title = getattr(middleware, point), name or type(middleware).__name__
            # A middleware of observers has points where nothing is to be decided, too.
            guards = is_guard and point in ANSWERS if is_guard is not None else None
            self._add(registered(point, call, title, timeout_s, guards))

    def at(self, point: HookPoint) -> tuple[RegisteredHook, ...]:
        """The hooks of a point, in the order of their calls."""
        return self._registered.get(point, ())

    def _at(self, point: HookPoint) -> HookDecorator[Any]:
        return HookDecorator(point, self._add)

    def _add(self, hook: RegisteredHook) -> None:
        with self._lock:
            before = self.at(hook.point)
            after = (hook, *before) if hook.point in REVERSED else (*before, hook)
            self._registered[hook.point] = after


def registered(
    point: HookPoint,
    call: Callable[[Any], object],
    name: str,
    timeout_s: float,
    is_guard: bool | None,
) -> RegisteredHook:
    """A hook, checked. Raises `ConfigError`."""
    title = name or getattr(call, "__name__", type(call).__name__)
    if not callable(call):
        raise ConfigError(f"The hook {title} ({point}) cannot be called.", key="hooks")
    if not (timeout_s > 0 and math.isfinite(timeout_s)):
        raise ConfigError(
            f"The hook {title} ({point}) needs a limit in seconds above 0, not {timeout_s}.",
            key="hooks",
        )
    if is_guard and point not in ANSWERS and point is not HookPoint.STARTED:
        raise ConfigError(
            f"The hook {title} cannot be a guard: {point} leaves nothing to decide.", key="hooks"
        )
    guards = point in ANSWERS if is_guard is None else is_guard
    return RegisteredHook(point=point, call=call, name=title, timeout_s=timeout_s, is_guard=guards)


def _overrides(middleware: object, point: HookPoint) -> bool:
    own = getattr(type(middleware), point, None) or getattr(middleware, point, None)
    return callable(own) and own is not getattr(Middleware, point)


def _misspelt(middleware: object) -> str:
    for name in dir(type(middleware)):
        is_hook = name.startswith(("on_", "before_", "after_"))
        if is_hook and name not in set(HookPoint) and _close(name):
            return name
    return ""


def _close(name: str) -> bool:
    # Deferred: few middlewares have other methods with such names.
    from difflib import get_close_matches

    return bool(get_close_matches(name, list(HookPoint), 1, cutoff=0.8))


def _known() -> str:
    return f"Known are {', '.join(HookPoint)}."
