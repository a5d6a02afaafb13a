"""Which programs tell what the clipboard holds, and in which form they do. Pure."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from agent_tui.lifecycle.desktop.surroundings import (
    has_wayland,
    has_x11,
    is_remote,
    is_windows_below,
)

IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif")

_POWERSHELL = (
    "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;"
    "$image=[Windows.Forms.Clipboard]::GetImage();"
    "if($image){$file=New-Object IO.MemoryStream;"
    "$image.Save($file,[Drawing.Imaging.ImageFormat]::Png);$bytes=$file.ToArray()}"
    "else{$text=[Windows.Forms.Clipboard]::GetText();"
    "$bytes=[Text.Encoding]::UTF8.GetBytes($text)}"
    "[Convert]::ToBase64String($bytes)"
)


def _as_it_is(output: bytes) -> bytes:
    return output


def _of_applescript(output: bytes) -> bytes:
    """It writes data as «data PNGf89504E47...»."""
    match = re.search(rb"data \w{4}([0-9A-Fa-f]+)", output)
    try:
        return binascii.unhexlify(match[1]) if match else b""
    except binascii.Error:
        return b""


def _of_base64(output: bytes) -> bytes:
    try:
        return b64decode(output)
    except binascii.Error:
        return b""


class ClipboardSource(Struct, frozen=True):
    """A program that writes what the clipboard holds to standard output. decoded: the content in
    what it writes. environment: added to ours. growth: how much longer than the content that is."""

    arguments: tuple[str, ...]
    decoded: Callable[[bytes], bytes] = _as_it_is
    environment: Mapping[str, str] = {}
    growth: int = 1


def clipboard_sources(environ: Mapping[str, str], platform: str) -> Iterator[ClipboardSource]:
    """Images before text; the best program first. platform: as `sys.platform`."""
    if has_wayland(environ):
        for media_type in IMAGE_TYPES:
            yield ClipboardSource(("wl-paste", "--type", media_type))
        yield ClipboardSource(("wl-paste", "--no-newline", "--type", "text"))
    if has_x11(environ):
        xclip = ("xclip", "-selection", "clipboard", "-out")
        for media_type in IMAGE_TYPES:
            yield ClipboardSource((*xclip, "-target", media_type))
        yield ClipboardSource((*xclip, "-target", "UTF8_STRING"))
        yield ClipboardSource(("xsel", "--output", "--clipboard"))
    if is_remote(environ):
        return
    if platform == "darwin":
        yield ClipboardSource(("pngpaste", "-"))
        yield ClipboardSource(
            ("osascript", "-e", "get the clipboard as «class PNGf»"), _of_applescript, growth=2
        )
        yield ClipboardSource(("pbpaste",), environment={"LC_CTYPE": "UTF-8"})
    if platform == "win32" or is_windows_below(environ):
        shell = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Sta", "-Command")
        yield ClipboardSource((*shell, _POWERSHELL), _of_base64, growth=2)


def what_to_install(environ: Mapping[str, str]) -> str:
    """How one gets images out of the clipboard here, when no program was found."""
    if has_wayland(environ):
        return "install wl-clipboard to paste images, or drop the image's file"
    if has_x11(environ):
        return "install xclip to paste images, or drop the image's file"
    return "the clipboard cannot be read here: drop the image's file"
