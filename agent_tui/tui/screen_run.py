"""One run of the full screen: screen on the main thread, engine on its worker, one way out."""

from __future__ import annotations

import asyncio
import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent_tui.config.guidance import guidance
from agent_tui.config.layout import Layout
from agent_tui.config.program_facts import ProgramFacts
from agent_tui.config.type_ahead import TypeAhead
from agent_tui.config.ui_options import UiOptions, VimSettings
from agent_tui.errors import SessionError
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.signals import signals_at_the_door
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.lifecycle.stderr_guard import stderr_to
from agent_tui.lifecycle.telemetry_file import telemetry_of, telemetry_problem
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import SubmitPrompt
from agent_tui.protocol.ports import EventSource, GrantStore, SessionStore
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState
from agent_tui.storage.paths import LOG_FILE_NAME
from agent_tui.tui.chosen_keys import chosen_keys
from agent_tui.tui.plan import TuiPlan
from agent_tui.tui.plan_exchange import known_secrets, secret_values, session_exchange
from agent_tui.tui.plan_places import plan_paths, protected_folders, whole_stored_id
from agent_tui.tui.user_keymap import UserKeymap

if TYPE_CHECKING:
    from agent_tui.lifecycle.logs import LogSession
    from agent_tui.protocol.desktop import Desktop
    from agent_tui.protocol.finding import FileFinder
    from agent_tui.protocol.hints import HintMemory
    from agent_tui.protocol.keymap_file import KeymapFile
    from agent_tui.protocol.past_prompts import PromptStore
    from agent_tui.ui.app import ChatApp

_MOST_SESSIONS = 500  # that can be mentioned
STDERR_FILE_NAME = "stderr.log"
# What the worker may take beyond its own limits before it is left behind.
JOIN_SLACK_S = 30.0


class ScreenRun:
    """Runs a plan once, on the main thread."""

    def __init__(self, plan: TuiPlan, stages: StageMachine) -> None:
        self._plan, self._stages = plan, stages
        self._paths = plan_paths(plan)
        plan.tools.can_ask_permission = plan.has_permission_panel
        plan.tools.can_ask_questions = plan.has_question_panel
        self._log: LogSession | None = None
        self._desktop: Desktop | None = None
        self._ui_failure: BaseException | None = None
        self._keys, self._key_notes = chosen_keys(plan)
        self._runtime = self._made_runtime()

    @property
    def last_session(self) -> SessionInfo | None:
        """The session that was in front at the end."""
        return self._runtime.current_session

    @property
    def last_sessions(self) -> tuple[SessionInfo, ...]:
        """All that were open at the end, oldest first."""
        return self._runtime.sessions

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong while leaving."""
        return self._runtime.problems

    @property
    def failure(self) -> BaseException | None:
        """What stopped the screen or the worker against their will."""
        return self._ui_failure or self._runtime.failure

    def run(self) -> int:
        """Show the screen, leave in order; returns the exit code."""
        runtime = self._runtime
        events = runtime.subscribe(is_primary=True)
        if self._plan.first_prompt:
            prompt = SubmitPrompt(prompt_id=new_id(), text=self._plan.first_prompt)
            runtime.inputs.put(prompt)
        app = self._made_app(events)
        try:
            with stderr_to(self._paths.log_dir / STDERR_FILE_NAME, self._without_secrets):
                asyncio.run(self._show(app))
        finally:
            # The screen is gone: nobody reads any more, and the engine must not wait for a reader.
            events.close()
            self._leave()
        self._ui_failure = app.failure
        return 1 if self.failure is not None else runtime.exit_code

    async def _show(self, app: ChatApp) -> None:
        with signals_at_the_door(self._runtime.request_exit):
            await app.run_async(mouse=self._plan.settings.mouse)

    def _leave(self) -> None:
        runtime = self._runtime
        runtime.start()  # a screen that never came up has a first prompt and a draft to keep, too
        if runtime.door.reason is None:
            runtime.request_exit(ExitReason.FATAL)
        runtime.join(self._plan.settings.shutdown_grace_s + JOIN_SLACK_S)
        self._stages.move_to(AppState.TERMINATED)
        if self._desktop is not None:
            self._desktop.close()
        if self._log is not None:
            self._log.stop()

    def _request_exit(self, reason: str) -> None:
        known = {value.value: value for value in ExitReason}
        self._runtime.request_exit(known.get(reason, ExitReason.USER))

    def _made_app(self, events: EventSource) -> ChatApp:
        # Deferred, because Textual costs 100 ms and hosts may build an AgentTui without running it.
        from agent_tui.ui.app import ChatApp, UiHooks

        plan, settings, early = self._plan, self._plan.settings, self._plan.early_terminal
        has_provider = plan.provider is not None or self._runtime.has_provider
        options = UiOptions(
            app_name=plan.name,
            version=plan.version,
            theme=plan.theme or settings.theme,
            themes_folder=str(self._paths.config_dir / "themes"),
            themes=plan.themes,
            layout=plan.layout or layout_named(settings.layout),
            key_bindings=self._keys,
            key_handler=plan.key_handler,
            type_ahead=early.take() if early else TypeAhead(),
            terminal_attributes=early.saved_termios if early else None,
            cwd=str(plan.cwd or Path.cwd()),
            guidance="" if has_provider else guidance(plan.name),
            welcome=plan.welcome,
            widgets=plan.widgets,
            has_permission_panel=plan.has_permission_panel,
            has_question_panel=plan.has_question_panel,
            permission_panel=plan.permission_panel,
            question_panel=plan.question_panel,
            clipboard=settings.clipboard,
            enter_while_running=settings.enter_while_running,
            queue_on_stop=settings.queue_on_stop,
            facts=self._facts(),
            commands=plan.commands,
            has_hints=settings.hints,
            opens_session_list=plan.opens_session_list,
            vim=VimSettings(settings.vim_after_send, settings.vim_remaps),
        )
        hooks = UiHooks(
            on_ready=self._runtime.start,
            request_exit=self._request_exit,
            make_desktop=self._made_desktop,
            make_finder=self._made_finder,
            make_hint_memory=self._made_hint_memory,
            keymap_file=self._keymap_file(),
            # A host that keeps sessions elsewhere wants no prompts in the user's data folder.
            make_prompt_store=None if plan.store is not None else self._made_prompt_store,
        )
        return ChatApp(events=events, inputs=self._runtime.inputs, options=options, hooks=hooks)

    def _facts(self) -> ProgramFacts:
        return ProgramFacts(
            settings=self._plan.settings,
            origins=self._plan.origins,
            settings_file=self._plan.settings_file,
            data_folder=str(self._paths.data_dir),
            log_file=str(self._paths.log_dir / LOG_FILE_NAME),
            is_provider_brought=self._plan.provider is not None,
        )

    def _made_runtime(self) -> Runtime:
        plan, settings = self._plan, self._plan.settings
        providers = provider_source(settings, os.environ, provider=plan.provider)

        return Runtime(
            RuntimeParts(
                options=engine_options(
                    settings,
                    plan.cwd or Path.cwd(),
                    app_name=plan.name,
                    keeps_stored_model=plan.keeps_stored_model,
                    keeps_stored_mode=plan.keeps_stored_mode,
                    reads_end_first=True,
                    origins=plan.origins,
                ),
                providers=providers,
                tools=plan.tools,
                make_grants=self._made_grants,
                protected=protected_folders(plan, self._paths),
                make_store=self._made_store,
                saves_sessions=settings.save_sessions,
                exit_handler=plan.exit_handler,
                autosave=plan.autosave,
                rate_limiter=plan.rate_limiter,
                telemetry=plan.telemetry or telemetry_of(settings),
                hooks=plan.hooks,
                stored_id=whole_stored_id(plan, self._made_store),
                grace_s=settings.shutdown_grace_s,
                on_start=self._start_log,
                on_open=providers.warm_up,
                notices=(*plan.notices, *self._key_notes),
                reads_mentions=True,
                make_secrets=partial(known_secrets, plan),
                make_exchange=partial(session_exchange, plan, self._paths),
            ),
            stages=self._stages,
        )

    def _made_desktop(self) -> Desktop:
        # Deferred: most starts never need it.
        from agent_tui.lifecycle.desktop.system_desktop import SystemDesktop

        self._desktop = SystemDesktop(os.environ)
        return self._desktop

    def _made_finder(self, workspace: str) -> FileFinder:
        # Deferred: nobody looks for a file before the first picture.
        from agent_tui.lifecycle.finder.background_finder import BackgroundFinder

        return BackgroundFinder(workspace, self._stored_sessions)

    def _stored_sessions(self) -> tuple[SessionInfo, ...]:
        if not self._plan.settings.save_sessions:
            return ()
        with contextlib.suppress(SessionError):
            return self._made_store().sessions(limit=_MOST_SESSIONS)
        return ()

    def _made_prompt_store(self) -> PromptStore:
        # Deferred: the first picture does not wait for it.
        from agent_tui.storage.prompt_store import FilePromptStore

        saves = self._plan.settings.save_sessions
        hide = known_secrets(self._plan).hide
        return FilePromptStore(self._paths.prompts_path, is_read_only=not saves, hide=hide)

    def _made_hint_memory(self) -> HintMemory:
        # Deferred: the first picture does not wait for it.
        from agent_tui.storage.hint_memory import FileHintMemory

        return FileHintMemory(self._paths.hints_path)

    def _keymap_file(self) -> KeymapFile | None:
        if not self._plan.settings_file or self._plan.key_bindings is not None:
            return None
        return UserKeymap(Path(self._plan.settings_file))

    def _made_store(self) -> SessionStore:
        # Deferred: the first picture does not wait for it.
        from agent_tui.storage.session_store import FileSessionStore

        return self._plan.store or FileSessionStore(
            self._paths.sessions_dir, self._paths.index_path, app_version=self._plan.version
        )

    def _made_grants(self) -> GrantStore:
        # Deferred: the first picture does not wait for it.
        from agent_tui.storage.grant_store import FileGrantStore

        return self._plan.grants or FileGrantStore(self._paths.grants_path)

    def _start_log(self) -> tuple[str, ...]:
        # Deferred: the first picture does not wait for it.
        from agent_tui.lifecycle.logs import start_log

        plan, secrets = self._plan, secret_values(self._plan)
        self._log = start_log(self._paths.log_dir, level=plan.settings.log_level, secrets=secrets)
        problems = self._log.problem, telemetry_problem(plan.settings)
        return tuple(problem for problem in problems if problem)

    def _without_secrets(self, text: str) -> str:
        if not text:
            return text
        # Deferred: hardly anybody ever writes there.
        from agent_tui.protocol.secrets import without_secrets

        return without_secrets(text, known_secrets(self._plan))


def layout_named(name: str) -> Layout:
    """The layout that the settings name."""
    return Layout.minimal() if name == "minimal" else Layout.standard()
