"""`/hooks` asks which hooks there are, and shows them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from agent_tui.protocol.hook_events import HookInfo, HooksListed
from agent_tui.protocol.hook_inputs import ListHooks
from agent_tui.protocol.inputs import UserInput
from agent_tui.ui.commands.agent.hooks import HOOKS
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.forwarders.answer_forwarder import AnswerForwarder
from agent_tui.ui.render.listing import Listing


def shown(*hooks: HookInfo) -> Listing:
    """What the transcript gets of an answer."""
    listings: list[Listing] = []
    transcript = cast(Any, SimpleNamespace(add_listing=listings.append))
    AnswerForwarder(transcript, AskedRules()).forward(HooksListed(session_id="s", hooks=hooks))
    (listing,) = listings
    return listing


def test_the_engine_is_asked() -> None:
    inputs: list[UserInput] = []
    link = EngineLink(cast(Any, SimpleNamespace(put=inputs.append)))
    link.session_id = "s"
    HOOKS.run(SimpleNamespace(link=link))

    assert inputs == [ListHooks(session_id="s")]


def test_each_hook_is_a_row_without_control_characters() -> None:
    listing = shown(
        HookInfo(point="before_tool", name="nothing_outside", timeout_s=2.5, is_guard=True),
        HookInfo(point="on_exit", name="bye\x1b[2J", timeout_s=5),
    )

    first, second = listing.rows
    assert first == ("before_tool", "guard", "2.5 s", "nothing_outside")
    assert second[:3] == ("on_exit", "observer", "5 s")
    assert "\x1b" not in second[3]
    assert all(len(row) == len(listing.columns) for row in listing.rows)


def test_without_hooks_it_says_so() -> None:
    listing = shown()

    assert (listing.rows, listing.footer) == ((), "No hooks are registered.")
