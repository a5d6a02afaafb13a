"""The program that converts large pages: started by its path, it finds the package by itself.

A process of its own, because a thread that converts a megabyte keeps the screen waiting for
seconds, and a page made for it for longer, and cannot be stopped.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings


def main() -> None:
    """Argument: a file, which is removed. Its first line is JSON: folders to import from, the
    page's address, how much text is wanted, how much memory may be used; then comes the HTML.
    Prints `packed`."""
    with open(sys.argv[1], "rb") as file:
        head, _, body = file.read().partition(b"\n")
    os.unlink(sys.argv[1])
    request = json.loads(head)
    sys.path[:] = request["folders"]
    from agent_tui.tools.web.markdown import packed
    from agent_tui.tools.web.markdown_of import markdown_of

    warnings.simplefilter("ignore")  # they would get among the text
    _limit_memory(request["most_memory_bytes"])
    markdown = markdown_of(body.decode("utf-8", "surrogatepass"), request["url"])
    sys.stdout.buffer.write(packed(markdown, request["most_chars"]))


def _limit_memory(most_bytes: int) -> None:
    import resource  # not on every system that has Python, so not when this file is only read

    with contextlib.suppress(ValueError, OSError):  # less is allowed already
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    main()
