"""Unsent text: what stands in the composer, and what was put aside."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.images import PromptImage

Span = tuple[int, int]
"""Start and end of a part of a text, in characters."""


class StashedDraft(Struct, frozen=True, omit_defaults=True):
    """A draft that was put aside, whole. pastes: where its large pastes stand, in order. images:
    those whose labels stand in it."""

    text: str
    pastes: tuple[Span, ...] = ()
    images: tuple[PromptImage, ...] = ()


class DraftExtras(Struct, frozen=True, omit_defaults=True):
    """What belongs to a draft beside its text. pastes: where its large pastes stand, in order.
    stash: what was put aside, oldest first. images: those whose labels stand in the text."""

    pastes: tuple[Span, ...] = ()
    stash: tuple[StashedDraft, ...] = ()
    images: tuple[PromptImage, ...] = ()


NO_EXTRAS = DraftExtras()
