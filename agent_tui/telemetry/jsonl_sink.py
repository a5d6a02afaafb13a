"""A file of telemetry events, one JSON line each."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from pathlib import Path

import msgspec

from agent_tui.errors import ConfigError
from agent_tui.telemetry.telemetry_event import TelemetryEvent


class JsonlSink:
    """Appends each event that it is called with to a file (0600), as one line of JSON.

        telemetry.attach_many("file", ["*"], JsonlSink(Path("telemetry.jsonl")))

    Several processes may write to one file. At `max_bytes` it becomes `NAME.1` and a new one
    begins; of the older ones `kept_files` are kept. Nothing is kept open between two events. What
    the disk refuses raises `OSError`, and `Telemetry` detaches the sink with a warning; no
    half a line stays behind.

    includes_content: write what `Telemetry(includes_content=True)` adds; without it a file has
    neither prompts nor answers. Raises `ConfigError` for fewer than 0 files or 1 byte.
    """

    def __init__(
        self,
        path: Path,
        *,
        max_bytes: int = 10_000_000,
        kept_files: int = 3,
        includes_content: bool = False,
    ) -> None:
        if max_bytes < 1 or kept_files < 0:
            raise ConfigError(
                f"A telemetry file of {max_bytes} bytes with {kept_files} older ones cannot be "
                "kept. max_bytes must be at least 1, kept_files at least 0.",
                key="telemetry",
            )
        self._path = path.expanduser().absolute()
        self._max_bytes, self._kept_files = max_bytes, kept_files
        self._includes_content = includes_content
        self._encoder = msgspec.json.Encoder()

    def __call__(self, event: TelemetryEvent) -> None:
        """Append one line. Raises `OSError`."""
        data = event.as_data(includes_content=self._includes_content)
        try:
            line = self._encoder.encode(data) + b"\n"
        except UnicodeEncodeError:  # half a surrogate pair in what a host or a model has said
            line = json.dumps(data).encode() + b"\n"
        while not self._append(line):
            pass  # another process has put another file there

    def problem(self) -> str:
        """Why the file cannot be written, as a sentence; "" when it can. It is there
        afterwards."""
        try:
            os.close(self._opened())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return (
                f"Telemetry is not written: {self._path} cannot be used ({reason}). Set "
                "telemetry_file to another path."
            )
        return ""

    def _opened(self) -> int:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Without O_NONBLOCK a pipe of this name would wait for a reader.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
        file = os.open(self._path, flags, 0o600)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise OSError(errno.EINVAL, "it is no plain file")
        return file

    def _append(self, line: bytes) -> bool:
        """False when the file was moved away before it could be locked."""
        file = self._opened()
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not self._is_current(file):
                return False
            size = os.fstat(file).st_size
            if size and size + len(line) > self._max_bytes:
                self._move_away()
                return False
            if os.write(file, line) < len(line):
                os.ftruncate(file, size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
            return True
        finally:
            os.close(file)

    def _is_current(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def _move_away(self) -> None:
        """The caller holds the lock, so one process does this."""
        if not self._kept_files:
            self._path.unlink()
            return
        for number in range(self._kept_files, 0, -1):
            newer = self._older(number - 1) if number > 1 else self._path
            if newer.exists():
                newer.replace(self._older(number))

    def _older(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
