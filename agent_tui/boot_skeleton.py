"""The first picture: the final screen's outline and what was typed. Standard library only."""

_PROMPT = "❯ "
_PROMPT_CELLS = 2
_MAX_COMPOSER_ROWS = 12
_STATUS = "starting"
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def skeleton_frame(text: str, submitted: tuple[str, ...], columns: int, rows: int) -> bytes:
    """The whole screen as bytes for the terminal, which is in the alternate screen.

    From the bottom: status line, composer with `text` and the cursor, a rule, one line for each of
    the `submitted` prompts as far as they fit. `text` holds printable characters and newlines only.
    """
    visible = text[-_MAX_COMPOSER_ROWS * columns :]
    # A third of the window, like the composer that takes its place: nothing must jump then.
    composer_rows = max(1, min(_MAX_COMPOSER_ROWS, rows // 3))
    composer = _wrapped(visible, columns - _PROMPT_CELLS)[-composer_rows:]
    room = max(0, rows - 2 - len(composer))
    queued = [_clipped(_PROMPT + prompt, columns) for prompt in submitted][-room:] if room else []
    lines = [_DIM + line + _PLAIN for line in queued]
    lines.append(_DIM + "─" * columns + _PLAIN)
    lines += [(" " * _PROMPT_CELLS if row else _PROMPT) + line for row, line in enumerate(composer)]
    lines.append(_DIM + _clipped(" " + _STATUS, columns) + _PLAIN)
    top = rows - len(lines) + 1
    column = min(columns, _PROMPT_CELLS + _cells(composer[-1]) + 1)
    # Rows are cleared one by one as they are written: an erased screen would be seen to flicker.
    picture = "".join(f"\x1b[{row};1H\x1b[K" for row in range(1, top))
    picture += "".join(f"\x1b[{top + i};1H\x1b[K{line}" for i, line in enumerate(lines))
    return f"\x1b[?2026h{picture}\x1b[{rows - 1};{column}H\x1b[?2026l".encode()


def _wrapped(text: str, width: int) -> list[str]:
    rows: list[str] = []
    for line in text.split("\n"):
        row, used = "", 0
        for character in line:
            cells = _character_cells(character)
            if used + cells > width:
                rows.append(row)
                row, used = "", 0
            row += character
            used += cells
        rows.append(row)
    return rows


def _clipped(text: str, width: int) -> str:
    return _wrapped(text.replace("\n", " "), width)[0]


def _cells(text: str) -> int:
    return sum(map(_character_cells, text))


def _character_cells(character: str) -> int:
    if character < "\u0300":
        return 1
    # Imported for the first such character that is typed; the first paint does without.
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
