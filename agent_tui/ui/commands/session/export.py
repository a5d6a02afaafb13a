"""`/export` and `/import`: sessions to files, and from files."""

from __future__ import annotations

from agent_tui.protocol.exchange import OTHER_ENDINGS, ExportFormat
from agent_tui.ui.commands.argument import Argument, ArgumentProblem, fixed_choices
from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand

_FORMATS = {one.value: one for one in ExportFormat}
_Wish = tuple[ExportFormat, str]


def _export(host: CommandHost, wish: _Wish = (ExportFormat.MARKDOWN, "")) -> None:
    host.link.exchange.export_session(*wish)
    host.outside.say("exporting the session")


def _import(host: CommandHost, path: str) -> None:
    host.link.exchange.import_sessions(path)
    host.outside.say("importing")


def _stop(host: CommandHost) -> None:
    host.link.exchange.stop_exchange()


def _wish(text: str) -> _Wish:
    """The format is named, or the ending of the path names it."""
    first, _, rest = text.strip().partition(" ")
    named = _FORMATS.get(first.lower())
    path = rest.strip() if named is not None else text.strip()
    if option := next((word for word in path.split() if word.startswith("--")), ""):
        raise ArgumentProblem(
            f"/export has no {option}; agent-tui sessions export has options. A file of this name "
            "can be written as ./--name."
        )
    ending = path.rpartition(".")[2].lower()
    if named is None and ending in OTHER_ENDINGS:
        raise ArgumentProblem(
            f"There is no export as {ending}: choose md, html or json. A browser prints the html "
            "as a PDF; /export md PATH writes markdown under any name."
        )
    return named or _FORMATS.get(ending, ExportFormat.MARKDOWN), path


EXPORT = Command(
    "/export",
    "Write the session to a file: markdown, HTML or JSON",
    _export,
    (
        Argument(
            "md|html|json PATH",
            is_optional=True,
            takes_rest=True,
            choices=fixed_choices(
                ("md", "markdown, for any viewer"),
                ("html", "one page for a browser"),
                ("json", "everything, to be imported again"),
            ),
            parse=_wish,
        ),
    ),
    subcommands=(Subcommand("stop", "Stop an export or import that runs", _stop),),
    category=Category.SESSION,
    details="Without PATH the file is called after day and title and lies in the session's folder. "
    "What exists is not overwritten. What goes out is the branch that is shown; for another one, "
    "fork from it in /tree. Keys and passwords are left out; sessions export on the command line "
    "has more options.",
    needs_session=True,
)

IMPORT = Command(
    "/import",
    "Make sessions of a file, ours or of other programs",
    _import,
    (Argument("PATH", takes_rest=True),),
    category=Category.SESSION,
    details="Takes what /export json writes, lists of messages as OpenAI's API takes them, and the "
    "conversations.json of a ChatGPT data export, also in its zip. Each conversation becomes a "
    "session of this folder; a single one is opened. Permissions are never imported.",
    needs_session=True,
)
