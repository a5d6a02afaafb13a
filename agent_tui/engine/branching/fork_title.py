"""The title of a fork."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r" \(fork(?: (\d+))?\)$")


def fork_title(title: str) -> str:
    """ "TITLE (fork)", of a fork "TITLE (fork 2)" and so on; "" stays as it is: the first prompt
    will give one."""
    if not title:
        return ""
    found = _NUMBERED.search(title)
    if found is None:
        return f"{title} (fork)"
    return f"{title[: found.start()]} (fork {int(found[1] or 1) + 1})"
