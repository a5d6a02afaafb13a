"""Carries out what vim asks of the application."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.widgets.vim_host import VimHost
from agent_tui.ui.widgets.vim_text import FoldedChips


class VimCalls:
    """Use on the UI loop."""

    def __init__(self, host: VimHost, chips: FoldedChips) -> None:
        self._host = host
        self._chips = chips

    def carry_out(self, calls: Sequence[HostCall]) -> None:
        """Do all that one key asked for, in order. A file that cannot be written keeps the program
        open, as in Vim."""
        for number, call in enumerate(calls):
            if call.action is HostAction.WRITE and call.argument:
                then_leave = any(later.action is HostAction.QUIT for later in calls[number + 1 :])
                self._host.write_conversation(
                    call.argument, may_replace=call.is_forced, then_leave=then_leave
                )
                if then_leave:
                    return
            else:
                self._carry_out(call)

    def _carry_out(self, call: HostCall) -> None:
        host = self._host
        match call.action:
            case HostAction.QUIT:
                host.leave()
            case HostAction.WRITE:
                host.say("E32: No file name: :w name.md writes the conversation")
            case HostAction.EDIT:
                host.edit_from_vim(call.argument)
            case HostAction.SLASH_COMMAND:
                host.run_vim_line(call.argument)
            case HostAction.CLIPBOARD:
                host.copy_from_vim(self._chips.expanded(call.argument), to_primary_only=False)
            case HostAction.PRIMARY:
                host.copy_from_vim(self._chips.expanded(call.argument), to_primary_only=True)
