"""A dropped picture, from the terminal to the model's request."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from tests.flows.chat_program import ENTER, chat, stored_entries
from tests.flows.model_server import ModelServer, says
from tests.sample_images import png

LABEL = "[Image #1 640x480 PNG]"


def is_stored(home: Path, answer: str) -> bool:
    """The whole message is on disk; of one that streams, the last 0.3 s may be missing."""
    entries = stored_entries(home)
    return any(entry["type"] == "message" and answer in str(entry) for entry in entries)


def test_a_dropped_image_is_sent_stored_beside_the_journal_and_sent_again(tmp_path: Path) -> None:
    picture = tmp_path / "screen shot.png"
    picture.write_bytes(png(640, 480))
    url = f"data:image/png;base64,{b64encode(png(640, 480)).decode()}"
    shown = {"type": "image_url", "image_url": {"url": url}}
    with ModelServer(says("A grey box."), says("Still grey.")) as server:
        with chat(server, tmp_path) as program:
            program.send(f"\x1b[200~'{picture}'\x1b[201~")
            program.wait_for(LABEL)
            program.send(" what is it?" + ENTER)
            program.wait_for("A grey box.")
            assert any("attached: image 640x480 PNG" in line for line in program.lines())
            program.wait_for(lambda: is_stored(tmp_path, "A grey box."))
            program.kill()

        picture.unlink()
        with chat(server, tmp_path, "-c", is_ready=False) as program:
            program.wait_for("A grey box.")
            program.send("sure?" + ENTER)
            program.wait_for("Still grey.")

    for request in server.requests:
        prompt = next(each for each in request["messages"] if each["role"] == "user")
        assert prompt["content"][0]["text"] == f"{LABEL} what is it?"
        assert shown in prompt["content"]
    assert url not in str(stored_entries(tmp_path))
