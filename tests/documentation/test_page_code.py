"""Every block of Python in the README and the documentation runs, page by page, as it stands.

A page is one program: later blocks know what earlier ones defined, and `await` may stand outside of
functions. It runs in an empty folder against a model server on loopback; full-screen applications
are built but not run.
"""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser

from agent_tui.tui.screen_run import ScreenRun
from tests.flows.model_server import ModelServer

PROJECT = Path(__file__).parents[2]
PAGES = [
    page
    for page in (PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md")))
    if "```python" in page.read_text("utf-8")
]


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(("AGENT_TUI_", "OPENAI_")) or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    for folder in ("CONFIG", "DATA", "LOG"):
        monkeypatch.setenv(f"AGENT_TUI_{folder}_DIR", str(tmp_path / folder.lower()))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
    monkeypatch.setenv("OPENAI_MODEL", "model-a")
    monkeypatch.setattr(ScreenRun, "run", lambda _: 0)
    monkeypatch.chdir(tmp_path)
    with ModelServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        yield


def _run(example: Example) -> None:
    """One block, in the names of its page."""
    page = example.document
    source = "\n" * example.parsed.line_offset + example.parsed
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(source, page.path, "exec", flags=flags, dont_inherit=True)
    try:
        made = eval(code, page.namespace)
        if inspect.iscoroutine(made):
            anyio.run(lambda: made)
    except SystemExit as left:
        if left.code:
            raise


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_of_a_page_runs(page: Path) -> None:
    parser = CodeBlockParser(language="python", evaluator=_run)
    examples = list(Sybil(parsers=[parser], path=str(page.parent)).parse(page).examples())

    assert examples
    for example in examples:
        example.evaluate()


def test_there_are_pages_with_code() -> None:
    assert PROJECT / "README.md" in PAGES
