"""Which programs show an address in the user's browser, the best first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent_tui.lifecycle.desktop.surroundings import (
    has_wayland,
    has_x11,
    is_remote,
    is_windows_below,
)

_WINDOWS = ("rundll32.exe", "url.dll,FileProtocolHandler")


def url_openers(environ: Mapping[str, str], platform: str) -> Iterator[tuple[str, ...]]:
    """Programs with arguments; the address comes last. None over SSH, where the browser is not, and
    none without a display: they would start a browser in this terminal."""
    if is_remote(environ):
        return
    if platform == "darwin":
        yield ("open",)
    elif platform == "win32":
        yield _WINDOWS
    elif is_windows_below(environ):
        yield ("wslview",)
        yield _WINDOWS
    elif has_wayland(environ) or has_x11(environ):
        yield ("xdg-open",)
        yield ("gio", "open")
