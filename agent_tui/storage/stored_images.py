"""Images of prompts and drafts: files in the session's folder, named by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from agent_tui.protocol.drafts import DraftExtras
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.messages import ChatMessage, ImagePart, Part
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.disk_failures import disk_failures

IMAGES_NAME = "images"


class StoredImages:
    """Replaces the bytes of images by the path of a file that holds them. Raises
    `SessionStorageFailed`. Several threads may use it.

    folder: the session's; made with the first image.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute() / IMAGES_NAME
        self._paths: dict[bytes, str] = {}  # of those that were written, by their bytes

    def of_message(self, message: ChatMessage) -> ChatMessage:
        """The message as it is written."""
        if not any(image.data for image in message.images):
            return message
        return replace(message, parts=tuple(map(self._of_part, message.parts)))

    def of_queue(self, prompts: Iterable[QueuedPrompt]) -> tuple[QueuedPrompt, ...]:
        """Waiting prompts as they are written."""
        return tuple(
            replace(prompt, images=self._stored(prompt.images)) if prompt.images else prompt
            for prompt in prompts
        )

    def of_draft(self, extras: DraftExtras) -> DraftExtras:
        """What belongs to a draft as it is written."""
        stash = (replace(draft, images=self._stored(draft.images)) for draft in extras.stash)
        return replace(extras, images=self._stored(extras.images), stash=tuple(stash))

    def _of_part(self, part: Part) -> Part:
        if not isinstance(part, ImagePart):
            return part
        (image,) = self._stored((part.image,))
        return replace(part, image=image)

    def _stored(self, images: Iterable[PromptImage]) -> tuple[PromptImage, ...]:
        return tuple(
            replace(image, data=b"", path=self._path(image)) if image.data else image
            for image in images
        )

    def _path(self, image: PromptImage) -> str:
        # A hash of bytes is counted once; what is equal is mostly the same object.
        if (known := self._paths.get(image.data)) is not None:
            return known
        digest = hashlib.sha256(image.data).hexdigest()
        path = self._folder / f"{digest}{image.suffix}"
        with disk_failures(path, session_id=self._folder.parent.name):
            if not path.exists():
                write_atomically(path, image.data)
        self._paths[image.data] = str(path)
        return str(path)


def without_missing(extras: DraftExtras) -> DraftExtras:
    """A draft's images that are still there. The labels of the others are mere text."""
    stash = (replace(draft, images=_present(draft.images)) for draft in extras.stash)
    return replace(extras, images=_present(extras.images), stash=tuple(stash))


def _present(images: Iterable[PromptImage]) -> tuple[PromptImage, ...]:
    return tuple(image for image in images if image.data or Path(image.path).is_file())
