"""Writing a plan: all files, or, when the disk refuses one, none."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.errors import ToolError
from agent_tui.tools.files.disk.load_file import load_file
from agent_tui.tools.files.disk.replace_file import delete_file, replace_file
from agent_tui.tools.files.file_memory import Fingerprint, fingerprint_of
from agent_tui.tools.files.patches.plan_patch import PlannedFile


def write_plan(files: Sequence[PlannedFile]) -> dict[str, Fingerprint | None]:
    """By path, what the files are now; None for deleted ones. Blocking.

    Raises `ToolError`; everything is as it was then, or the text names what is not.
    """
    written: dict[str, Fingerprint | None] = {}
    done: list[PlannedFile] = []
    # Deletions last: until then everything can be put back from what stands on the disk.
    for file in sorted(files, key=lambda file: file.content is None):
        try:
            written[file.target.path] = _write(file)
        except ToolError as error:
            raise ToolError(f"{error} {_put_back(done)}") from error
        done.append(file)
    return written


def _write(file: PlannedFile) -> Fingerprint | None:
    if file.content is None:
        if file.former is not None:
            delete_file(file.target, former=file.former)
        return None
    status = replace_file(
        file.target,
        file.content,
        former=file.former,
        like=file.like,
        is_executable=file.is_executable,
    )
    return fingerprint_of(status, file.content)


def _put_back(done: Sequence[PlannedFile]) -> str:
    lost: list[str] = []
    for file in reversed(done):
        try:
            _restore(file)
        except ToolError:
            lost.append(file.target.name)
    if lost:
        return f"These files could not be put back and are changed: {', '.join(lost)}."
    return "No file of the patch was changed."


def _restore(file: PlannedFile) -> None:
    now = load_file(file.target)
    if file.former is not None:
        replace_file(file.target, file.former.data, former=now, like=file.former)
    elif now is not None:
        delete_file(file.target, former=now)
