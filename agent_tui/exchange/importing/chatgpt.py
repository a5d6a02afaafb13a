"""Conversations of a ChatGPT data export: trees of messages, of which one branch is current."""

from __future__ import annotations

from agent_tui.exchange.importing.found import Found, ImportProblem
from agent_tui.exchange.importing.json_values import expect, number, text
from agent_tui.exchange.importing.message_building import HistoryBuilder, text_part
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import Part, Role, ThinkingPart, ToolCallPart, ToolResultPart

ORIGIN = "ChatGPT"
_HIDDEN_FLAGS = ("is_visually_hidden_from_conversation",)


def is_chatgpt(value: object) -> bool:
    """Whether this is a conversation of such an export."""
    return isinstance(value, dict) and isinstance(value.get("mapping"), dict)


def found_in_chatgpt(conversation: dict[str, object], place: str) -> Found:
    """The current branch of one conversation. Raises `ImportProblem`."""
    mapping = expect(conversation.get("mapping"), dict, f"{place}.mapping")
    reading = _Reading(number(conversation.get("create_time")), _model(conversation))
    for node_id in _current_branch(mapping, text(conversation.get("current_node")), place):
        message = mapping[node_id].get("message")
        if isinstance(message, dict):
            reading.take(message, f"{place}.mapping[{node_id!r}].message")
    found = reading.history.conversation(
        origin=ORIGIN,
        title=text(conversation.get("title")),
        updated=number(conversation.get("update_time")),
    )
    if found is None:
        raise ImportProblem("nothing was said in it.", place=place)
    return Found(found, reading.notes)


def _current_branch(mapping: dict[str, object], current: str, place: str) -> list[str]:
    """Ids of the nodes from the root to the current one."""
    node_id = current if current in mapping else _last_node(mapping)
    branch: list[str] = []
    seen: set[str] = set()
    while node_id and node_id not in seen:
        seen.add(node_id)
        node = expect(mapping.get(node_id), dict, f"{place}.mapping[{node_id!r}]")
        branch.append(node_id)
        parent = text(node.get("parent"))
        node_id = parent if parent in mapping else ""
    return branch[::-1]


def _last_node(mapping: dict[str, object]) -> str:
    """The leaf that was written last, for files that do not name the current one."""
    leaves = [
        (number(_message(node).get("create_time")), at, node_id)
        for at, (node_id, node) in enumerate(mapping.items())
        if isinstance(node, dict) and not node.get("children")
    ]
    return max(leaves, default=(0.0, 0, ""))[2]


def _message(node: dict[str, object]) -> dict[str, object]:
    message = node.get("message")
    return message if isinstance(message, dict) else {}


class _Reading:
    def __init__(self, created: float, model: str) -> None:
        self.history, self.notes = HistoryBuilder(created=created, model=model), list[str]()
        self._calls = 0

    def take(self, message: dict[str, object], place: str) -> None:
        """The next message of the branch."""
        metadata = message.get("metadata")
        facts = metadata if isinstance(metadata, dict) else {}
        author = message.get("author")
        role = text(author.get("role")) if isinstance(author, dict) else ""
        content = message.get("content")
        body = content if isinstance(content, dict) else {}
        created = number(message.get("create_time"))
        if any(facts.get(flag) for flag in _HIDDEN_FLAGS) or not body:
            return
        if role == "user" and text(body.get("content_type")) == "user_editable_context":
            return  # the profile, repeated in every conversation
        if role == "user":
            self.history.add(Role.USER, self._parts(body, place), created=created)
        elif role == "assistant":
            model = text(facts.get("model_slug"))
            parts = self._answer(message, body, place)
            self.history.add(Role.ASSISTANT, parts, created=created, model=model)
        elif role == "tool":
            self._take_result(body, place, created)
        elif role == "system":
            self.history.add_note(
                "Instructions of the imported conversation (system):", self._text(body, place)
            )
        else:
            self.notes.append(f"{place}: a message of the role {role!r} was left out.")

    def _answer(
        self, message: dict[str, object], body: dict[str, object], place: str
    ) -> list[Part]:
        recipient = text(message.get("recipient"))
        kind = text(body.get("content_type"))
        if recipient not in ("", "all"):
            self._calls += 1
            return [
                ToolCallPart(
                    id=new_id(),
                    call_id=f"call-{self._calls}",
                    name=recipient,
                    arguments=self._text(body, place),
                )
            ]
        if kind in ("thoughts", "reasoning_recap"):
            thoughts = self._text(body, place)
            return [ThinkingPart(id=new_id(), text=thoughts)] if thoughts.strip() else []
        return self._parts(body, place)

    def _take_result(self, body: dict[str, object], place: str, created: float) -> None:
        said = self._text(body, place)
        part = ToolResultPart(id=new_id(), call_id=f"call-{self._calls}", text=said)
        if said.strip() and self._calls:
            self.history.add(Role.TOOL, [part], created=created)

    def _parts(self, body: dict[str, object], place: str) -> list[Part]:
        said = self._text(body, place)
        return [text_part(said)] if said.strip() else []

    def _text(self, body: dict[str, object], place: str) -> str:
        kind = text(body.get("content_type"))
        if kind == "code":
            return text(body.get("text"))
        if kind == "thoughts" and isinstance(body.get("thoughts"), list):
            thoughts = expect(body["thoughts"], list, place)
            found = (one for one in thoughts if isinstance(one, dict))
            return "\n\n".join(text(one.get("content")) for one in found)
        parts = body.get("parts")
        if not isinstance(parts, list):
            return text(body.get("text")) or text(body.get("result")) or text(body.get("content"))
        return "\n".join(filter(None, (self._part_text(part, place) for part in parts)))

    def _part_text(self, part: object, place: str) -> str:
        if isinstance(part, str):
            return part
        kind = text(part.get("content_type")) if isinstance(part, dict) else ""
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            return text(part["text"])  # the words of something spoken
        self.notes.append(f"{place}: {kind or 'a part'} is not in this file and was left out.")
        return f"[{kind.replace('_', ' ') or 'something'} of the original]"


def _model(conversation: dict[str, object]) -> str:
    return text(conversation.get("default_model_slug"))
