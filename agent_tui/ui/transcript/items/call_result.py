"""What a tool call gave back, as far as the transcript keeps it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.shell_result import shell_output
from agent_tui.ui.render.tool_call import CallTitle, call_result

_MOST_TEXT = 64_000  # characters of a result or a diff: more than 400 rows hold on most screens


class CallResult(Struct, frozen=True, gc=False):
    """What a call gave back; see `ToolResultPart`. summary: of the whole result, when only its
    beginning is kept; cut_lines: how many lines of text are not."""

    text: str
    is_error: bool = False
    elapsed_s: float = 0.0
    diff: str = ""
    blob: str = ""
    summary: str = ""
    cut_lines: int = 0

    @property
    def is_small(self) -> bool:
        """All of it may be kept."""
        return len(self.text) <= _MOST_TEXT and len(self.diff) <= _MOST_TEXT

    @property
    def shows_diff(self) -> bool:
        """What was changed tells more than the text."""
        return bool(self.diff) and not self.is_error

    def has_more(self, title: CallTitle) -> bool:
        """A command printed more than `said` tells."""
        output = shell_output(self.text).strip()
        return bool(output) and not self.said(title).endswith(one_line(output))

    def bounded(self, title: CallTitle) -> CallResult:
        """The same, without what would never be shown."""
        return replace(
            self,
            text=self.text[:_MOST_TEXT],
            diff=self.diff[:_MOST_TEXT],
            summary=self.said(title),
            cut_lines=self.text.count("\n", _MOST_TEXT),
        )

    def said(self, title: CallTitle) -> str:
        """The result in a few words."""
        return self.summary or call_result(title, self.text, is_error=self.is_error, diff=self.diff)
