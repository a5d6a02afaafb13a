"""The permission panel: asks whether tool calls may run."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec.structs import replace
from textual.message import Message

from agent_tui.protocol.permissions import (
    Decision,
    GrantScope,
    PermissionReply,
    PermissionRequest,
    RuleTrial,
)
from agent_tui.ui.panels.asked_panel import AskedPanel
from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.permission.arguments import edited_arguments, text_to_edit
from agent_tui.ui.panels.permission.ballot import Ballot, Vote
from agent_tui.ui.panels.permission.choices import DECISIONS, PanelChoice, choices_for, shows_whole
from agent_tui.ui.panels.permission.sheet import (
    Look,
    edit_sheet,
    main_sheet,
    reject_sheet,
    rule_sheet,
)
from agent_tui.ui.panels.sheet import Sheet
from agent_tui.ui.render.diff_rows import SIDE_BY_SIDE_CELLS

_STEPS = {"up": -1, "k": -1, "down": 1, "j": 1}
_CALL_STEPS = {"left": -1, "right": 1}
_OTHER_SCOPE = {GrantScope.PROJECT: GrantScope.USER, GrantScope.USER: GrantScope.PROJECT}


class _View(StrEnum):
    MAIN = "main"
    RULES = "rules"
    EDIT = "edit"
    REJECT = "reject"


class PermissionPanel(AskedPanel[PermissionRequest, PermissionReply]):
    """Shows permission requests, one after the other; works in any Textual app.

    Let an agent `ask` it; or feed it with `add` and `withdraw`, answer `RuleAsked` with
    `show_trial`, and send on what `Replied` brings. Enter approves nothing by itself: a letter
    does, or a choice that was moved to; a dangerous call takes the letter.
    """

    KEY_CONTEXT = "permission"
    reply_field = "replies"

    class Replied(Message):
        """The user decided. replies: one for each call, in call order."""

        def __init__(self, request_id: str, replies: tuple[PermissionReply, ...]) -> None:
            super().__init__()
            self.request_id, self.replies = request_id, replies

    class RuleAsked(Message):
        """The user looks at a rule that may be stored; a dry run of it would help."""

        def __init__(self, rule: str) -> None:
            super().__init__()
            self.rule = rule

    def __init__(self, *, switch_key: str = "", id: str | None = None) -> None:
        super().__init__(switch_key=switch_key, id=id)
        self._ballot = Ballot(())
        self.reset()

    @property
    def has_view(self) -> bool:
        """An edit, a reason or a rule is open."""
        return self._view is not _View.MAIN

    def close_view(self) -> None:
        """Back to the request; what was written in the view is forgotten."""
        self._view = _View.MAIN
        self.close_field()

    def reset(self) -> None:
        """See `PromptPanel`."""
        request = self.request
        self._ballot = Ballot(request.items if request else ())
        self._view = _View.MAIN
        self._vote = Vote(decision=Decision.REJECT, numbers=())
        self._trials: dict[str, RuleTrial] = {}
        self._selected = -1
        self._is_side_by_side: bool | None = None

    def show_trial(self, trial: RuleTrial) -> None:
        """The dry run of a rule; harmless when nobody looks at that rule any more."""
        self._trials[trial.rule] = trial
        self.redraw()

    def sheet(self, ink: Ink, width: int) -> Sheet:
        """See `PromptPanel`."""
        if not self._ballot.items:
            return Sheet(title=[])
        look = Look(
            choices=self._choices, selected=self._selected, is_side_by_side=self._is_side_by_side
        )
        match self._view:
            case _View.RULES:
                return rule_sheet(self._ballot, self._vote, self._trials, ink, width)
            case _View.EDIT:
                return edit_sheet(self._ballot, ink, width)
            case _View.REJECT:
                return reject_sheet(self._ballot, look, ink, width)
            case _View.MAIN:
                return main_sheet(self._ballot, look, ink, width)

    def press(self, key: str) -> bool:
        """See `PromptPanel`."""
        if self._view is _View.RULES:
            return self._press_in_rules(key)
        if self._view is not _View.MAIN:
            return False
        if key.lower() in DECISIONS or key == "e":
            self._choose(key)
        elif key in _STEPS or (key.isdecimal() and key.isascii()):
            self._move_to(key)
        elif key == "enter":
            self._confirm()
        elif key == "d" and self._ballot.item.diff:
            self._toggle_layout()
        elif self._ballot.is_batch:
            return self._press_in_batch(key)
        else:
            return False
        return True

    def press_in_field(self, key: str) -> None:
        """See `PromptPanel`."""
        text = self.field.text
        if self._view is _View.EDIT:
            self._edited(text)
        elif self._view is _View.REJECT:
            vote = replace(self._vote, reason=text.strip())
            self.close_view()
            self._cast(vote)

    def select(self, target: int) -> None:
        """A click selects; on what is selected it confirms, like Enter."""
        if self._view is not _View.MAIN:
            return
        if target == self._selected and self.keys.arming.is_armed:
            self._confirm()
        else:
            self._selected = target

    @property
    def _choices(self) -> list[PanelChoice]:
        return choices_for(self._ballot)

    def _choose(self, key: str, *, is_letter: bool = True) -> None:
        """A capital letter means this call only."""
        ballot, letter = self._ballot, key.lower()
        if letter == "e":
            self._open_edit()
            return
        is_this_only = letter != key
        numbers = (ballot.cursor,) if is_this_only else ballot.targets()
        vote = Vote(
            decision=DECISIONS[letter],
            numbers=numbers,
            is_letter=is_letter,
            is_explicit=is_this_only or bool(ballot.marks),
        )
        if vote.decision is Decision.REJECT:
            self._open_reject(vote)
        elif vote.decision is Decision.ONCE:
            self._cast(vote)
        elif not ballot.rules(vote):
            self.notice = "No rule is safe enough for this. y allows it once."
        elif self._is_shown_whole(letter, vote):
            self._cast(vote)
        else:
            self._open_rules(vote)

    def _is_shown_whole(self, letter: str, vote: Vote) -> bool:
        """What a session would remember stands in the choice's row, to its last character."""
        if vote.decision is Decision.ALWAYS or self.picture.is_low or letter != "a":
            return False
        shown = self._ballot.rules(replace(vote, numbers=self._ballot.targets()))
        is_same = shown == self._ballot.rules(vote)
        return is_same and shows_whole(self._choices, letter, self.size.width)

    def _cast(self, vote: Vote) -> None:
        ballot = self._ballot
        was_begun = ballot.is_begun
        left = ballot.cast(vote)
        self._selected = -1
        self.picture.offset = 0
        if left:
            self.notice = self._left_text(left, vote)
        elif ballot.is_whole and not was_begun:
            self._send()
        elif ballot.is_whole:
            self.notice = "Every call has its decision: Enter sends them."

    def _left_text(self, left: Sequence[int], vote: Vote) -> str:
        dangerous = [number for number in left if self._ballot.items[number].is_dangerous]
        if not dangerous:
            return "No rule is safe enough for this. y allows it once."
        if not self._ballot.is_batch:
            return "This one takes the letter y."
        return f"Call {dangerous[0] + 1} is dangerous: Shift+Y approves it by itself."

    def _send(self) -> None:
        request = self.request
        if request is not None:
            self.answered(self.Replied(request.id, self._ballot.replies), request.id)

    def _confirm(self) -> None:
        if 0 <= self._selected < len(self._choices):
            self._choose(self._choices[self._selected].key, is_letter=False)
        elif self._ballot.is_batch and self._ballot.is_whole:
            self._send()
        else:
            self.notice = "Enter alone decides nothing. Press a letter, or choose with ↑ ↓ first."

    def _move_to(self, key: str) -> None:
        count = len(self._choices)
        if key in _STEPS:
            start = self._selected if self._selected >= 0 else -1 if _STEPS[key] > 0 else count
            self._selected = max(0, min(start + _STEPS[key], count - 1))
        elif 0 < int(key) <= count:
            self._selected = int(key) - 1
        else:
            self.notice = f"There are {count} choices."

    def _press_in_batch(self, key: str) -> bool:
        if key in _CALL_STEPS:
            self._ballot.move(_CALL_STEPS[key])
            self.picture.offset = 0
        elif key == "space":
            self._ballot.toggle_mark()
        else:
            return False
        self._selected = -1
        return True

    def _press_in_rules(self, key: str) -> bool:
        if key == "y":
            vote = self._vote
            self.close_view()
            self._cast(vote)
        elif key in ("s", "left", "right") and self._vote.decision is Decision.ALWAYS:
            self._vote = replace(self._vote, scope=_OTHER_SCOPE[self._vote.scope])
        elif key in ("p", "a", "enter"):
            self.notice = "y stores and allows, Esc goes back."
        else:
            return False
        return True

    def _toggle_layout(self) -> None:
        is_wide = self.size.width >= SIDE_BY_SIDE_CELLS
        before = is_wide if self._is_side_by_side is None else self._is_side_by_side
        self._is_side_by_side = not before

    def _open_rules(self, vote: Vote) -> None:
        self._view, self._vote = _View.RULES, vote
        self.picture.offset = 0
        for rule in self._ballot.rules(vote):
            if rule not in self._trials:
                self.post_message(self.RuleAsked(rule))

    def _open_reject(self, vote: Vote) -> None:
        self._view, self._vote = _View.REJECT, vote
        self.open_field("", placeholder="No reason needed", passed_keys=("enter",))

    def _open_edit(self) -> None:
        self._view = _View.EDIT
        ballot = self._ballot
        text = text_to_edit(ballot.item, ballot.arguments(ballot.cursor))
        self.open_field(text, placeholder="", passed_keys=("ctrl+s", "ctrl+enter"))

    def _edited(self, text: str) -> None:
        ballot = self._ballot
        number, item = ballot.cursor, ballot.item
        before = ballot.arguments(number)
        if text != text_to_edit(item, before):
            try:
                ballot.edits[number] = edited_arguments(item, before, text)
            except ValueError as error:
                self.notice = str(error)
                return
        self.close_view()
        if item.is_dangerous or ballot.is_batch:
            self.notice = "y runs it." if not ballot.is_batch else "Shift+Y allows this call."
        else:
            self._cast(Vote(decision=Decision.ONCE, numbers=(number,)))
