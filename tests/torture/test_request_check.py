from __future__ import annotations

from typing import Any

import pytest

from tests.torture.request_check import problems


def body(*messages: dict[str, Any]) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "system", "content": "Be kind."}, *messages]}


def called(*ids: str, arguments: str = "{}", name: str = "look") -> dict[str, Any]:
    calls = [
        {"id": one, "type": "function", "function": {"name": name, "arguments": arguments}}
        for one in ids
    ]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def result(call_id: str, content: str = "seen") -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call_id, "content": content}


USER: dict[str, Any] = {"role": "user", "content": "Go on"}
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}


@pytest.mark.parametrize(
    "messages",
    [
        [USER],
        [USER, {"role": "assistant", "content": "Yes."}, USER],
        [USER, called("1", "2"), result("2"), result("1"), USER],
        [USER, called("1"), result("1")],
        [{"role": "user", "content": [{"type": "text", "text": "See"}, PICTURE]}],
    ],
)
def test_what_a_strict_server_takes_has_no_problem(messages: list[dict[str, Any]]) -> None:
    assert problems(body(*messages)) == []


@pytest.mark.parametrize(
    ("messages", "problem"),
    [
        ([USER, called("1"), USER], "comes before the results of 1"),
        ([USER, called("1", "2"), result("1")], "no results for 2"),
        ([USER, result("1")], "which nobody called here"),
        ([USER, called("1"), result("1"), result("1")], "which nobody called here"),
        ([USER, called("1"), result("1"), called("1"), result("1")], "used before"),
        ([USER, called("1", arguments='{"a": '), result("1")], "no JSON object"),
        ([USER, called("1", arguments="[]"), result("1")], "no JSON object"),
        ([USER, called("1", name="a b"), result("1")], "a call of 'a b'"),
        ([USER, called("1"), result("1", " ")], "empty content"),
        ([{"role": "user", "content": ""}], "empty content"),
        ([{"role": "user", "content": []}], "without parts"),
        ([{"role": "user", "content": [{"type": "text", "text": ""}]}], "without content"),
        ([{"role": "user", "content": "\ud83d"}], "half a surrogate pair"),
        ([USER, {"role": "assistant", "content": None}, USER], "no content"),
        ([USER, {"role": "assistant", "content": "Yes."}], "nothing that can be answered"),
        ([USER, {"role": "system", "content": "Again."}, USER], "not the first"),
        ([{"role": "narrator", "content": "Then"}, USER], "unknown role"),
    ],
)
def test_what_a_strict_server_refuses_is_named(
    messages: list[dict[str, Any]], problem: str
) -> None:
    assert any(problem in found for found in problems(body(*messages)))


def test_a_request_without_messages_or_model_is_none() -> None:
    assert problems({"model": "m", "messages": []})
    assert problems({"messages": [USER]}) == ["no model is named"]
