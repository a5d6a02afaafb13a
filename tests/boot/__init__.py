"""The start: skeleton, early keys, watchdog, and the terminal afterwards."""
