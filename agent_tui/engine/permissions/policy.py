"""The one answer to "may this call run?": rules and modes put together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from agent_tui.engine.permissions.command_policy import CommandPolicy
from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.network_policy import judge_host, judge_tool
from agent_tui.engine.permissions.path_policy import PathPolicy
from agent_tui.engine.permissions.rule_trial import tried
from agent_tui.engine.permissions.rules import parsed_rule, rule_text, shown
from agent_tui.engine.permissions.verdict import (
    UsedPath,
    Verdict,
    VerdictEffect,
    allowed,
    denied,
)
from agent_tui.errors import ConfigError, PermissionDenied
from agent_tui.protocol.permissions import (
    Access,
    CommandAccess,
    DomainAccess,
    Explanation,
    Grant,
    PathAccess,
    PathLevel,
    PermissionMode,
    RuleTrial,
    ToolAccess,
)

__all__ = ["CompiledGrants", "PermissionPolicy", "Verdict", "VerdictEffect"]


class PermissionPolicy:
    """Decides what the calls of a session may do. Pure but for looking at links on the disk.

    workspace: absolute. readable: more folders that may always be read. protected: folders whose
    files are asked before they are written even inside the workspace: the program's own. programs:
    the same for what lies directly in these folders, because it is found by its name.
    """

    def __init__(
        self,
        *,
        workspace: str,
        readable: Sequence[str] = (),
        protected: Sequence[str] = (),
        programs: Sequence[str] = (),
    ) -> None:
        self._paths = PathPolicy(workspace, readable, protected, programs)
        self._commands = CommandPolicy(self._paths)

    def compile(self, grants: Sequence[Grant]) -> CompiledGrants:
        """Sort grants for fast checks; do it once, when they change. Earlier grants are named
        first as the reason. An unreadable permission permits nothing; with an unreadable denial
        everything is asked."""
        return CompiledGrants(grants, self._paths.workspace)

    def check(
        self, accesses: Sequence[Access], *, mode: PermissionMode, grants: CompiledGrants
    ) -> Verdict:
        """Decide about all accesses of one call together: the strictest decides."""
        if not accesses:
            return allowed("It touches nothing that needs permission.")
        used: list[UsedPath] = []
        verdicts = []
        for access in accesses:
            verdict = self._judge(access, mode, grants)
            verdicts.append(verdict)
            used.extend(verdict.real_paths)
        verdict = _joined(verdicts)
        if grants.unreadable_denial and verdict.effect is VerdictEffect.ALLOW:
            verdict = Verdict(
                effect=VerdictEffect.ASK,
                reason=f"The deny rule {shown(grants.unreadable_denial)} cannot be read,"
                " so everything is asked until it is corrected.",
            )
        return replace(verdict, real_paths=tuple(used))

    def may_use(
        self,
        path: str,
        level: PathLevel,
        *,
        mode: PermissionMode,
        grants: CompiledGrants,
        permitted: Sequence[UsedPath],
    ) -> str:
        """The real path, at the moment of use, when it is part of what was permitted or free in
        this mode. Raises `PermissionDenied`, for example when a link was changed meanwhile."""
        try:
            real = self._paths.real(path)
        except ValueError as error:
            raise PermissionDenied(str(error)) from error
        use = (real, level, False)
        if refusal := self._paths.denial(path, use, grants):
            raise PermissionDenied(refusal.reason)
        if self._paths.covered(use, permitted):
            return real
        verdict = self._paths.judge(path, use, mode=mode, grants=grants)
        if verdict.effect is VerdictEffect.ALLOW and not grants.unreadable_denial:
            return real
        raise PermissionDenied(
            f"{shown(path)} is now {shown(real)}, for which there is no permission."
            f" {verdict.reason}"
        )

    def explain(
        self, command: str, cwd: str, *, mode: PermissionMode, grants: CompiledGrants
    ) -> Explanation:
        """What decides about a command, and where that stands."""
        access = CommandAccess(command=command, cwd=cwd)
        verdict = self.check((access,), mode=mode, grants=grants)
        return Explanation(
            command=command,
            verdict=verdict.effect,
            reason=verdict.reason,
            rule=verdict.rule,
            source=verdict.source,
        )

    def try_rule(self, rule: str, past: Sequence[tuple[str, Access]]) -> RuleTrial:
        """Which of the past accesses a rule would allow, and up to three that it just misses.

        past: tool name and access.
        """
        try:
            parsed = parsed_rule(rule, self._paths.workspace)
        except ConfigError as error:
            return RuleTrial(rule=rule, problem=error.what)
        text = rule_text(parsed)
        grants = self.compile((Grant(id="trial", rule=text),))
        mode = PermissionMode.ASK
        return tried(parsed, text, past, lambda access: self._judge(access, mode, grants))

    def normalised_rule(self, rule: str) -> str:
        """The exact text of a rule, as it is stored: paths absolute and without links.

        Raises `ConfigError` that says what is wrong and how to write it.
        """
        return rule_text(parsed_rule(rule, self._paths.workspace))

    def _judge(self, access: Access, mode: PermissionMode, grants: CompiledGrants) -> Verdict:
        match access:
            case CommandAccess():
                return self._commands.judge(access, mode=mode, grants=grants)
            case PathAccess():
                return self._judge_path(access, mode, grants)
            case DomainAccess():
                return judge_host(access, mode=mode, grants=grants)
            case ToolAccess():
                return judge_tool(access, mode=mode, grants=grants)

    def _judge_path(
        self, access: PathAccess, mode: PermissionMode, grants: CompiledGrants
    ) -> Verdict:
        try:
            use = (self._paths.real(access.path), access.level, access.is_tree)
        except ValueError as error:
            return denied(str(error))
        # The search tools keep to this; a command of the shell does not.
        verdict = self._paths.judge(
            access.path, use, mode=mode, grants=grants, skips_secrets=access.is_tree
        )
        return replace(verdict, real_paths=(use,))


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    """The strictest verdict, with what all that ask have to offer and to warn of."""
    strictest = max(verdicts, key=lambda verdict: verdict.effect.rank)
    if strictest.effect is not VerdictEffect.ASK:
        return next((v for v in verdicts if v.effect is strictest.effect and v.rule), strictest)
    asking = [verdict for verdict in verdicts if verdict.effect is VerdictEffect.ASK]
    return replace(
        strictest,
        session_rules=_all_rules([verdict.session_rules for verdict in asking]),
        always_rules=_all_rules([verdict.always_rules for verdict in asking]),
        warnings=tuple(dict.fromkeys(text for verdict in asking for text in verdict.warnings)),
        is_dangerous=any(verdict.is_dangerous for verdict in asking),
    )


def _all_rules(offers: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All rules together; () when a part has none, because the rest would not be enough."""
    return tuple(dict.fromkeys(rule for offer in offers for rule in offer)) if all(offers) else ()
