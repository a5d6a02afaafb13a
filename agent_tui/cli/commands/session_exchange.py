"""`agent-tui sessions export` and `sessions import`: several at once, from the command line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from agent_tui.cli.commands.long_work import LongWork
from agent_tui.cli.console import Console
from agent_tui.cli.exit_codes import ExitCode
from agent_tui.cli.start import Start
from agent_tui.cli.version import VERSION
from agent_tui.config.configured_secrets import configured_secrets
from agent_tui.errors import ConfigError, SessionError
from agent_tui.protocol.exchange import OTHER_ENDINGS, ExportFormat, ExportWish, ImportReport
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.secrets import KnownSecrets

if TYPE_CHECKING:
    from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange

_FORMATS = [one.value for one in ExportFormat]


@click.command("export")
@click.argument("session_ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Every stored session.")
@click.option("--here", is_flag=True, help="Every session of this folder.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    help="md is the default; the ending of FILE says it, too.",
)
@click.option("-o", "--output", metavar="FILE|FOLDER|-", default="", help="- is standard output.")
@click.option("--no-thinking", is_flag=True, help="Leave the model's reasoning out.")
@click.option(
    "--no-redact",
    is_flag=True,
    help="Keep what looks like a key or password. Keys that you have configured never leave.",
)
@click.pass_obj
def export_sessions(  # noqa: PLR0913 - the options of the command line
    start: Start,
    session_ids: tuple[str, ...],
    is_all: bool,
    here: bool,
    format_name: str | None,
    output: str,
    no_thinking: bool,
    no_redact: bool,
) -> int:
    """Write sessions to files: ID (or the beginning of one), --all, or --here.

    In a folder each file is named by the session's title and day. What exists is never overwritten;
    a FOLDER/ that is missing is made. Of several branches the present one is written.
    """
    store = start.session_store()
    ids = _chosen(start, store, session_ids, is_all=is_all, here=here)
    wish = ExportWish(
        format=ExportFormat(format_name or _ending_of(output)),
        has_thinking=not no_thinking,
        is_redacted=not no_redact,
    )
    exchange = _exchange(start)
    if output == "-":
        return _print(store, exchange, ids, wish)
    place = _place(start, output, len(ids))
    with LongWork("exported") as work:
        for done, session_id in enumerate(ids):
            if not work.note(done, len(ids)):
                break
            try:
                stored = store.load(session_id)
                exported = exchange.export(stored, wish, place, work.goes_on, store)
            except SessionError as error:
                work.fail(f"{short_id(session_id)}: {error}")
                continue
            if exported is not None:
                work.did(exported.path)
        return work.exit_code()


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.pass_obj
def import_sessions(start: Start, files: tuple[str, ...]) -> int:
    """Make sessions of FILE: an export of agent-tui (JSON), message lists as OpenAI takes them, or
    a ChatGPT data export (conversations.json, or the zip that holds it).

    Each becomes a new session of this folder. Permissions are never imported.
    """
    store, exchange = start.session_store(), _exchange(start)
    with LongWork("imported") as work:
        for file in files:
            if work.is_stopped:
                break
            path = os.path.join(start.cwd, os.path.expanduser(file))
            try:
                report = exchange.import_file(path, store, work.note, cwd=str(start.cwd))
            except SessionError as error:
                work.fail(str(error))
                continue
            _tell(report, work)
        return work.exit_code()


def _tell(report: ImportReport, work: LongWork) -> None:
    for session in report.sessions:
        work.did(f"{short_id(session.id)}  {session.title or 'no title'}")
        for note in session.notes:
            work.tell(f"  {note}")
    for problem in report.problems:
        work.fail(problem)


def _exchange(start: Start) -> DiskExchange:
    # Deferred: listing sessions needs none of it.
    from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange
    from agent_tui.lifecycle.exchange.page_theme import page_colours, shipped_themes

    settings = start.load_settings().settings
    folders = (start.paths.config_dir / "themes", shipped_themes())
    return DiskExchange(
        program=f"agent-tui {VERSION}",
        secrets=KnownSecrets(configured_secrets(settings, start.environ)),
        colours=lambda: page_colours(settings.theme, folders),
    )


def _chosen(
    start: Start, store: SessionStore, prefixes: Sequence[str], *, is_all: bool, here: bool
) -> list[str]:
    if sum((bool(prefixes), is_all, here)) != 1:
        raise ConfigError(
            "Say which sessions: ids, or --all, or --here. List them with: agent-tui sessions list"
        )
    if prefixes:
        return list(dict.fromkeys(map(store.resolve, prefixes)))
    sessions = store.sessions(cwd=str(start.cwd) if here else None)
    return [info.id for info in sessions]


def _ending_of(output: str) -> str:
    ending = output.rpartition(".")[2].lower()
    if ending in OTHER_ENDINGS:
        raise ConfigError(
            f"There is no export as {ending}: md, html or json are possible. A browser prints the "
            "html as a PDF; --format md writes markdown under any name."
        )
    return ending if ending in _FORMATS else ExportFormat.MARKDOWN.value


def _place(start: Start, output: str, count: int) -> str:
    place = os.path.join(start.cwd, os.path.expanduser(output))
    if output.endswith("/"):
        try:
            os.makedirs(place, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"Cannot make the folder {place}: {error.strerror}.") from error
    if count > 1 and not os.path.isdir(place):
        raise ConfigError(
            f"{count} sessions need a folder, and {place} is none. {place}/ makes it."
        )
    return place


def _print(
    store: SessionStore, exchange: DiskExchange, ids: Sequence[str], wish: ExportWish
) -> int:
    if len(ids) != 1:
        raise ConfigError("Standard output takes one session. Give a folder with -o.")
    stored = store.load(ids[0])
    console = Console.of_process()
    for piece in exchange.pieces(stored, wish, store):
        console.write(piece)
    return ExitCode.OK
