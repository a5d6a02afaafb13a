"""`Agent`: one session of the headless engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.agent.agent_session import AgentSession, StateSource, first_session
from agent_tui.agent.blocking import refuse_inside_a_loop
from agent_tui.agent.headless_parts import headless_parts
from agent_tui.agent.prompt_images import ImageSource, read_images
from agent_tui.agent.turn_reading import interrupted_result, result_in, until_ended
from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.engine.asking.permission_registry import PermissionAnswer
from agent_tui.engine.asking.question_registry import QuestionAnswer
from agent_tui.errors import ClosedResourceError, LifecycleError
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import QueueChanged
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import ReleaseQueue, SubmitPrompt
from agent_tui.protocol.ports import GrantStore, Provider, SessionStore
from agent_tui.protocol.results import TurnResult, compatibility_text
from agent_tui.protocol.tools import Tool

if TYPE_CHECKING:
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.lifecycle.first_session import FirstSession
    from agent_tui.lifecycle.tool_registries import ToolsCallback

Made = TypeVar("Made")

NOBODY_TO_ASK = (
    "Nobody can be asked in this run. Do without it, or say what would be needed: the user can "
    "start with a rule (--allow) or another permission mode."
)


class Agent(AgentSession):
    """One session of a headless agent; an asynchronous or a plain context manager.

    Args:
        settings: all defaults when None; files and environment are the command line's business.
        provider: a provider of your own. Else provider_config, else what settings say.
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

    Nothing happens before it is opened. Its methods are safe from any thread and any loop; turns
    are served one after the other, in the order of the calls.
    """

    _is_open = False
    _result: TurnResult | None = None

    def __init__(  # noqa: PLR0913 - keyword-only and all optional: one call says what the agent is
        self,
        settings: Settings | None = None,
        *,
        provider: Provider | None = None,
        provider_config: ProviderConfig | None = None,
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
    ) -> None:
        self._settings = settings or Settings()
        self._tools = ToolSetup(
            refusal=NOBODY_TO_ASK,
            has_tools=self._settings.use_tools,
            has_shipped=has_shipped_tools,
            on_permission=on_permission,
            on_question=on_question,
            has_user=has_user,
        )
        self._tools.add(tools)
        folder = (cwd or Path.cwd()).absolute()
        parts = headless_parts(
            self._settings,
            cwd=folder,
            tools=self._tools,
            provider=provider or provider_config,
            keeps_stored_model=keeps_stored_model,
            keeps_stored_mode=keeps_stored_mode,
            origins=origins,
        )
        parts = replace(
            parts,
            make_store=_maker(store),
            make_grants=_maker(grants),
            stored_id=resume,
            first=first,
            autosave=autosave,
        )
        super().__init__(Runtime(parts), folder)

    @classmethod
    def load_or_new(
        cls, source: SessionStore | StateSource | None, session_id: str = "", **options: Any
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

    @property
    def result(self) -> TurnResult | None:
        """The result of the last turn that this object waited for."""
        return self._result

    async def open(self) -> Self:
        """Start the engine and open the session. Raises `SessionError` for one that cannot be
        opened."""
        self._runtime.start()
        await anyio.to_thread.run_sync(self._runtime.wait_until_ready, abandon_on_cancel=True)
        return self._opened()

    async def aclose(self) -> None:
        """Leave through the exit door: settle, save, close. May be called twice."""
        self._is_open = False
        self._runtime.request_exit(ExitReason.END_OF_INPUT)
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._runtime.join, self._join_limit_s)

    async def stream(
        self, prompt: str, *, images: Iterable[ImageSource] = ()
    ) -> AsyncGenerator[AgentEvent, None]:
        """Send a prompt and yield every event until its turn has ended; then `result` is set.

        images: paths, or contents, see `read_images` for what is raised. The first events are a
        snapshot of the session. Leaving the loop early cancels the turn.
        """
        self._check_open()
        shown = await anyio.to_thread.run_sync(read_images, images) if images else ()
        events = self._runtime.subscribe(is_primary=True)
        prompt_id = new_id()
        self._result = None
        self._inputs.put(SubmitPrompt(prompt_id=prompt_id, text=prompt, images=shown))
        try:
            async for event in until_ended(events, prompt_id):
                self._result = result_in(event) or self._result
                self._release(event, prompt_id)
                yield event
        finally:
            if self._result is None:
                self.cancel("reader left")
            events.close()

    async def prompt(
        self,
        text: str,
        *,
        images: Iterable[ImageSource] = (),
        token: CancellationToken | None = None,
    ) -> TurnResult:
        """Send a prompt and wait for its turn. Cancelling `token`, from any thread, cancels the
        turn. images: see `stream`."""
        unregister = token.add_callback(self.cancel) if token else None
        try:
            async for _ in self.stream(text, images=images):
                pass
        finally:
            if unregister is not None:
                unregister()
        assert self._result is not None
        return self._result

    def register_tools(self, register: ToolsCallback) -> Self:
        """Let `register(registry, questions, permissions)` add tools; before the agent is opened.

        All or nothing. Raises `ToolRegistrationError`, which names the tool.
        """
        if self._is_open:
            raise LifecycleError("register_tools() was called on an open agent. Call it before.")
        self._tools.run(register)
        return self

    def chat(
        self,
        prompt: str,
        *,
        images: Iterable[ImageSource] = (),
        token: CancellationToken | None = None,
    ) -> str:
        """Blocking form of `prompt` for programs without a loop; needs `with Agent(...)`.

        Returns the text, or "[Cancelled: <reason>]", "[Interrupted by user]" and so on for a turn
        that did not finish; `result` has the facts. Raises `LifecycleError` inside a running
        event loop.
        """
        refuse_inside_a_loop("chat()", "await prompt()")
        try:
            result = anyio.run(lambda: self.prompt(prompt, images=images, token=token))
        except KeyboardInterrupt:
            result = self._result = interrupted_result(self.session)
        return compatibility_text(result)

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __enter__(self) -> Self:
        refuse_inside_a_loop("with Agent()", "async with Agent()")
        self._runtime.start()
        self._runtime.wait_until_ready()
        return self._opened()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        self._runtime.request_exit(ExitReason.END_OF_INPUT)
        self._runtime.join(self._join_limit_s)

    @property
    def _join_limit_s(self) -> float:
        return self._settings.shutdown_grace_s + 30.0

    def _opened(self) -> Self:
        if self._runtime.failure is not None:
            raise self._runtime.failure
        self._is_open = True
        return self

    def _check_open(self) -> None:
        if not self._is_open:
            raise ClosedResourceError(
                "This agent is not open. Use it inside 'async with Agent(...)'."
            )

    def _release(self, event: AgentEvent, prompt_id: str) -> None:
        # A cancelled turn holds the prompts behind it for a human to look at; here is none.
        match event:
            case QueueChanged(prompts=prompts, is_held=True):
                if any(prompt.id == prompt_id for prompt in prompts):
                    self._inputs.put(ReleaseQueue())
            case _:
                pass


def _maker(value: Made | None) -> Callable[[], Made] | None:
    return None if value is None else lambda: value
