"""The grammar of the command line: a subcommand, or options and a prompt. Imports click."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.options import arguments_from, prompt_parameters, setting_options
from agent_tui.cli.version import VERSION
from agent_tui.config.sources.nearest_name import did_you_mean
from agent_tui.errors import ConfigError

PROGRAM = "agent-tui"

SUBCOMMANDS = {
    "sessions": "List, search, show, delete, export or import stored sessions.",
    "config": "Show, check or create the settings; trust a project's.",
    "models": "List the models of a provider.",
    "themes": "List the colour themes.",
    "logs": "Show where the log file is, or its end.",
}
"""Each has a module of its name in `cli/commands`, with the click command in `command`."""

_EPILOG = (
    "With a prompt and no terminal, or with piped input, the answer is printed. A prompt that is "
    "the name of a command goes after two dashes: agent-tui -- sessions."
)


def read_command_line(argv: Sequence[str]) -> Arguments | int:
    """The arguments of a start, or the exit code of a subcommand, which has run then.

    Raises `ConfigError` for what cannot be understood.
    """
    is_subcommand = first_word(argv) in SUBCOMMANDS
    command = _commands() if is_subcommand else _start()
    words = settings_first(argv) if is_subcommand else list(argv)
    try:
        result = command.main(words, prog_name=PROGRAM, standalone_mode=False)
    except click.Abort:
        return 130
    except click.ClickException as error:
        raise ConfigError(_explained(error)) from error
    return result if isinstance(result, Arguments) else int(result or 0)


def first_word(argv: Sequence[str]) -> str:
    """The first word that is neither a setting's option nor its value, "" when there is none."""
    takes_value = _setting_names()
    words = iter(argv)
    for word in words:
        if not word.startswith("-"):
            return word
        name, equals, _ = word.partition("=")
        is_short = not word.startswith("--")
        if is_short and word[:2] in takes_value and len(word) > 2:
            continue  # -mNAME
        if name not in takes_value:
            return ""
        if takes_value[name] and not equals:
            next(words, None)
    return ""


def settings_first(argv: Sequence[str]) -> list[str]:
    """The same words with the options that are settings in front: they may stand anywhere, while
    click wants those of the program before the subcommand. Raises `ConfigError`."""
    takes_value = _setting_names()
    settings: list[str] = []
    others: list[str] = []
    words = iter(argv)
    for word in words:
        name, equals, _ = word.partition("=")
        if word == "--":
            others += [word, *words]
        elif name in takes_value:
            settings.append(word)
            if takes_value[name] and not equals:
                value = next(words, None)
                if value is None:
                    raise ConfigError(f"{name} needs a value. See: {PROGRAM} --help")
                settings.append(value)
        elif not word.startswith("--") and word[:2] in takes_value:
            settings.append(word)  # -mNAME
        else:
            others.append(word)
    return [*settings, *others]


def _setting_names() -> dict[str, bool]:
    """The names of the options that are settings, and whether a value follows."""
    return {
        name: not option.is_flag
        for option in setting_options()
        if isinstance(option, click.Option)
        for name in option.opts
    }


class _StartCommand(click.Command):
    """`agent-tui [PROMPT]`; its help names the subcommands as well."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))
        super().format_epilog(ctx, formatter)


class _CommandGroup(click.Group):
    """The subcommands, each imported when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        command = importlib.import_module(f"agent_tui.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


def _start() -> click.Command:
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="Show the version.",
    )
    return _StartCommand(
        PROGRAM,
        params=[*prompt_parameters(), *setting_options(), version],
        callback=lambda **params: arguments_from(params),
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Chat with a language model in the terminal.",
        epilog=_EPILOG,
    )


def _commands() -> click.Command:
    return _CommandGroup(
        PROGRAM,
        params=setting_options(),
        callback=_keep_arguments,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


@click.pass_context
def _keep_arguments(ctx: click.Context, /, **params: object) -> None:
    ctx.obj = arguments_from(params)


def _print_version(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not ctx.resilient_parsing:
        click.echo(f"{PROGRAM} {VERSION}")
        ctx.exit()


def _explained(error: click.ClickException) -> str:
    """One sentence with the way out (click's own has the usage above it), or the help asked for."""
    sentence = error.format_message().strip()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return sentence
    path = PROGRAM
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    if isinstance(error, click.NoSuchOption):
        sentence = f"There is no option {error.option_name}."
        options = [name for one in setting_options() + prompt_parameters() for name in one.opts]
        sentence += did_you_mean(error.option_name, options)
    elif "unexpected extra argument" in sentence and path == PROGRAM:
        sentence = "The prompt must be one argument: put it in quotes."
    return f"{sentence.rstrip('.?')}{'?' if sentence.endswith('?') else '.'} See: {path} --help"
