"""`AgentTui`: the setters of the configure phase, and `run()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.config.type_ahead import EarlyTerminal
from agent_tui.errors import ConfigError
from agent_tui.lifecycle.exit_handler import ExitHandler
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.ports import GrantStore, Provider, SessionStore
from agent_tui.protocol.status import AppState, Stage
from agent_tui.storage.paths import folder_name
from agent_tui.tui.looks import Looks
from agent_tui.tui.plan import TuiPlan
from agent_tui.tui.screen_run import ScreenRun

if TYPE_CHECKING:
    from agent_tui.config.host_command import CommandChoices, CommandRun
    from agent_tui.engine.limits.rate_limiter import RateLimiter
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.lifecycle.tool_registries import ToolsCallback
    from agent_tui.protocol.hooks import Hooks
    from agent_tui.telemetry.telemetry import Telemetry

NO_PANEL = "This application has no panel to ask the user with. Go on without it."


class AgentTui(Looks):
    """A full-screen agent. The setters may be chained, in any order, until `run()` freezes them.

        app = AgentTui(name="my-agent").set_version("1.0").set_exit_handler(SaveOnExit())
        raise SystemExit(app.run())

    Args:
        name: shown on the screen and told to the model; not blank. Sessions, grants and logs are
            kept in folders of this name, apart from those of other applications.
        config: settings of your own; None means the defaults, with the provider found in the
            environment. Files are the command line's business.
        has_shipped_tools: offer the model the tools that come with agent-tui.

    Constructing does no I/O. Call everything on the main thread.
    """

    def __init__(
        self,
        name: str = "agent-tui",
        *,
        config: Settings | None = None,
        has_shipped_tools: bool = True,
    ) -> None:
        if not name.strip():
            raise ConfigError("An application needs a name.", key="name")
        settings = config or Settings()
        tools = ToolSetup(
            refusal=NO_PANEL, has_tools=settings.use_tools, has_shipped=has_shipped_tools
        )
        super().__init__(TuiPlan(name=name, settings=settings, tools=tools))
        self._stages = StageMachine()
        self._stages.move_to(AppState.INITIALIZED)

    @property
    def state(self) -> AppState:
        """Where the application stands."""
        return self._stages.state

    @property
    def stage(self) -> Stage:
        """The phase that the state belongs to."""
        return self._stages.stage

    @property
    def resume_id(self) -> str:
        """After `run()`: short id of the session to go on with, "" when nothing was saved."""
        session = self._run.last_session if self._run else None
        return short_id(session.id) if session is not None and session.is_saved else ""

    @property
    def other_saved_ids(self) -> tuple[str, ...]:
        """After `run()`: the other sessions that were open and are saved."""
        if self._run is None:
            return ()
        last = self._run.last_session
        others = (one for one in self._run.last_sessions if last is None or one.id != last.id)
        return tuple(one.id for one in others if one.is_saved)

    @property
    def other_saved_count(self) -> int:
        """After `run()`: how many more sessions were open and are saved."""
        return len(self.other_saved_ids)

    @property
    def resume_hint(self) -> str:
        """After `run()`: how to go on, in one line for the terminal; "" when nothing was saved, or
        nobody said how, see `set_resume_command`."""
        if not (self._plan.resume_command and self.resume_id):
            return ""
        others = self.other_saved_count
        more = f" · saved, too: {others} more that you had open" if others else ""
        return f"Resume with: {self._plan.resume_command} {self.resume_id}{more}"

    @property
    def problems(self) -> tuple[str, ...]:
        """After `run()`: what went wrong while leaving, as sentences."""
        return self._run.problems if self._run else ()

    @property
    def failure(self) -> BaseException | None:
        """After `run()`: the error that stopped the application, None when it was left."""
        return self._run.failure if self._run else None

    def set_autosave(self, autosave: AutoSave) -> Self:
        """What you save of the sessions yourself, beside the application's own store."""
        return self._set("set_autosave", autosave=autosave)

    def set_exit_handler(self, exit_handler: ExitHandler) -> Self:
        """Who is asked before a user's quit and called before everything is closed."""
        return self._set("set_exit_handler", exit_handler=exit_handler)

    def set_provider(self, provider: Provider | ProviderConfig) -> Self:
        """A provider of your own, or the endpoint to talk to. Wins over the settings."""
        return self._set("set_provider", provider=provider)

    def set_folders(
        self,
        application: str = "",
        *,
        config: Path | None = None,
        data: Path | None = None,
        logs: Path | None = None,
    ) -> Self:
        """Where files are kept, instead of the platform's folders for the application's name.

        application: the folders of this one; "agent-tui" shares sessions, grants and themes with
        the program. config: `themes/` in it; data: sessions, grants, past prompts; logs: the log.
        Environment variables as MY_NOTES_DATA_DIR name others, except for what is given here.
        Raises `ConfigError` for a name that cannot be a folder.
        """
        folder = folder_name(application) if application else ""
        given = {"config_dir": config, "data_dir": data, "log_dir": logs}
        chosen = {kind: path.absolute() for kind, path in given.items() if path is not None}
        return self._set("set_folders", folder=folder, chosen_folders=chosen)

    def set_resume_command(self, command: str) -> Self:
        """What the user types to go on, the id stands behind it: "my-notes --resume". Your program
        opens that session with `set_session`."""
        return self._set("set_resume_command", resume_command=command.strip())

    def set_rate_limiter(self, rate_limiter: RateLimiter) -> Self:
        """What requests to models wait for, instead of the limits of the settings. It may be shared
        with agents and with code of your own."""
        return self._set("set_rate_limiter", rate_limiter=rate_limiter)

    def set_hooks(self, hooks: Hooks) -> Self:
        """Functions of yours that are called at certain points of every session."""
        return self._set("set_hooks", hooks=hooks)

    def set_telemetry(self, telemetry: Telemetry) -> Self:
        """Where measurements go, instead of the settings' `telemetry_file`. It may be shared with
        agents."""
        return self._set("set_telemetry", telemetry=telemetry)

    def set_session_store(self, store: SessionStore) -> Self:
        """Where sessions are kept, instead of the user's data folder."""
        return self._set("set_session_store", store=store)

    def set_working_directory(self, cwd: Path) -> Self:
        """The directory the session belongs to; the process's own stays as it is."""
        return self._set("set_working_directory", cwd=cwd.absolute())

    def set_session(
        self, stored_id: str, *, keeps_stored_model: bool = True, keeps_stored_mode: bool = True
    ) -> Self:
        """Open this stored session first, instead of a new one: by its whole id, or by the first 8
        characters, as the resume hint tells them; `run()` raises `SessionNotFound` then.

        It goes on with the provider and model it was left with, unless keeps_stored_model is False,
        and with its permission mode, unless keeps_stored_mode is False.
        """
        return self._set(
            "set_session",
            stored_id=stored_id,
            keeps_stored_model=keeps_stored_model,
            keeps_stored_mode=keeps_stored_mode,
        )

    def set_session_list(self) -> Self:
        """Begin with the list of stored sessions, in front of a new one."""
        return self._set("set_session_list", opens_session_list=True)

    def set_first_prompt(self, prompt: str) -> Self:
        """Send this as soon as the session is open."""
        return self._set("set_first_prompt", first_prompt=prompt)

    def set_early_terminal(self, terminal: EarlyTerminal) -> Self:
        """A terminal that is raw already and has been typed into; `run()` takes it over once."""
        return self._set("set_early_terminal", early_terminal=terminal)

    def add_notice(self, text: str) -> Self:
        """A sentence to show once the first session is open."""
        return self._set("add_notice", notices=(*self._plan.notices, text))

    def register_tools(self, register: ToolsCallback) -> Self:
        """Let `register(registry, questions, permissions)` add tools for the model, now.

        It may be asynchronous, register on the registry, return tools, or both. All or nothing:
        a duplicate name, a schema that is none, or an exception of the callback registers no tool
        of the group and raises `ToolRegistrationError`, which names the tool.
        """
        self._check_configurable("register_tools")
        self._plan.tools.run(register)
        return self

    def set_grant_store(self, grants: GrantStore) -> Self:
        """Where grants that outlive a session are kept, instead of the user's data folder."""
        return self._set("set_grant_store", grants=grants)

    def set_setting_origins(
        self, origins: Mapping[str, Origin], *, settings_file: Path | None = None
    ) -> Self:
        """Where the settings stand, by name; `/permissions` tells it of rules, `/config` of all.
        settings_file: the user's own, which `/config edit` opens."""
        file = str(settings_file) if settings_file is not None else ""
        return self._set("set_setting_origins", origins=origins, settings_file=file)

    def register_command(
        self,
        name: str,
        run: CommandRun,
        *,
        summary: str,
        argument: str = "",
        aliases: Sequence[str] = (),
        choices: CommandChoices | None = None,
    ) -> Self:
        """Add a slash command. `run(context)` is called on the screen's loop and may be
        asynchronous; what it raises becomes a notice. See `CommandContext`.

        name, aliases: small letters and hyphens, the slash may be left out. summary: one line for
        the popup and the help. argument: how the argument is shown ("[branch]"). choices: gives
        its possible values, at once, for completion. Raises `ConfigError` for a name that cannot
        be typed, and for one that is taken.
        """
        # Deferred: only hosts with commands of their own pay for it.
        from agent_tui.config.host_command import HostCommand, check_words, slashed
        from agent_tui.ui.commands.command_table import COMMANDS

        command = HostCommand(
            name=slashed(name),
            run=run,
            summary=summary,
            argument=argument,
            aliases=tuple(map(slashed, aliases)),
            choices=choices,
        )
        registered = self._plan.commands
        ours = [word for known in COMMANDS for word in (known.name, *known.aliases)]
        hosted = [word for known in registered for word in (known.name, *known.aliases)]
        check_words(command, (*ours, *hosted))
        return self._set("register_command", commands=(*registered, command))

    def observe_state(self, observer: Callable[[AppState], object]) -> Self:
        """Call `observer(state)` after each change of state, on the thread that changes it."""
        self._check_configurable("observe_state")
        self._stages.observe(observer)
        return self

    def run(self) -> int:
        """Show the screen until somebody leaves; returns the exit code.

        Blocks the main thread. Raises `ConfigError` before the screen opens, `LifecycleError` when
        it is called twice.
        """
        self._check_configurable("run")
        self._run = ScreenRun(self._plan, self._stages)
        return self._run.run()
