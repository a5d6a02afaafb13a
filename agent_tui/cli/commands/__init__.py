"""The subcommands, a file each. Data goes to standard output, as JSON with --json."""
