"""Which keys choose from the popup, and which walk through its tree."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from agent_tui.config.key_bindings import KeyBindings


class PopupStep(StrEnum):
    """What a key does while the popup is open."""

    PREVIOUS = "previous"
    NEXT = "next"
    COMPLETE = "complete"
    TAKE = "take"
    CLOSE = "close"


class TreeStep(StrEnum):
    """What a key does in the tree."""

    UP = "up"
    DOWN = "down"
    OPEN = "open"
    CLOSE_FOLDER = "close_folder"
    TOGGLE = "toggle"


TREE_KEYS: Mapping[str, TreeStep] = {
    "up": TreeStep.UP,
    "k": TreeStep.UP,
    "down": TreeStep.DOWN,
    "j": TreeStep.DOWN,
    "right": TreeStep.OPEN,
    "l": TreeStep.OPEN,
    "left": TreeStep.CLOSE_FOLDER,
    "h": TreeStep.CLOSE_FOLDER,
    "space": TreeStep.TOGGLE,
}

_ACTIONS = {
    "composer.previous": PopupStep.PREVIOUS,
    "composer.next": PopupStep.NEXT,
    "composer.complete": PopupStep.COMPLETE,
    "composer.submit": PopupStep.TAKE,
    "app.stop": PopupStep.CLOSE,
}
# Used everywhere for this; taken only where nobody has given them another meaning.
_WHERE_FREE = {"ctrl+p": PopupStep.PREVIOUS, "ctrl+n": PopupStep.NEXT}


def popup_steps(keys: KeyBindings) -> dict[str, PopupStep]:
    """What keys do in the popup: what they do in the composer, turned to the list."""
    bound = {key for action in keys.table for key in keys.keys(action)}
    steps = {key: step for key, step in _WHERE_FREE.items() if key not in bound}
    for action, step in _ACTIONS.items():
        steps.update(dict.fromkeys(keys.keys(action), step))
    return steps
