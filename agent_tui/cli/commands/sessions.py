"""`agent-tui sessions`: list, show and delete what is stored."""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.printing import json_option, print_json, print_line, print_table, tell
from agent_tui.cli.start import Start, start_from
from agent_tui.errors import ConfigError
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.sessions import SessionInfo

_SPEAKERS = {Role.USER: "you", Role.ASSISTANT: "agent", Role.TOOL: "tool"}


@click.group("sessions")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show or delete stored sessions."""
    arguments = ctx.obj
    assert isinstance(arguments, Arguments)
    ctx.obj = start_from(arguments, os.environ)


@command.command("list")
@click.option("--here", is_flag=True, help="Only sessions of this folder.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the last N.")
@json_option
@click.pass_obj
def list_sessions(start: Start, here: bool, limit: int | None, is_json: bool) -> None:
    """List the stored sessions, last used first."""
    cwd = str(start.cwd) if here else None
    sessions = start.session_store().sessions(cwd=cwd, limit=limit or 0)
    if is_json:
        print_json(sessions)
    elif sessions:
        print_table(_row(info) for info in sessions)
    else:
        tell("There are no stored sessions yet.")


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
    messages = f"{info.message_count} messages"
    return short_id(info.id), used, messages, info.cwd, info.title


def _text_of(message: ChatMessage) -> str:
    lines = [f"$ {message.shell.command}"] if message.shell is not None else []
    lines += [message.text] if message.text else []
    lines += [f"[calls {call.name}]" for call in message.tool_calls]
    if message.is_interrupted:
        lines.append("[interrupted]")
    return "\n".join(lines)
