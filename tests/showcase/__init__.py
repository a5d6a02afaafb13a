"""One conversation that shows everything that a transcript can hold."""
