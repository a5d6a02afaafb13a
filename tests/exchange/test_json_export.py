"""Our own JSON: what was exported comes back the same."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from agent_tui.exchange.importing.found import Found
from agent_tui.exchange.importing.reading import conversations_in
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.messages import ImagePart
from tests.exchange.conversations import everything, exported, of

_JSON = ExportFormat.JSON


def _imported(document: str) -> Conversation:
    count, found = conversations_in(document.encode())
    (one,) = found
    assert count == 1
    assert isinstance(one, Found), one
    return one.conversation


def test_an_exported_session_comes_back_with_all_that_belongs_to_it() -> None:
    conversation = everything()

    imported = _imported(exported(conversation, _JSON))

    assert imported == conversation


def test_the_document_says_what_it_is() -> None:
    document = json.loads(exported(everything(), _JSON))

    assert document["schema"] == "agent-tui/session"
    assert document["version"] == 1
    assert document["exported_by"] == "agent-tui 1.2.3"
    assert list(document["session"]) == [
        *("id", "title", "cwd", "provider", "model", "created", "updated", "usage")
    ]


def test_thinking_can_be_left_out() -> None:
    imported = _imported(exported(everything(), _JSON, has_thinking=False))

    kinds = {type(part).__name__ for message in imported.messages for part in message.parts}
    assert kinds == {"TextPart", "ImagePart", "ToolCallPart", "ToolResultPart"}


def test_a_session_without_a_message_is_still_a_document() -> None:
    assert json.loads(exported(of([]), _JSON))["messages"] == []


def test_a_file_cannot_name_files_of_this_machine() -> None:
    conversation = everything()
    document = json.loads(exported(conversation, _JSON))
    image = document["messages"][0]["parts"][1]["image"]
    image["path"], image["data"] = "/proj/secret.png", ""

    imported = _imported(json.dumps(document))

    part = imported.messages[0].parts[1]
    assert isinstance(part, ImagePart)
    assert part.image.path == ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"version": 99}, "newer version"),
        ({"messages": []}, "no message"),
        ({"messages": [{"id": "x"}]}, r"role.*\$\.messages\[0\]"),
        ({"messages": 7}, r"Expected `array`.*\$\.messages"),
    ],
)
def test_a_document_that_cannot_be_read_says_where(
    change: dict[str, object], complaint: str
) -> None:
    document = json.loads(exported(everything(), _JSON)) | change

    _, found = conversations_in(json.dumps(document).encode())

    (problem,) = found
    assert isinstance(problem, Exception)
    with pytest.raises(Exception, match=complaint):
        raise problem


def test_two_messages_with_one_id_are_refused() -> None:
    conversation = everything()
    twice = replace(conversation, messages=conversation.messages[:1] * 2)

    _, found = conversations_in(exported(twice, _JSON).encode())

    assert "an id of its own" in str(next(found))
