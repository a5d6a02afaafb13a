"""From the text of a unified diff to changes of files. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.tools.files.patches.file_patch import FilePatch, Hunk
from agent_tui.tools.files.patches.patch_names import git_name, header_name, without_prefixes
from agent_tui.tools.files.patches.read_hunk import read_hunk, starts_file
from agent_tui.tools.files.text.text_form import with_lf

_SHAPE = (
    'Each file starts with "--- a/path" and "+++ b/path" (/dev/null for a file that does not '
    'exist), each hunk with "@@ -line,count +line,count @@".'
)
_FIELDS = (
    "old mode ",
    "new mode ",
    "new file mode ",
    "deleted file mode ",
    "rename from ",
    "rename to ",
    "copy from ",
)
_LINK_MODES = ("120000", "160000")


def parse_patch(patch: str) -> tuple[FilePatch, ...]:
    """At least one file. Text around the diff is skipped. Raises `ToolArgumentsInvalid`."""
    lines = with_lf(patch).split("\n")
    files: list[FilePatch] = []
    index = 0
    while index < len(lines):
        if starts_file(lines, index):
            file, index = _read_file(lines, index)
            files.append(file)
            continue
        _refuse_other_formats(lines, index)
        index += 1
    if not files:
        raise ToolArgumentsInvalid(f"The patch changes no file. {_SHAPE}")
    return tuple(files)


def _refuse_other_formats(lines: Sequence[str], index: int) -> None:
    line = lines[index]
    if line.startswith("*** Begin Patch"):
        raise ToolArgumentsInvalid(f"The patch is not a unified diff. {_SHAPE}")
    if line.startswith("@@ "):
        raise ToolArgumentsInvalid(f"Line {index + 1} of the patch: a hunk of no file. {_SHAPE}")


def _read_file(lines: Sequence[str], index: int) -> tuple[FilePatch, int]:
    start = index
    fields: dict[str, str] = {}
    if lines[index].startswith("diff --git "):
        fields, index = _read_git_fields(lines, index + 1)
    has_names = index == start or _has_names(lines, index, _git_names(lines[start], fields))
    old, new = _names(lines[start], fields, lines[index : index + 2] if has_names else ())
    index += 2 if has_names else 0
    hunks: list[Hunk] = []
    while index < len(lines) and not starts_file(lines, index):
        if not lines[index].startswith("@@"):
            index += 1
            continue
        hunk, index = read_hunk(lines, index)
        hunks.append(hunk)
    file = FilePatch(old=old, new=new, hunks=tuple(hunks), is_executable=_executable(fields))
    _check(file, start + 1)
    return file, index


def _read_git_fields(lines: Sequence[str], index: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while index < len(lines) and not starts_file(lines, index):
        line = lines[index]
        if line.startswith("@@") or not line:
            break
        if line.startswith(("GIT binary patch", "Binary files ")):
            raise ToolArgumentsInvalid(
                f"Line {index + 1} of the patch: binary files cannot be patched. Leave that file "
                "out."
            )
        fields.update({field: line[len(field) :] for field in _FIELDS if line.startswith(field)})
        index += 1
    return fields, index


def _git_names(header: str, fields: dict[str, str]) -> set[str]:
    """The names that the lines above "---" give, {""} when they give none."""
    if "rename from " in fields and "rename to " in fields:
        return {header_name(fields["rename from "]), header_name(fields["rename to "])}
    return {git_name(header)}


def _has_names(lines: Sequence[str], index: int, expected: set[str]) -> bool:
    """True when "---" and "+++" of the same file follow; they may be those of the next one."""
    if index >= len(lines) or lines[index].startswith("diff ") or not starts_file(lines, index):
        return False
    names = [header_name(line[4:]) for line in lines[index : index + 2]]
    return "" in expected or all(
        not name or name in expected or name[2:] in expected for name in names
    )


def _names(start: str, fields: dict[str, str], names: Sequence[str]) -> tuple[str, str]:
    if "copy from " in fields:
        raise ToolArgumentsInvalid("Copies are not supported in a patch. Use write_file instead.")
    if "rename from " in fields and "rename to " in fields:
        return header_name(fields["rename from "]), header_name(fields["rename to "])
    if names:
        old, new = without_prefixes(header_name(names[0][4:]), header_name(names[1][4:]))
    else:
        old = new = git_name(start)
    if "new file mode " in fields:
        return "", new
    return old, "" if "deleted file mode " in fields else new


def _executable(fields: dict[str, str]) -> bool | None:
    for field in ("new mode ", "new file mode "):
        if (mode := fields.get(field, "").strip()) in _LINK_MODES:
            raise ToolArgumentsInvalid("A patch cannot make links. Use a command.")
        if mode.endswith("755"):
            return True
        if mode and field == "new mode ":
            return False
    return None


def _check(file: FilePatch, line: int) -> None:
    name = file.new or file.old
    if not name or "\0" in file.old + file.new:
        raise ToolArgumentsInvalid(f"Line {line} of the patch: the name of the file is missing.")
    if file.old == file.new and not file.hunks and file.is_executable is None:
        raise ToolArgumentsInvalid(f"The patch has no hunks for {name}. {_SHAPE}")
