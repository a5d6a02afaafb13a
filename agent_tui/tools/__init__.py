"""The shipped tools, one file each, and what one needs to write another."""
