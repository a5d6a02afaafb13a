"""What the screen is told before it opens. Free of Textual, so that hosts can build it cheaply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from agent_tui.config.host_command import HostCommand
from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_press import KeyHandler
from agent_tui.config.layout import Layout
from agent_tui.config.program_facts import ProgramFacts
from agent_tui.config.settings import AfterSendName, ClipboardName, EnterName, QueueOnStopName
from agent_tui.config.type_ahead import TypeAhead

WidgetFactory = Callable[[], object]
"""Makes one Textual widget. Typed as object, because only the `ui` room may know Textual."""

PanelClass = Callable[..., object]
"""A subclass of one of our panels; see `WidgetFactory` for the type."""

PANEL_SLOT = "panel"
"""The slot between transcript and composer; every layout has it."""

DEFAULT_THEME = "agent-tui-dark"


class VimSettings(Struct, frozen=True):
    """after_send: the mode after a prompt was sent; "keep" is the one that it was sent in. remaps:
    keys of insert mode and what they stand for, as in Vim's mappings: {"jj": "<Esc>"}."""

    after_send: AfterSendName = "insert"
    remaps: Mapping[str, str] = field(default_factory=dict)


class UiOptions(Struct, frozen=True, kw_only=True):
    """What the screen is told before it opens.

    theme: the name of a theme. themes_folder: the user's own themes, "" for none. themes: the
    host's own by name, each as its parsed file.
    type_ahead: what was typed before the screen was there. guidance: what to do when no provider
    is configured, "" when one is; welcome: the first words of an empty session else, in markdown,
    "" for ours. widgets: factories by slot; a slot that the layout does not have is not shown.
    has_permission_panel, has_question_panel: the screen asks the user; without, nobody can be
    asked, which the engine must know. permission_panel, question_panel: the host's own classes,
    None for ours; called with `switch_key`. facts: for the commands that tell of the program.
    commands: the host's own.
    has_hints: teach keys to those who are new. enter_while_running, queue_on_stop: see `Settings`.
    opens_session_list: begin with the list of stored sessions. vim: for the preset of this name.
    clipboard: how texts are copied. key_handler: the host's, see `KeyHandler`.
    terminal_attributes: what `termios.tcgetattr` gave before somebody made the terminal raw, None
    when nobody did. Raises `ConfigError` when two actions share a key.
    """

    app_name: str = "agent-tui"
    version: str = ""
    theme: str = DEFAULT_THEME
    themes_folder: str = ""
    themes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    layout: Layout = Layout(name="standard")
    key_bindings: KeyBindings = field(default_factory=KeyBindings.default)
    key_handler: KeyHandler | None = None
    type_ahead: TypeAhead = TypeAhead()
    terminal_attributes: list[Any] | None = None
    cwd: str = ""
    guidance: str = ""
    welcome: str = ""
    widgets: Mapping[str, tuple[WidgetFactory, ...]] = field(default_factory=dict)
    has_permission_panel: bool = True
    has_question_panel: bool = True
    permission_panel: PanelClass | None = None
    question_panel: PanelClass | None = None
    clipboard: ClipboardName = "auto"
    facts: ProgramFacts = ProgramFacts()
    commands: tuple[HostCommand, ...] = ()
    has_hints: bool = True
    enter_while_running: EnterName = "queue"
    queue_on_stop: QueueOnStopName = "keep"
    opens_session_list: bool = False

    vim: VimSettings = VimSettings()

    def __post_init__(self) -> None:
        self.key_bindings.check()
