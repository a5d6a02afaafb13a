"""What a patch makes of the files, worked out whole before anything is written."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.disk.load_file import LoadedFile, load_file
from agent_tui.tools.files.file_memory import Fingerprint, check_known, fingerprint_of
from agent_tui.tools.files.missing_file import FileMissing
from agent_tui.tools.files.patches.file_patch import FilePatch
from agent_tui.tools.files.patches.place_hunks import patched
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.text.text_form import BinaryContent, TextForm, decoded, encoded


class PlannedFile(Struct, kw_only=True):
    """One file before and after. former: what stands on the disk; content: what shall stand there;
    None for nothing. like: whose mode a new file gets. moved_from: the file's former name.
    is_moved: it has gone to another name."""

    target: Target
    former: LoadedFile | None
    content: bytes | None
    like: LoadedFile | None = None
    is_executable: bool | None = None
    moved_from: Target | None = None
    is_moved: bool = False

    @property
    def origin(self) -> str:
        """The path that its content came from, "" for a new file."""
        if self.moved_from is not None:
            return self.moved_from.path
        return self.target.path if self.former is not None else ""

    @property
    def is_changed(self) -> bool:
        """False when there is nothing to write."""
        former = self.former.data if self.former else None
        return self.content != former or self.is_executable is not None


class PatchTarget(Struct, frozen=True, kw_only=True):
    """A file of a patch and where it lies; None for a side that does not exist. old_path: absolute,
    links in it not resolved."""

    patch: FilePatch
    old: Target | None
    new: Target | None
    old_path: str = ""


def planned(files: Sequence[PatchTarget], known: Mapping[str, Fingerprint]) -> list[PlannedFile]:
    """All files that will change, in the order of the patch. Blocking. Raises `ToolError`."""
    plan = _Plan(known)
    for file in files:
        plan.add(file)
    return [file for file in plan.files.values() if file.is_changed]


class _Plan:
    """Later parts of a patch see what earlier ones have made of a file."""

    def __init__(self, known: Mapping[str, Fingerprint]) -> None:
        self.files: dict[str, PlannedFile] = {}
        self._known = known

    def add(self, file: PatchTarget) -> None:
        if file.old is None:
            assert file.new is not None
            self._create(file.patch, file.new)
            return
        if file.new != file.old and os.path.islink(file.old_path):
            raise ToolError(
                f"{file.old_path} is a link; a patch changes what it leads to only. Delete or "
                "rename the link itself with a command."
            )
        source = self._file(file.old)
        if source.content is None:
            raise FileMissing(file.old)
        content = self._patched_content(file.patch, source, source.content)
        if file.new is None:
            self._delete(source, content)
        elif file.new == file.old:
            source.content = content
            if file.patch.is_executable is not None:
                source.is_executable = file.patch.is_executable
        else:
            self._move(file.patch, source, self._file(file.new), content)

    def _file(self, target: Target) -> PlannedFile:
        if target.path not in self.files:
            former = load_file(target)
            self.files[target.path] = PlannedFile(
                target=target, former=former, content=former.data if former else None
            )
        return self.files[target.path]

    def _patched_content(self, patch: FilePatch, file: PlannedFile, content: bytes) -> bytes:
        is_first = file.former is not None and content == file.former.data
        if file.former is not None and is_first and (patch.hunks or not patch.new):
            # A deleted or changed file must be known; a mere rename loses nothing.
            current = fingerprint_of(file.former.status, file.former.data)
            check_known(file.target, self._known.get(file.target.path), current)
        if not patch.hunks:
            return content
        try:
            text, form = decoded(content)
        except BinaryContent as error:
            raise ToolError(
                f"{file.target.name} is a binary file, which cannot be patched."
            ) from error
        after = patched(text, patch.hunks, newline=form.newline, name=file.target.name)
        return encoded(after, form, file.target.name)

    def _create(self, patch: FilePatch, target: Target) -> None:
        file = self._file(target)
        if any(hunk.old for hunk in patch.hunks):
            raise ToolError(
                f"The patch creates {target.name}, but has lines that stay or go in it. Every line "
                'of a new file starts with "+".'
            )
        text = patched("", patch.hunks, newline="\n", name=target.name)
        content = encoded(text, TextForm(), target.name)
        if file.content:
            reason = "with just this content: the patch was applied before"
            raise ToolError(
                f"{target.name} exists already{f', {reason}' if file.content == content else ''}. "
                "Nothing was changed."
            )
        file.content = content
        file.is_executable = patch.is_executable
        file.is_moved = False

    def _delete(self, file: PlannedFile, rest: bytes) -> None:
        # Without hunks, the headers alone say it. A byte order mark is no line.
        if file.content != rest and decoded(rest)[0]:
            raise ToolError(
                f"The patch deletes {file.target.name}, but does not contain all its lines. Read "
                "it again. Nothing was changed."
            )
        file.content = None

    def _move(
        self, patch: FilePatch, source: PlannedFile, new: PlannedFile, content: bytes
    ) -> None:
        if new.content is not None:
            raise ToolError(
                f"The patch renames {source.target.name} to {new.target.name}, which exists "
                "already. Nothing was changed."
            )
        new.content = content
        new.like = source.former
        new.moved_from = source.target
        new.is_moved = False
        new.is_executable = patch.is_executable
        source.content = None
        source.is_moved = True
