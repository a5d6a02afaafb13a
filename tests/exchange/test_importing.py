"""Message lists and data exports of others become conversations; what is wrong is told with its
place."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode

import pytest

from agent_tui.exchange.importing.found import Found, ImportProblem
from agent_tui.exchange.importing.reading import conversations_in
from agent_tui.protocol.messages import ImagePart, Role, ThinkingPart, ToolCallPart, ToolResultPart
from tests.exchange.conversations import PNG


def _found(value: object) -> list[Found | ImportProblem]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    count, found = conversations_in(data)
    listed = list(found)
    assert len(listed) == count
    return listed


def _one(value: object) -> Found:
    (one,) = _found(value)
    assert isinstance(one, Found), one
    return one


def _node(
    role: str, text: str, parent: str = "", *, time: float = 0.0, **facts: object
) -> dict[str, object]:
    content: object = facts.pop("content", {"content_type": "text", "parts": [text]})
    message = {"author": {"role": role}, "content": content, "create_time": time, **facts}
    return {"message": message, "parent": parent, "children": []}


def _chatgpt(**nodes: dict[str, object]) -> dict[str, object]:
    return {
        "title": "Bread",
        "create_time": 100.0,
        "update_time": 900.5,
        "current_node": list(nodes)[-1],
        "mapping": {"root": {"message": None, "parent": None, "children": []}, **nodes},
    }


MESSAGES = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "What is in a.py?\nTell me."},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {
                "id": "c1",
                "type": "function",
                "function": {"name": "read_file", "arguments": '{"path": "a.py"}'},
            }
        ],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "x = 1"},
    {"role": "assistant", "content": "One line.", "reasoning_content": "Easy."},
]


@pytest.mark.parametrize("shape", [MESSAGES, {"messages": MESSAGES}, [MESSAGES]])
def test_a_list_of_messages_becomes_a_conversation(shape: object) -> None:
    conversation = _one(shape).conversation

    assert conversation.info.title == "What is in a.py?"
    roles = [message.role for message in conversation.messages]
    assert roles == [Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT]
    call, result = conversation.messages[2].parts[0], conversation.messages[3].parts[0]
    assert isinstance(call, ToolCallPart)
    assert isinstance(result, ToolResultPart)
    assert (call.name, call.call_id, result.call_id) == ("read_file", "c1", "c1")
    assert conversation.messages[4].text == "One line."
    assert conversation.messages[1].turn_id == conversation.messages[4].turn_id


def test_instructions_are_kept_for_the_reader_and_not_for_a_model() -> None:
    note = _one(MESSAGES).conversation.messages[0].parts[0]

    assert isinstance(note, ThinkingPart)
    assert note.text.endswith("Be brief.")


def test_an_image_comes_from_its_data_address_and_from_no_other() -> None:
    content = [
        {"type": "text", "text": "Look"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_base64(PNG)}"}},
        {"type": "image_url", "image_url": {"url": "https://pictures.example/x.png"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,####"}},
        {"type": "input_audio"},
    ]

    found = _one([{"role": "user", "content": content}])

    parts = found.conversation.messages[0].parts
    assert isinstance(parts[1], ImagePart)
    assert parts[1].image.data == PNG
    assert found.conversation.messages[0].text == (
        "Look[image: https://pictures.example/x.png][image]"
    )
    assert [note.partition(": ")[0] for note in found.notes] == [
        "[0].content[2]",
        "[0].content[3]",
        "[0].content[4]",
    ]


def test_several_conversations_come_as_several() -> None:
    found = _found([{"title": "A", "messages": MESSAGES}, {"title": "B", "messages": MESSAGES}])

    titles = [one.conversation.info.title for one in found if isinstance(one, Found)]
    assert titles == ["A", "B"]


def test_lines_of_json_are_conversations_too() -> None:
    line = json.dumps({"messages": MESSAGES})

    assert len(_found(f"{line}\n{line}\n".encode())) == 2


def test_a_good_conversation_comes_through_beside_bad_ones() -> None:
    bad = [{"role": "user", "content": "x"}, {"role": "robot", "content": "y"}]

    found = _found([{"messages": bad}, {"messages": MESSAGES}, 7])

    assert isinstance(found[1], Found)
    assert str(found[0]) == (
        "[0].messages[1].role: expected the role user, assistant, tool, system or developer, "
        "found 'robot'."
    )
    assert str(found[2]).startswith("[2]: expected an export of agent-tui")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "the file is empty"),
        (b"hello", "not JSON.*line 1, column 1"),
        (b'{"a": 1,\n "b": oops}', "not JSON.*line 2, column 7"),
        (b"{}", "expected an export of agent-tui"),
        (b"[]", "expected an export of agent-tui"),
        (b"PK\x03\x04broken", "archive cannot be read"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_a_reason(
    data: bytes, complaint: str
) -> None:
    with pytest.raises(ImportProblem, match=complaint):
        conversations_in(data)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("words", r"\[1\]: expected an object, found a text"),
        ({"role": "user", "content": 5}, r"\[1\]\.content: expected a text or a list"),
        ({"role": "assistant", "tool_calls": {}}, r"tool_calls: expected a list, found an object"),
        ({"role": "assistant", "tool_calls": [{}]}, r"tool_calls\[0\]\.function: expected an obj"),
        ({"content": "x"}, r"role: expected the role .* found none"),
    ],
)
def test_a_wrong_message_is_told_with_its_place(message: object, complaint: str) -> None:
    (problem,) = _found([{"role": "user", "content": "a"}, message])

    with pytest.raises(ImportProblem, match=complaint):
        raise problem  # type: ignore[misc]


def test_the_current_branch_of_a_chatgpt_conversation_is_imported() -> None:
    conversation = _one(
        [
            _chatgpt(
                a=_node("system", "", "root"),
                b=_node("user", "How long to bake?", "a", time=110.0),
                old=_node("assistant", "Never.", "b", time=120.0),
                c=_node("assistant", "An hour.", "b", time=130.0, metadata={"model_slug": "m-1"}),
            )
        ]
    ).conversation

    assert [message.text for message in conversation.messages] == ["How long to bake?", "An hour."]
    assert conversation.messages[1].model == "m-1"
    info = conversation.info
    assert (info.title, info.created, info.updated) == ("Bread", 100.0, 900.5)
    assert conversation.messages[1].created == 130.0
    assert conversation.origin == "ChatGPT"


def test_what_chatgpt_ran_becomes_a_call_and_its_result() -> None:
    code = {"content_type": "code", "text": "print(1)"}
    output = {"content_type": "execution_output", "text": "1"}
    conversation = _one(
        _chatgpt(
            b=_node("user", "run", "root"),
            c=_node("assistant", "", "b", content=code, recipient="python"),
            d=_node("tool", "", "c", content=output),
        )
    ).conversation

    call, result = conversation.messages[1].parts[0], conversation.messages[2].parts[0]
    assert isinstance(call, ToolCallPart)
    assert isinstance(result, ToolResultPart)
    assert (call.name, call.arguments, result.text) == ("python", "print(1)", "1")
    assert call.call_id == result.call_id


def test_pictures_that_are_not_in_the_file_are_named() -> None:
    content = {
        "content_type": "multimodal_text",
        "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "x"}, "What is it?"],
    }
    found = _one(_chatgpt(b=_node("user", "", "root", content=content)))

    assert found.conversation.messages[0].text == (
        "[image asset pointer of the original]\nWhat is it?"
    )
    assert "image_asset_pointer is not in this file" in found.notes[0]


def test_a_tree_that_goes_in_circles_ends() -> None:
    found = _one(_chatgpt(a=_node("user", "one", "b"), b=_node("assistant", "two", "a")))

    assert [message.text for message in found.conversation.messages] == ["one", "two"]


def test_an_archive_is_read_without_unpacking_it() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("chat.html", "<p>")
        archive.writestr("export/conversations.json", json.dumps([_chatgpt(b=_node("user", "x"))]))

    assert _one(file.getvalue()).conversation.messages[0].text == "x"


def test_an_archive_without_conversations_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(ImportProblem, match=r"no conversations\.json"):
        conversations_in(file.getvalue())


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
