"""Foreign text as it may stand in the composer. Pure."""

from __future__ import annotations

import re

# Patterns are compiled at their first use: a start should not pay for pastes.
# What a paste may carry besides text: terminal sequences (colours of a log) and control characters.
_SEQUENCES = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
_CONTROLS = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
_LINE_ENDS = "\r\n?|[\x85\u2028\u2029]"
# Half a surrogate pair cannot be written to a terminal or a file.
_SURROGATES = "[\ud800-\udfff]"


def clean_paste(text: str) -> str:
    """`text` with line ends unified and nothing in it that moves the cursor."""
    unified = re.sub(_LINE_ENDS, "\n", text)
    clean = re.sub(_CONTROLS, "", re.sub(_SEQUENCES, "", unified))
    return re.sub(_SURROGATES, "\ufffd", clean)
