"""From a key to its echo on the screen."""

from __future__ import annotations

from benchmarks.terminal import TimedProgram

GAP_S = 0.03
_KEYS_PER_LINE = 20
# Each key is a letter that nothing else on the screen contains, so its bytes are its echo.
_FIRST_LETTER = 0x0450
_LETTERS = 200
_CLEAR_DRAFT = "\x15"


def key_latencies(program: TimedProgram, count: int) -> list[float]:
    """Seconds from each of `count` keys to its echo. The composer is empty afterwards."""
    latencies = []
    for i in range(count):
        letter = chr(_FIRST_LETTER + i % _LETTERS)
        since = len(program.output)
        sent_s = program.send(letter)
        latencies.append(program.wait_for(letter, since=since) - sent_s)
        program.pump_for(GAP_S)
        if i % _KEYS_PER_LINE == _KEYS_PER_LINE - 1:
            _clear(program)
    _clear(program)
    return latencies


def _clear(program: TimedProgram) -> None:
    program.send(_CLEAR_DRAFT)
    program.pump_for(GAP_S)
