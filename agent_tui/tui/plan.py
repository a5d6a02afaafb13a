"""What a full-screen application is to be: filled by the setters, frozen by `run()`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from agent_tui.config.host_command import HostCommand
from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_press import KeyHandler
from agent_tui.config.layout import Layout
from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.config.type_ahead import EarlyTerminal
from agent_tui.config.ui_options import PanelClass, WidgetFactory
from agent_tui.lifecycle.exit_handler import ExitHandler
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.ports import GrantStore, Provider, SessionStore

if TYPE_CHECKING:
    # No start of the program has one.
    from agent_tui.engine.limits.rate_limiter import RateLimiter
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.protocol.hooks import Hooks
    from agent_tui.telemetry.telemetry import Telemetry


class TuiPlan(Struct, frozen=True, kw_only=True):
    """See the setters of `AgentTui` for the meaning of each field. None: the settings decide.

    folder: of the application below those of the platform, "" for the name's; chosen_folders:
    fields of `Paths` that the host has named itself.
    """

    name: str
    settings: Settings
    tools: ToolSetup
    folder: str = ""
    chosen_folders: Mapping[str, Path] = field(default_factory=dict)
    resume_command: str = ""
    version: str = ""
    welcome: str = ""
    theme: str = ""
    themes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    layout: Layout | None = None
    key_bindings: KeyBindings | None = None
    key_handler: KeyHandler | None = None
    exit_handler: ExitHandler | None = None
    autosave: AutoSave | None = None
    rate_limiter: RateLimiter | None = None
    telemetry: Telemetry | None = None
    hooks: Hooks | None = None
    provider: Provider | ProviderConfig | None = None
    store: SessionStore | None = None
    cwd: Path | None = None
    stored_id: str = ""
    opens_session_list: bool = False
    keeps_stored_model: bool = True
    keeps_stored_mode: bool = True
    origins: Mapping[str, Origin] = field(default_factory=dict)
    settings_file: str = ""
    commands: tuple[HostCommand, ...] = ()
    grants: GrantStore | None = None
    has_permission_panel: bool = True
    has_question_panel: bool = True
    permission_panel: PanelClass | None = None
    question_panel: PanelClass | None = None
    first_prompt: str = ""
    notices: tuple[str, ...] = ()
    early_terminal: EarlyTerminal | None = None
    widgets: Mapping[str, tuple[WidgetFactory, ...]] = field(default_factory=dict)
