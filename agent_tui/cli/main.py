"""The program behind the console script: arguments, settings, a door; errors in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from agent_tui.cli.arguments import Arguments, OutputFormat
from agent_tui.cli.console import Console, abandon_output
from agent_tui.cli.exit_codes import ExitCode, exit_code_of_error
from agent_tui.cli.failure_text import text_of_failure
from agent_tui.cli.handover import Handover
from agent_tui.cli.plain_arguments import plain_arguments
from agent_tui.cli.start import start_from
from agent_tui.errors import AgentTuiError, ConfigError


def main(argv: Sequence[str], handover: Handover | None = None) -> int:
    """Run the program with the words after its name and return its exit code.

    Nothing is printed before the terminal was given back. Call it on the main thread.
    """
    try:
        arguments: Arguments | int | None = plain_arguments(argv)
        if arguments is None:
            arguments = _read(argv, handover)
        return arguments if isinstance(arguments, int) else _run(arguments, handover)
    except BrokenPipeError:
        abandon_output()
        return ExitCode.BROKEN_PIPE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except AgentTuiError as error:
        _report(error, argv, handover)
        return exit_code_of_error(error)
    except Exception as error:  # noqa: BLE001 - the outermost frame: nobody else could tell the user
        _report(error, argv, handover)
        return ExitCode.FAILED


def _read(argv: Sequence[str], handover: Handover | None) -> Arguments | int:
    from agent_tui.cli.command_line import read_command_line

    if handover is not None and any(word.startswith("-") and "h" in word for word in argv):
        handover.give_back()  # it may be -h within a cluster of flags
    return read_command_line(argv)


def _run(arguments: Arguments, handover: Handover | None) -> int:
    start = start_from(arguments, os.environ)
    if not _wants_print(arguments, os.environ):
        from agent_tui.cli.full_screen import run_full_screen

        return run_full_screen(start, handover)
    if handover is not None:
        handover.give_back()
    # Imported here: print mode brings the engine, the full screen brings it after its first paint.
    from agent_tui.cli.piped_input import joined_prompt, read_piped_text
    from agent_tui.cli.print_mode import run_print

    console = Console.of_process()
    is_piped = sys.stdin is not None and not sys.stdin.isatty()
    piped = read_piped_text(sys.stdin.buffer, console) if is_piped else ""
    prompt = joined_prompt(arguments.prompt, piped)
    if not prompt and not _asks_for_print(arguments):
        raise ConfigError(
            "The full screen needs a terminal, and there is no prompt to answer without one. "
            'Give a prompt: agent-tui -p "What is new here?"'
        )
    return run_print(start, prompt, console)


def _wants_print(arguments: Arguments, environ: Mapping[str, str]) -> bool:
    streams = (sys.stdin, sys.stdout)
    has_terminal = all(stream is not None and stream.isatty() for stream in streams)
    is_dumb = environ.get("TERM", "") in ("", "dumb") and os.name == "posix"
    return _asks_for_print(arguments) or not has_terminal or is_dumb


def _asks_for_print(arguments: Arguments) -> bool:
    is_format_given = arguments.output_format is not OutputFormat.TEXT
    return arguments.is_print or is_format_given or bool(arguments.images)


def _report(error: Exception, argv: Sequence[str], handover: Handover | None) -> None:
    if handover is not None:
        handover.give_back()
    console = Console.of_process()
    console.tell(text_of_failure(error))
    is_debug = "--debug" in argv
    if isinstance(error, AgentTuiError) and not is_debug:
        return
    from agent_tui.cli.failure_log import log_failure, traceback_of

    if is_debug:
        console.tell(traceback_of(error))
    log_failure(error, os.environ)
