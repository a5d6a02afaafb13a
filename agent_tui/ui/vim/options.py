"""The options of Vim that the engine knows, with Vim's names and defaults."""

from __future__ import annotations

from msgspec import Struct


class VimOptions(Struct, frozen=True):
    """What `:set` changes.

    backspace and nrformats are those of Vim's own defaults.vim, which every user without a vimrc
    has. textwidth 0: nothing is wrapped while typing, and gq wraps at 79 columns.
    """

    ignorecase: bool = False
    smartcase: bool = False
    wrapscan: bool = True
    hlsearch: bool = False
    startofline: bool = True
    expandtab: bool = False
    autoindent: bool = False
    joinspaces: bool = True
    tildeop: bool = False
    gdefault: bool = False
    shiftwidth: int = 8
    tabstop: int = 8
    textwidth: int = 0
    whichwrap: str = "b,s"
    backspace: str = "indent,eol,start"
    nrformats: str = "bin,hex"

    @property
    def shift(self) -> int:
        """Columns of one indent."""
        return self.shiftwidth or self.tabstop
