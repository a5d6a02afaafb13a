"""Sequences of keys, without an application."""

from __future__ import annotations

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.key_sequence import KeySequence

CONTEXTS = ("app", "composer")


class Told:
    """A sequence, and what it told."""

    def __init__(self, keys: KeyBindings) -> None:
        self.shown: list[str] = []
        self.said: list[str] = []
        self.sequence = KeySequence(keys, show=self.shown.append, say=self.said.append)

    def press(self, *keys: str, override: str = "") -> list[str]:
        return [self.sequence.whole(key, CONTEXTS, override) for key in keys]


def bound(*keys: str) -> Told:
    return Told(KeyBindings.default().bind("stash", *keys))


def test_a_plain_key_is_itself_bound_or_not() -> None:
    assert bound("ctrl+x s").press("a", "ctrl+s", "escape") == ["a", "ctrl+s", "escape"]


def test_the_last_key_of_a_sequence_gives_the_whole() -> None:
    told = bound("ctrl+x s t")

    assert told.press("ctrl+x", "s", "t") == ["", "", "ctrl+x s t"]
    assert told.shown == ["Ctrl+X …", "Ctrl+X s …", ""]
    assert told.said == []


def test_what_is_bound_to_nothing_is_told_and_goes_nowhere() -> None:
    told = bound("ctrl+x s")

    assert told.press("ctrl+x", "q", "q") == ["", "", "q"]
    assert told.said == ["Ctrl+X q is bound to nothing"]


def test_escape_ends_what_was_begun_without_a_word() -> None:
    told = bound("ctrl+x s")

    assert told.press("ctrl+x", "escape", "s") == ["", "", "s"]
    assert (told.said, told.sequence.pending) == ([], "")


def test_the_way_out_is_open_in_the_middle_of_a_sequence() -> None:
    told = bound("ctrl+x s")

    assert told.press("ctrl+x", "ctrl+q") == ["", "ctrl+q"]


def test_a_sequence_of_another_context_is_not_begun() -> None:
    told = Told(KeyBindings.default().bind("sidebar.act", "ctrl+x a"))

    assert told.press("ctrl+x") == ["ctrl+x"]


def test_what_is_bound_in_vims_mode_goes_before_vim_and_only_in_that_mode() -> None:
    told = Told(KeyBindings.vim().bind("vim_normal.palette", "space p", "ctrl+r"))

    assert told.press("ctrl+r", override="vim_normal") == ["vim_normal:ctrl+r"]
    assert told.press("space", "p", override="vim_normal") == ["", "vim_normal:space p"]
    assert told.press("ctrl+r", "space", override="vim_insert") == ["ctrl+r", "space"]
