"""Programs that write down what they were given, in a folder that is all of PATH."""

from __future__ import annotations

import os
from pathlib import Path

SHELL = "/bin/sh"


class FakePrograms:
    """`environ` finds them, and nothing else by name."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder / "bin"
        self.folder.mkdir()
        self.environ = {"PATH": str(self.folder), **environ}

    def add(self, name: str, *lines: str) -> None:
        """A program. lines: what its shell script does; without any it keeps its input and its
        arguments."""
        body = lines or (f'echo "$@" > {self._file(name, "args")}', self.keep_input(name))
        file = self.folder / name
        file.write_text("\n".join((f"#!{SHELL}", *body, "")))
        file.chmod(0o755)

    def keep_input(self, name: str) -> str:
        """The line of a script that writes down standard input."""
        return f"/bin/cat > {self._file(name, 'input')}"

    def input(self, name: str) -> bytes:
        """What a program was given on standard input."""
        return self._file(name, "input").read_bytes()

    def arguments(self, name: str) -> str:
        """What a program was started with."""
        return self._file(name, "args").read_text().strip()

    def was_run(self, name: str) -> bool:
        """It was started at all."""
        return self._file(name, "args").exists()

    def _file(self, name: str, kind: str) -> Path:
        return self.folder.parent / f"{name}.{kind}"


def has_ended(pid: int) -> bool:
    """No such process, or one that only waits to be taken note of."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
