"""Which of the messages that fit come first. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.search.search_database import Candidate

_HALF_LIFE_S = 30 * 86_400.0
"""A message of this age gets half of what one of now gets for being new."""
_NEWNESS = 1.0
_WEIGHTS = {
    Speaker.TITLE: 2.0,
    Speaker.YOU: 1.3,
    Speaker.AGENT: 1.0,
    Speaker.SHELL: 0.9,
    Speaker.TOOL: 0.7,  # whole files are read into a conversation
}


def ranked(candidates: Sequence[Candidate], *, now: float) -> list[Candidate]:
    """The best first: how well the words fit, whose they are, and how new they are. now: Unix
    seconds."""
    return sorted(candidates, key=lambda one: (-_worth(one, now), -one.created, one.place))


def _worth(one: Candidate, now: float) -> float:
    age_s = max(now - one.created, 0.0)
    newness = 1.0 + _NEWNESS * math.exp2(-age_s / _HALF_LIFE_S)
    # A word that is in more than half of all messages has a score of nearly 0.
    return (0.1 - one.score) * _WEIGHTS[one.speaker] * newness
