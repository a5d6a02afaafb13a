"""Which programs can put a text on the clipboard here, the best first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from agent_tui.lifecycle.desktop.surroundings import (
    has_wayland,
    has_x11,
    is_remote,
    is_windows_below,
)


class ClipboardProgram(Struct, frozen=True):
    """A program that reads a text from standard input. environment: added to ours. encoding: what
    it reads."""

    arguments: tuple[str, ...]
    encoding: str = "utf-8"
    environment: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """As people know it."""
        return self.arguments[0]


# With the type given, wl-copy need not ask another program what kind of data it is.
_WL_COPY = ("wl-copy", "--type", "text/plain")
_CLIP = ClipboardProgram(("clip.exe",), encoding="utf-16-le")
# -w: on to the terminal's clipboard, too (tmux 3.2).
_TMUX = ClipboardProgram(("tmux", "load-buffer", "-w", "-"))


def clipboard_programs(
    environ: Mapping[str, str], platform: str, *, is_primary: bool
) -> Iterator[ClipboardProgram]:
    """platform: as `sys.platform`. Over SSH this machine's own clipboard is the wrong one: only a
    forwarded display and tmux lead to the user's."""
    if has_wayland(environ):
        yield ClipboardProgram((*_WL_COPY, "--primary") if is_primary else _WL_COPY)
    if has_x11(environ):
        selection = "primary" if is_primary else "clipboard"
        yield ClipboardProgram(("xclip", "-selection", selection))
        yield ClipboardProgram(("xsel", "--input", f"--{selection}"))
    if is_primary:  # the others know only one clipboard
        return
    if not is_remote(environ):
        if platform == "darwin":
            # Without a locale it would take the bytes for Mac Roman.
            yield ClipboardProgram(("pbcopy",), environment={"LC_CTYPE": "UTF-8"})
        if platform == "win32" or is_windows_below(environ):
            yield _CLIP
    if environ.get("TMUX"):
        yield _TMUX
