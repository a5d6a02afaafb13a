"""Speed and size of the real program in a pseudo-terminal. `python -m benchmarks` runs all."""
