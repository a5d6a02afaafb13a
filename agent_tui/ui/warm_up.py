"""What is done once the first picture is on the screen, and not a moment earlier."""

from __future__ import annotations

import gc


def settle_memory() -> None:
    """Take what was imported out of the garbage collector's sight and let it run rarely.

    Full collections were the pauses that a typist could feel while an answer streamed. May be
    called again after more was loaded that stays.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def warm_up() -> None:
    """Load what the first answers and requests would wait for. For a thread."""
    # Deferred: these imports would cost the first picture a third of its time.
    import agent_tui.ui.commands.command_table
    import agent_tui.ui.completion.completer
    import agent_tui.ui.palette.palette
    import agent_tui.ui.panels.chat_dock
    import agent_tui.ui.screens.help
    import agent_tui.ui.widgets.picker  # noqa: F401
    from agent_tui.ui.markdown import warm_up as warm_up_markdown

    warm_up_markdown()
    # Now the SDK is loaded, too: by far the most objects of all.
    settle_memory()
