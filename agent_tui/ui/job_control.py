"""Whether somebody could wake this process up, once it was stopped."""

from __future__ import annotations

import os


def shell_waits() -> bool:
    """False where Ctrl+Z would stop the program for good: in a window that was opened for it alone.

    A process group can be woken up when one of its members has a parent outside of it, in the same
    terminal session: a shell with job control (POSIX: such a group is not orphaned).
    """
    # Deferred: nobody stops a program before its first picture.
    import psutil

    group, session, pid = os.getpgrp(), os.getsid(0), os.getppid()
    try:
        while os.getsid(pid) == session:
            if os.getpgid(pid) != group:
                return True
            pid = psutil.Process(pid).ppid()
    except (OSError, psutil.Error):
        pass  # an ancestor has just ended
    return False
