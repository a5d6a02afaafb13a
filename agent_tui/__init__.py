"""agent-tui: a full-screen terminal chat for LLM agents, and the same engine as a library.

    from agent_tui import Agent

    async with Agent() as agent:                       # the provider comes from the environment
        result = await agent.run_turn("What is a pty?")
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
    from agent_tui.agent.agent_errors import (
        AgentClosed,
        AgentForked,
        AgentNotStarted,
        CallWouldDeadlock,
    )
    from agent_tui.agent.chat_completions import as_chat_completions
    from agent_tui.config.host_command import CommandContext
    from agent_tui.config.key_bindings import KeyBindings
    from agent_tui.config.key_press import KeyPress
    from agent_tui.config.layout import Layout
    from agent_tui.config.provider_config import ProviderConfig
    from agent_tui.config.settings import Settings
    from agent_tui.engine.asking.permission_registry import PermissionRegistry
    from agent_tui.engine.asking.question_registry import QuestionRegistry
    from agent_tui.engine.limits.rate_limiter import RateLimiter
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
    from agent_tui.lifecycle.engine_worker import EngineWorker
    from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler, SaveOnExit
    from agent_tui.protocol.agent_event import AgentEvent
    from agent_tui.protocol.cancellation import CancellationToken
    from agent_tui.protocol.failures import Failure
    from agent_tui.protocol.history_errors import HistoryInvalid
    from agent_tui.protocol.hook_answers import HookAnswer
    from agent_tui.protocol.hook_contexts import (
        AnswerContext,
        CompactionContext,
        HookContext,
        HookTools,
        LeavingContext,
        LimitContext,
        PromptContext,
        RequestContext,
        SessionContext,
        StartedContext,
        ToolCallContext,
        ToolResultContext,
    )
    from agent_tui.protocol.hook_errors import HookFailed, TurnOver
    from agent_tui.protocol.hooks import Hooks, Middleware
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
    from agent_tui.protocol.requests import (
        ModelRequest,
        StreamFinished,
        StreamItem,
        TextDelta,
        ThinkingDelta,
        ToolCallDelta,
        ToolSpec,
        UsageReported,
    )
    from agent_tui.protocol.results import TurnResult
    from agent_tui.protocol.saved_state import SavedState
    from agent_tui.protocol.session_stats import SessionStats
    from agent_tui.protocol.sessions import SessionInfo
    from agent_tui.protocol.skills import Skill
    from agent_tui.protocol.status import AppState, FinishReason, SessionStatus, Stage, TurnStatus
    from agent_tui.protocol.tools import Tool, ToolContext, ToolResult
    from agent_tui.protocol.usage import Usage
    from agent_tui.providers.scripted import ScriptedProvider, calls, says
    from agent_tui.storage.grant_store import FileGrantStore
    from agent_tui.storage.memory.memory_store import MemorySessionStore
    from agent_tui.storage.session_store import FileSessionStore
    from agent_tui.storage.store_check import session_store_problems
    from agent_tui.telemetry.jsonl_sink import JsonlSink
    from agent_tui.telemetry.otel.bridge import OpenTelemetryBridge
    from agent_tui.telemetry.otel.missing_extra import MissingExtra
    from agent_tui.telemetry.telemetry import Telemetry
    from agent_tui.telemetry.telemetry_event import TelemetryEvent
    from agent_tui.tools.function_tool import tool
    from agent_tui.tools.schema_tool import SchemaTool
    from agent_tui.tools.typed_tool import TypedTool
    from agent_tui.tui import AgentTui
    from agent_tui.ui.chat_view import ChatView
    from agent_tui.ui.widgets.permission_panel import PermissionPanel
    from agent_tui.ui.widgets.question_panel import QuestionPanel

__all__ = [
    "Agent",
    "AgentClosed",
    "AgentEvent",
    "AgentForked",
    "AgentNotStarted",
    "AgentTui",
    "AgentTuiError",
    "Answer",
    "AnswerContext",
    "AppState",
    "AuthenticationFailed",
    "AutoSave",
    "BrokenResourceError",
    "CallWouldDeadlock",
    "CancellationToken",
    "ChatMessage",
    "ChatView",
    "Choice",
    "ClosedResourceError",
    "CommandContext",
    "CompactionContext",
    "ConfigError",
    "ContextWindowExceeded",
    "Decision",
    "EngineWorker",
    "ExitContext",
    "ExitHandler",
    "Failure",
    "FileGrantStore",
    "FileSessionStore",
    "FinishReason",
    "Grant",
    "GrantStore",
    "HistoryInvalid",
    "HookAnswer",
    "HookContext",
    "HookFailed",
    "HookTools",
    "Hooks",
    "JsonlSink",
    "KeyBindings",
    "KeyPress",
    "Layout",
    "LeavingContext",
    "LifecycleError",
    "LimitContext",
    "MemorySessionStore",
    "Middleware",
    "MissingExtra",
    "ModelNotFound",
    "ModelRequest",
    "OpenTelemetryBridge",
    "PermissionDenied",
    "PermissionItem",
    "PermissionMode",
    "PermissionPanel",
    "PermissionRegistry",
    "PermissionReply",
    "PermissionRequest",
    "PromptAlreadyAnswered",
    "PromptContext",
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
    "RateLimiter",
    "RequestContext",
    "SaveOnExit",
    "SavedState",
    "SchemaTool",
    "ScriptedProvider",
    "SessionAmbiguous",
    "SessionContext",
    "SessionCorrupt",
    "SessionError",
    "SessionFormatTooNew",
    "SessionInfo",
    "SessionJournal",
    "SessionLocked",
    "SessionNotFound",
    "SessionStats",
    "SessionStatus",
    "SessionStorageFailed",
    "SessionStore",
    "Settings",
    "Skill",
    "Stage",
    "StartedContext",
    "StoredSession",
    "StreamFinished",
    "StreamItem",
    "SubscriberLagged",
    "Telemetry",
    "TelemetryEvent",
    "TextDelta",
    "ThinkingDelta",
    "Tool",
    "ToolArgumentsInvalid",
    "ToolCallContext",
    "ToolCallDelta",
    "ToolContext",
    "ToolError",
    "ToolRegistrationError",
    "ToolRegistry",
    "ToolResult",
    "ToolResultContext",
    "ToolSpec",
    "TurnOver",
    "TurnResult",
    "TurnStatus",
    "TypedTool",
    "Usage",
    "UsageReported",
    "UserInput",
    "as_chat_completions",
    "calls",
    "says",
    "session_store_problems",
    "tool",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use; all other public names are errors."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    from agent_tui.public_homes import HOME_OF

    value: object = getattr(importlib.import_module(HOME_OF.get(name, "agent_tui.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
