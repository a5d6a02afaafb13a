"""Where an exported session goes."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from agent_tui.errors import ExchangeFailed
from agent_tui.exchange.export_names import export_name, numbered
from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.sessions import SessionInfo


def export_place(path: Path, info: SessionInfo, export_format: ExportFormat) -> Path:
    """The file for an export. path: absolute; of a folder, the file in it gets a name that is free.
    Raises `ExchangeFailed` when it exists or its folder does not."""
    if path.is_dir():
        return _free_name(path, export_name(info, export_format), export_format)
    if not path.parent.is_dir():
        raise ExchangeFailed(f"There is no folder {path.parent}. Make it, or give another name.")
    if in_the_way := _in_the_way(path, export_format):
        raise ExchangeFailed(f"{in_the_way} exists and is not overwritten. Give another name.")
    return path


def images_folder(document: Path) -> Path:
    """The folder for the images of a markdown document."""
    return document.with_name(f"{document.stem}_images")


def _free_name(folder: Path, name: str, export_format: ExportFormat) -> Path:
    for number in count(1):
        path = folder / (name if number == 1 else numbered(name, number))
        if _in_the_way(path, export_format) is None:
            return path
    raise AssertionError  # a count has no end


def _in_the_way(path: Path, export_format: ExportFormat) -> Path | None:
    needed = [path]
    if export_format is ExportFormat.MARKDOWN:
        needed.append(images_folder(path))
    return next(filter(os.path.lexists, needed), None)
