"""What the status bar says of the sessions that are open behind the one in view. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from agent_tui.ui.sessions.open_sessions import Badge

_SHORT = {Badge.WAITING: "waiting"}


def others_forms(badges: Iterable[Badge]) -> tuple[str, ...]:
    """The ways to say it, longest first, () when there are no others: "3 more: 1 waiting, 1 done",
    "3 more: 1 waiting", "1 waiting", and "" to leave it out."""
    counts = Counter(badges)
    total = sum(counts.values())
    if not total:
        return ()
    said = [
        f"{counts[badge]} {_SHORT.get(badge, badge.value)}"
        for badge in Badge
        if counts[badge] and badge is not Badge.OPEN
    ]
    more = f"{total} more"
    if not said:
        return (more, "")
    forms = [f"{more}: {', '.join(said)}", f"{more}: {said[0]}", said[0], ""]
    return tuple(dict.fromkeys(forms))
