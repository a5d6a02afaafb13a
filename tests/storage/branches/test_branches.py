"""Histories that go on elsewhere: what a reader finds after any row of prompts and moves."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.journal_end import LEAST_BYTES
from agent_tui.storage.journal.journal_rest import JournalRest
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import an_info
from tests.storage.places import journal_of, store_in
from tests.storage.test_reading_the_end_first import ID, in_two_parts, opened


def message(message_id: str, role: Role = Role.USER, size: int = 0, turn: str = "") -> ChatMessage:
    return ChatMessage(
        id=message_id,
        role=role,
        parts=(TextPart(id="p", text=f"text of {message_id} " + "x " * size),),
        turn_id=turn,
        usage=Usage(input_tokens=7) if role is Role.ASSISTANT else None,
    )


class Model:
    """What the journal should say: each message with the one before it, and the last one."""

    def __init__(self, journal: FileSessionJournal) -> None:
        self.journal = journal
        self.before: dict[str, str] = {}
        self.kept: dict[str, ChatMessage] = {}
        self.tip = ""

    def say(self, message: ChatMessage) -> None:
        if message.id not in self.kept:
            self.before[message.id], self.tip = self.tip, message.id
        self.kept[message.id] = message
        self.journal.append_message(message)

    def turn(self, number: int, size: int = 0) -> None:
        self.say(message(f"q{number}", turn=f"t{number}"))
        self.say(message(f"a{number}", Role.ASSISTANT, size, turn=f"t{number}"))

    def go(self, at: str, *redo: str) -> None:
        self.tip = at
        count = len(self.history)
        self.journal.append_head(at, message_count=count, context_tokens=count, redo=redo)

    @property
    def history(self) -> tuple[ChatMessage, ...]:
        found: list[ChatMessage] = []
        at = self.tip
        while at:
            found.append(self.kept[at])
            at = self.before[at]
        return tuple(reversed(found))


@pytest.fixture
def model(store: FileSessionStore) -> Model:
    return Model(store.create(an_info(ID)))


def ids(store: FileSessionStore) -> list[str]:
    return [one.id for one in store.load(ID).messages]


def test_what_is_said_after_a_move_follows_the_message_moved_to(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.turn(2)
    model.go("a1")
    model.turn(3)

    assert ids(store) == ["q1", "a1", "q3", "a3"]


def test_a_move_to_the_beginning_leaves_an_empty_history_and_the_branches(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.go("")

    assert ids(store) == []
    assert [turn.id for turn in store.branches.tree(ID)] == ["q1"]


def test_a_move_to_a_message_that_damage_took_hides_nothing(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.journal.append_head("lost", message_count=0, context_tokens=0, redo=())
    model.turn(2)

    assert ids(store) == ["q1", "a1", "q2", "a2"]


def test_everything_but_the_messages_is_true_of_all_branches(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.turn(2)
    model.journal.append_title("Set on the second turn")
    model.journal.append_queue([QueuedPrompt(id="w", text="waits")])
    model.go("a1")

    stored = store.load(ID)
    assert stored.info.title == "Set on the second turn"
    assert [prompt.text for prompt in stored.queued] == ["waits"]
    assert stored.info.message_count == 2
    assert stored.info.usage.input_tokens == 14  # spent is spent
    assert stored.info.context_tokens == 7


def test_what_can_be_redone_is_known_until_something_is_said(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.turn(2)
    model.go("a1", "a2")
    assert store.load(ID).redo == ("a2",)

    model.turn(3)
    assert store.load(ID).redo == ()


def test_an_answer_that_was_cut_off_is_a_place_to_go_to(
    store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.journal.append_delta(
        message_id="half", turn_id="t1", part_id="p", kind=PartKind.TEXT, text="half an answer"
    )
    model.go("a1")
    assert ids(store) == ["q1", "a1"]
    model.journal.append_head("half", message_count=3, context_tokens=0, redo=())

    assert ids(store) == ["q1", "a1", "half"]


@pytest.mark.parametrize("seed", range(5))
def test_any_row_of_prompts_and_moves_is_read_as_it_was_meant(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = store_in(tmp_path)
    model = Model(store.create(an_info(ID, provider="local", model="small")))
    size = 2_500 if seed % 2 else 8_000  # many short turns, or few long ones
    moves = chance.choice((0.02, 0.3))
    number = 0
    while model.journal._file.size < LEAST_BYTES + 150_000:
        number += 1
        model.turn(number, chance.randrange(size))
        if chance.random() < moves:
            near = [one.id for one in model.history[-12:] if one.role is Role.ASSISTANT]
            model.go(chance.choice(["", *near] if chance.random() < 0.1 else near or [""]))
        elif chance.random() < moves / 4:
            model.go(chance.choice(list(model.kept)))
        elif chance.random() < 0.1:
            model.say(message(f"a{number}", Role.ASSISTANT, 3, turn=f"t{number}"))  # a newer form
    model.journal.close("user") if seed % 3 else model.journal._lock.release()

    whole = store.load(ID)
    assert whole.messages == model.history
    stored, journal = opened(store)
    assert in_two_parts(stored) == model.history
    assert stored.redo == whole.redo
    assert stored.info.usage == whole.info.usage
    assert store.branches.branch(ID, model.tip)[:] == model.history
    journal.close("user")


def test_an_undo_at_the_end_of_a_long_session_does_not_make_it_open_slowly(
    store: FileSessionStore, model: Model
) -> None:
    for number in range(600):
        model.turn(number, 900)
    model.go("a598", "a599")
    model.journal.close("user")

    stored, _ = opened(store)

    assert stored.earlier is not None
    assert stored.messages[-1].id == "a598"
    assert stored.redo == ("a599",)
    assert stored.info.message_count == 1198
    assert in_two_parts(stored) == model.history


def test_what_was_undone_in_the_middle_does_not_make_the_rest_be_read_twice(
    store: FileSessionStore, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(900):
        model.turn(number, 600)
        if number in (3, 40, 60, 300):
            model.go(f"a{number - 2}")
    model.journal.close("user")
    monkeypatch.delattr(JournalRest, "_read_whole")

    stored, _ = opened(store)

    assert stored.earlier is not None
    assert in_two_parts(stored) == model.history


def test_the_tree_names_turns_with_what_is_known_of_them(
    tmp_path: Path, store: FileSessionStore, model: Model
) -> None:
    model.turn(1)
    model.say(message("q2", turn="t2"))
    model.say(message("steer", turn="t2"))
    model.go("a1")
    model.turn(3)
    model.say(replace(message("mark"), compaction=Compaction()))
    model.journal.append_label("q2", "first try")
    path = journal_of(tmp_path, ID)
    path.write_bytes(path.read_bytes() + b'{"type":"message","id":"half a li')

    first, second, third = store.branches.tree(ID)

    assert (first.head, first.tip, first.message_count) == ("text of q1", "a1", 2)
    assert (second.parent, second.label, second.message_count) == ("q1", "first try", 2)
    failed = (first.has_failed, second.has_failed, third.has_failed)
    assert failed == (False, True, False)  # a summary behind an answer is no failure
    assert (second.is_current, third.is_current, third.parent) == (False, True, "q1")
