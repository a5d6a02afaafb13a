"""How many lines taking a file back would add and remove."""

from __future__ import annotations

from collections import Counter

from agent_tui.errors import ToolError
from agent_tui.protocol.checkpoint_ports import ContentStore
from agent_tui.protocol.checkpoints import FileKind, FileState
from agent_tui.tools.files.disk.load_file import load_file
from agent_tui.tools.files.target import Target

_MAX_BYTES = 1 << 20


def line_counts(path: str, target: FileState, contents: ContentStore) -> tuple[int, int] | None:
    """See `WorkspaceFiles`. Lines are compared as a heap: what moves is neither added nor removed,
    which costs one look at each line, whatever the file is."""
    if target.kind not in (FileKind.FILE, FileKind.MISSING) or target.size > _MAX_BYTES:
        return None
    try:
        now = load_file(Target(path, path))
        kept = b""
        if target.kind is FileKind.FILE:
            with contents.open(target.digest) as file:
                kept = file.read()
    except (OSError, ToolError):
        return None
    data = b"" if now is None else now.data
    if len(data) > _MAX_BYTES or b"\0" in data or b"\0" in kept:
        return None
    before, after = Counter(kept.splitlines()), Counter(data.splitlines())
    return (before - after).total(), (after - before).total()
