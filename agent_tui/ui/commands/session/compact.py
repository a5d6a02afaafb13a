"""`/compact`: a summary in place of the earlier conversation."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand


def _compact(host: CommandHost, focus: str = "") -> None:
    host.link.compaction.compact(focus)


def _undo(host: CommandHost) -> None:
    host.link.compaction.undo_compaction()


COMPACT = Command(
    "/compact",
    "Let the model summarise the earlier conversation",
    _compact,
    arguments=(Argument("focus", is_optional=True, takes_rest=True),),
    subcommands=(Subcommand("undo", "Send everything in full again", _undo),),
    category=Category.SESSION,
    details="The model writes a summary, which you see, and can change, before anything happens. "
    "What is sent from then on: the summary, your last request, the open to-do list and pinned "
    "messages word for word, and the end of the conversation as it was. Nothing is deleted: the "
    "originals stay in the transcript and in the journal, and /compact undo sends them again. "
    "What you write behind the command is what the summary keeps in mind above all.\n\n"
    "When the window is nearly full this happens on its own (settings auto_compact, compact_at).",
    needs_session=True,
)
