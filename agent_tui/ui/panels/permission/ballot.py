"""The decisions on one permission request, until they are sent."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.permissions import (
    Decision,
    GrantScope,
    PermissionItem,
    PermissionReply,
)


class Vote(Struct, frozen=True, kw_only=True):
    """A decision and the calls that it is meant for. numbers: their places in the request.

    is_letter: it was made with the decision's own letter. is_explicit: for exactly these calls,
    not for "all of them"; a dangerous call is approved only by a letter that is meant for it.
    """

    decision: Decision
    numbers: tuple[int, ...]
    is_letter: bool = True
    is_explicit: bool = True
    reason: str = ""
    scope: GrantScope = GrantScope.PROJECT


class Ballot:
    """Knows the calls of a request, which one is looked at, which are marked, what was decided.

    cursor: the number of the call that is looked at. edits: arguments to run instead, by number.
    """

    def __init__(self, items: Sequence[PermissionItem]) -> None:
        self.items = tuple(items)
        self.cursor = 0
        self.marks: set[int] = set()
        self.edits: dict[int, str] = {}
        self._replies: dict[int, PermissionReply] = {}

    @property
    def is_batch(self) -> bool:
        """There is more than one call."""
        return len(self.items) > 1

    @property
    def item(self) -> PermissionItem:
        """The call that is looked at."""
        return self.items[self.cursor]

    @property
    def is_whole(self) -> bool:
        """Every call has its decision."""
        return len(self._replies) == len(self.items)

    @property
    def is_begun(self) -> bool:
        """Some call has its decision."""
        return bool(self._replies)

    @property
    def replies(self) -> tuple[PermissionReply, ...]:
        """What was decided, in call order."""
        return tuple(self._replies[number] for number in sorted(self._replies))

    def arguments(self, number: int) -> str:
        """The JSON text that would run."""
        return self.edits.get(number) or self.items[number].arguments

    def reply(self, number: int) -> PermissionReply | None:
        """What was decided for a call."""
        return self._replies.get(number)

    def move(self, step: int) -> None:
        """Look at another call."""
        self.cursor = (self.cursor + step) % len(self.items)

    def toggle_mark(self) -> None:
        """Mark the call that is looked at, or no longer."""
        self.marks ^= {self.cursor}

    def targets(self) -> tuple[int, ...]:
        """The calls that a decision without further words is meant for: the marked ones, else those
        that have none yet, else the one that is looked at."""
        if self.marks:
            return tuple(sorted(self.marks))
        missing = (number for number in range(len(self.items)) if number not in self._replies)
        return tuple(missing) or (self.cursor,)

    def allowed(self, vote: Vote) -> tuple[int, ...]:
        """Those calls of a vote that may be decided like this."""
        return tuple(number for number in vote.numbers if self._may(vote, self.items[number]))

    def rules(self, vote: Vote) -> tuple[str, ...]:
        """The exact grants that a vote would store, each once."""
        by_call = (rules_of(self.items[number], vote.decision) for number in self.allowed(vote))
        return tuple(dict.fromkeys(rule for rules in by_call for rule in rules))

    def cast(self, vote: Vote) -> tuple[int, ...]:
        """Decide what may be decided. Returns the calls of the vote that stay undecided."""
        allowed = self.allowed(vote)
        for number in allowed:
            self._replies[number] = PermissionReply(
                decision=vote.decision,
                call_id=self.items[number].call_id,
                reason=vote.reason,
                arguments="" if vote.decision is Decision.REJECT else self.edits.get(number, ""),
                scope=vote.scope,
            )
        self.marks.clear()
        self._look_at_undecided()
        return tuple(number for number in vote.numbers if number not in allowed)

    def _look_at_undecided(self) -> None:
        count = len(self.items)
        for step in range(count):
            number = (self.cursor + step) % count
            if number not in self._replies:
                self.cursor = number
                return

    def _may(self, vote: Vote, item: PermissionItem) -> bool:
        match vote.decision:
            case Decision.REJECT:
                return True
            case Decision.ONCE:
                is_meant = vote.is_letter and (vote.is_explicit or not self.is_batch)
                return is_meant or not item.is_dangerous
            case _:
                return bool(rules_of(item, vote.decision)) and not item.is_dangerous


def rules_of(item: PermissionItem, decision: Decision) -> tuple[str, ...]:
    """The exact grants that a decision on a call would store."""
    if decision is Decision.SESSION:
        return item.session_rules
    return item.always_rules if decision is Decision.ALWAYS else ()
