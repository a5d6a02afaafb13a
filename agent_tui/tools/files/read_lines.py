"""Reading a range of a file's lines: small files whole, large ones only as far as needed."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from io import FileIO, IncrementalNewlineDecoder

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.disk.load_file import MAX_WHOLE_BYTES, megabytes, read_up_to
from agent_tui.tools.files.file_kinds import START_BYTES, binary_kind
from agent_tui.tools.files.file_memory import Fingerprint, fingerprint_of
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.text.line_collector import LineCollector
from agent_tui.tools.files.text.text_form import (
    BinaryContent,
    TextForm,
    decoded,
    sniffed_encoding,
    with_lf,
)

_BLOCK_BYTES = 1 << 20
_SNIFFED_BYTES = 1 << 16


class LineRange(Struct, frozen=True, kw_only=True):
    """lines: numbered. total: lines of the whole file, None when it was not read to its end."""

    lines: tuple[str, ...]
    total: int | None
    size: int
    form: TextForm
    fingerprint: Fingerprint


def read_lines(
    target: Target, file: FileIO, collector: LineCollector, is_stopped: Callable[[], bool]
) -> LineRange:
    """What the collector wants. Blocking; is_stopped: asked from time to time, ends the work.

    Raises `ToolError` for a binary file.
    """
    status = os.fstat(file.fileno())
    is_large = status.st_size > MAX_WHOLE_BYTES
    data = read_up_to(file, _BLOCK_BYTES if is_large else MAX_WHOLE_BYTES + 1)
    try:
        if not is_large and len(data) <= MAX_WHOLE_BYTES:
            return _from_whole(status, data, collector)
        return _from_stream(status, data, file, collector, is_stopped)
    except BinaryContent as error:
        raise ToolError(
            f"{target.name} ({megabytes(max(status.st_size, len(data)))}) is not text: it is "
            f"{binary_kind(data[:START_BYTES])}."
        ) from error


def _from_whole(status: os.stat_result, data: bytes, collector: LineCollector) -> LineRange:
    text, form = decoded(data)
    text = with_lf(text)
    for start in range(0, len(text), _BLOCK_BYTES):
        if collector.is_full:
            break
        collector.feed(text[start : start + _BLOCK_BYTES])
    collector.finish()
    return LineRange(
        lines=tuple(collector.lines),
        total=text.count("\n") + (bool(text) and not text.endswith("\n")),
        size=len(data),
        form=form,
        fingerprint=fingerprint_of(status, data),
    )


def _from_stream(
    status: os.stat_result,
    data: bytes,
    file: FileIO,
    collector: LineCollector,
    is_stopped: Callable[[], bool],
) -> LineRange:
    form = sniffed_encoding(data[:_SNIFFED_BYTES], is_whole=False)
    # A bad byte far down must not make the rest unreadable.
    decoder = IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(form.encoding)("replace"), translate=True
    )
    for block in _blocks(data[len(form.mark) :], file):
        if collector.is_full or is_stopped():
            break
        collector.feed(decoder.decode(block))
    else:
        collector.feed(decoder.decode(b"", final=True))
        collector.finish()
    return LineRange(
        lines=tuple(collector.lines),
        total=None if collector.is_full else collector.line_count,
        size=status.st_size,
        form=form,
        fingerprint=Fingerprint(status.st_size, status.st_mtime_ns),
    )


def _blocks(data: bytes, file: FileIO) -> Iterator[bytes]:
    for start in range(0, len(data), _BLOCK_BYTES):
        yield data[start : start + _BLOCK_BYTES]
    while block := file.read(_BLOCK_BYTES):
        yield block
