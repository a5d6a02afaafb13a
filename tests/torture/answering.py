"""A model server that answers by what it is asked, so that no kill can put it out of step."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.flows.model_server import Answer, ModelServer, _Handler, says
from tests.torture.request_check import problems

WORD_EVERY_S = 0.015
_MOST_WORDS = 4000
_ASKED = re.compile(r"(stream|work|permit|grant|again|ask|say|write|over) (\d+)")


def word(number: int, place: int) -> str:
    """The word at `place`, from 1, of the answer to the prompt with this number."""
    return f"a{number}w{place:04d}"


class AnsweringServer(ModelServer):
    """Prompts are "stream 7" (numbered words until the reader goes), "work 7" (a command that takes
    its time), "permit 7" and "grant 7" (commands that need permission), "again 8" (the command of
    "grant 7"), "ask 7" (a question), "say 7" (answered by "ok7"), "write 7" (a file is made),
    "over 8" (the file of "write 7" is written anew). After a tool's result the answer is "ended7".

    invalid: what is wrong with the requests so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self.invalid: list[str] = []

    def next_answer(self, body: dict[str, Any], authorization: str) -> Answer:
        self.invalid += (f"{problem}: {_outline(body)}" for problem in problems(body))
        with self.arrived:
            self.requests.append(body)
            self.authorizations.append(authorization)
            self.arrived.notify_all()
        return _answer(body["messages"])


def texts(body: dict[str, Any], role: str) -> list[str]:
    """The contents of the messages of a role, in order."""
    found = (message for message in body["messages"] if message["role"] == role)
    return [_text(message) for message in found]


def _text(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _answer(messages: list[dict[str, Any]]) -> Answer:
    prompts = [message for message in messages if message["role"] == "user"]
    asked = _ASKED.findall(_text(prompts[-1]))
    if not asked:
        return says("ok")
    verb, number = asked[-1]
    if messages[-1]["role"] == "tool":
        return says(f"ended{number}")
    if verb == "stream":
        return _streams_words(int(number))
    if verb == "say":
        return says(f"ok{number}")
    return _calls(f"call_{verb}_{number}", *_CALLS[verb](int(number)))


def note_text(number: int) -> str:
    """What the file holds that is written for the prompt with this number: much, so that writing it
    takes a while."""
    return f"of {number}, one of many lines\n" * 20_000


_CALLS: dict[str, Callable[[int], tuple[str, dict[str, object]]]] = {
    "work": lambda number: ("run_command", {"command": f"./slow.sh {number}"}),
    "permit": lambda number: ("run_command", {"command": f"touch made{number}"}),
    "grant": lambda number: ("run_command", {"command": f"mkdir granted{number}"}),
    "again": lambda number: ("run_command", {"command": f"mkdir granted{number - 1}"}),
    "write": lambda number: (
        "write_file",
        {"path": f"notes/{number}", "content": note_text(number)},
    ),
    "over": lambda number: (
        "write_file",
        {"path": f"notes/{number - 1}", "content": note_text(number)},
    ),
    "ask": lambda number: ("ask_user", {"question": f"Which {number}?", "choices": ["A", "B"]}),
}


def _calls(call_id: str, tool: str, arguments: dict[str, object]) -> Answer:
    def answer(handler: _Handler) -> None:
        handler.start_stream()
        handler.send_call(0, id=call_id, name=tool, arguments=json.dumps(arguments))
        handler.send_data({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]})
        handler.send_raw(b"data: [DONE]\n\n")

    return answer


def _streams_words(number: int) -> Answer:
    def answer(handler: _Handler) -> None:
        handler.start_stream()
        for place in count(1):
            if place > _MOST_WORDS:
                return
            handler.send_text(f"{word(number, place)} ")
            time.sleep(WORD_EVERY_S)

    return answer


def _outline(body: dict[str, Any]) -> str:
    shown = []
    for message in body["messages"][-6:]:
        ids = [call["id"] for call in message.get("tool_calls") or ()]
        shown.append(f"{message['role']}{ids or ''}({json.dumps(message.get('content'))[:40]})")
    return " ".join(shown)
