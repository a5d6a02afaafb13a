"""`agent-tui config`: where the settings are, what they say, whether they are right."""

from __future__ import annotations

import os
from pathlib import Path

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.printing import json_option, print_json, print_line, print_table, tell
from agent_tui.cli.commands.shown_endpoint import shown_endpoint
from agent_tui.cli.start import Start, start_from
from agent_tui.config.origins import Origin, OriginKind
from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.config.shown_settings import shown_settings
from agent_tui.config.sources.config_files import USER_FILE_NAME, project_files, read_config_file
from agent_tui.config.template import TEMPLATE
from agent_tui.config.trust import TrustRegister
from agent_tui.errors import ConfigError
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.private_folder import make_private_folder


@click.group("config")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show, check or create the settings; trust a project's."""
    arguments = ctx.obj
    assert isinstance(arguments, Arguments)
    ctx.obj = start_from(arguments, os.environ)


@command.command("path")
@json_option
@click.pass_obj
def show_paths(start: Start, is_json: bool) -> None:
    """List the settings files, weakest first, and whether each is used; then the folders."""
    user_file = Origin(OriginKind.USER_FILE, file=_user_file(start))
    rows = []
    for origin in (user_file, *project_files(start.cwd, start.environ)):
        assert origin.file is not None
        state = _state_of(origin.kind, origin.file, _register(start))
        rows.append({"kind": origin.kind.value, "path": str(origin.file), "state": state})
    for kind, folder in (("data folder", start.paths.data_dir), ("logs", start.paths.log_dir)):
        state = "used" if folder.is_dir() else "missing"
        rows.append({"kind": kind, "path": str(folder), "state": state})
    if is_json:
        print_json(rows)
    else:
        print_table((row["kind"], row["state"], row["path"]) for row in rows)


@command.command("show")
@json_option
@click.pass_obj
def show_settings(start: Start, is_json: bool) -> None:
    """Show every setting with its value and origin; keys are hidden."""
    loaded = start.load_settings()
    rows = list(shown_settings(loaded.settings, loaded.origins))
    notes = list(loaded.notes)
    try:
        resolved = resolve_with_notes(loaded.settings, start.environ)
    except ConfigError as error:  # the settings themselves are still worth seeing
        notes.append(str(error))
    else:
        rows += shown_endpoint(resolved.config) if resolved.config else ()
        notes += resolved.notes
    for note in notes:
        tell(note)
    if is_json:
        print_json(rows)
    else:
        print_table((row.name, row.text, row.origin) for row in rows)


@command.command("check")
@json_option
@click.pass_obj
def check_settings(start: Start, is_json: bool) -> None:
    """Check all settings; exit with 2 when one is wrong."""
    loaded = start.load_settings()
    resolved = resolve_with_notes(loaded.settings, start.environ)
    notes = (*loaded.notes, *resolved.notes)
    if is_json:
        print_json({"files": [str(file) for file in loaded.files], "notes": notes})
        return
    for note in notes:
        tell(note)
    endpoint = resolved.config.name if resolved.config else "not configured"
    print_line(f"The settings are right. Files: {len(loaded.files)}. Provider: {endpoint}.")


@command.command("init")
@click.pass_obj
def init_settings(start: Start) -> None:
    """Write a commented settings file, if there is none yet."""
    file = _user_file(start)
    try:
        make_private_folder(file.parent)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigError("The file exists already and was not changed.", file=file) from None
    except OSError as error:
        raise ConfigError(f"The file cannot be written ({error.strerror}).", file=file) from error
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(TEMPLATE)
    print_line(str(file))


@command.command("trust")
@click.pass_obj
def trust_project(start: Start) -> None:
    """Use this project's settings from now on, until they change."""
    register = _register(start)
    files = [one.file for one in project_files(start.cwd, start.environ) if one.file is not None]
    if not files:
        raise ConfigError(f"There are no project settings in {start.cwd} or above it.")
    for file in files:
        content = read_config_file(file) or b""
        try:
            write_atomically(register.path, register.with_trusted(file, content))
        except OSError as error:
            what = f"The list of trusted files cannot be written ({error.strerror})."
            raise ConfigError(what, file=register.path) from error
        tell(f"Trusted as it is now: {file}")


def _user_file(start: Start) -> Path:
    return start.paths.config_dir / USER_FILE_NAME


def _register(start: Start) -> TrustRegister:
    return TrustRegister(start.paths.data_dir)


def _state_of(kind: OriginKind, file: Path, register: TrustRegister) -> str:
    content = read_config_file(file)
    if content is None:
        return "missing"
    is_used = kind is OriginKind.USER_FILE or register.is_trusted(file, content)
    return "used" if is_used else "not trusted"
