"""What a patch has changed, for the model and for the screen."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.tools.files.patches.plan_patch import PlannedFile
from agent_tui.tools.files.text.line_changes import LineChanges, unified_diff
from agent_tui.tools.files.text.text_form import BinaryContent, decoded

_MAX_SNIPPET_LINES = 60
_MIN_SNIPPET_LINES = 6


class PatchReport:
    """Compares when made; blocking for as long as that takes."""

    def __init__(self, files: Sequence[PlannedFile]) -> None:
        self._files = [
            (file, LineChanges(_former_text(file, files), _text(file.content)))
            for file in files
            if not file.is_moved
        ]

    @property
    def diff(self) -> str:
        """One unified diff of all files."""
        return "".join(_file_diff(file, changes) for file, changes in self._files)

    @property
    def text(self) -> str:
        """One line for each file, and its changed places."""
        if not self._files:
            return "The files have this content already; nothing was changed."
        room = max(_MIN_SNIPPET_LINES, _MAX_SNIPPET_LINES // len(self._files))
        lines = []
        for file, changes in self._files:
            lines.append(_line(file, changes))
            if file.former is not None or file.moved_from is not None:
                lines.append(changes.snippet(room))
        return "\n".join(filter(None, lines))


def _line(file: PlannedFile, changes: LineChanges) -> str:
    name = file.target.name
    counts = f" ({changes.counts} lines)" if changes.counts else ""
    if file.content is None:
        return f"Deleted {name}{counts}."
    if file.moved_from is not None:
        return f"Renamed {file.moved_from.name} to {name}{counts}."
    if file.former is None:
        return f"Created {name}{counts}."
    if file.former.status.st_nlink > 1:
        counts += "; its other names (hard links) keep the former content"
    return f"Changed {name}{counts}."


def _file_diff(file: PlannedFile, changes: LineChanges) -> str:
    name = file.target.name
    old_name = file.moved_from.name if file.moved_from else name
    if file.former is None and file.moved_from is None:
        old_name = ""
    return unified_diff(changes, old_name=old_name, new_name="" if file.content is None else name)


def _former_text(file: PlannedFile, files: Sequence[PlannedFile]) -> str:
    former = file.former
    if file.moved_from is not None:
        former = next((one.former for one in files if one.target == file.moved_from), None)
    return _text(former.data if former else None)


def _text(content: bytes | None) -> str:
    try:
        return decoded(content or b"")[0]
    except BinaryContent:
        return ""
