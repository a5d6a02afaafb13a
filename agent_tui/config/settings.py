"""The settings: every one with its meaning, unit and default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

AtLeastOne = Annotated[int, Meta(ge=1)]
NotNegativeInt = Annotated[int, Meta(ge=0)]
NotNegative = Annotated[float, Meta(ge=0)]
Positive = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0.1, le=1)]
LayoutName = Literal["standard", "minimal"]
KeysName = Literal["default", "vim", "emacs", "minimal"]
Keys = str | tuple[str, ...]  # one key, several, or "" for none: "ctrl+s", "ctrl+x ctrl+s"
AfterSendName = Literal["insert", "normal", "keep"]
PermissionModeName = Literal["plan", "ask", "edits", "full"]
EnterName = Literal["queue", "steer"]
AutoTitlesName = Literal["prompt", "model", "off"]
QueueOnStopName = Literal["keep", "restore", "send"]
ClipboardName = Literal["auto", "osc52", "off"]
LogLevel = Literal["debug", "info", "warning", "error"]


class Profile(Struct, frozen=True, kw_only=True):
    """`[profiles.NAME]`: a named choice of provider, model and key, made with `--profile NAME`.

    A key given here belongs to this profile's endpoint and is sent nowhere else.
    """

    provider: str = ""  # preset or custom provider; "" is custom with a base_url, else openai
    model: str = ""  # "" is the provider's default model
    base_url: str = ""  # with the version path; "" is the provider's own
    api_key_env: str = ""  # name of the variable that holds the key
    api_key: str = ""  # the key itself; a variable is the better place
    headers: Mapping[str, str] = field(default_factory=dict)  # added to the provider's
    query: Mapping[str, str] = field(default_factory=dict)  # added to the provider's
    context_window: Annotated[int, Meta(ge=0)] = 0  # tokens; 0 is what is known of the model
    connect_timeout_s: Positive | None = None  # seconds; None is the setting of the same name
    idle_timeout_s: Positive | None = None  # seconds; None is the setting of the same name

    def __repr__(self) -> str:
        return _without_key(self)


class CustomProvider(Struct, frozen=True, kw_only=True):
    """`[providers.NAME]`: an endpoint of your own that speaks OpenAI Chat Completions, or with
    `python_class` whatever that class speaks.

    It hides a preset of the same name. Only the key named here is sent to it.
    """

    base_url: str = ""  # with the version path ("http://host:8000/v1"); required
    api_key_env: str = ""  # name of the variable that holds the key; "" sends none
    api_key: str = ""  # the key itself; a variable is the better place
    default_model: str = ""  # model when none is chosen
    headers: Mapping[str, str] = field(default_factory=dict)  # sent with each request
    query: Mapping[str, str] = field(default_factory=dict)  # sent with each request
    context_windows: Mapping[str, int] = field(default_factory=dict)  # tokens by model name prefix
    python_class: str = ""  # "package.module:Name", a provider that somebody else wrote
    options: Mapping[str, Any] = field(default_factory=dict)  # that the class is made with

    def __repr__(self) -> str:
        return _without_key(self)


class ModelPrice(Struct, frozen=True, kw_only=True):
    """`[prices."MODEL"]`: US dollars per million tokens of models whose name begins so."""

    input: NotNegative = 0.0  # what the model reads
    cached_input: NotNegative | None = None  # of it, what comes from a cache; None: like `input`
    output: NotNegative = 0.0  # what it writes, thinking included


class Settings(Struct, frozen=True, kw_only=True):
    """All settings, merged. Built by `load_settings`, or by a host that brings its own."""

    profile: str = ""  # name of one of `profiles`; "" is none
    provider: str = ""  # preset or custom provider; "" is deduced, see `resolve_provider`
    model: str = ""  # "" is the provider's default model
    base_url: str = ""  # with the version path; "" is the provider's own
    api_key_env: str = ""  # name of the variable that holds the key for this endpoint
    api_key: str = ""  # the key itself; a variable is the better place

    theme: str = "auto"  # shipped, or of the themes folder; auto goes with the terminal
    layout: LayoutName = "standard"  # minimal has no status bar
    keys: KeysName = "default"  # preset; minimal binds what is needed and nothing more
    enter_while_running: EnterName = "queue"  # what Enter does with a prompt while a turn runs
    queue_on_stop: QueueOnStopName = "keep"  # of the waiting prompts, when the user stops a turn
    hints: bool = True  # False teaches no keys to those who are new
    vim_after_send: AfterSendName = "insert"  # vim's mode once a prompt was sent; keep: as it was
    mouse: bool = True  # False leaves the mouse to the terminal (its own selection)
    clipboard: ClipboardName = "auto"  # osc52 asks only the terminal, off copies nothing

    save_sessions: bool = True  # False keeps sessions in memory only
    system_prompt: str = ""  # sent with each request, never part of the history
    auto_titles: AutoTitlesName = "prompt"  # of new sessions; model asks it once, which costs
    checkpoint_limit_mb: NotNegativeInt = 500  # kept per session of files before changes; 0: none
    max_iterations: AtLeastOne = 100  # model requests within one turn
    max_attempts: AtLeastOne = 5  # tries of one model request, the first one included
    max_cost: NotNegative = 0.0  # US dollars that one turn may cost; 0: no limit
    requests_per_minute: NotNegativeInt = 0  # to one endpoint, by all sessions; 0: no limit
    tokens_per_minute: NotNegativeInt = 0  # to and from one endpoint; 0: no limit
    auto_compact: bool = True  # False never summarises on its own when the window is nearly full
    compact_at: Share = 0.9  # share of the context window at which that happens

    use_tools: bool = True  # False offers the model no tools
    permission_mode: PermissionModeName = "ask"  # what new sessions may do without asking
    allow: tuple[str, ...] = ()  # rules that need no asking; the lists of all layers hold
    deny: tuple[str, ...] = ()  # rules that are refused; they outrank `allow` and every mode
    prompt_timeout_s: NotNegative = 0.0  # seconds until an open request counts as a no; 0: never

    connect_timeout_s: Positive = 10.0  # seconds until a connection must stand
    idle_timeout_s: Positive = 60.0  # longest silence inside an answer, in seconds
    shutdown_grace_s: NotNegative = 5.0  # seconds that running turns get when the program leaves
    log_level: LogLevel = "info"  # of the log file
    telemetry_file: str = ""  # what is measured goes there, a JSON line each; "" measures nothing

    profiles: Mapping[str, Profile] = field(default_factory=dict)  # `[profiles.NAME]`
    providers: Mapping[str, CustomProvider] = field(default_factory=dict)  # `[providers.NAME]`
    prices: Mapping[str, ModelPrice] = field(default_factory=dict)  # `[prices."MODEL"]`
    vim_remaps: Mapping[str, str] = field(default_factory=dict)  # `[vim_remaps]`, of insert mode
    keymap: Mapping[str, Mapping[str, Keys]] = field(default_factory=dict)  # `[keymap.CONTEXT]`

    def __repr__(self) -> str:
        return _without_key(self)


def _without_key(struct: Struct) -> str:
    shown = {name: getattr(struct, name) for name in struct.__struct_fields__}
    shown["api_key"] = "set" if shown["api_key"] else ""
    for name in ("headers", "query", "options"):
        if shown.get(name):  # an endpoint may take its key in each of them
            shown[name] = sorted(shown[name])
    return f"{type(struct).__name__}({', '.join(f'{k}={v!r}' for k, v in shown.items())})"
