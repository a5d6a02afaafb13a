"""The way of an input from the screen to the engine."""

from __future__ import annotations

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import UserInput
from agent_tui.protocol.ports import InputSink


class InputLink:
    """Call on the UI loop. session_id: of the session that is shown."""

    def __init__(self, inputs: InputSink) -> None:
        self._inputs = inputs
        self.session_id = ""

    def put(self, user_input: UserInput) -> bool:
        """Send an input. False when the engine is closed."""
        try:
            self._inputs.put(user_input)
        except ClosedResourceError:
            return False
        return True
