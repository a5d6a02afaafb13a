from __future__ import annotations

import pytest

from agent_tui.engine.permissions.policy import VerdictEffect
from agent_tui.protocol.permissions import DomainAccess, PermissionMode, ToolAccess
from tests.engine.permissions.builders import FULL, PLAN, Workspace

ALLOW, ASK, DENY = VerdictEffect.ALLOW, VerdictEffect.ASK, VerdictEffect.DENY


def test_a_host_is_asked_by_mode_and_offered_exactly(work: Workspace) -> None:
    host = DomainAccess(host="example.com")
    effects = [work.check(host, mode=mode).effect for mode in PermissionMode]

    assert effects == [DENY, ASK, ASK, ALLOW]
    verdict = work.check(host)
    assert verdict.session_rules == verdict.always_rules == ("fetch(example.com)",)


@pytest.mark.parametrize(
    ("rule", "host", "is_covered"),
    [
        ("fetch(example.com)", "example.com", True),
        ("fetch(example.com)", "EXAMPLE.com.", True),
        ("fetch(example.com)", "www.example.com", False),
        ("fetch(example.com)", "example.com.evil.org", False),
        ("fetch(*.example.com)", "www.example.com", True),
        ("fetch(*.example.com)", "a.b.example.com", True),
        ("fetch(*.example.com)", "example.com", False),
        ("fetch(*.example.com)", "badexample.com", False),
        ("fetch(*)", "anything.org", True),
        ("fetch(example.com)", "ex\u0430mple.com", False),
    ],
)
def test_a_host_rule_covers_what_it_says(
    work: Workspace, rule: str, host: str, is_covered: bool
) -> None:
    access = DomainAccess(host=host)

    assert work.check(access, allow=[rule]).effect is (ALLOW if is_covered else ASK)
    assert work.check(access, allow=[rule], mode=PLAN).effect is (ALLOW if is_covered else DENY)
    denied = work.check(access, allow=[rule], mode=FULL, deny=[rule]).effect
    assert denied is (DENY if is_covered else ALLOW)


@pytest.mark.parametrize("mode", PermissionMode)
def test_a_private_host_needs_a_rule_that_names_it(work: Workspace, mode: PermissionMode) -> None:
    host = DomainAccess(host="wiki.corp.example", is_private=True)

    for allow in ([], ["fetch(*)"], ["fetch(*.corp.example)"]):
        verdict = work.check(host, mode=mode, allow=allow)
        assert verdict.effect is DENY
        assert "fetch(wiki.corp.example)" in verdict.reason
    assert work.check(host, mode=mode, allow=["fetch(wiki.corp.example)"]).effect is ALLOW


def test_a_disguised_host_is_warned_of_and_nonsense_is_refused(work: Workspace) -> None:
    assert work.check(DomainAccess(host="ex\u0430mple.com")).warnings
    assert work.check(DomainAccess(host="a b"), mode=FULL).effect is DENY


def test_a_tool_is_asked_by_mode_and_by_rule(work: Workspace) -> None:
    tool = ToolAccess(name="deploy")
    effects = [work.check(tool, mode=mode).effect for mode in PermissionMode]

    assert effects == [DENY, ASK, ASK, ALLOW]
    assert work.check(tool).session_rules == ("tool(deploy)",)
    assert work.check(tool, allow=["tool(deploy)"]).effect is ALLOW
    assert work.check(tool, mode=PLAN, allow=["tool(deploy)"]).effect is DENY
    assert work.check(tool, mode=FULL, deny=["tool(deploy)"]).effect is DENY
