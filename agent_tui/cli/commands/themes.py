"""`agent-tui themes`: the names of the colour themes."""

from __future__ import annotations

import os

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.printing import json_option, print_json, print_line
from agent_tui.cli.start import start_from
from agent_tui.ui.themes import theme_folders, theme_names


@click.command("themes")
@json_option
@click.pass_obj
def command(arguments: Arguments, is_json: bool) -> None:
    """List the colour themes, the shipped ones and those in the themes folder of the settings."""
    own_folder = start_from(arguments, os.environ).paths.config_dir / "themes"
    names = theme_names(theme_folders(str(own_folder)))
    if is_json:
        print_json(names)
        return
    for name in names:
        print_line(name)
