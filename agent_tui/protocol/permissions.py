"""The words of permission: what a tool call needs, what is asked, decided and remembered."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr


class PermissionMode(StrEnum):
    """What a session may do without asking. Deny rules hold in every mode."""

    PLAN = "plan"  # reads only; everything else is refused
    ASK = "ask"  # reads in the workspace; everything else is asked
    EDITS = "edits"  # writes in the workspace, too; commands are asked
    FULL = "full"  # everything


class PathLevel(StrEnum):
    """What is done to a path."""

    READ = "read"
    WRITE = "write"


class PathAccess(Struct, frozen=True, kw_only=True, tag="path", omit_defaults=True):
    """A file, or with is_tree a folder and everything below it. path: absolute, not resolved: what
    it really names is found out at the check and once more at use."""

    path: str
    level: PathLevel
    is_tree: bool = False


class CommandAccess(Struct, frozen=True, kw_only=True, tag="command", omit_defaults=True):
    """A shell command, exactly as it will run, and the absolute folder in which it starts."""

    command: str
    cwd: str


class DomainAccess(Struct, frozen=True, kw_only=True, tag="domain", omit_defaults=True):
    """A host on the network, lower case, without port. is_private: it resolves to an address that
    is not on the public internet; such hosts need a rule that names them exactly."""

    host: str
    is_private: bool = False


class ToolAccess(Struct, frozen=True, kw_only=True, tag="tool", omit_defaults=True):
    """A tool as a whole; for tools that cannot say more about what they touch."""

    name: str


Access = PathAccess | CommandAccess | DomainAccess | ToolAccess


class Effect(StrEnum):
    """What a rule does. Deny outranks allow."""

    ALLOW = "allow"
    DENY = "deny"


class GrantScope(StrEnum):
    """How long and where a grant holds. A "once" leaves no grant."""

    SESSION = "session"  # this session, also after a resume
    PROJECT = "project"  # every session in this workspace
    USER = "user"  # every session of this user
    SETTINGS = "settings"  # from a settings file or a flag; changed there, not revoked here


class Grant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A remembered decision.

    rule: exactly what is granted, in the language of docs/permissions.md, for example
    "run(git log *)", "write(/home/me/project/notes.txt)", "fetch(example.com)". source: who made
    it, for people ("panel", "--allow", a file's path). created: Unix time in seconds.
    """

    id: str
    rule: str
    effect: Effect = Effect.ALLOW
    scope: GrantScope = GrantScope.SESSION
    source: str = ""
    created: float = 0.0


class Decision(StrEnum):
    """What the user said to one item."""

    ONCE = "once"
    SESSION = "session"  # stores the item's session_rules
    ALWAYS = "always"  # stores the item's always_rules
    REJECT = "reject"


class PermissionItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One tool call that waits for permission.

    arguments: the JSON text as it will run. summary: one line, "Edit notes.txt". reason: why it is
    asked. command: the exact shell command, "" for other tools. diff: a unified diff of what an
    edit would change, "" when there is none. session_rules, always_rules: the exact grants that
    `Decision.SESSION` and `Decision.ALWAYS` would store; () when that decision is not on offer.
    warnings: what a reader may overlook (invisible characters, sudo). is_dangerous: no key but an
    explicit letter may approve it.
    """

    call_id: str
    tool: str
    arguments: str
    summary: str
    reason: str
    command: str = ""
    diff: str = ""
    session_rules: tuple[str, ...] = ()
    always_rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_dangerous: bool = False


class PermissionRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The calls of one step that must be asked for, in call order. created: Unix seconds."""

    id: str
    session_id: str
    items: tuple[PermissionItem, ...]
    turn_id: str = ""
    created: float = 0.0


class PermissionReply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The decision on one item. call_id "" decides all items of the request that have no reply of
    their own.

    reason: for a rejection, told to the model; with an approval, a comment for the model.
    arguments: JSON text to run instead of the model's, "" for the model's own; the model is told.
    scope: where `Decision.ALWAYS` is stored, PROJECT or USER.

    A decision and a scope may be given by their names ("reject"). Raises `ValueError` for what is
    none, `TypeError` for arguments that are no text.
    """

    decision: Decision
    call_id: str = ""
    reason: str = ""
    arguments: str = ""
    scope: GrantScope = GrantScope.PROJECT

    def __post_init__(self) -> None:
        # Whatever is not the member REJECT itself counts as an approval later on.
        force_setattr(self, "decision", Decision(self.decision))
        force_setattr(self, "scope", GrantScope(self.scope))
        if not isinstance(self.arguments, str):
            raise TypeError(f"arguments= is a JSON text, not {type(self.arguments).__name__}.")


class PromptOutcome(StrEnum):
    """Why a permission request or a question is no longer open."""

    ANSWERED = "answered"
    DECLINED = "declined"  # the user cancelled the question
    CANCELLED = "cancelled"  # the turn was cancelled
    TIMED_OUT = "timed_out"
    SHUTDOWN = "shutdown"  # it comes back when the session is opened again


class RuleMatch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One past tool call against a rule. text: the command, path or host."""

    tool: str
    text: str
    is_covered: bool


class RuleTrial(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dry run. covered: past calls that the rule allows; missed: the nearest that it does not."""

    rule: str
    covered: tuple[RuleMatch, ...] = ()
    missed: tuple[RuleMatch, ...] = ()
    problem: str = ""


class Explanation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which rule or mode decides about a command. verdict: "allow", "ask" or "deny"; rule: the text
    of the deciding rule, "" when the mode decides; source: where that rule stands."""

    command: str
    verdict: str
    reason: str
    rule: str = ""
    source: str = ""
