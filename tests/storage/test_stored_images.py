from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_info
from tests.sample_images import an_image, png

LABEL = "[Image #1 3x2 PNG]"
IMAGE = an_image(label=LABEL)
PROMPT = ChatMessage(
    id="m1",
    role=Role.USER,
    parts=(TextPart(id="p1", text=f"see {LABEL}"), ImagePart(id="p2", image=IMAGE)),
)


def files(folder: str) -> list[Path]:
    return sorted((Path(folder) / "images").iterdir())


def test_the_journal_names_the_file_that_holds_an_image(store: FileSessionStore) -> None:
    info = an_info()
    journal = store.create(info)

    journal.append_message(PROMPT)

    (file,) = files(journal.path)
    assert file.read_bytes() == png()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (message,) = store.load(info.id).messages
    (image,) = message.images
    assert (image.data, image.path, image.label) == (b"", str(file), LABEL)
    assert message.text == PROMPT.text


def test_the_same_image_is_one_file_wherever_it_stands(store: FileSessionStore) -> None:
    journal = store.create(an_info())
    prompt = QueuedPrompt(id="q", text=LABEL, images=(IMAGE,))

    journal.append_queue((prompt,))
    journal.append_message(PROMPT)
    journal.save_draft(LABEL, DraftExtras(images=(an_image(label=LABEL),)))

    assert len(files(journal.path)) == 1


def test_waiting_prompts_come_back_with_their_images(store: FileSessionStore) -> None:
    info = an_info()
    journal = store.create(info)
    journal.append_message(a_prompt("before"))
    journal.append_queue((QueuedPrompt(id="q", text=LABEL, images=(IMAGE,)),))

    (waiting,) = store.load(info.id).queued

    assert waiting.text == LABEL
    assert Path(waiting.images[0].path).read_bytes() == png()


def test_a_draft_and_its_stash_come_back_with_their_images(store: FileSessionStore) -> None:
    info, other = an_info(), an_image(shade=9, label="[Image #2 3x2 PNG]")
    journal = store.create(info)
    journal.save_draft(
        f"x {LABEL}", DraftExtras(images=(IMAGE,), stash=(StashedDraft("aside", (), (other,)),))
    )

    stored = store.load(info.id)

    assert stored.draft == f"x {LABEL}"
    assert Path(stored.draft_extras.images[0].path).read_bytes() == png()
    assert Path(stored.draft_extras.stash[0].images[0].path).read_bytes() == png(shade=9)


def test_of_an_image_whose_file_is_gone_the_draft_keeps_the_label(store: FileSessionStore) -> None:
    info = an_info()
    journal = store.create(info)
    journal.save_draft(f"x {LABEL}", DraftExtras(images=(IMAGE,)))
    os.unlink(files(journal.path)[0])

    stored = store.load(info.id)

    assert (stored.draft, stored.draft_extras.images) == (f"x {LABEL}", ())


def test_a_disk_that_takes_no_image_is_a_failure_in_words(store: FileSessionStore) -> None:
    journal = store.create(an_info())
    (Path(journal.path) / "images").write_text("in the way")

    with pytest.raises(SessionStorageFailed):
        journal.append_message(PROMPT)
