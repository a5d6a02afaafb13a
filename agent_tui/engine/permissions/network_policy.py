"""Decides about hosts and about tools as a whole."""

from __future__ import annotations

from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.hosts import host_problem, is_disguised, normalised_host
from agent_tui.engine.permissions.rules import HostRule, ToolRule, rule_text, shown
from agent_tui.engine.permissions.verdict import (
    PLAN_MODE,
    Verdict,
    VerdictEffect,
    allowed,
    denied,
)
from agent_tui.protocol.permissions import DomainAccess, Effect, Grant, PermissionMode, ToolAccess


def judge_host(access: DomainAccess, *, mode: PermissionMode, grants: CompiledGrants) -> Verdict:
    """Decide about a host on the network."""
    host = normalised_host(access.host)
    if host_problem(host):
        return denied(f"{shown(access.host)} is no name of a host.")
    rule = rule_text(HostRule(host))
    if grant := _host_grant(host, Effect.DENY, grants):
        return denied(f"The rule {grant.rule} denies it.", rule=grant.rule, source=_source(grant))
    if access.is_private:
        if grant := grants.hosts.get((Effect.ALLOW, HostRule(host))):
            return _by(grant)
        return denied(
            f"{host} is not on the public internet. Only a rule that names it permits it: {rule}"
        )
    if grant := _host_grant(host, Effect.ALLOW, grants):
        return _by(grant)
    if mode is PermissionMode.FULL:
        return allowed("Full mode allows everything that no rule denies.")
    if mode is PermissionMode.PLAN:
        return denied(PLAN_MODE)
    disguise = f"{host} shows as other letters than it has." if is_disguised(host) else ""
    return Verdict(
        effect=VerdictEffect.ASK,
        reason=f"It connects to {host}.",
        session_rules=(rule,),
        always_rules=(rule,),
        warnings=(disguise,) if disguise else (),
    )


def judge_tool(access: ToolAccess, *, mode: PermissionMode, grants: CompiledGrants) -> Verdict:
    """Decide about a tool that cannot say what it touches."""
    name = access.name
    if grant := grants.tools.get((Effect.DENY, name)):
        return denied(f"The rule {grant.rule} denies it.", rule=grant.rule, source=_source(grant))
    if mode is PermissionMode.PLAN:
        return denied(PLAN_MODE)
    if grant := grants.tools.get((Effect.ALLOW, name)):
        return _by(grant)
    if mode is PermissionMode.FULL:
        return allowed("Full mode allows everything that no rule denies.")
    rule = rule_text(ToolRule(name))
    return Verdict(
        effect=VerdictEffect.ASK,
        reason=f"It uses the tool {shown(name)}, of which nothing more is known.",
        session_rules=(rule,),
        always_rules=(rule,),
    )


def _host_grant(host: str, effect: Effect, grants: CompiledGrants) -> Grant | None:
    if grant := grants.hosts.get((effect, HostRule(host))):
        return grant
    rest = host
    while rest:
        rest = rest.partition(".")[2]
        if grant := grants.hosts.get((effect, HostRule(rest, is_below=True))):
            return grant
    return None


def _by(grant: Grant) -> Verdict:
    return allowed(f"The rule {grant.rule} allows it.", rule=grant.rule, source=_source(grant))


def _source(grant: Grant) -> str:
    return grant.source or grant.scope
