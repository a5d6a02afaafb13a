"""What one key costs the vim engine, beside its budget, on texts of three sizes."""

from __future__ import annotations

import statistics
import time

from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.keys import parsed
from agent_tui.ui.vim.text import Buffer
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

RUNS, SHORT_RUNS = 30, 2
BUDGET_US, LONG_LINE_US = 50.0, 10_000.0
"""For a key on a usual text, and on a line that is copied with each change."""
_LINE = "Please look at the (failing) test in tests/ui, then say why it fails. "
_EDITING = parsed(
    "ggihello, world<Esc>0wdwbcwfoo<Esc>A and more.<Esc>oa new line<Esc>yypk$F,lD.u<C-r>"
    "ciwword<Esc>jwwdawP~~vjly`[p/fails<CR>nNgUiw0f(di(iinside<Esc>f,;dt.u3Jxxx.uuuu"
    "Vj>.u<C-v>jlIX<Esc>u:s/e/3/<CR>umajdd`aqaxq3@auu>>{}()%"
)
"""What people do in normal mode, and what they type between it."""

_WHOLE = ((":%s/e/3/g<CR>", "u"), ("gqip", "u"), ("*", "N"))
"""Commands that go through the whole text, and what takes them back."""


def measure(options: Options) -> list[Row]:
    """Each key of the same editing; the first run warms the caches."""
    runs = options.amount(RUNS, short=SHORT_RUNS)
    texts = {
        "a prompt of 12 lines": "\n".join([_LINE] * 12),
        "1 000 lines": "\n".join([_LINE] * 1_000),
        "one line of 1 MB": _LINE * (1_000_000 // len(_LINE)),
    }
    rows = []
    for what, text in texts.items():
        _times_us(text)
        times = [_times_us(text) for _ in range(runs)]
        rows += _rows(what, times, LONG_LINE_US if "\n" not in text else BUDGET_US)
        rows.append(_whole_row(what, text))
    return rows


def _whole_row(what: str, text: str) -> Row:
    engine = VimEngine(Buffer(text))
    times_s = []
    for keys, back in _WHOLE:
        engine.move_to((0, 0))
        started_s = time.perf_counter()
        for key in parsed(keys):
            engine.feed(key)
        times_s.append(time.perf_counter() - started_s)
        engine.feed(back)
    return Row(target="", what=f"vim: {what}, commands on all of it", values=in_ms(times_s))


def _rows(what: str, times: list[list[float]], budget_us: float) -> list[Row]:
    return [
        Row(
            target="",
            what=f"vim feed: {what}, mean of {len(_EDITING)} keys",
            values=tuple(statistics.fmean(run) for run in times),
            unit="us",
            limit=budget_us,
            baseline=f"the budget of {budget_us:.0f} us",
            baseline_values=(budget_us,),
            ratio_limit=1.0,
        ),
        Row(
            target="",
            what=f"vim feed: {what}, single keys",
            values=tuple(time_us for run in times for time_us in run),
            unit="us",
            judged=Judged.P95,
        ),
    ]


def _times_us(text: str) -> list[float]:
    engine = VimEngine(Buffer(text))
    times = []
    for key in _EDITING:
        started_ns = time.perf_counter_ns()
        engine.feed(key)
        times.append((time.perf_counter_ns() - started_ns) / 1000)
    return times


if __name__ == "__main__":
    run_alone("vim_feed")
