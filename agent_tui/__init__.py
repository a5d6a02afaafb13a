"""agent-tui: a full-screen terminal chat for LLM agents, and the same engine as a library.

    from agent_tui import Agent

    async with Agent() as agent:                       # the provider comes from the environment
        result = await agent.prompt("What is a pty?")
        print(result.text, result.usage.total_tokens)

    from agent_tui import AgentTui, SaveOnExit

    raise SystemExit(AgentTui(name="my-agent").set_exit_handler(SaveOnExit()).run())

The names below are the public surface; each is loaded on first use, so that importing this package
loads neither Textual nor an SDK.
"""

# The start of the program imports this file first, so it imports nothing: `typing` alone costs 5
# ms.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from agent_tui.agent import Agent
    from agent_tui.config.host_command import CommandContext
    from agent_tui.config.key_bindings import KeyBindings
    from agent_tui.config.key_press import KeyPress
    from agent_tui.config.layout import Layout
    from agent_tui.config.provider_config import ProviderConfig
    from agent_tui.config.settings import Settings
    from agent_tui.engine.asking.permission_registry import PermissionRegistry
    from agent_tui.engine.asking.question_registry import QuestionRegistry
    from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
    from agent_tui.errors import (
        AgentTuiError,
        AuthenticationFailed,
        BrokenResourceError,
        ClosedResourceError,
        ConfigError,
        ContextWindowExceeded,
        LifecycleError,
        ModelNotFound,
        PermissionDenied,
        PromptAlreadyAnswered,
        PromptError,
        PromptNotFound,
        ProviderError,
        ProviderProtocolError,
        ProviderUnavailable,
        QuestionDeclined,
        RateLimited,
        SessionAmbiguous,
        SessionCorrupt,
        SessionError,
        SessionFormatTooNew,
        SessionLocked,
        SessionNotFound,
        SessionStorageFailed,
        SubscriberLagged,
        ToolArgumentsInvalid,
        ToolError,
        ToolRegistrationError,
    )
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler, SaveOnExit
    from agent_tui.protocol.agent_event import AgentEvent
    from agent_tui.protocol.cancellation import CancellationToken
    from agent_tui.protocol.inputs import UserInput
    from agent_tui.protocol.messages import ChatMessage
    from agent_tui.protocol.permissions import (
        Decision,
        Grant,
        PermissionItem,
        PermissionMode,
        PermissionReply,
        PermissionRequest,
    )
    from agent_tui.protocol.ports import (
        GrantStore,
        Provider,
        SessionJournal,
        SessionStore,
        StoredSession,
    )
    from agent_tui.protocol.questions import Answer, Choice, Question, QuestionKind, QuestionRequest
    from agent_tui.protocol.results import TurnResult
    from agent_tui.protocol.saved_state import SavedState
    from agent_tui.protocol.sessions import SessionInfo
    from agent_tui.protocol.status import AppState, SessionStatus, Stage, TurnStatus
    from agent_tui.protocol.tools import Tool, ToolContext, ToolResult
    from agent_tui.providers.scripted import ScriptedProvider
    from agent_tui.storage.grant_store import FileGrantStore
    from agent_tui.storage.memory.memory_store import MemorySessionStore
    from agent_tui.storage.session_store import FileSessionStore
    from agent_tui.storage.store_check import session_store_problems
    from agent_tui.tools.function_tool import tool
    from agent_tui.tools.schema_tool import SchemaTool
    from agent_tui.tools.typed_tool import TypedTool
    from agent_tui.tui import AgentTui
    from agent_tui.ui.widgets.permission_panel import PermissionPanel
    from agent_tui.ui.widgets.question_panel import QuestionPanel

__all__ = [
    "Agent",
    "AgentEvent",
    "AgentTui",
    "AgentTuiError",
    "Answer",
    "AppState",
    "AuthenticationFailed",
    "AutoSave",
    "BrokenResourceError",
    "CancellationToken",
    "ChatMessage",
    "Choice",
    "ClosedResourceError",
    "CommandContext",
    "ConfigError",
    "ContextWindowExceeded",
    "Decision",
    "ExitContext",
    "ExitHandler",
    "FileGrantStore",
    "FileSessionStore",
    "Grant",
    "GrantStore",
    "KeyBindings",
    "KeyPress",
    "Layout",
    "LifecycleError",
    "MemorySessionStore",
    "ModelNotFound",
    "PermissionDenied",
    "PermissionItem",
    "PermissionMode",
    "PermissionPanel",
    "PermissionRegistry",
    "PermissionReply",
    "PermissionRequest",
    "PromptAlreadyAnswered",
    "PromptError",
    "PromptNotFound",
    "Provider",
    "ProviderConfig",
    "ProviderError",
    "ProviderProtocolError",
    "ProviderUnavailable",
    "Question",
    "QuestionDeclined",
    "QuestionKind",
    "QuestionPanel",
    "QuestionRegistry",
    "QuestionRequest",
    "RateLimited",
    "SaveOnExit",
    "SavedState",
    "SchemaTool",
    "ScriptedProvider",
    "SessionAmbiguous",
    "SessionCorrupt",
    "SessionError",
    "SessionFormatTooNew",
    "SessionInfo",
    "SessionJournal",
    "SessionLocked",
    "SessionNotFound",
    "SessionStatus",
    "SessionStorageFailed",
    "SessionStore",
    "Settings",
    "Stage",
    "StoredSession",
    "SubscriberLagged",
    "Tool",
    "ToolArgumentsInvalid",
    "ToolContext",
    "ToolError",
    "ToolRegistrationError",
    "ToolRegistry",
    "ToolResult",
    "TurnResult",
    "TurnStatus",
    "TypedTool",
    "UserInput",
    "session_store_problems",
    "tool",
]

_HOMES = {
    "agent_tui.engine.asking.permission_registry": ("PermissionRegistry",),
    "agent_tui.engine.asking.question_registry": ("QuestionRegistry",),
    "agent_tui.engine.tool_calls.tool_registry": ("ToolRegistry",),
    "agent_tui.protocol.permissions": (
        "Decision",
        "Grant",
        "PermissionItem",
        "PermissionMode",
        "PermissionReply",
        "PermissionRequest",
    ),
    "agent_tui.protocol.questions": (
        "Answer",
        "Choice",
        "Question",
        "QuestionKind",
        "QuestionRequest",
    ),
    "agent_tui.protocol.tools": ("Tool", "ToolContext", "ToolResult"),
    "agent_tui.storage.grant_store": ("FileGrantStore",),
    "agent_tui.tools.function_tool": ("tool",),
    "agent_tui.tools.schema_tool": ("SchemaTool",),
    "agent_tui.tools.typed_tool": ("TypedTool",),
    "agent_tui.ui.widgets.permission_panel": ("PermissionPanel",),
    "agent_tui.ui.widgets.question_panel": ("QuestionPanel",),
    "agent_tui.agent": ("Agent",),
    "agent_tui.config.host_command": ("CommandContext",),
    "agent_tui.config.key_bindings": ("KeyBindings",),
    "agent_tui.config.key_press": ("KeyPress",),
    "agent_tui.config.layout": ("Layout",),
    "agent_tui.config.provider_config": ("ProviderConfig",),
    "agent_tui.config.settings": ("Settings",),
    "agent_tui.lifecycle.autosave.auto_save": ("AutoSave",),
    "agent_tui.lifecycle.exit_handler": ("ExitContext", "ExitHandler", "SaveOnExit"),
    "agent_tui.protocol.cancellation": ("CancellationToken",),
    "agent_tui.protocol.events": ("AgentEvent",),
    "agent_tui.protocol.inputs": ("UserInput",),
    "agent_tui.protocol.messages": ("ChatMessage",),
    "agent_tui.protocol.ports": (
        "GrantStore",
        "Provider",
        "SessionJournal",
        "SessionStore",
        "StoredSession",
    ),
    "agent_tui.protocol.results": ("TurnResult",),
    "agent_tui.protocol.saved_state": ("SavedState",),
    "agent_tui.protocol.sessions": ("SessionInfo",),
    "agent_tui.protocol.status": ("AppState", "SessionStatus", "Stage", "TurnStatus"),
    "agent_tui.providers.scripted": ("ScriptedProvider",),
    "agent_tui.storage.memory.memory_store": ("MemorySessionStore",),
    "agent_tui.storage.session_store": ("FileSessionStore",),
    "agent_tui.storage.store_check": ("session_store_problems",),
    "agent_tui.tui": ("AgentTui",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use; all other public names are errors."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_HOME_OF.get(name, "agent_tui.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
