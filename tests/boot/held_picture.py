"""The real program, whose first picture waits for a FIFO: `python -m tests.boot.held_picture`."""

from __future__ import annotations

import os

from agent_tui import boot
from agent_tui.ui.app import ChatApp
from tests.boot.stand_in import AT_THE_GATE

_on_mount = ChatApp.on_mount


def _held(self: ChatApp) -> None:
    os.write(1, AT_THE_GATE)
    with open(os.environ["STAND_IN_GATE"]):
        pass
    _on_mount(self)


if __name__ == "__main__":
    ChatApp.on_mount = _held  # type: ignore[method-assign]
    boot.main()
