"""P12: what an idle program costs."""

from __future__ import annotations

from benchmarks.figures import print_figure, print_title
from benchmarks.model_program import model_server, ready_program

IDLE_S = 10.0


def main() -> None:
    """Print CPU and bytes written to the terminal in `IDLE_S` seconds after an answer."""
    with model_server() as server, ready_program(server.base_url) as program:
        program.pump_for(1.0)
        written, used_s = len(program.output), program.cpu_s()
        program.pump_for(IDLE_S)
        used_s = program.cpu_s() - used_s
        written = len(program.output) - written
    print_title(f"idle for {IDLE_S:.0f} s")
    print_figure("P12 CPU", f"{100 * used_s / IDLE_S:.2f} % (target 0.30 %)")
    print_figure("P12 bytes written", f"{written} (target 0)")


if __name__ == "__main__":
    main()
