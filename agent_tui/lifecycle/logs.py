"""The log file: one, rotated, written off the loops, without keys."""

from __future__ import annotations

import logging
import logging.handlers
import queue
from collections.abc import Iterable
from pathlib import Path

from agent_tui.protocol.secrets import KnownSecrets, without_secrets
from agent_tui.storage.paths import LOG_FILE_NAME

_MAX_BYTES = 2_000_000
_KEPT_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _SecretRemover(logging.Formatter):
    """Formats records, tracebacks included, and hides every known secret, and whatever has the
    shape of one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_FORMAT)
        self._secrets = KnownSecrets(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record), self._secrets)


class LogSession:
    """The log from `start_log` to `stop`. problem: why there is no file, "" when there is one."""

    def __init__(self, listener: logging.handlers.QueueListener, handler: logging.Handler) -> None:
        self._listener, self._handler = listener, handler
        self.problem = ""

    def stop(self) -> None:
        """Write what waits and close the file. May be called twice."""
        root = logging.getLogger()
        if self._handler in root.handlers:
            root.removeHandler(self._handler)
            self._listener.stop()
            for target in self._listener.handlers:
                target.close()


def start_log(folder: Path, *, level: str, secrets: Iterable[str] = ()) -> LogSession:
    """Log everything of agent_tui, and what other libraries warn of, to `folder/agent-tui.log`
    (0600).

    A folder that cannot be written is no reason to stop: the last 1000 records stay in memory and
    `problem` says what is wrong.
    """
    problem = ""
    target: logging.Handler
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / LOG_FILE_NAME
        file.touch(mode=0o600)
        target = logging.handlers.RotatingFileHandler(
            file, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError as error:
        target = logging.handlers.MemoryHandler(1000)
        reason = error.strerror or type(error).__name__
        problem = f"The log folder {folder} cannot be written ({reason}). Set AGENT_TUI_LOG_DIR."
    target.setFormatter(_SecretRemover(secrets))
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = logging.handlers.QueueHandler(records)
    listener = logging.handlers.QueueListener(records, target)
    # On the root logger, which lets warnings of other libraries in; our own level is set on our
    # own name.
    logging.getLogger().addHandler(handler)
    logging.getLogger("agent_tui").setLevel(level.upper())
    listener.start()
    session = LogSession(listener, handler)
    session.problem = problem
    return session
