"""A reviewer that cannot change anything: a panel with its findings, its own theme and key.

    python examples/read_only_reviewer.py --demo   # a scripted model: no key, no network
    python examples/read_only_reviewer.py          # the model that your environment has a key for

It works in the current folder. F2 goes to the next finding; /theme offers its theme and all others.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from agent_tui import AgentTui, KeyPress, Layout, ScriptedProvider, Settings, calls, says, tool

Weight = Literal["note", "problem"]

THEME = Path(__file__).with_name("reviewer.toml")
INSTRUCTIONS = """\
You review the code in the working directory and change nothing. Read what you are asked about,
report each finding with the tool report_finding, then sum up in two sentences.
"""
DEMO = ScriptedProvider(
    [says("I will look at it."), calls("list_dir", path=".")],
    [
        calls(
            "report_finding", place="cart.py:12", text="The sum is off by one.", weight="problem"
        ),
        calls("report_finding", place="cart.py:30", text="This name says little.", weight="note"),
    ],
    [says("One problem and one note: **the sum in `cart.py`** should be mended first.")],
)


@dataclass(frozen=True)
class Finding:
    """What the reviewer has found. place: file and line."""

    place: str
    text: str
    weight: Weight


class Findings(Static):
    """The panel: one finding after the other, one of them marked."""

    class Found(Message):
        """There is one more; may be posted from any thread."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self) -> None:
        super().__init__("No findings yet.")
        self._findings: list[Finding] = []
        self._marked = 0

    def on_findings_found(self, message: Found) -> None:
        """Show it below the others."""
        self._findings.append(message.finding)
        self._show()

    def go_on(self) -> None:
        """Mark the next finding; behind the last one comes the first."""
        if self._findings:
            self._marked = (self._marked + 1) % len(self._findings)
            self._show()

    def _show(self) -> None:
        rows = []
        for number, finding in enumerate(self._findings):
            mark = "▶" if number == self._marked else " "
            style = "$error" if finding.weight == "problem" else "$text-muted"
            # As content, not as markup: a model's text may hold square brackets.
            place = Content(f"{mark} {finding.place}\n").stylize(style)
            rows.append(place + Content(f"  {finding.text}\n"))
        self.update(Content("\n").join(rows))


def reviewer_app(findings: Findings) -> AgentTui:
    """The application, ready to run."""

    # Asynchronous: read-only calls run together, and threads would report in any order.
    @tool(is_read_only=True, needs_permission=False)
    async def report_finding(place: str, text: str, weight: Weight) -> str:
        """Report one finding to the person.

        Args:
            place: File and line, as cart.py:12.
            text: What is wrong and what to do about it, in a sentence.
            weight: "problem" when it must be mended, else "note".
        """
        findings.post_message(Findings.Found(Finding(place, text, weight)))
        return "Shown."

    def take_key(press: KeyPress) -> bool:
        if press.key == "f2":
            findings.go_on()
        return press.key == "f2"

    settings = Settings(permission_mode="plan", system_prompt=INSTRUCTIONS)
    return (
        AgentTui(name="reviewer", config=settings)
        .set_layout(Layout.split("findings", percent=40))
        .register_widget(lambda: findings, slot="findings")
        .register_theme(THEME)
        .set_theme("reviewer")
        .set_key_handler(take_key)
        .register_tools(lambda *_: [report_finding])
    )


def main() -> int:
    """Read the command line and run the application."""
    parser = argparse.ArgumentParser(description="Reviews the code in this folder.")
    parser.add_argument("--demo", action="store_true", help="use a scripted model")
    app = reviewer_app(Findings())
    if parser.parse_args().demo:
        app.set_provider(DEMO)
    return app.run()


if __name__ == "__main__":
    raise SystemExit(main())
