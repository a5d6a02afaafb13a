"""The baseline for streaming: Textual's own Markdown widget, fed through its MarkdownStream.

Usage: python -m benchmarks.bare_markdown BASE_URL PROMPT. The answer's lines are read without the
SDK's typed chunks, so that what is measured is the screen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import ClassVar

import openai
from openai.resources.chat import AsyncCompletions
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

READY = "bare markdown is ready"


class BareMarkdown(App[None]):
    """One answer, asked for by the key "g"."""

    BINDINGS: ClassVar = [("g", "go", "Go")]

    def compose(self) -> ComposeResult:
        """A scrolling document."""
        with VerticalScroll() as scroll:
            scroll.anchor()
            yield Markdown(READY)

    def action_go(self) -> None:
        """Start the answer."""
        self.run_worker(self._show())

    async def _show(self) -> None:
        stream = Markdown.get_stream(self.query_one(Markdown))
        async for text in _texts(sys.argv[1], sys.argv[2]):
            await stream.write(text)
        await stream.stop()


async def _texts(base_url: str, prompt: str) -> AsyncIterator[str]:
    completions = AsyncCompletions(openai.AsyncOpenAI(api_key="benchmark", base_url=base_url))
    async with completions.with_streaming_response.create(
        model="fake", messages=[{"role": "user", "content": prompt}], stream=True
    ) as response:
        async for line in response.iter_lines():
            if line.startswith("data: {"):
                yield json.loads(line[6:])["choices"][0]["delta"].get("content", "")


if __name__ == "__main__":
    BareMarkdown().run()
