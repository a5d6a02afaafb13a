"""grep: search in files, by ripgrep where it is installed, else by our own search."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta, Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.permissions import Access
from agent_tui.protocol.sensitive_paths import is_sensitive
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.search.found_lines import Found
from agent_tui.tools.search.glob_pattern import GlobPattern
from agent_tui.tools.search.grep_report import ReportOptions, first_lines, report
from agent_tui.tools.search.grep_request import GrepOutput, GrepRequest
from agent_tui.tools.search.long_lines import with_their_parts
from agent_tui.tools.search.place import Place, permitted_place, tree_access
from agent_tui.tools.search.ripgrep_command import absolute_program, search_command
from agent_tui.tools.search.search_run import LONGEST_S, SearchRun
from agent_tui.tools.search.shown_names import harmless_name
from agent_tui.tools.search.stoppable_thread import in_thread
from agent_tui.tools.typed_tool import TypedTool


class GrepArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the descriptions."""

    pattern: Annotated[
        str, Meta(min_length=1, description="Regular expression, or plain text with literal.")
    ]
    path: Annotated[
        str, Meta(description="File or folder to search; the present folder if left out.")
    ] = "."
    glob: Annotated[
        str,
        Meta(
            description='Only files that fit, such as "*.py" (in every folder) or '
            '"src/**/*.{ts,tsx}" (relative to path).'
        ),
    ] = ""
    ignore_case: Annotated[bool, Meta(description="Upper and lower case are the same.")] = False
    context_lines: Annotated[
        int, Meta(ge=0, le=20, description="Lines shown before and after each match.")
    ] = 0
    output: Annotated[
        Literal["content", "files", "count"],
        Meta(description="content: the lines; files: only paths; count: matches by file."),
    ] = "content"
    max_results: Annotated[
        int, Meta(ge=1, le=2000, description="Matches, or files, that are shown.")
    ] = 200
    literal: Annotated[bool, Meta(description="Take the pattern as plain text.")] = False
    multiline: Annotated[bool, Meta(description="Let . and the pattern go over line breaks.")] = (
        False
    )
    include_ignored: Annotated[bool, Meta(description="Search what .gitignore names, too.")] = False


class Grep(TypedTool[GrepArguments]):
    """The results are sorted by path after the search: ripgrep's own sorting would make it search
    with one thread. They are complete and stable unless there are more than `MOST_ITEMS`.

    ripgrep: the program, "" for our own search, None to look in PATH at the first call.
    """

    name = "grep"
    description = (
        "Search the content of files for a regular expression. Gives `path:line: text`. Respects "
        ".gitignore, searches hidden files, leaves out .git, binary files and files that may hold "
        "secrets."
    )
    arguments_type = GrepArguments
    is_read_only = True
    timeout_s = 60.0

    def __init__(self, *, ripgrep: str | None = None, longest_s: float = LONGEST_S) -> None:
        self._ripgrep, self._longest_s = ripgrep, longest_s

    def summary(self, arguments: GrepArguments) -> str:
        """See `Tool`."""
        return harmless_name(f'Search "{arguments.pattern}" in {arguments.path}')

    def accesses(self, arguments: GrepArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (tree_access(arguments.path, cwd),)

    async def run(self, arguments: GrepArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        if "\0" in arguments.pattern:
            raise ToolError("A pattern cannot contain a NUL character. Search for something else.")
        glob = GlobPattern(arguments.glob) if arguments.glob else None
        place = await permitted_place(arguments.path, context)
        request = _request(arguments, place, glob)
        folder = place.real if place.is_folder else os.path.dirname(place.real)
        found = await self._found(request, folder, _wish(request, glob), context)
        if found.problem:
            raise ToolError(_advice(found, request))
        options = ReportOptions(
            output=request.output,
            most=arguments.max_results,
            context_lines=arguments.context_lines,
            include_ignored=arguments.include_ignored,
        )
        text = await in_thread(
            lambda _: report(
                found, with_their_parts(first_lines(found, options), folder), place, options
            )
        )
        return ToolResult(text=text)

    async def _found(
        self, request: GrepRequest, folder: str, fits: Callable[[str], bool], context: ToolContext
    ) -> Found:
        run = SearchRun(context.processes, context.session_id, longest_s=self._longest_s)
        if self._ripgrep is None:
            self._ripgrep = absolute_program(await in_thread(lambda _: shutil.which("rg")))
        found, rg = None, self._ripgrep
        if rg:
            command = await in_thread(lambda _: search_command(rg, request, folder))
            found = await run.found(command, folder, request.output, fits)
            if not found.problem:
                return found
        # Ours also takes what ripgrep does not know: look-around and back references.
        from agent_tui.tools.search.own_search import own_command

        own = await run.found(own_command(request), folder, request.output, fits)
        return found if found and own.problem else own


def _request(arguments: GrepArguments, place: Place, glob: GlobPattern | None) -> GrepRequest:
    return GrepRequest(
        pattern=arguments.pattern,
        file="" if place.is_folder else os.path.basename(place.real),
        name_glob=glob.name_glob if glob and place.is_folder else "",
        ignore_case=arguments.ignore_case,
        context_lines=arguments.context_lines,
        output=GrepOutput(arguments.output),
        is_literal=arguments.literal,
        is_multiline=arguments.multiline,
        include_ignored=arguments.include_ignored,
    )


def _wish(request: GrepRequest, glob: GlobPattern | None) -> Callable[[str], bool]:
    if request.file:
        return lambda path: True
    # Whatever a search program does, nothing of a file with secrets gets out.
    return lambda path: not is_sensitive(path) and (glob is None or glob.fits(path))


def _advice(found: Found, request: GrepRequest) -> str:
    text = f"The search failed: {found.problem}."
    if not found.is_refused:
        return text
    hint = "" if request.is_literal else ", or use literal=true to search for it as plain text"
    return f"{text} Correct the pattern{hint}."
