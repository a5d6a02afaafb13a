from __future__ import annotations

import json

import pytest

from agent_tui.protocol.permissions import Decision, GrantScope, RuleMatch, RuleTrial
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from tests.ui.panels.asked import a_bare_app, a_command, a_fetch, a_request, an_edit


@pytest.mark.parametrize(
    ("keys", "decision"),
    [
        (["y"], Decision.ONCE),
        (["a"], Decision.SESSION),
        (["p", "y"], Decision.ALWAYS),
        (["n", "enter"], Decision.REJECT),
        (["j", "enter"], Decision.ONCE),
        (["down", "down", "enter"], Decision.SESSION),
        (["k", "enter", "enter"], Decision.REJECT),
        (["2", "enter"], Decision.SESSION),
        (["3", "enter", "y"], Decision.ALWAYS),
    ],
)
async def test_each_key_decides_what_it_says(keys: list[str], decision: Decision) -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request())

        await hands.press(*keys)

        (reply,) = hands.replies
        assert (reply.decision, reply.call_id) == (decision, "c1")


@pytest.mark.parametrize("item", [a_command(), a_command(is_dangerous=True), an_edit(), a_fetch()])
async def test_enter_alone_approves_nothing(item: object) -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(item))  # type: ignore[arg-type]

        await hands.press(*["enter"] * 5)

        assert not hands.app.messages
        assert hands.sees("Enter alone decides nothing")


@pytest.mark.parametrize(
    "keys",
    [
        ["enter"],
        ["j", "enter"],
        ["1", "enter", "enter"],
        ["a", "enter"],
        ["p", "enter"],
        ["space", "j", "enter"],
    ],
)
async def test_a_dangerous_call_is_approved_by_its_letter_only(keys: list[str]) -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command("sudo rm -rf /srv", is_dangerous=True)))

        await hands.press(*keys)
        assert not hands.said(PermissionPanel.Replied)

        await hands.press("y")
        assert hands.replies[0].decision is Decision.ONCE


async def test_clicks_do_not_approve_a_dangerous_call() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command(is_dangerous=True)))

        await hands.click("Allow once")
        await hands.click("Allow once")
        assert hands.sees("This one takes the letter y.")
        await hands.click("Allow once")

        assert not hands.app.messages


async def test_a_rejection_takes_a_reason_or_none() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(), a_request(request_id="r2"))
        await hands.press("n", *"use git", "enter")
        await hands.rest()
        await hands.press("n", "enter")

        replies = [said.replies[0] for said in hands.said(PermissionPanel.Replied)]
        assert [(reply.decision, reply.reason) for reply in replies] == [
            (Decision.REJECT, "use git"),
            (Decision.REJECT, ""),
        ]


async def test_esc_leaves_what_is_open_in_the_panel_and_decides_nothing() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())

        for opening in ("n", "e", "p"):
            await hands.press(opening)
            assert not hands.sees("Allow once")
            await hands.press("escape")
            assert hands.sees("Allow once")

        assert not hands.said(PermissionPanel.Replied)
        assert hands.permissions.has_focus


async def test_an_edited_command_runs_in_its_arguments() -> None:
    arguments = json.dumps({"timeout_s": 60, "command": "git log"})
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command("git log", arguments=arguments)))
        await hands.press("e")
        assert hands.permissions.field.text == "git log"

        await hands.press(*" -3", "ctrl+s")

        (reply,) = hands.replies
        assert reply.decision is Decision.ONCE
        assert json.loads(reply.arguments) == {"timeout_s": 60, "command": "git log -3"}


async def test_an_edit_that_changes_nothing_is_no_edit() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())

        await hands.press("e", "ctrl+s")

        assert hands.replies[0].arguments == ""


async def test_edited_json_must_be_an_object() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_fetch()))
        await hands.press("e", "x", "ctrl+s")
        assert hands.sees("This is not valid JSON, line 4")
        assert not hands.app.messages
        hands.permissions.field.load_text("[1]")
        await hands.press("ctrl+s")
        assert hands.sees("must be a JSON object")

        hands.permissions.field.load_text('{"url": "https://example.org"}')
        await hands.press("ctrl+s")

        assert hands.replies[0].arguments == '{"url": "https://example.org"}'


async def test_a_command_with_invisible_characters_is_edited_as_json_that_shows_them() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command("echo \u200b\u202ehi")))

        await hands.press("e")

        assert "\\u200b\\u202e" in hands.permissions.field.text


async def test_a_dangerous_command_that_was_edited_still_takes_its_letter() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command("rm -rf x", is_dangerous=True)))

        await hands.press("e", "y", "ctrl+s")
        assert not hands.app.messages
        assert hands.sees("rm -rf xy")
        await hands.press("y")

        assert json.loads(hands.replies[0].arguments) == {"command": "rm -rf xy"}


async def test_a_rule_is_shown_exactly_before_it_is_stored_with_its_dry_run() -> None:
    rule = "run(git log * \u202e" + "x" * 90 + ")"
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(a_command(always_rules=(rule,))))
        await hands.press("p")

        shown = "".join(row.strip() for row in hands.rows())
        assert "run(git log * ‹U+202E›" + "x" * 90 + ")" in shown
        assert [asked.rule for asked in hands.said(PermissionPanel.RuleAsked)] == [rule]

        hands.permissions.show_trial(
            RuleTrial(
                rule=rule,
                covered=(RuleMatch(tool="run_command", text="git log -3", is_covered=True),),
                missed=tuple(
                    RuleMatch(tool="run_command", text=f"git push {n}", is_covered=False)
                    for n in range(5)
                ),
            )
        )
        await hands.press("enter")

        assert hands.sees("would have allowed 1 past call: git log -3")
        assert hands.sees("would not cover: git push 0 · git push 1 · git push 2")
        assert not hands.sees("git push 3")
        assert not hands.said(PermissionPanel.Replied)


async def test_a_rule_is_stored_for_the_project_or_for_the_user() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(), a_request(request_id="r2"))
        await hands.press("p", "y")
        await hands.rest()
        await hands.press("p", "s", "y")

        scopes = [said.replies[0].scope for said in hands.said(PermissionPanel.Replied)]
        assert scopes == [GrantScope.PROJECT, GrantScope.USER]


async def test_the_key_that_opens_the_rule_does_not_store_it_when_held_down() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())

        await hands.press(*"pppp")

        assert not hands.said(PermissionPanel.Replied)


async def test_a_problem_with_a_rule_is_told() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())
        await hands.press("p")
        hands.permissions.show_trial(RuleTrial(rule="run(git log *)", problem="Too wide."))
        await hands.press("enter")

        assert hands.sees("Too wide.")


async def test_what_a_session_remembers_is_shown_whole_before_it_is_remembered() -> None:
    rules = tuple(f"write(/srv/a/rather/long/path/to/file_{number}.txt)" for number in range(3))
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(a_command(session_rules=rules)))

        await hands.press("a")
        assert all(hands.sees(rule) for rule in rules)
        assert not hands.said(PermissionPanel.Replied)

        await hands.press("y")
        assert hands.replies[0].decision is Decision.SESSION


async def test_what_is_not_on_offer_is_not_shown_and_does_nothing() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command(session_rules=(), always_rules=())))
        assert not hands.sees("Always allow")

        await hands.press("a", "p")

        assert not hands.app.messages
        assert hands.sees("No rule is safe enough")


async def test_a_long_command_scrolls_to_its_end() -> None:
    command = "\n".join(f"echo line {number}" for number in range(40))
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command(command)))
        assert hands.sees("echo line 0")
        assert hands.sees("more rows · PgDn")

        await hands.press(*["pagedown"] * 12)
        assert hands.sees("echo line 39")
        await hands.press("ctrl+u")
        assert not hands.sees("echo line 39")
        await hands.press(*["pageup"] * 12)
        assert hands.sees("echo line 0")
        assert not hands.app.messages


@pytest.mark.parametrize("width", [80, 140])
async def test_d_changes_the_layout_of_a_diff(width: int) -> None:
    async with a_bare_app(size=(width, 40)) as hands:
        await hands.ask(a_request(an_edit()))
        is_beside = hands.sees(" │ 2 + oat milk")
        assert is_beside == (width >= 120)

        await hands.press("d")

        assert hands.sees(" │ 2 + oat milk") != is_beside
        assert hands.sees("2 - milk")


async def test_a_request_that_is_withdrawn_vanishes_with_what_was_open() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())
        await hands.press("e")

        hands.permissions.withdraw("r1")
        hands.permissions.withdraw("r1")
        await hands.press("z")

        assert not hands.sees("Edit the command")
        assert hands.text.text == "zdraft"


async def test_requests_are_asked_in_turn_and_counted() -> None:
    async with a_bare_app() as hands:
        await hands.ask(*(a_request(request_id=f"r{number}") for number in range(3)))
        assert hands.sees("1 of 3")
        await hands.press("y")
        assert hands.sees("2 of 3")
        hands.permissions.withdraw("r2")
        await hands.rest()
        assert hands.sees("2 of 2")

        await hands.press("y")

        assert [said.request_id for said in hands.said(PermissionPanel.Replied)] == ["r0", "r1"]


async def test_the_same_request_again_disturbs_nothing() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())
        await hands.press("n", "x")

        hands.permissions.add(a_request())
        await hands.press("y", "enter")

        assert hands.replies[0].reason == "xy"


@pytest.mark.parametrize("size", [(20, 6), (20, 10), (40, 12), (80, 24), (200, 60), (5, 3)])
@pytest.mark.parametrize("opening", ["", "p", "e", "n", "j"])
async def test_every_size_takes_at_most_half_and_crashes_never(
    size: tuple[int, int], opening: str
) -> None:
    async with a_bare_app(size=size) as hands:
        await hands.ask(a_request(an_edit(), a_command("x" * 300), a_fetch()))
        await hands.press(*opening)

        assert hands.permissions.size.height <= max(size[1] // 2, 3)
        assert hands.permissions.has_focus_within
        strips = hands.app.screen._compositor.render_strips()
        assert [strip.cell_length for strip in strips] == [size[0]] * size[1]


async def test_a_key_that_edits_acts_before_the_characters_typed_behind_it() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(a_command("make all")))
        await hands.press("e")

        await hands.burst("ctrl+a", "ctrl+k", *"ls", "ctrl+s")

        (reply,) = hands.replies
        assert json.loads(reply.arguments)["command"] == "ls"


async def test_a_reason_typed_in_one_burst_with_its_key_is_all_there() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())

        await hands.burst(*"nnot today", "enter")

        (reply,) = hands.replies
        assert (reply.decision, reply.reason) == (Decision.REJECT, "not today")


async def test_no_letter_of_a_sentence_typed_in_one_burst_answers() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request())

        await hands.burst(*"maybe ")

        assert not hands.app.messages
        assert hands.text.text == "maybe draft"
        assert hands.text.has_focus


async def test_a_new_line_at_the_end_of_a_full_field_is_seen() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(a_request(an_edit()))
        await hands.press("e", *["enter"] * 8)

        field = hands.permissions.field
        assert field.cursor_screen_offset.y == field.content_region.bottom - 1
