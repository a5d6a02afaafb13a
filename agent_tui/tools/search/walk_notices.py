"""What a result says about a walk that did not see everything."""

from __future__ import annotations

from agent_tui.tools.search.place import Place
from agent_tui.tools.search.shown_names import harmless_name
from agent_tui.tools.search.tree_walk import TreeWalk

_MOST_NAMED = 5


def walk_notices(walk: TreeWalk, place: Place) -> list[str]:
    """Lines for the end of the result, the first of them empty; none when all was seen."""
    notices = [
        f"Cannot be read ({reason}): {harmless_name(place.prefix + folder) or '.'}"
        for folder, reason in walk.unreadable[:_MOST_NAMED]
    ]
    more = len(walk.unreadable) - _MOST_NAMED
    if more > 0:
        notices.append(f"{more} more folders cannot be read.")
    if walk.stopped_by:
        notices.append(
            f"The walk was stopped after {walk.stopped_by}: there is more. Give a folder further "
            "down as path."
        )
    return ["", *notices] if notices else []
