"""`agent-tui sessions`: list, show, move and delete what is stored."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.clean_sessions import clean_sessions
from agent_tui.cli.commands.printing import json_option, print_json, print_line, print_table, tell
from agent_tui.cli.commands.session_exchange import export_sessions, import_sessions
from agent_tui.cli.commands.session_search import search_sessions
from agent_tui.cli.start import Start, start_from
from agent_tui.errors import ConfigError
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.search_ports import browser_of
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.render.durations import age_text

_SPEAKERS = {Role.USER: "you", Role.ASSISTANT: "agent", Role.TOOL: "tool"}
_NAMED = 5  # of the sessions that cannot be read


@click.group("sessions")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, search, show, delete, export or import stored sessions."""
    arguments = ctx.obj
    assert isinstance(arguments, Arguments)
    ctx.obj = start_from(arguments, os.environ)


command.add_command(export_sessions)
command.add_command(import_sessions)
command.add_command(clean_sessions)
command.add_command(search_sessions)


@command.command("list")
@click.option("--here", is_flag=True, help="Only sessions of this folder.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the last N.")
@json_option
@click.pass_obj
def list_sessions(start: Start, here: bool, limit: int | None, is_json: bool) -> None:
    """List the stored sessions, last used first."""
    cwd = str(start.cwd) if here else None
    store = start.session_store()
    sessions = store.sessions(cwd=cwd, limit=limit or 0)
    if is_json:
        print_json(sessions)
    elif sessions:
        print_table(_row(info) for info in sessions)
    else:
        tell("There are no stored sessions yet.")
    _tell_unreadable(store)


@command.command("show")
@click.argument("session_id", metavar="ID")
@json_option
@click.pass_obj
def show_session(start: Start, session_id: str, is_json: bool) -> None:
    """Print the session ID (or the beginning of one)."""
    store = start.session_store()
    stored = store.load(store.resolve(session_id))
    for note in stored.notes:
        tell(note)
    if is_json:
        print_json(stored)
        return
    for message in stored.messages:
        if text := _text_of(message):
            print_line(f"{_SPEAKERS[message.role]}\n{text}\n")


@command.command("delete")
@click.argument("session_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete_session(start: Start, session_id: str, yes: bool) -> None:
    """Delete the session ID (or the beginning of one) for good."""
    store = start.session_store()
    stored_id = store.resolve(session_id)
    if not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise ConfigError(f"Nobody can be asked. To delete {short_id(stored_id)}, add --yes.")
        title = store.load(stored_id).info.title or "no title"
        click.confirm(f"Delete {short_id(stored_id)} ({title!a}) for good?", abort=True, err=True)
    store.delete(stored_id)
    tell(f"Deleted {short_id(stored_id)}.")


def _row(info: SessionInfo) -> tuple[str, ...]:
    used = datetime.fromtimestamp(info.updated).strftime("%Y-%m-%d %H:%M") if info.updated else ""
    age = f"{age_text(max(time.time() - info.updated, 0.0))} ago" if info.updated else ""
    messages = f"{info.message_count} messages"
    return short_id(info.id), used, age, messages, info.cwd, info.title


def _tell_unreadable(store: SessionStore) -> None:
    browser = browser_of(store)
    unreadable = browser.unreadable() if browser is not None else ()
    if not unreadable:
        return
    count = len(unreadable)
    what = "session cannot be read" if count == 1 else "sessions cannot be read"
    ids = ", ".join(short_id(session_id) for session_id, _ in unreadable[:_NAMED])
    more = f" and {count - _NAMED} more" if count > _NAMED else ""
    tell(f"{count} {what}: {ids}{more}. See why: agent-tui sessions show {ids.split(',')[0]}")


def _text_of(message: ChatMessage) -> str:
    lines = [f"$ {message.shell.command}"] if message.shell is not None else []
    lines += [message.text] if message.text else []
    lines += [f"[calls {call.name}]" for call in message.tool_calls]
    if message.is_interrupted:
        lines.append("[interrupted]")
    return "\n".join(lines)
