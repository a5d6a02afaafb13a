"""The full screen: the public `AgentTui`, with what the command line says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.cli.console import Console
from agent_tui.cli.failure_text import text_of_failure
from agent_tui.cli.start import Start
from agent_tui.cli.version import VERSION
from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.config.sources.config_files import USER_FILE_NAME
from agent_tui.protocol.ids import short_id
from agent_tui.tui import AgentTui

if TYPE_CHECKING:
    from agent_tui.cli.handover import Handover


def run_full_screen(start: Start, handover: Handover | None) -> int:
    """Show the screen until the user leaves; returns the exit code.

    Raises `AgentTuiError` for wrong settings, before the screen opens.
    """
    app = full_screen_app(start)
    if handover is not None:
        app.set_early_terminal(handover)
    code = app.run()
    if handover is not None:
        handover.give_back()
    console = Console.of_process()
    if app.failure is not None:
        console.tell(text_of_failure(app.failure))
    for problem in app.problems:
        console.tell(problem)
    if hint := resume_hint(app.resume_id, app.other_saved_ids):
        console.tell(hint)
    return code


def resume_hint(resume_id: str, others: Sequence[str]) -> str:
    """How to go on, in one line; "" when nothing was saved. resume_id: of the session that was in
    front, "" when it has nothing to go on with. others: of those behind it."""
    count = len(others)
    if not resume_id and count > 1:
        return f"Resume with: agent-tui --resume, which lists the {count} sessions you had open"
    if not (resume_id or others):
        return ""
    more = f" · --resume alone lists {count} more that you had open" if count > 1 else ""
    if resume_id and count == 1:
        more = f" · the other one: {short_id(others[0])}"
    return f"Resume with: agent-tui --resume {resume_id or short_id(others[0])}{more}"


def full_screen_app(start: Start) -> AgentTui:
    """The application, ready to run. Raises `AgentTuiError` for settings that cannot work."""
    loaded = start.load_settings()
    resolved = resolve_with_notes(loaded.settings, start.environ)
    app = AgentTui(config=loaded.settings).set_version(VERSION).set_working_directory(start.cwd)
    app.set_setting_origins(loaded.origins, settings_file=start.paths.config_dir / USER_FILE_NAME)
    if start.arguments.is_resume_open and not start.arguments.is_continued:
        app.set_session_list()
    elif stored_id := start.stored_id():
        app.set_session(
            stored_id,
            keeps_stored_model=not loaded.is_endpoint_chosen_now,
            keeps_stored_mode=not loaded.is_mode_chosen_now,
        )
    if prompt := (start.arguments.prompt or "").strip():
        app.set_first_prompt(prompt)
    for note in (*loaded.notes, *resolved.notes):
        app.add_notice(note)
    return app
