"""A command that cannot be carried out."""

from __future__ import annotations

READ_ONLY = "E21: Cannot make changes, 'modifiable' is off"


class CommandFailed(Exception):
    """The command ends here, and with it a macro. The text is for the user, "" for a mere beep."""
