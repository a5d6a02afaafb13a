from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.past_prompts import PastPrompt
from agent_tui.storage.prompt_store import LARGEST_PROMPT_BYTES, MOST_BYTES, FilePromptStore

ADDS_MANY = (
    "import sys; from pathlib import Path\n"
    "from agent_tui.protocol.past_prompts import PastPrompt\n"
    "from agent_tui.storage.prompt_store import FilePromptStore\n"
    "store = FilePromptStore(Path(sys.argv[1]), is_read_only=False, most_bytes=9000)\n"
    "for number in range(40):\n"
    "    store.add(PastPrompt(text=f'{sys.argv[2]} {number} ' + 'x' * 50))\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "prompts.jsonl"


def a_store(path: Path, *, most_bytes: int = MOST_BYTES) -> FilePromptStore:
    return FilePromptStore(path, is_read_only=False, most_bytes=most_bytes)


def texts(path: Path) -> list[str]:
    """The newest first."""
    return [one.text for batch in a_store(path).newest_first() for one in batch.prompts]


def damaged_lines(path: Path) -> int:
    return sum(batch.damaged_lines for batch in a_store(path).newest_first())


def test_prompts_come_back_the_newest_first_with_all_that_is_known(path: Path) -> None:
    first = PastPrompt(text="one\ntwo 漢", sent_at=5.0, workspace="/proj", session_id="s1")
    a_store(path).add(first)
    a_store(path).add(PastPrompt(text="!ls"))

    (batch,) = a_store(path).newest_first()

    assert batch.prompts == (PastPrompt(text="!ls"), first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_store_without_a_file_is_empty(path: Path) -> None:
    assert texts(path) == []


def test_a_store_that_keeps_nothing_leaves_no_file_and_still_reads(path: Path) -> None:
    FilePromptStore(path, is_read_only=True).add(PastPrompt(text="private"))
    assert not path.parent.exists()

    a_store(path).add(PastPrompt(text="kept"))
    (batch,) = FilePromptStore(path, is_read_only=True).newest_first()
    assert [one.text for one in batch.prompts] == ["kept"]


def test_many_prompts_come_in_several_batches_and_in_order(path: Path) -> None:
    wanted = [f"{number} " + "word " * 20 for number in range(6000)]
    path.parent.mkdir()
    path.write_text("".join(f'{{"text":"{text}"}}\n' for text in reversed(wanted)))

    batches = list(a_store(path).newest_first())

    assert len(batches) > 2
    assert [one.text for batch in batches for one in batch.prompts] == wanted


def test_a_line_longer_than_a_block_is_read_whole(path: Path) -> None:
    a_store(path).add(PastPrompt(text="older"))
    a_store(path).add(PastPrompt(text="x" * 700_000))
    a_store(path).add(PastPrompt(text="newer"))

    assert [len(text) for text in texts(path)] == [5, 700_000, 5]


def test_lines_that_cannot_be_read_are_counted_and_cost_nothing_else(path: Path) -> None:
    a_store(path).add(PastPrompt(text="before"))
    with path.open("ab") as file:
        file.write(b'\xff\xfe\x00\n{"text": 3}\n[]\n\n{"text": "torn')

    a_store(path).add(PastPrompt(text="after"))

    assert texts(path) == ["after", "before"]
    assert damaged_lines(path) == 4
    assert b'{"text": "torn\n' in path.read_bytes()


def test_half_a_surrogate_pair_does_not_cost_the_prompt(path: Path) -> None:
    a_store(path).add(PastPrompt(text="broken \ud83d emoji"))

    assert texts(path) == ["broken ? emoji"]


def test_a_file_that_has_grown_too_large_keeps_its_newest_half(path: Path) -> None:
    store = a_store(path, most_bytes=4000)
    for number in range(200):
        store.add(PastPrompt(text=f"prompt {number}"))

    kept = texts(path)

    assert kept == [f"prompt {number}" for number in range(199, 199 - len(kept), -1)]
    assert len(kept) > 60
    assert path.stat().st_size <= 4000
    assert damaged_lines(path) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_prompt_that_would_fill_the_file_stands_in_its_session_only(path: Path) -> None:
    a_store(path).add(PastPrompt(text="kept"))
    a_store(path).add(PastPrompt(text="x" * LARGEST_PROMPT_BYTES))

    assert texts(path) == ["kept"]


def test_three_processes_at_once_damage_nothing_and_lose_nothing_recent(path: Path) -> None:
    """The file is cut several times meanwhile."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ADDS_MANY, str(path), name], cwd=Path(__file__).parents[2]
        )
        for name in ("a", "b", "c")
    ]
    assert [program.wait() for program in programs] == [0, 0, 0]

    kept = texts(path)

    assert damaged_lines(path) == 0
    assert len(kept) > 40
    for name in ("a", "b", "c"):
        of_one = [int(text.split()[1]) for text in kept if text.startswith(name)]
        assert of_one == list(range(39, 39 - len(of_one), -1)) or not of_one


def test_a_file_that_cannot_be_opened_is_told_with_its_name(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(SessionStorageFailed, match=r"Cannot read .*prompts\.jsonl"):
        list(a_store(path).newest_first())
    with pytest.raises(SessionStorageFailed, match=r"Cannot write .*prompts\.jsonl"):
        a_store(path).add(PastPrompt(text="x"))
