"""How subcommands print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
import msgspec

from agent_tui.cli.console import Console

json_option = click.option("--json", "is_json", is_flag=True, help="Print JSON.")


def print_json(value: object) -> None:
    """One JSON document, indented."""
    Console.of_process().write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")


def print_line(text: str) -> None:
    """One line of data."""
    Console.of_process().write(text + "\n")


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; the last one is as long as it likes."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    if not table:
        return
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]) - 1)]
    for *cells, last in table:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        print_line("  ".join([*padded, last]).rstrip())


def tell(text: str) -> None:
    """One line for the user, beside the data."""
    Console.of_process().tell(text)
