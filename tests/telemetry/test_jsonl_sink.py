"""The file of telemetry events."""

from __future__ import annotations

import json
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_tui import ConfigError, JsonlSink, Telemetry, TelemetryEvent
from agent_tui.config.settings import Settings
from agent_tui.lifecycle.telemetry_file import telemetry_of, telemetry_problem

EVENT = TelemetryEvent(
    name="execution.start",
    session_id="s",
    turn_id="t",
    time=12.5,
    measurements={"requests": 1},
    metadata={"app": "x", "prompt": "what was said"},
)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A disk that is full, for this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_event_is_one_line_that_only_its_owner_may_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "telemetry.jsonl"
    sink = JsonlSink(path)
    sink(EVENT)
    sink(EVENT)

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines == 2 * [
        {
            "name": "execution.start",
            "time": 12.5,
            "session_id": "s",
            "turn_id": "t",
            "measurements": {"requests": 1},
            "metadata": {"app": "x"},
        }
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_content_is_written_only_when_it_is_wished_for(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    JsonlSink(path, includes_content=True)(EVENT)

    assert json.loads(path.read_text())["metadata"]["prompt"] == "what was said"


def test_a_long_file_makes_room_for_a_new_one_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    sink = JsonlSink(path, max_bytes=400, kept_files=2)
    for number in range(20):
        sink(TelemetryEvent(name="llm.request", metadata={"step": number}))

    files = sorted(tmp_path.iterdir())
    steps = [
        json.loads(line)["metadata"]["step"]
        for file in reversed(files)
        for line in file.read_text().splitlines()
    ]
    assert [file.name for file in files] == ["t.jsonl", "t.jsonl.1", "t.jsonl.2"]
    assert all(file.stat().st_size <= 400 for file in files)
    assert steps == list(range(20))[-len(steps) :]


def test_a_full_disk_detaches_the_file_and_leaves_whole_lines(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, telemetry = tmp_path / "t.jsonl", Telemetry()
    telemetry.attach_many("file", ["*"], JsonlSink(path))
    telemetry.emit(EVENT)
    assert telemetry.flush()
    before = path.read_bytes()

    with no_file_longer_than(len(before) + 20):
        telemetry.emit(EVENT)
        assert telemetry.flush()

    assert path.read_bytes() == before
    assert telemetry.attached == ()
    assert "The telemetry handler 'file' failed and was detached" in caplog.text


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # A reader, or opening it for writing would be refused by the system already.
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(OSError, match="no plain file"):
            JsonlSink(pipe)(EVENT)
    finally:
        os.close(reader)


def test_the_setting_makes_a_file_and_says_what_hinders_it(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    settings = Settings(telemetry_file=str(path))

    telemetry = telemetry_of(settings)

    assert telemetry is not None
    assert (telemetry_problem(settings), path.stat().st_size) == ("", 0)
    telemetry.emit(EVENT)
    assert telemetry.flush()
    assert json.loads(path.read_text())["name"] == "execution.start"
    wrong = telemetry_problem(Settings(telemetry_file=str(path / "below")))
    assert "Set telemetry_file to another path" in wrong


def test_without_the_setting_nothing_is_measured() -> None:
    assert (telemetry_of(Settings()), telemetry_problem(Settings())) == (None, "")


def test_half_a_character_in_what_was_said_becomes_a_line_as_well(tmp_path: Path) -> None:
    sink = JsonlSink(tmp_path / "t.jsonl")
    sink(TelemetryEvent(name="tool.start", metadata={"tool": "cut \ud83d"}))

    line = (tmp_path / "t.jsonl").read_text()
    assert json.loads(line)["metadata"] == {"tool": "cut \ud83d"}


@pytest.mark.parametrize(("max_bytes", "kept_files"), [(0, 3), (1000, -1)])
def test_a_file_that_could_not_be_moved_on_is_refused(
    max_bytes: int, kept_files: int, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="at least"):
        JsonlSink(tmp_path / "t.jsonl", max_bytes=max_bytes, kept_files=kept_files)
