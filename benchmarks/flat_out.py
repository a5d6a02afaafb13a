"""P7, P8: an answer of 2000 deltas as fast as it can be sent."""

from __future__ import annotations

from benchmarks.figures import print_figure, print_times, print_title
from benchmarks.model_program import model_server, ready_program, submit
from benchmarks.sse_server import LAST_WORD

ANSWERS = 9
DELTAS = 2000


def main() -> None:
    """Print the lag from the last byte sent to the last word on screen, and the CPU it took."""
    lags: list[float] = []
    with model_server() as server, ready_program(server.base_url) as program:
        server.last_byte_s()
        before_s = program.cpu_s()
        for answer in range(ANSWERS):
            submit(program, f"rate=0 count={DELTAS} end=10{answer}.")
            shown_s = program.wait_for(f"{LAST_WORD}10{answer}")
            lags.append(shown_s - server.last_byte_s())
            program.wait_until_quiet()
        used_s = program.cpu_s() - before_s
    print_title(f"{DELTAS} deltas flat out")
    print_times("P7 lag, last byte to last word", lags)
    print_figure("P7 target", "60.0 ms")
    print_figure("CPU for one answer", f"{used_s / ANSWERS:.2f} s")


if __name__ == "__main__":
    main()
