"""Converting pages without keeping the screen waiting: large ones in a process of their own."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import secrets
import sys
from pathlib import Path

import anyio
from msgspec import Struct

from agent_tui.protocol.processes import ExitStatus, SupervisedProcess
from agent_tui.protocol.tools import ToolContext
from agent_tui.tools.web.markdown import Markdown, most_packed_bytes, unpacked
from agent_tui.tools.web.markdown_of import markdown_of
from agent_tui.tools.web.off_loop import off_loop
from agent_tui.tools.web.plain_text import plain_text

LONGEST_S = 20.0  # with the time for requests, less than the tool's own limit
# Up to here a thread takes less time than a process needs to start.
_SMALL_CHARS = 20_000
# Four times what usual pages of the largest size take: some multiply, when links become absolute.
_MOST_MEMORY_BYTES = 1024**3
_STOP_S = 4.0  # a stopped process has 2 s before it is killed
_SCRIPT = str(Path(__file__).with_name("markdown_script.py"))


class _NoProcess(Exception):
    """It could not be started or watched."""


class _Outcome(Struct, frozen=True, kw_only=True):
    """status: None when the process was stopped, because of the time unless is_too_long."""

    output: bytes
    status: ExitStatus | None
    is_too_long: bool


class Conversion:
    """For one call. longest_s: for a large page; then its plain text has to do."""

    def __init__(self, context: ToolContext, *, longest_s: float = LONGEST_S) -> None:
        self._context, self._longest_s = context, longest_s

    async def markdown(self, html: str, url: str, most_chars: int) -> Markdown:
        """The page, or at least this much of its beginning. url: makes links absolute. When
        cancelled, the process is stopped."""
        if len(html) >= _SMALL_CHARS:
            with contextlib.suppress(_NoProcess):
                return await self._by_process(html, url, most_chars)
        return await off_loop(functools.partial(markdown_of, html, url))

    async def _by_process(self, html: str, url: str, most_chars: int) -> Markdown:
        outcome = await self._outcome(html, url, most_chars)
        status = outcome.status
        if status is not None and status.code == 0:
            markdown = unpacked(outcome.output)
            if markdown is not None:
                return markdown
        elif status is not None and status.problem:
            raise _NoProcess
        reason = "could not be converted to markdown"
        if status is None and not outcome.is_too_long:
            reason = f"took longer than {self._longest_s:g} s to convert to markdown"
        return await off_loop(functools.partial(plain_text, html, f"The page {reason}"))

    async def _outcome(self, html: str, url: str, most_chars: int) -> _Outcome:
        # Standard input of child processes is closed.
        path = os.path.join(self._context.folder, f"page-{secrets.token_hex(8)}.html")
        write = functools.partial(_write, path, _head(url, most_chars), html)
        try:
            try:
                # To its end, so that no file comes to be after it was removed.
                await off_loop(write, is_awaited=True)
            except OSError as error:
                raise _NoProcess from error
            return await self._run(path, most_packed_bytes(most_chars))
        finally:
            with contextlib.suppress(OSError):  # the process removes it, too
                os.unlink(path)

    async def _run(self, path: str, most_bytes: int) -> _Outcome:
        output = bytearray()
        status: ExitStatus | None = None
        process = await self._context.processes.start_program(
            # Isolated: neither the environment nor the folder decides what is imported.
            (sys.executable, "-I", "-S", "-B", _SCRIPT, path),
            cwd=self._context.folder,
            session_id=self._context.session_id,
        )
        try:
            with anyio.move_on_after(self._longest_s):
                while len(output) <= most_bytes and (data := await process.read()):
                    output += data
                if len(output) <= most_bytes:
                    status = await process.wait()
        finally:
            process.stop()
        if status is None:
            await _ended(process)
        return _Outcome(output=bytes(output), status=status, is_too_long=len(output) > most_bytes)


def _head(url: str, most_chars: int) -> bytes:
    request = {
        "folders": [entry for entry in sys.path if os.path.isabs(entry)],
        "url": url,
        "most_chars": most_chars,
        "most_memory_bytes": _MOST_MEMORY_BYTES,
    }
    return json.dumps(request).encode()


def _write(path: str, head: bytes, html: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(head + b"\n")
        file.write(html.encode("utf-8", "surrogatepass"))


async def _ended(process: SupervisedProcess) -> None:
    # Read to its end, so that no pipe stays open for what nobody wants.
    with anyio.move_on_after(_STOP_S):
        while await process.read():
            pass
        await process.wait()
