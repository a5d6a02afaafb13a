"""`/pin`: keep the last answer word for word, whatever is summarised."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand


def _pin(host: CommandHost) -> None:
    host.link.compaction.pin("", is_pinned=True)


def _unpin(host: CommandHost) -> None:
    host.link.compaction.pin("", is_pinned=False)


PIN = Command(
    "/pin",
    "Keep the last answer word for word in every summary",
    _pin,
    subcommands=(Subcommand("off", "Let the last answer go again", _unpin),),
    category=Category.SESSION,
    details="In the transcript (F6) p pins the prompt or the answer under the cursor, and lets it "
    "go again. What is pinned has a sign in the margin and is sent word for word beside a summary.",
    needs_session=True,
)
