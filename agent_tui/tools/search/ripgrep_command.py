"""The command line with which ripgrep searches exactly what our own search would."""

from __future__ import annotations

import os

from agent_tui.protocol.sensitive_paths import sensitive_globs
from agent_tui.tools.search.found_lines import COMPLAINTS
from agent_tui.tools.search.grep_request import LINE_BYTES, GrepOutput, GrepRequest
from agent_tui.tools.search.ignore_rules import StartingRules

# Only .gitignore and info/exclude count, also where there is no repository; nothing of the user's
# own set-up does.
_COMMON = (
    "--no-config",
    "--color=never",
    "--hidden",
    "--null",
    "--with-filename",
    "--crlf",
    "--no-require-git",
    "--no-ignore-dot",
    "--no-ignore-global",
    "--no-ignore-messages",
)
_OUTPUTS = {
    GrepOutput.FILES: ("--files-with-matches",),
    GrepOutput.COUNT: ("--count",),
    GrepOutput.CONTENT: (
        "--no-heading",
        "--line-number",
        "--column",
        "--byte-offset",
        "--no-context-separator",
        f"--max-columns={LINE_BYTES + 20}",
        "--max-columns-preview",
    ),
}
# ripgrep has files with secrets read by another program, which is none: so nobody reads them and
# ripgrep names them in a complaint. Unlike with --glob, the ignore rules stay in force, and unlike
# with a second look at all names, no time is lost. The root folder cannot be started.
_NOT_A_PROGRAM = "/"
# Results and complaints would come mixed: the shell keeps these back until the end.
_COMPLAINTS_LAST = (
    'exec 3>&1; said=$("$@" 2>&1 >&3 3>&-); code=$?; '
    f"printf '!{COMPLAINTS}:%s\\000' \"$said\"; exit $code"
)


def search_command(rg: str, request: GrepRequest, root: str) -> tuple[str, ...]:
    """Searches in `root`, which must be the folder that it is started in. Reads ignore files."""
    shell = ("/bin/sh", "-c", _COMPLAINTS_LAST, "sh")
    command = [*shell, rg, *_COMMON, *_OUTPUTS[request.output]]
    if not request.file:
        command += [*_which_files(request, root), f"--pre={_NOT_A_PROGRAM}"]
        command += [f"--pre-glob={glob}" for glob in sensitive_globs()]
    if request.ignore_case:
        command.append("--ignore-case")
    if request.is_literal:
        command.append("--fixed-strings")
    if request.crosses_lines:
        command.append("--multiline")
    if request.is_multiline:
        command.append("--multiline-dotall")
    if request.output is GrepOutput.CONTENT and request.context_lines:
        command.append(f"--context={request.context_lines}")
    return (*command, f"--regexp={request.pattern}", "--", f"./{request.file}")


def _which_files(request: GrepRequest, root: str) -> list[str]:
    # The last --glob wins; one that leaves out does not touch the ignore rules.
    options = ["--glob=!.git"]
    if request.include_ignored:
        options.append("--no-ignore")
    else:
        start = StartingRules(root)
        if start.is_ignored or not start.is_in_repository:
            options.append("--no-ignore-parent")
    if request.name_glob:
        # As a type, because --glob would also bring back files that are ignored.
        options += [f"--type-add=wanted:{request.name_glob}", "--type=wanted"]
    return options


def absolute_program(found: str | None) -> str:
    """The program that a look through PATH found; "" for none, and for one in a relative folder,
    because the workspace must not be able to bring its own."""
    return found if found and os.path.isabs(found) else ""
