"""Places where a file is more than a file: what is written there runs later, or widens rights."""

from __future__ import annotations

from agent_tui.engine.permissions.real_paths import components
from agent_tui.protocol.sensitive_paths import is_sensitive

# Folded. git~1 is the short name that Windows file systems give to .git.
PROTECTED_FOLDERS = frozenset(
    {
        ".git",
        "git~1",
        ".agent-tui",
        ".vscode",
        ".idea",
        ".husky",
        ".githooks",
        ".config",
        ".local",
        "autostart",
        "launchagents",
        "launchdaemons",
    }
)
# Read by shells and programs when they start.
PROTECTED_FILES = frozenset(
    {
        ".bashrc",
        ".bash_profile",
        ".bash_login",
        ".bash_logout",
        ".bash_aliases",
        ".profile",
        ".zshrc",
        ".zshenv",
        ".zprofile",
        ".zlogin",
        ".zlogout",
        ".kshrc",
        ".cshrc",
        ".tcshrc",
        ".login",
        ".inputrc",
        ".envrc",
        ".gitconfig",
        ".gitmodules",
        ".ripgreprc",
        ".vimrc",
        ".exrc",
        ".tmux.conf",
        ".xprofile",
        ".xinitrc",
        ".mcp.json",
        # As it is called in a folder of dotfiles, to which ~/.gitconfig is a link.
        "gitconfig",
        # git takes a folder with one of these for a repository, and obeys the settings in it.
        "head",
        "commondir",
        # The hook that even `git status` runs, wherever core.hooksPath says.
        "post-index-change",
        # Could bring back hidden files, which `rg` leaves out.
        ".ignore",
        ".rgignore",
    }
)


def protected_by(path: str) -> str:
    """The name for which writing `path` is asked in every mode but full; "" when there is none."""
    parts = components(path)
    for part in parts:
        if part in PROTECTED_FOLDERS:
            return part
    if parts and parts[-1] in PROTECTED_FILES:
        return parts[-1]
    return parts[-1] if parts and is_sensitive(path) else ""
