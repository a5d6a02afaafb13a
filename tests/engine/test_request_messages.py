"""What of the history a model gets to read."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.engine.turns.request_messages import (
    INTERRUPTED_CALL,
    INTERRUPTED_NOTE,
    RequestMessages,
)
from agent_tui.protocol.messages import (
    ChatMessage,
    ImageData,
    Role,
    ShellCommand,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.engine.builders import a_prompt, an_answer, request_of, texts


def a_call(call_id: str = "c1", arguments: str = "{}", name: str = "tool") -> ToolCallPart:
    return ToolCallPart(id=call_id, call_id=call_id, name=name, arguments=arguments)


def an_asking_answer(*calls: ToolCallPart, is_interrupted: bool = False) -> ChatMessage:
    return ChatMessage(
        id="a", role=Role.ASSISTANT, parts=calls, turn_id="t", is_interrupted=is_interrupted
    )


def a_result(call_id: str = "c1", text: str = "done") -> ChatMessage:
    part = ToolResultPart(id=f"r-{call_id}", call_id=call_id, text=text)
    return ChatMessage(id=f"m-{call_id}", role=Role.TOOL, parts=(part,))


def roles(*history: ChatMessage) -> list[Role]:
    return [message.role for message in request_of(history)]


def results(*history: ChatMessage) -> list[tuple[str, str]]:
    return [
        (part.call_id, part.text)
        for message in request_of(history)
        for part in message.parts
        if isinstance(part, ToolResultPart)
    ]


def test_a_plain_conversation_is_sent_as_it_is() -> None:
    history = (a_prompt("a"), an_answer("b"), a_prompt("c"))

    assert request_of(history) == history


def test_a_superseded_answer_and_thinking_are_not_sent() -> None:
    superseded = replace(an_answer("old"), is_superseded=True)
    answer = ChatMessage(
        id="a",
        role=Role.ASSISTANT,
        parts=(ThinkingPart(id="1", text="hm"), TextPart(id="2", text="new")),
    )

    sent = request_of((a_prompt("q"), superseded, answer, a_prompt("next")))

    assert texts(sent) == ["q", "new", "next"]
    assert sent[1].parts == (TextPart(id="2", text="new"),)


def test_an_answer_without_text_or_calls_is_left_out_and_the_prompts_are_joined() -> None:
    empty = ChatMessage(id="a", role=Role.ASSISTANT, parts=(ThinkingPart(id="1", text="hm"),))

    sent = request_of((a_prompt("a"), empty, a_prompt("b", "last")))

    assert [(message.id, message.text) for message in sent] == [("last", "a\n\nb")]


def test_the_prompt_after_an_interrupted_answer_tells_the_model_about_it() -> None:
    partial = an_answer("half", is_interrupted=True)

    sent = request_of((a_prompt("a"), partial, a_prompt("b")))

    assert texts(sent) == ["a", "half", f"{INTERRUPTED_NOTE}\n\nb"]


def test_an_interrupted_answer_that_no_prompt_follows_is_answered_anew() -> None:
    partial = an_answer("half", is_interrupted=True)

    assert texts(request_of((a_prompt("a"), partial))) == ["a"]
    assert texts(request_of((a_prompt("a"), partial, an_answer("whole")))) == [
        "a",
        "whole",
    ]


def test_calls_with_results_keep_them_in_the_order_of_the_calls() -> None:
    asking = an_asking_answer(a_call("c1"), a_call("c2"))

    pairs = results(a_prompt("q"), asking, a_result("c2", "two"), a_result("c1", "one"))

    assert pairs == [("c1", "one"), ("c2", "two")]


def test_a_call_without_a_result_gets_one_that_says_interrupted() -> None:
    asking = an_asking_answer(a_call("c1"), a_call("c2"), is_interrupted=True)

    history = (a_prompt("q"), asking, a_result("c1"), a_prompt("next"))

    assert results(*history) == [("c1", "done"), ("c2", INTERRUPTED_CALL)]
    assert roles(*history) == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.USER]


def test_call_ids_that_a_server_uses_again_pair_with_the_nearest_result() -> None:
    first, second = an_asking_answer(a_call("c1")), an_asking_answer(a_call("c1"))

    pairs = results(a_prompt("q"), first, a_result("c1", "one"), second, a_result("c1", "two"))

    assert pairs == [("c1", "one"), ("c1", "two")]


def test_a_result_without_its_call_is_not_sent() -> None:
    assert roles(a_prompt("q"), a_result("c1"), an_answer("a")) == [Role.USER, Role.ASSISTANT]


def test_broken_arguments_are_sent_as_an_empty_object_and_stay_in_the_history() -> None:
    asking = an_asking_answer(a_call("c1", '{"path": "a.t'))

    sent = request_of((a_prompt("q"), asking, a_result("c1")))

    assert sent[1].tool_calls[0].arguments == "{}"
    assert asking.tool_calls[0].arguments == '{"path": "a.t'


def test_a_call_without_a_name_is_not_sent() -> None:
    asking = an_asking_answer(a_call("c1", name=""))

    assert roles(a_prompt("q"), asking) == [Role.USER]


def test_a_very_long_history_is_prepared_in_linear_time() -> None:
    turn = (a_prompt("q"), an_asking_answer(a_call("c1")), a_result("c1"), an_answer("a"))

    assert len(request_of(turn * 5_000)) == 20_000


PICTURE = ImageData(media_type="image/png", data=b"png")


def a_shown_picture(turn_id: str) -> tuple[ChatMessage, ChatMessage]:
    part = ToolResultPart(id="r", call_id="c1", text="a picture", images=(PICTURE,))
    answer = replace(an_asking_answer(a_call()), turn_id=turn_id)
    return answer, ChatMessage(id="m", role=Role.TOOL, parts=(part,), turn_id=turn_id)


def sent_pictures(*history: ChatMessage) -> int:
    parts = (part for message in request_of(history) for part in message.parts)
    return sum(len(part.images) for part in parts if isinstance(part, ToolResultPart))


def test_images_behind_the_last_prompt_are_sent() -> None:
    assert sent_pictures(a_prompt("look"), *a_shown_picture("t")) == 1


def test_images_before_the_last_prompt_are_left_out_with_a_note() -> None:
    history = (a_prompt("look"), *a_shown_picture("t"), a_prompt("and now?"))

    assert sent_pictures(*history) == 0
    assert "not attached any more" in request_of(history)[2].parts[0].text  # type: ignore[union-attr]


def test_an_instruction_in_the_middle_of_a_turn_keeps_its_images() -> None:
    instruction = replace(a_prompt("go on"), turn_id="t")

    assert sent_pictures(a_prompt("look"), *a_shown_picture("t"), instruction) == 1


def a_command(text: str = "Monday", *, is_private: bool = False) -> ChatMessage:
    return ChatMessage(
        id="s",
        role=Role.USER,
        parts=(TextPart(id="p", text=text),),
        shell=ShellCommand(id="s", command="date", cwd="/project", is_private=is_private),
    )


def test_a_command_of_the_users_is_told_with_its_words_and_what_it_printed() -> None:
    (sent,) = request_of([a_command()])

    assert sent.role is Role.USER
    assert sent.text.endswith("in /project and lets you see what it printed.)\n$ date\nMonday")


def test_a_command_never_stands_between_a_call_and_its_result() -> None:
    history = (a_prompt("go"), an_asking_answer(a_call()), a_command(), a_result())

    assert roles(*history) == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER]
    assert texts(request_of(history))[2:] == ["", texts(request_of([a_command()]))[0]]
    assert roles(*history, an_answer("done"))[2:] == [Role.TOOL, Role.USER, Role.ASSISTANT]


def test_a_command_does_not_stand_for_a_prompt_behind_an_interrupted_answer() -> None:
    history = (a_prompt("go"), an_answer("half", is_interrupted=True), a_command())

    assert roles(*history) == [Role.USER]
    (first, half, last) = request_of([*history, a_prompt("go on")])
    assert (first.text, half.text) == ("go", "half")
    assert last.text.index("Monday") < last.text.index(INTERRUPTED_NOTE) < last.text.index("go on")


def test_a_private_command_leaves_no_trace() -> None:
    history = (a_prompt("go"), a_command(is_private=True), a_prompt("on"))

    assert texts(request_of(history)) == ["go\n\non"]


def test_a_growing_history_with_commands_sends_what_a_whole_one_sends() -> None:
    history = (
        a_prompt("go"),
        an_asking_answer(a_call()),
        a_command(),
        a_result(),
        a_command("Tuesday"),
        an_answer("done"),
        a_command("Friday"),
        a_prompt("on"),
    )
    grown = RequestMessages()
    for at, message in enumerate(history, 1):
        grown.add(message)

        assert grown.messages() == request_of(history[:at])
        assert grown.tokens() == RequestMessages(history[:at]).tokens()
