"""Commands that take words behind them, and what happens when those are wrong."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Command, CommandHost, Subcommand


def wrong_usage(host: CommandHost, typed: str, usage: str) -> None:
    """Say how it is written, and give the text back to be mended."""
    host.show_notice(NoticeLevel.WARNING, "Not understood", f"It is written {usage}")
    host.put_back(typed)


def plain_command(name: str, summary: str, run: Callable[[CommandHost], None]) -> Command:
    """A command behind which nothing may stand."""

    def checked(host: CommandHost, argument: str) -> None:
        if argument:
            wrong_usage(host, f"{name} {argument}", f"{name}, with nothing behind it.")
        else:
            run(host)

    return Command(name, summary, checked)


def command_with(
    name: str,
    summary: str,
    run: Callable[[CommandHost], None],
    subcommands: tuple[Subcommand, ...],
    *,
    argument: str = "[…]",
) -> Command:
    """A command with subcommands; run: what it does alone."""
    by_word = {subcommand.word: subcommand for subcommand in subcommands}
    ways = [f"{name} {subcommand.word} {subcommand.argument}" for subcommand in subcommands]

    def dispatch(host: CommandHost, typed: str) -> None:
        if not typed:
            run(host)
            return
        word, _, rest = typed.partition(" ")
        subcommand = by_word.get(word)
        if subcommand is None:
            wrong_usage(host, f"{name} {typed}", "\n".join(("one of these ways:", name, *ways)))
        elif not rest.strip():
            wrong_usage(host, f"{name} {typed} ", f"{name} {word} {subcommand.argument}")
        else:
            subcommand.run(host, rest.strip())

    return Command(name, summary, dispatch, argument=argument, subcommands=subcommands)
