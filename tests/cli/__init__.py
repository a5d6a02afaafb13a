"""The command line: what is understood, what is printed, which exit code follows."""
