"""Keys that the user takes out of vim's hands."""

from __future__ import annotations

import pytest
from textual import events

from agent_tui.config.key_bindings import KeyBindings
from tests.ui.running_chat import RunningChat, running_chat


class Greedy:
    """A way of editing that takes every key."""

    def __init__(self, mode_label: str) -> None:
        self.mode_label = mode_label
        self.taken: list[str] = []

    def take(self, event: events.Key) -> bool:
        self.taken.append(event.key)
        return True

    def text_was_replaced(self) -> None: ...

    def text_was_given_away(self) -> None: ...


def greedy(chat: RunningChat, mode_label: str) -> Greedy:
    editing = chat.composer.editing = Greedy(mode_label)
    return editing


KEYS = (
    KeyBindings.default()
    .bind("vim_normal.stash", "ctrl+r", "space s")
    .bind("vim_insert.help", "ctrl+r")
)


@pytest.mark.parametrize("keys", [("ctrl+r",), ("space", "s")])
async def test_a_key_bound_in_normal_mode_goes_to_the_action_instead_of_vim(
    keys: tuple[str, ...],
) -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        editing = greedy(chat, "NORMAL")
        await chat.write("draft")
        await chat.press(*keys)

        assert chat.composer.text == ""
        assert editing.taken == []


async def test_in_insert_mode_the_same_key_is_another() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        editing = greedy(chat, "INSERT")
        await chat.press("ctrl+r")

        assert chat.app.screen is not chat.app.chat
        assert editing.taken == []


async def test_all_other_keys_are_vims_but_the_way_out() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        editing = greedy(chat, "VISUAL")
        await chat.press("j", "ctrl+s", "ctrl+q")

        assert editing.taken == ["j", "ctrl+s"]
        assert chat.exits == ["user"]


async def test_while_a_command_line_is_typed_nothing_is_taken_out_of_it() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        editing = greedy(chat, "COMMAND")
        await chat.press("space", "s", "ctrl+r")

        assert editing.taken == ["space", "s", "ctrl+r"]


@pytest.mark.parametrize(
    ("raw", "taken"),
    [
        (b"x\x1bj", ["x", "escape", "j"]),
        (b"\x1bG", ["escape", "G"]),
        (b"\x1b:", ["escape", "colon"]),
        (b"\x1b ", ["escape", "space"]),
        (b"\x1b\r", ["alt+enter"]),
    ],
)
async def test_a_quick_escape_before_a_character_is_no_alt_to_vim(
    raw: bytes, taken: list[str]
) -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        editing = greedy(chat, "INSERT")
        chat.type_burst(raw)
        await chat.until(lambda: len(editing.taken) >= len(taken))

        assert editing.taken == taken
