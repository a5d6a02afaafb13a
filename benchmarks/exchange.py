"""Exporting a long session in each format, and importing it; beside reading it from the disk and
rendering its answers bare."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt

from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange
from agent_tui.protocol.exchange import ExportFormat, ExportWish
from agent_tui.protocol.messages import Role
from agent_tui.protocol.ports import StoredSession
from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.stored_sessions import stored_session

MESSAGES, RUNS = 10_000, 3
_BARE, _READING = "markdown-it of its answers", "reading it from the disk"


def measure(options: Options) -> list[Row]:
    """Without anybody who waits: no pauses for other threads."""
    count = options.amount(MESSAGES, short=20)
    runs = options.runs_or(RUNS)
    data = stored_session(count)
    store = FileSessionStore(data.data_folder / "sessions", data.data_folder / "index.db")
    stored = store.load(data.session_id)
    reading = [_timed(lambda: store.load(data.session_id)) for _ in range(runs)]
    bare = [_timed(lambda: _render(stored)) for _ in range(runs)]
    rows = [
        Row(target="", what=f"{_READING}, {count:,} messages", values=in_ms(reading)),
        Row(target="", what=f"{_BARE}, {count:,} messages", values=in_ms(bare)),
    ]
    for export_format in ExportFormat:
        values = [_timed(partial(_export, stored, export_format)) for _ in range(runs)]
        rows.append(
            Row(
                target="",
                what=f"export as {export_format}, {count:,} messages",
                values=in_ms(values),
                baseline=_BARE if export_format is ExportFormat.HTML else _READING,
                baseline_values=in_ms(bare if export_format is ExportFormat.HTML else reading),
            )
        )
    values = [_import(stored) for _ in range(runs)]
    rows.append(
        Row(
            target="",
            what=f"import of JSON, {count:,} messages",
            values=in_ms(values),
            baseline=_READING,
            baseline_values=in_ms(reading),
        )
    )
    return rows


def _render(stored: StoredSession) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for message in stored.messages:
        if message.role is Role.ASSISTANT and message.text:
            parser.render(message.text)


def _export(stored: StoredSession, export_format: ExportFormat, folder: str = "") -> str:
    if not folder:
        with tempfile.TemporaryDirectory() as own:
            return _export(stored, export_format, own)
    wish = ExportWish(format=export_format)
    done = DiskExchange(program="benchmark").export(stored, wish, folder, lambda *_: True)
    assert done is not None
    return done.path


def _import(stored: StoredSession) -> float:
    """Seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = _export(stored, ExportFormat.JSON, folder)
        store = FileSessionStore(Path(folder) / "sessions", Path(folder) / "index.db")
        exchange = DiskExchange(program="benchmark")
        return _timed(lambda: exchange.import_file(path, store, lambda *_: True, cwd="/proj"))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    run_alone("exchange")
