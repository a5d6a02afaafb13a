"""Gathers what mentions stand for, within limits. Blocks: for a thread."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.errors import SessionError
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.images import MOST_IMAGES
from agent_tui.protocol.mention_reading import MentionedPlace, MentionReader
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart
from agent_tui.protocol.ports import SessionStore

MOST_ATTACHED = 50
MOST_FILE_BYTES = 50_000
MOST_BYTES = 200_000  # all files and sessions together
_MOST_EXCHANGE_CHARS = 8_000  # of a prompt, and of an answer, of a mentioned session


class Place(Struct, frozen=True):
    """name: as it was mentioned. path: absolute, without links, permitted."""

    name: str
    path: str


class Attachments:
    """parts: what the model gets behind the prompt. missing: names of what is not there any more.
    left: how many were too many. image_count: of the prompt so far."""

    def __init__(
        self, reader: MentionReader, store: SessionStore | None, *, image_count: int = 0
    ) -> None:
        self.parts: list[TextPart | ImagePart] = []
        self._image_count = image_count
        self.missing: list[str] = []
        self.left = 0
        self._reader, self._store = reader, store
        self._room = MOST_BYTES

    def add_place(self, place: Place) -> None:
        """A file or a folder."""
        if self._is_full():
            return
        most = min(MOST_FILE_BYTES, self._room)
        found = self._reader.read(place.path, most)
        if found is None:
            self.missing.append(place.name)
        elif found.image is not None and self._image_count < MOST_IMAGES:
            self._image_count += 1
            image = replace(found.image, label=place.name)
            self.parts.append(ImagePart(id=new_id(), image=image))
        elif found.image is not None:
            self._name(place, f"more than {MOST_IMAGES} images")
        elif found.left_out:
            self._name(place, found.left_out)
        else:
            self._add(*_shown(place, found))

    def add_session(self, stored_id: str) -> None:
        """A stored session: its title and last exchange. stored_id: may be the beginning of it."""
        if self._is_full():
            return
        try:
            if self._store is None:
                raise SessionError("No session is stored.")
            stored = self._store.load(self._store.resolve(stored_id))
        except SessionError:
            self.missing.append(f"session:{stored_id}")
            return
        title = stored.info.title or stored_id
        exchange = _last_exchange(stored.messages)
        text = f"<attached session={title!r}>\n{exchange}\n</attached>"
        if len(text.encode("utf-8", "replace")) > self._room:
            label = f"session {title} (too long to be attached)"
            self._add(label, f"(The user mentions {label}. The content is not attached.)")
        else:
            self._add(f"session {title}", text)

    def _is_full(self) -> bool:
        is_full = len(self.parts) >= MOST_ATTACHED
        self.left += is_full
        return is_full

    def _name(self, place: Place, left_out: str) -> None:
        label = f"{place.name} ({left_out})"
        self._add(label, f"(The user mentions {label}. The content is not attached.)")

    def _add(self, label: str, text: str) -> None:
        self._room = max(self._room - len(text.encode("utf-8", "replace")), 0)
        self.parts.append(TextPart(id=new_id(), text=text, attached=label))


def _shown(place: Place, found: MentionedPlace) -> tuple[str, str]:
    kind, label = "file", place.name
    if found.is_folder:
        name = place.name.rstrip("/") or "."
        count = f"{found.entries} {'entry' if found.entries == 1 else 'entries'}"
        kind, label = "folder", f"{name}/ ({count})"
    return label, f"<attached {kind}={place.name!r}>\n{found.text}\n</attached>"


def _last_exchange(messages: tuple[ChatMessage, ...]) -> str:
    spoken = [message for message in messages if message.text.strip() and not message.is_superseded]
    prompt = next((one for one in reversed(spoken) if one.is_prompt), None)
    answer = next((one for one in reversed(spoken) if one.role is Role.ASSISTANT), None)
    lines = []
    if prompt is not None:
        lines.append(f"User: {_cut(prompt.text)}")
    if answer is not None:
        lines.append(f"Agent: {_cut(answer.text)}")
    return "\n\n".join(lines) or "(nothing was said)"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_EXCHANGE_CHARS else f"{text[:_MOST_EXCHANGE_CHARS]} …"
