"""The order of prompts that wait."""

from __future__ import annotations

from agent_tui.engine.sessions.prompt_queue import PromptQueue
from agent_tui.protocol.sessions import Delivery, QueuedPrompt


def a_queue(*texts: str, max_follow_ups: int = 10) -> PromptQueue:
    queue = PromptQueue(max_follow_ups=max_follow_ups)
    for text in texts:
        queue.add(QueuedPrompt(id=text, text=text))
    return queue


def waiting(queue: PromptQueue) -> list[str]:
    return [prompt.text for prompt in queue.prompts]


def follow_ups(queue: PromptQueue) -> list[str]:
    taken = []
    while (prompt := queue.take_follow_up()) is not None:
        taken.append(prompt.text)
    return taken


def test_prompts_leave_in_the_order_in_which_they_came() -> None:
    assert follow_ups(a_queue("a", "b", "c")) == ["a", "b", "c"]


def test_a_prompt_can_be_changed_and_removed_where_it_stands() -> None:
    queue = a_queue("a", "b", "c")

    assert queue.edit("b", "B")
    assert queue.edit("a", None)

    assert waiting(queue) == ["B", "c"]


def test_editing_a_prompt_that_was_sent_changes_nothing() -> None:
    assert not a_queue("a").edit("gone", "text")


def test_a_held_queue_gives_nothing_until_it_is_released() -> None:
    queue = a_queue("a", "b")

    queue.hold()
    assert (follow_ups(queue), queue.is_held) == ([], True)

    queue.release()
    assert (follow_ups(queue), queue.is_held) == (["a", "b"], False)


def test_a_prompt_after_the_hold_goes_out_while_the_held_ones_stay() -> None:
    queue = a_queue("old")
    queue.hold()

    queue.add(QueuedPrompt(id="new", text="new"))

    assert waiting(queue) == ["new", "old"]
    assert follow_ups(queue) == ["new"]


def test_after_ten_prompts_without_a_human_the_rest_is_held() -> None:
    queue = a_queue(*(str(number) for number in range(12)))

    assert len(follow_ups(queue)) == 10
    assert (waiting(queue), queue.is_held) == (["10", "11"], True)


def test_a_human_prompt_starts_the_count_anew() -> None:
    queue = a_queue("a", "b", max_follow_ups=2)
    follow_ups(queue)

    queue.add(QueuedPrompt(id="c", text="c"))

    assert follow_ups(queue) == ["c"]


def test_no_limit_means_that_every_prompt_goes_out() -> None:
    queue = a_queue(*(str(number) for number in range(50)), max_follow_ups=0)

    assert len(follow_ups(queue)) == 50


def test_a_prompt_moves_to_another_place_but_not_out_of_its_lane() -> None:
    queue = a_queue("held 1", "held 2")
    queue.hold()
    for text in ("a", "b", "c"):
        queue.add(QueuedPrompt(id=text, text=text))
    queue.add(QueuedPrompt(id="steers", text="steers", delivery=Delivery.STEER))

    assert queue.move("c", 0)
    assert waiting(queue) == ["steers", "c", "a", "b", "held 1", "held 2"]
    assert queue.move("a", 99)
    assert waiting(queue) == ["steers", "c", "b", "a", "held 1", "held 2"]
    assert queue.move("held 2", 4)
    assert waiting(queue)[4:] == ["held 2", "held 1"]
    assert not queue.move("steers", 3)
    assert not queue.move("gone", 0)


def test_a_prompt_that_was_taken_out_to_be_changed_goes_back_to_its_place() -> None:
    queue = a_queue("a", "b", "c")
    queue.edit("b", None)

    queue.add(QueuedPrompt(id="b", text="B"), place=1)

    assert waiting(queue) == ["a", "B", "c"]


def test_a_held_prompt_goes_back_among_the_held_ones() -> None:
    queue = a_queue("a", "b")
    queue.hold()
    queue.edit("b", None)

    queue.add(QueuedPrompt(id="b", text="B"), place=1)

    assert (waiting(queue), queue.take_follow_up()) == (["a", "B"], None)


def test_prompts_that_steer_wait_in_front_and_steer_nothing_once_they_are_held() -> None:
    queue = a_queue("a")
    queue.add(QueuedPrompt(id="steers", text="steers", delivery=Delivery.STEER))
    assert waiting(queue) == ["steers", "a"]

    queue.hold()
    queue.release()

    assert queue.take_steering() == ()
    assert follow_ups(queue) == ["steers", "a"]
