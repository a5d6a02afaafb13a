"""The options of the program. Those that are settings hold for subcommands, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from agent_tui.cli.arguments import Arguments, OutputFormat
from agent_tui.config.sources.assignments import values_of_assignments
from agent_tui.errors import ConfigError

# Option names of click, in the order of the Arguments, that are settings under the same name.
_SETTINGS = (
    "profile",
    "provider",
    "model",
    "base_url",
    "max_iterations",
    "max_cost",
    "theme",
    "layout",
    "keys",
    "permission_mode",
)

_FROM_LIST = "\0"  # no shell can hand it over


def setting_options() -> list[click.Parameter]:
    """Options that hold for every command."""
    return [
        click.Option(["-m", "--model"], metavar="NAME", help="Model to talk to."),
        click.Option(["--provider"], metavar="NAME", help="Provider preset, or one of your own."),
        click.Option(["--base-url"], metavar="URL", help="OpenAI-compatible server, with /v1."),
        click.Option(["--profile"], metavar="NAME", help="Profile from the settings."),
        click.Option(["-C", "--cd", "cwd"], metavar="FOLDER", help="Work in this folder."),
        *_limit_options(),
        click.Option(
            ["--permission-mode"],
            metavar="plan|ask|edits|full",
            help="What new sessions may do without asking.",
        ),
        click.Option(
            ["--yolo"], is_flag=True, help="Ask nothing: the same as --permission-mode full."
        ),
        click.Option(
            ["--allow", "allowed"],
            metavar="RULE",
            multiple=True,
            help="Permit without asking, for example --allow 'run(git status)'. Repeatable.",
        ),
        click.Option(
            ["--deny", "denied"],
            metavar="RULE",
            multiple=True,
            help="Refuse, in every mode. Repeatable.",
        ),
        click.Option(["--no-tools"], is_flag=True, help="Offer the model no tools."),
        click.Option(["--theme"], metavar="NAME", help="Colour theme."),
        click.Option(["--keys"], metavar="NAME", help="default, vim, emacs or minimal."),
        click.Option(["--layout"], metavar="standard|minimal", help="Parts of the screen."),
        click.Option(["--no-mouse"], is_flag=True, help="Leave the mouse to the terminal."),
        click.Option(["--no-session"], is_flag=True, help="Do not save the session."),
        click.Option(
            ["--set", "assignments"],
            metavar="KEY=VALUE",
            multiple=True,
            help="Any setting, for example --set idle_timeout_s=120. Repeatable.",
        ),
        click.Option(
            ["--debug"], is_flag=True, help="Log everything, and show where an error came from."
        ),
    ]


def _limit_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--max-turns", "max_iterations"],
            type=int,
            metavar="N",
            help="Model requests within one turn; reaching it exits with 3.",
        ),
        click.Option(
            ["--max-cost"],
            type=float,
            metavar="USD",
            help="What one turn may cost, where prices are known; reaching it exits with 3.",
        ),
    ]


def prompt_parameters() -> list[click.Parameter]:
    """Options and the argument that belong to a prompt."""
    return [
        click.Argument(["prompt"], required=False),
        click.Option(
            ["-p", "--print", "is_print"],
            is_flag=True,
            help="Print the answer and exit, without the full screen.",
        ),
        click.Option(
            ["--output-format"],
            type=click.Choice([one.value for one in OutputFormat]),
            help="What to print; implies --print unless it is text.",
        ),
        click.Option(
            ["--image", "images"],
            metavar="FILE",
            multiple=True,
            help="Send an image with the prompt; implies --print. Repeatable.",
        ),
        click.Option(
            ["-c", "--continue", "is_continued"],
            is_flag=True,
            help="Go on with the last session of this folder.",
        ),
        click.Option(
            ["-r", "--resume"],
            metavar="[ID]",
            is_flag=False,
            flag_value=_FROM_LIST,
            help="Go on with a stored session; without an id, choose it from the list.",
        ),
    ]


def arguments_from(params: Mapping[str, Any]) -> Arguments:
    """The parsed options as data. Raises `ConfigError` for a --set without key or value."""
    flags = values_of_assignments(params["assignments"])
    flags |= {name: params[name] for name in _SETTINGS if params[name] is not None}
    if params["no_mouse"]:
        flags["mouse"] = False
    if params["no_session"]:
        flags["save_sessions"] = False
    if params["debug"]:
        flags["log_level"] = "debug"
    flags |= _permission_flags(params)
    resume = params.get("resume") or ""
    return Arguments(
        prompt=params.get("prompt"),
        is_print=params.get("is_print", False),
        output_format=OutputFormat(params.get("output_format") or OutputFormat.TEXT),
        is_continued=params.get("is_continued", False),
        resume="" if resume == _FROM_LIST else resume,
        is_resume_open=resume == _FROM_LIST,
        cwd=params["cwd"] or "",
        images=tuple(params.get("images") or ()),
        flags=flags,
        is_debug=params["debug"],
    )


def _permission_flags(params: Mapping[str, Any]) -> dict[str, object]:
    flags: dict[str, object] = {}
    if params["yolo"]:
        if params["permission_mode"] not in (None, "full"):
            raise ConfigError(
                f"--yolo and --permission-mode {params['permission_mode']} contradict each other. "
                "Give one of them.",
                key="permission_mode",
            )
        flags["permission_mode"] = "full"
    if params["allowed"]:
        flags["allow"] = list(params["allowed"])
    if params["denied"]:
        flags["deny"] = list(params["denied"])
    if params["no_tools"]:
        flags["use_tools"] = False
    return flags
