"""Large pages are converted in a process of their own, by the real supervisor."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import anyio
import pytest
from anyio.lowlevel import checkpoint

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.protocol.processes import SupervisedProcess
from agent_tui.tools.web.conversion import Conversion
from agent_tui.tools.web.harmless_html import MAX_CHARS
from agent_tui.tools.web.markdown import Markdown
from agent_tui.tools.web.markdown_of import markdown_of
from agent_tui.tools.web_fetch import WebFetch, WebFetchArguments
from tests.tools.fake_context import FakeContext
from tests.tools.web.fake_site import a_site, always, response

HERE = "https://site.example/docs/"
LINE = '<p>Wörd &amp; <a href="x">link</a> 😀 <b>bold</b></p>\n'
MANY = 10_000_000
LARGE = "<title>T</title>" + LINE * (300_000 // len(LINE))
MEDIUM = LINE * 1000
# Whatever the machine, it takes longer than the start of an interpreter.
SLOW = "<b>x</b>" * (MAX_CHARS // 8)
PLAIN = "plain text, without structure and links"


class Watched(Supervisor):
    """The supervisor itself. started: with its arguments, in order; files: what the folders of
    these processes held when they were started, with its permissions."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[tuple[tuple[str, ...], SupervisedProcess]] = []
        self.files: dict[str, tuple[int, int]] = {}

    async def start_program(
        self, arguments: tuple[str, ...], *, cwd: str, session_id: str = ""
    ) -> SupervisedProcess:
        for entry in os.scandir(cwd):
            modes = entry.stat().st_mode, os.stat(cwd).st_mode
            self.files[entry.path] = stat.S_IMODE(modes[0]), stat.S_IMODE(modes[1])
        process = await super().start_program(arguments, cwd=cwd, session_id=session_id)
        self.started.append((arguments, process))
        return process

    @property
    def is_idle(self) -> bool:
        return not any(process.is_running for _, process in self.started)


@pytest.fixture
async def supervisor() -> AsyncIterator[Watched]:
    supervisor = Watched()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        yield supervisor
        await supervisor.aclose()


@pytest.fixture
def context(tmp_path: Path, supervisor: Watched) -> FakeContext:
    return FakeContext(tmp_path, processes=supervisor)


async def until(condition: Callable[[], object], limit_s: float = 15.0) -> None:
    ends_at = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < ends_at
        await anyio.sleep(0.01)


def left_in(context: FakeContext) -> list[str]:
    """Nothing when the folder was never made."""
    return [path.name for path in Path(context.folder).glob("*")]


async def test_a_large_page_is_converted_by_a_process_as_a_thread_would(
    context: FakeContext, supervisor: Watched
) -> None:
    markdown = await Conversion(context).markdown(LARGE, HERE, MANY)

    assert markdown == markdown_of(LARGE, HERE)
    assert markdown.text.startswith("Title: T\n\nWörd & [link](https://site.example/docs/x) 😀")
    assert len(supervisor.started) == 1
    assert left_in(context) == []


async def test_only_the_wanted_beginning_comes_back_with_the_size_of_the_whole(
    context: FakeContext,
) -> None:
    whole = markdown_of(MEDIUM, HERE)

    markdown = await Conversion(context).markdown(MEDIUM, HERE, 1000)

    assert markdown == Markdown(text=whole.text[:1000], chars=whole.chars)


async def test_the_loop_goes_on_meanwhile(context: FakeContext, supervisor: Watched) -> None:
    rounds = 0

    async def tick() -> None:
        nonlocal rounds
        while True:
            await checkpoint()
            rounds += 1

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tick)
        await Conversion(context).markdown(MEDIUM, HERE, MANY)
        tasks.cancel_scope.cancel()

    assert rounds > 5000  # one conversion on the loop, or what it waits for, leaves some hundred
    assert len(supervisor.started) == 1


async def test_the_command_line_names_the_script_and_the_file_is_private(
    context: FakeContext, supervisor: Watched
) -> None:
    await Conversion(context).markdown(MEDIUM, HERE, MANY)

    (arguments, _), ((file, modes),) = supervisor.started[0], supervisor.files.items()
    *_, script, path = arguments
    assert Path(script).name == "markdown_script.py"
    assert path == file
    assert len(arguments) == 6
    assert modes == (0o600, 0o700)


async def test_a_small_page_needs_no_process(context: FakeContext, supervisor: Watched) -> None:
    page = LINE * 300

    assert await Conversion(context).markdown(page, HERE, MANY) == markdown_of(page, HERE)
    assert supervisor.started == []
    assert left_in(context) == []


async def test_a_page_that_takes_too_long_is_given_as_plain_text_and_its_process_ended(
    context: FakeContext, supervisor: Watched
) -> None:
    page = f"<h1>Head</h1>{SLOW}"

    markdown = await Conversion(context, longest_s=0.3).markdown(page, HERE, MANY)

    assert markdown.text.startswith("Head\nxxx")
    assert markdown.problem == (
        f"The page took longer than 0.3 s to convert to markdown: this is its {PLAIN}."
    )
    assert supervisor.is_idle
    assert left_in(context) == []


async def test_a_page_that_needs_too_much_memory_is_given_as_plain_text(
    context: FakeContext, supervisor: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_tui.tools.web.conversion._MOST_MEMORY_BYTES", 256 * 1024**2)
    base = "https://site.example/" + "x" * 400_000 + "/"
    page = f'<base href="{base}"><p>text</p>' + '<a href="y">z</a>' * 1000

    markdown = await Conversion(context).markdown(page, HERE, MANY)

    assert markdown.text.startswith("text\nzzz")
    assert markdown.problem == f"The page could not be converted to markdown: this is its {PLAIN}."
    assert supervisor.is_idle
    assert left_in(context) == []


async def test_a_cancelled_call_leaves_no_process_and_no_file(
    context: FakeContext, supervisor: Watched
) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(Conversion(context).markdown, SLOW, HERE, MANY)
        await until(lambda: supervisor.started)
        await until(lambda: not left_in(context))  # the process has read it
        tasks.cancel_scope.cancel()

    await until(lambda: supervisor.is_idle)
    status = await supervisor.started[0][1].wait()
    assert status.signal == "SIGTERM"
    assert left_in(context) == []


@pytest.mark.parametrize("passes", range(12))
async def test_a_call_cancelled_at_any_step_leaves_no_process_and_no_file(
    context: FakeContext, supervisor: Watched, passes: int
) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(Conversion(context).markdown, SLOW, HERE, MANY)
        for _ in range(passes):
            await checkpoint()
        tasks.cancel_scope.cancel()

    await until(lambda: supervisor.is_idle)
    assert left_in(context) == []


async def test_a_process_that_cannot_start_leaves_the_work_to_a_thread(
    context: FakeContext, supervisor: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/python")
    page = LINE * 500

    markdown = await Conversion(context).markdown(page, HERE, MANY)

    assert markdown == markdown_of(page, HERE)
    assert len(supervisor.started) == 1
    assert left_in(context) == []


async def test_a_folder_that_cannot_be_made_leaves_the_work_to_a_thread(
    context: FakeContext, supervisor: Watched
) -> None:
    await anyio.Path(context.folder).write_text("in the way")
    page = LINE * 500

    assert await Conversion(context).markdown(page, HERE, MANY) == markdown_of(page, HERE)
    assert supervisor.started == []


@pytest.mark.parametrize(
    "script",
    [
        "import sys; sys.exit(1)",
        "print('no markdown')",
        "import os; os.kill(os.getpid(), 9)",
        "while True: print('x' * 100_000)",
    ],
)
async def test_a_process_that_fails_is_no_failure_of_the_call(
    context: FakeContext,
    supervisor: Watched,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
) -> None:
    (tmp_path / "script.py").write_text(script)
    monkeypatch.setattr("agent_tui.tools.web.conversion._SCRIPT", str(tmp_path / "script.py"))

    markdown = await Conversion(context).markdown(LINE * 500, HERE, 1000)

    assert markdown.text.startswith("Wörd & link 😀 bold\nWörd")
    assert "could not be converted" in markdown.problem
    assert supervisor.is_idle
    assert left_in(context) == []


async def fetched(page: str, context: FakeContext, *, convert_s: float = 20.0) -> str:
    answer = response(page, content_type="text/html; charset=utf-8")
    async with a_site(always(answer)) as site:
        tool = WebFetch(convert_s=convert_s)
        arguments = WebFetchArguments(url=f"http://127.0.0.1:{site.port}/", max_chars=1000)
        return (await tool.run(arguments, context)).text


async def test_the_tool_tells_that_the_end_of_a_page_was_left_out(context: FakeContext) -> None:
    text = await fetched(f"<p>begins{' ' * MAX_CHARS}<p>ends", context)

    assert "\nbegins\n" in text
    assert "ends]" not in text
    assert text.endswith(
        "Cut: only the first 1000000 characters of the page's HTML, scripts and comments not "
        "counted, were read; the rest was left out."
    )


async def test_the_tool_tells_that_it_gives_plain_text(context: FakeContext) -> None:
    text = await fetched(SLOW, context, convert_s=0.3)

    assert "\nxxx" in text
    assert f"took longer than 0.3 s to convert to markdown: this is its {PLAIN}." in text
    assert "Cut: 1000 of 125000 characters are shown." in text


async def test_the_tool_says_nothing_of_a_page_that_is_whole(context: FakeContext) -> None:
    text = await fetched(f"<p>begins{' ' * 50_000}<p>ends", context)

    assert "\nbegins\n\nends\n" in text
    assert "Cut" not in text
    assert "plain text" not in text
