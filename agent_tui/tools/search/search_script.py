"""The program that our own search runs in: started by its path, it finds the package by itself.

A process of its own, because a regular expression that takes for ever cannot be stopped in a
thread, and would hold up everything else in this process.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Arguments: folders to import from as JSON, the request as JSON."""
    sys.path[:] = json.loads(sys.argv[1])
    from agent_tui.tools.search.own_search import run

    sys.exit(run(sys.argv[2]))


if __name__ == "__main__":
    main()
