from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.hints import HintsSeen
from agent_tui.storage.hint_memory import FileHintMemory


def test_what_was_learned_is_there_again(tmp_path: Path) -> None:
    seen = HintsSeen(used=("commands", "send"), prompts=3)
    FileHintMemory(tmp_path / "data" / "hints.json").save(seen)

    assert FileHintMemory(tmp_path / "data" / "hints.json").load() == seen


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"prompts": "x"}', b"\xff", b'{"used": ["\xff"]}']
)
def test_a_file_that_is_none_teaches_from_the_start(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "hints.json"
    file.write_bytes(content)

    assert FileHintMemory(file).load() == HintsSeen()


def test_a_place_that_cannot_be_written_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = FileHintMemory(tmp_path / "file" / "hints.json")
    memory.save(HintsSeen(prompts=1))

    assert memory.load() == HintsSeen()
