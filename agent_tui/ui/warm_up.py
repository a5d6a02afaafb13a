"""What is done once the first picture is on the screen, and not a moment earlier."""

from __future__ import annotations

import gc


def settle_memory() -> None:
    """Take what was imported out of the garbage collector's sight and let it run rarely.

    Full collections were the pauses that a typist could feel while an answer streamed.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def warm_up_markdown() -> None:
    """Import and build the markdown parser, so that no answer waits for it. For a thread."""
    # Deferred: these imports would cost the first picture a third of its time.
    from agent_tui.ui.markdown import warm_up

    warm_up()


def warm_up_panels() -> None:
    """Import the panels, so that no request waits for it. For a thread."""
    import agent_tui.ui.panels.chat_dock  # noqa: F401 (deferred for the same reason)
