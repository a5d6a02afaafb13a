from __future__ import annotations

from agent_tui.protocol.permissions import Decision
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from tests.ui.panels.asked import Hands, a_bare_app, a_command, a_fetch, a_request, an_edit

THREE = (a_command("ls -la"), an_edit(), a_fetch())
DANGER = a_command("rm -rf build", call_id="c4", is_dangerous=True)


def decided(hands: Hands) -> list[tuple[str, Decision]]:
    return [(reply.call_id, reply.decision) for reply in hands.replies]


async def test_all_calls_are_listed_and_one_is_shown() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(*THREE))

        assert hands.sees("Agent wants to make 3 calls")
        assert hands.sees("❯   1 ls -la")
        assert hands.sees("2 Edit notes.txt")
        await hands.press("right")
        assert hands.sees("❯   2 Edit notes.txt")
        assert hands.sees("+ oat milk")


async def test_one_letter_decides_all_calls_at_once() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("y")

        assert decided(hands) == [
            ("c1", Decision.ONCE),
            ("c2", Decision.ONCE),
            ("c3", Decision.ONCE),
        ]


async def test_a_capital_letter_decides_the_shown_call_and_goes_on_to_the_next() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("Y", "N", "enter", "A")
        assert hands.sees("ls -la  ✓ once")
        assert hands.sees("Edit notes.txt  ✗ reject")
        assert hands.sees("Every call has its decision: Enter sends them.")
        assert not hands.said(PermissionPanel.Replied)

        await hands.press("enter")
        assert decided(hands) == [
            ("c1", Decision.ONCE),
            ("c2", Decision.REJECT),
            ("c3", Decision.SESSION),
        ]


async def test_marked_calls_are_decided_together_and_the_rest_afterwards() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("space", "right", "right", "space")
        assert hands.sees("the 2 marked")
        await hands.press("y")
        assert hands.sees("call 2")
        await hands.press("n", "enter", "enter")

        assert decided(hands) == [
            ("c1", Decision.ONCE),
            ("c2", Decision.REJECT),
            ("c3", Decision.ONCE),
        ]


async def test_a_letter_for_all_leaves_out_what_is_dangerous() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(THREE[0], DANGER))

        await hands.press("y")
        assert hands.sees("Call 2 is dangerous: Shift+Y approves it by itself.")
        await hands.press("y")
        assert not hands.said(PermissionPanel.Replied)

        await hands.press("Y", "enter")
        assert decided(hands) == [("c1", Decision.ONCE), ("c4", Decision.ONCE)]


async def test_marks_and_enter_do_not_approve_what_is_dangerous() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(THREE[0], DANGER))

        await hands.press("right", "space", "1", "enter", "enter")

        assert not hands.said(PermissionPanel.Replied)
        assert not hands.sees("rm -rf build  ✓")


async def test_a_rule_for_all_decides_those_that_have_one() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("p", "y")

        assert hands.sees("ls -la  ✓ always")
        assert hands.sees("a  ✓ always")
        assert not hands.sees("notes.txt  ✓")
        await hands.press("n", "enter", "enter")
        assert [decision for _, decision in decided(hands)] == [
            Decision.ALWAYS,
            Decision.REJECT,
            Decision.ALWAYS,
        ]


async def test_an_edit_in_a_batch_is_kept_until_the_call_is_allowed() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("e", "h", "ctrl+s")
        assert hands.sees("edited by you")
        await hands.press("y")

        assert '"ls -lah"' in hands.replies[0].arguments
        assert hands.replies[1].arguments == ""


async def test_enter_sends_nothing_before_all_are_decided() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(*THREE))

        await hands.press("Y", "enter", "enter")

        assert not hands.said(PermissionPanel.Replied)


async def test_a_decision_can_be_changed_before_it_is_sent() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(THREE[0], THREE[1]))

        await hands.press("Y", "Y", "left", "N", "enter", "enter")

        assert sorted(decision for _, decision in decided(hands)) == [
            Decision.ONCE,
            Decision.REJECT,
        ]
