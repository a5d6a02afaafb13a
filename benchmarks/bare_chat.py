"""The baseline for a first reply: the least Textual application that asks a model server.

Usage: python -m benchmarks.bare_chat BASE_URL. It imports the SDK where it is first needed, reads
the answer with the SDK's own typed chunks and shows the end of it as plain text.
"""

from __future__ import annotations

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea

READY = "bare chat is ready"
SHOWN_CHARACTERS = 1000  # the end of the answer, so that its last word is on the screen


class PromptArea(TextArea):
    """Sends its text on Enter."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.app.run_worker(self._ask(self.text))
            self.clear()

    async def _ask(self, prompt: str) -> None:
        import openai

        client = openai.AsyncOpenAI(api_key="benchmark", base_url=sys.argv[1])
        answer, shown = "", self.app.query_one(Static)
        stream = await client.chat.completions.create(
            model="fake", messages=[{"role": "user", "content": prompt}], stream=True
        )
        async for chunk in stream:
            answer += chunk.choices[0].delta.content or ""
            shown.update(answer[-SHOWN_CHARACTERS:])


class BareChat(App[None]):
    """A text area and a place for one answer."""

    def compose(self) -> ComposeResult:
        """The two parts."""
        yield Static(READY)
        yield PromptArea()

    def on_mount(self) -> None:
        """Keys go to the text area."""
        self.query_one(PromptArea).focus()


if __name__ == "__main__":
    BareChat().run()
