"""A notes agent: the full screen under its own name, with two tools and a command of its own.

    python examples/notes_agent.py --demo       # a scripted model: no key, no network
    python examples/notes_agent.py              # the model that your environment has a key for
    python examples/notes_agent.py --resume ID  # go on where the hint at the end says

Its sessions lie in folders called "my-notes", apart from those of agent-tui.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from agent_tui import AgentTui, CommandContext, ScriptedProvider, calls, says, tool

WELCOME = """\
# My notes

Tell me what to write down, or ask what you have written. `/notes` shows everything.
"""
DEMO = ScriptedProvider(
    [says("I will write that down."), calls("add_note", text="Buy milk")],
    [says("It is in your notes: **Buy milk**.")],
    [calls("find_notes", words="milk")],
    [says("You wrote *Buy milk*.")],
)


class Notebook:
    """One note a line, in a text file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[str]:
        """All notes, oldest first."""
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []

    def add(self, text: str) -> None:
        """Append a note."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{' '.join(text.split())}\n")

    def find(self, words: str) -> list[str]:
        """The notes in which all words stand."""
        wanted = words.lower().split()
        return [line for line in self.lines() if all(word in line.lower() for word in wanted)]


def notes_app(notebook: Notebook) -> AgentTui:
    """The application, ready to run."""

    @tool
    def add_note(text: str) -> str:
        """Write a note down.

        Args:
            text: The note, one line.
        """
        notebook.add(text)
        return "Written down."

    @tool(is_read_only=True, needs_permission=False)
    def find_notes(words: str) -> str:
        """Find the notes in which all of these words stand.

        Args:
            words: Words, with spaces between them.
        """
        return "\n".join(notebook.find(words)) or "No note has these words."

    def show_notes(context: CommandContext) -> None:
        found = notebook.find(context.argument)
        title = f"Notes with {context.argument}" if context.argument else "All notes"
        context.show_notice("\n".join(found) or "There are none yet.", title=title)

    return (
        AgentTui(name="my-notes", has_shipped_tools=False)
        .set_version("1.0")
        .set_welcome(WELCOME)
        .set_resume_command("python examples/notes_agent.py --resume")
        .register_tools(lambda *_: [add_note, find_notes])
        .register_command("notes", show_notes, summary="Show your notes", argument="[words]")
    )


def main() -> int:
    """Read the command line, run the application, say how to go on."""
    parser = argparse.ArgumentParser(description="An agent that keeps your notes.")
    parser.add_argument("--demo", action="store_true", help="use a scripted model")
    parser.add_argument("--resume", metavar="ID", default="", help="go on with a session")
    parser.add_argument("--file", type=Path, default=Path("notes.txt"), help="where the notes are")
    options = parser.parse_args()

    app = notes_app(Notebook(options.file.absolute()))
    if options.demo:
        app.set_provider(DEMO)
    if options.resume:
        app.set_session(options.resume)
    code = app.run()
    for line in (*app.problems, app.resume_hint):
        if line:
            print(line, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
