"""Writing to standard output and standard error: the encoding, foreign text, nobody reading."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from agent_tui.ui.foreign_text import harmless


class Console:
    """Data to standard output, everything else to standard error.

    Text for a terminal is made harmless; into a pipe or file goes exactly what came. `write`
    raises `BrokenPipeError` when nobody reads any more. A closed stream (None) swallows everything.
    """

    def __init__(self, out: TextIO | None, err: TextIO | None) -> None:
        self._out, self._err = out, err
        self.is_terminal = out is not None and out.isatty()

    @classmethod
    def of_process(cls) -> Console:
        """The process's own streams. Pipes and files get UTF-8, whatever the locale says."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                encoding = None if stream.isatty() else "utf-8"
                stream.reconfigure(encoding=encoding, errors="replace")
        return cls(sys.stdout, sys.stderr)

    def write(self, text: str) -> None:
        """Write data and flush, so that a reader sees it now."""
        if self._out is not None:
            self._out.write(harmless(text) if self.is_terminal else text)
            self._out.flush()

    def tell(self, text: str) -> None:
        """One line for the user. Never fails: there is nobody to tell about it."""
        try:
            if self._err is not None:
                self._err.write(f"{harmless(text)}\n")
                self._err.flush()
        except OSError:
            self._err = None


def abandon_output() -> None:
    """After a broken pipe: drop what is still buffered, or the interpreter complains at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
