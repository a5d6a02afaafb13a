"""The environment of commands: the program's own, with nothing that waits for a human."""

from __future__ import annotations

import os
from collections.abc import Mapping

# Pagers, editors, password dialogs and colours off; output at once; a width to lay out for.
_SET = {
    "AGENT_TUI": "1",
    "TERM": "dumb",
    "NO_COLOR": "1",
    "COLUMNS": "120",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "MANPAGER": "cat",
    "SYSTEMD_PAGER": "cat",
    "PSQL_PAGER": "cat",
    "GH_PAGER": "cat",
    "AWS_PAGER": "",
    "EDITOR": "true",
    "VISUAL": "true",
    "GIT_EDITOR": "true",
    "GIT_SEQUENCE_EDITOR": "true",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "DEBIAN_FRONTEND": "noninteractive",
    "PIP_NO_INPUT": "1",
}
# The user's own word counts. Without it nothing of a Python program's output is seen until it ends,
# and what it had printed is lost when it is stopped.
_DEFAULTS = {"PYTHONUNBUFFERED": "1"}
# LINES, COLORTERM, FORCE_COLOR: of a terminal that the command does not have. BASH_ENV, ENV,
# SHELLOPTS, BASHOPTS, CDPATH: would let the shell do something else than the permitted text says.
# RIPGREP_CONFIG_PATH: would let `rg`, which is free, start programs; the file may be the project's.
_REMOVED = frozenset(
    {"LINES", "COLORTERM", "FORCE_COLOR", "CLICOLOR_FORCE", "BASH_ENV", "ENV"}
    | {"SHELLOPTS", "BASHOPTS", "CDPATH", "RIPGREP_CONFIG_PATH"}
)
# Of this program and its screen; a program of the same kind under test must not inherit them.
_REMOVED_PREFIXES = ("TEXTUAL_", "AGENT_TUI_")


def command_environment(
    own: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """own: the program's. extra: set last, as it is. The user's variables stay, keys included: a
    command may use what the user could use in a shell of their own. Relative folders in PATH go:
    `ls` must not be a file of the folder in which it runs."""
    kept = {
        name: value
        for name, value in own.items()
        if name not in _REMOVED and not name.startswith(_REMOVED_PREFIXES)
    }
    if "PATH" in kept:
        kept["PATH"] = os.pathsep.join(filter(os.path.isabs, kept["PATH"].split(os.pathsep)))
    return {**_DEFAULTS, **kept, **_SET, **(extra or {})}
