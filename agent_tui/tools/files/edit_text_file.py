"""The change that one or several edits make to a text file."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.change_file import FileChange
from agent_tui.tools.files.disk.load_file import LoadedFile, load_file
from agent_tui.tools.files.file_memory import Fingerprint, check_known, fingerprint_of
from agent_tui.tools.files.missing_file import FileMissing
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.text.text_edit import edited
from agent_tui.tools.files.text.text_form import BinaryContent, TextForm, decoded, encoded


class TextEdit(Struct, frozen=True, kw_only=True):
    """See `edited`."""

    old: str
    new: str
    replace_all: bool = False


def edited_file(target: Target, known: Fingerprint | None, edits: Sequence[TextEdit]) -> FileChange:
    """All edits, one after the other, or none. Blocking. Raises `ToolError`, which names the number
    of the edit when there are several."""
    former, before, form = known_text(target, known)
    after = before
    for number, edit in enumerate(edits, 1):
        try:
            after = edited(
                after,
                form,
                old=edit.old,
                new=edit.new,
                replace_all=edit.replace_all,
                name=target.name,
            )
        except ToolError as error:
            if len(edits) == 1:
                raise
            text = f"Edit {number} of {len(edits)}: {error} Nothing was changed."
            raise ToolError(text) from error
    content = encoded(after, form, target.name)
    return FileChange(target=target, former=former, content=content, before=before, after=after)


def known_text(target: Target, known: Fingerprint | None) -> tuple[LoadedFile, str, TextForm]:
    """A text file that the model has seen as it is. Blocking. Raises `ToolError`."""
    former = load_file(target)
    if former is None:
        raise FileMissing(target)
    try:
        text, form = decoded(former.data)
    except BinaryContent as error:
        raise ToolError(
            f"{target.name} is a binary file, which cannot be edited as text. Use a command."
        ) from error
    check_known(target, known, fingerprint_of(former.status, former.data))
    return former, text, form
