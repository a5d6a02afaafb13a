"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "agent_tui"
FILES = sorted(PACKAGE.rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 300, 50


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines, without the docstring, of every function."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            docstring = ast.get_docstring(node, clean=False) or ""
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno - docstring.count("\n")


def test_a_file_has_one_idea_and_few_lines() -> None:
    long = [file.name for file in FILES if len(file.read_text().splitlines()) > FILE_LINES]

    assert long == []


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{file.name}:{name}"
        for file in FILES
        for name, lines in functions(file)
        if lines > FUNCTION_LINES
    ]

    assert long == []


def test_every_room_and_file_says_in_its_docstring_what_one_finds_there() -> None:
    silent = [file for file in FILES if not ast.get_docstring(ast.parse(file.read_text()))]

    assert silent == []
