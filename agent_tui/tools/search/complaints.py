"""What ripgrep complains of: files that it was kept from reading, places that it cannot read."""

from __future__ import annotations

import re

from agent_tui.tools.search.found_lines import SECRET, UNREADABLE, Found

# One line for each, but a name may contain line breaks.
_COMPLAINT = re.compile(
    r"(?:rg: )?\./(?P<path>.*?): (?:(?P<kept>preprocessor command[^\n]*?: .*?)|[^\n]*?)"
    r" \(os error \d+\)\n",
    re.DOTALL,
)


def add_complaints(found: Found, text: str) -> str:
    """Notes what was not searched; gives what is left, which is about the search as a whole."""
    text += "\n"
    while complaint := _COMPLAINT.match(text):
        found.skip(SECRET if complaint["kept"] else UNREADABLE, complaint["path"])
        text = text[complaint.end() :]
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
