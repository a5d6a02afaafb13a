"""`Agent`: one session of the headless engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from msgspec.structs import replace

from agent_tui.agent.agent_history import AgentHistory
from agent_tui.agent.agent_models import AgentModels
from agent_tui.agent.agent_screen import AgentScreen
from agent_tui.agent.agent_session import StateSource, first_session
from agent_tui.agent.agent_skills import AgentSkills
from agent_tui.agent.agent_state import AgentState
from agent_tui.agent.given_parts import check_parts
from agent_tui.agent.headless_parts import headless_parts
from agent_tui.agent.prompt_images import ImageSource
from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.deprecation import deprecated
from agent_tui.engine.asking.permission_registry import PermissionAnswer
from agent_tui.engine.asking.question_registry import QuestionAnswer
from agent_tui.errors import LifecycleError
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.ports import GrantStore, Provider, SessionStore
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.tools import Tool

if TYPE_CHECKING:
    from agent_tui.agent.agent_options import AgentOptions
    from agent_tui.agent.blocking import BlockingAgent
    from agent_tui.engine.limits.rate_limiter import RateLimiter
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.lifecycle.engine_worker import EngineWorker
    from agent_tui.lifecycle.first_session import FirstSession
    from agent_tui.lifecycle.tool_registries import ToolsCallback
    from agent_tui.protocol.hooks import Hooks
    from agent_tui.providers.function_provider import LlmFunction
    from agent_tui.telemetry.telemetry import Telemetry

Made = TypeVar("Made")

NOBODY_TO_ASK = (
    "Nobody can be asked in this run. Do without it, or say what would be needed: the next run can "
    "have a rule that allows it, or another permission mode."
)


class Agent(AgentHistory, AgentModels, AgentSkills, AgentScreen):
    """One session of a headless agent; an asynchronous or a plain context manager.

    Args:
        settings: all defaults when None; files and environment are the command line's business.
        provider: a provider of your own. Else provider_config, else llm_fn, else what settings say.
        llm_fn: a function that is the model: it gets the messages as Chat Completions has them, and
            gives a text, or an iterator of texts; it may be asynchronous. Tools are not offered to
            it, and `Settings.idle_timeout_s` is the longest time until it says more.
        store: where the session is kept; None keeps it in memory.
        cwd: working directory that the model is told of; the process's own when None.
        resume: whole id of a stored session to go on with.
        first: what `load_or_new` found to go on with, instead of resume.
        autosave: what you save of the session yourself, beside the store.
        keeps_stored_model: a resumed session uses the provider and model it was left with; False:
            those of `settings`.
        keeps_stored_mode: a resumed session keeps its permission mode; False: that of `settings`.
        tools: what the model may call, beside the shipped tools.
        has_shipped_tools: offer the tools that come with agent-tui: files, search, commands, web.
        on_permission: asked when a call needs permission; items without a reply are rejected.
            Called on the engine's loop; an exception rejects, too.
        on_question: asked for answers; None declines.
        has_user: somebody reads the events of `stream` and answers with `reply_permission` and
            `answer_question`. Without this and without a callback, what would be asked is refused
            at once, with a reason for the model.
        grants: where permissions that outlive the session are kept; None keeps none.
        origins: where the settings stand, by name, for explanations.
        rate_limiter: what requests wait for; may be shared with other agents. Else what settings
            say of requests and tokens per minute.
        checks_connection: `start` asks the provider's server once, for the list of its models, so
            that a refused key or a server that is not there is said at once.
        worker: a thread that other agents run on as well; None starts one for this agent.
        telemetry: where measurements go; may be shared with other agents. Else `telemetry_file` of
            the settings, if it names one.
        hooks: functions of yours that are called at certain points; may be shared.

    Making it does no I/O; `start` does, or `async with`, `with` and `run`. Its methods are safe
    from any thread and any loop; turns are played one after the other, in the order of the calls.
    """

    def __init__(  # noqa: PLR0913 - keyword-only and all optional: one call says what the agent is
        self,
        settings: Settings | None = None,
        *,
        provider: Provider | None = None,
        provider_config: ProviderConfig | None = None,
        llm_fn: LlmFunction | None = None,
        store: SessionStore | None = None,
        cwd: Path | None = None,
        resume: str = "",
        first: FirstSession | None = None,
        autosave: AutoSave | None = None,
        keeps_stored_model: bool = True,
        keeps_stored_mode: bool = True,
        tools: Iterable[Tool] = (),
        has_shipped_tools: bool = False,
        on_permission: PermissionAnswer | None = None,
        on_question: QuestionAnswer | None = None,
        has_user: bool = False,
        grants: GrantStore | None = None,
        origins: Mapping[str, Origin] | None = None,
        rate_limiter: RateLimiter | None = None,
        checks_connection: bool = False,
        worker: EngineWorker | None = None,
        telemetry: Telemetry | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        check_parts(provider=provider, store=store)
        self._settings = settings = settings or Settings()
        self._tools = _tool_setup(settings, on_permission, on_question, has_shipped_tools, has_user)
        self._tools.add(tools)
        folder = (cwd or Path.cwd()).absolute()
        parts = headless_parts(
            settings,
            cwd=folder,
            tools=self._tools,
            provider=provider or provider_config or _function_provider(llm_fn, settings),
            keeps_stored_model=keeps_stored_model,
            keeps_stored_mode=keeps_stored_mode,
            origins=origins,
            worker=worker,
        )
        parts = _with_session(parts, store, grants, resume, first, autosave)
        parts = _with_host(parts, rate_limiter, telemetry, hooks, checks_connection)
        super().__init__(partial(Runtime, parts), folder)

    @classmethod
    def load_or_new(
        cls,
        source: SessionStore | StateSource | None,
        session_id: str = "",
        **options: Unpack[AgentOptions],
    ) -> Self:
        """An agent that goes on with a session, or begins it when there is none of this id.

        source: a store, a state (see `AutoSave` and `export_state`), or None for a new one in
        memory. A session that the store has but cannot read is left as it is; a new one begins
        under another id, and a notice says so. options: as `Agent` takes them; with `store=` a
        state is put there first, unless the store has its session: then that one goes on.

        Raises `SessionCorrupt` and `SessionFormatTooNew` for what is no state, or one of a later
        version.
        """
        first, store = first_session(source, session_id)
        if store is not None:
            options["store"] = store
        return cls(first=first, **options)

    def register_tools(self, register: ToolsCallback) -> Self:
        """Let `register(registry, questions, permissions)` add tools; before the agent is started.

        All or nothing. Raises `ToolRegistrationError`, which names the tool.
        """
        if self.state is not AgentState.NEW:
            raise LifecycleError("register_tools() was called on a started agent. Call it before.")
        self._tools.run(register)
        return self

    def add_tools(self, *tools: Tool) -> Self:
        """Offer the model these, too, from the next request on; also while the agent runs.

        All or nothing. Raises `ToolRegistrationError`, which names the tool.
        """
        self._tools.add(tools)
        return self

    @property
    def blocking(self) -> BlockingAgent:
        """The coroutines of this agent for a thread without an event loop."""
        # Deferred: most hosts have a loop.
        from agent_tui.agent.blocking import BlockingAgent

        return BlockingAgent(self, self)

    @deprecated(since="0.2", instead="run_turn()", removed_in="1.0")
    async def prompt(
        self,
        text: str,
        *,
        images: Iterable[ImageSource] = (),
        token: CancellationToken | None = None,
    ) -> TurnResult:
        """The former name of `run_turn`."""
        return await self.run_turn(text, images=images, token=token)

    @property
    @deprecated(since="0.2", instead="last_turn", removed_in="1.0")
    def result(self) -> TurnResult | None:
        """The former name of `last_turn`."""
        return self.last_turn


def _tool_setup(
    settings: Settings,
    on_permission: PermissionAnswer | None,
    on_question: QuestionAnswer | None,
    has_shipped: bool,
    has_user: bool,
) -> ToolSetup:
    return ToolSetup(
        refusal=NOBODY_TO_ASK,
        has_tools=settings.use_tools,
        has_shipped=has_shipped,
        on_permission=on_permission,
        on_question=on_question,
        has_user=has_user,
    )


def _with_session(
    parts: RuntimeParts,
    store: SessionStore | None,
    grants: GrantStore | None,
    resume: str,
    first: FirstSession | None,
    autosave: AutoSave | None,
) -> RuntimeParts:
    return replace(
        parts,
        make_store=_maker(store),
        make_grants=_maker(grants),
        stored_id=resume,
        first=first,
        autosave=autosave,
    )


def _with_host(
    parts: RuntimeParts,
    rate_limiter: RateLimiter | None,
    telemetry: Telemetry | None,
    hooks: Hooks | None,
    checks_connection: bool,
) -> RuntimeParts:
    return replace(
        parts,
        rate_limiter=rate_limiter,
        telemetry=telemetry or parts.telemetry,
        hooks=hooks,
        checks_connection=checks_connection,
    )


def _maker(value: Made | None) -> Callable[[], Made] | None:
    return None if value is None else lambda: value


def _function_provider(function: LlmFunction | None, settings: Settings) -> Provider | None:
    if function is None:
        return None
    # Deferred: most hosts have a provider.
    from agent_tui.providers.function_provider import FunctionProvider

    return FunctionProvider(function, idle_timeout_s=settings.idle_timeout_s)
