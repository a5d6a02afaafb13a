"""The three hosts in `examples/` do their job. The first is started as a person would start it."""

from __future__ import annotations

import sys
from pathlib import Path

from agent_tui import ScriptedProvider
from examples.notes_agent import Notebook
from examples.panels_in_textual_app import DEMO, TaskApp
from tests.terminal.pty_program import PtyProgram
from tests.ui.chat_view.hosts import rows, until

CTRL_Q, ENTER, F2 = "\x11", "\r", "\x1bOQ"


def test_the_notes_agent_writes_notes_shows_them_and_keeps_its_own_folders(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    argv = (sys.executable, "examples/notes_agent.py", "--demo", "--file", str(notes))
    with PtyProgram(argv, home=tmp_path, columns=100) as program:
        program.wait_for("Tell me what to write down")
        program.send(f"remember the milk{ENTER}")
        program.wait_for("Esc stops the turn")
        program.send("y")
        program.wait_for("It is in your notes")
        program.send(f"/notes{ENTER}")
        program.wait_for("All notes")
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        assert "Resume with: python examples/notes_agent.py --resume" in program.screen_text()

    assert notes.read_text() == "Buy milk\n"
    assert [*(tmp_path / ".local/share/my-notes/sessions").iterdir()]
    assert not (tmp_path / "data").exists()  # agent-tui's own


def test_a_note_is_found_by_words_in_any_order(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notes.txt")
    assert notebook.find("milk") == []

    notebook.add("Buy two\nbottles of Milk")
    notebook.add("Call Ann")

    assert notebook.find("milk buy") == ["Buy two bottles of Milk"]


def test_the_reviewer_reads_reports_its_findings_and_changes_nothing(tmp_path: Path) -> None:
    argv = (sys.executable, str(Path("examples/read_only_reviewer.py").absolute()), "--demo")
    with PtyProgram(argv, home=tmp_path, columns=100, cwd=tmp_path) as program:
        program.wait_for("No findings yet.")
        program.send(f"review the cart{ENTER}")
        program.wait_for("▶ cart.py:12")
        program.wait_for("One problem and one note")
        program.send(F2)
        program.wait_for("▶ cart.py:30")
        assert " plan " in program.line(-1)
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0


async def test_the_task_application_has_a_chat_whose_agent_works_on_its_list() -> None:
    app = TaskApp(ScriptedProvider(*DEMO))

    async with app.run_test(size=(100, 30)) as pilot:
        view = app.chat
        await until(pilot, lambda: view.session)
        await pilot.press(*"water", "enter")
        await until(pilot, lambda: view.dock and view.dock.open_panel)
        assert view.dock is not None
        panel = view.dock.open_panel
        assert panel is not None
        panel.enter()
        await pilot.press("y")
        await until(pilot, lambda: app.sub_title == "last turn: ok")
        await pilot.press("ctrl+n", *"feed the cat", "enter")
        await until(pilot, lambda: "feed the cat" in rows(app))

    assert app.tasks == ["Water the plants", "feed the cat"]
