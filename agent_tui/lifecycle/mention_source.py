"""What reads the files that prompts mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_tui.protocol.mention_reading import MentionReader


def mention_reader() -> MentionReader:
    """A reader of this machine's disk."""
    # Deferred: most prompts mention nothing, and the first reply need not wait for it.
    from agent_tui.tools.files.mention_reader import DiskMentionReader

    return DiskMentionReader()
