"""`agent-tui logs`: where the log file is, or its end."""

from __future__ import annotations

import os
from collections import deque

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.printing import print_line
from agent_tui.cli.start import start_from
from agent_tui.errors import ConfigError
from agent_tui.storage.paths import LOG_FILE_NAME


@click.command("logs")
@click.option("--tail", type=click.IntRange(min=1), metavar="N", help="Print the last N lines.")
@click.pass_obj
def command(arguments: Arguments, tail: int | None) -> None:
    """Show where the log file is, or its end."""
    file = start_from(arguments, os.environ).paths.log_dir / LOG_FILE_NAME
    if tail is None:
        print_line(str(file))
        return
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            last = deque(lines, maxlen=tail)
    except FileNotFoundError:
        raise ConfigError("Nothing was logged yet.", file=file) from None
    except OSError as error:
        raise ConfigError(f"The log cannot be read ({error.strerror}).", file=file) from error
    for line in last:
        print_line(line.rstrip("\n"))
