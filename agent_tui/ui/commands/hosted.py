"""Commands of the host: how they become ours, and what happens when they fail."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence

from agent_tui.config.host_command import HostCommand
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Category, Command, CommandHost

logger = logging.getLogger(__name__)


class HostedContext:
    """Implements `CommandContext`."""

    def __init__(self, host: CommandHost, name: str, argument: str) -> None:
        self._host, self._name, self._argument = host, name, argument

    @property
    def argument(self) -> str:
        """See `CommandContext`."""
        return self._argument

    @property
    def session(self) -> SessionInfo | None:
        """See `CommandContext`."""
        return self._host.session

    @property
    def is_turn_running(self) -> bool:
        """See `CommandContext`."""
        return self._host.is_turn_running

    def show_notice(
        self, text: str, *, title: str = "", level: NoticeLevel = NoticeLevel.INFO
    ) -> None:
        """See `CommandContext`."""
        self._host.show_notice(level, title or self._name, text)

    def submit(self, prompt: str) -> bool:
        """See `CommandContext`."""
        return self._host.submit_prompt(prompt)

    def put_back(self, text: str) -> None:
        """See `CommandContext`."""
        self._host.put_back(text)


def hosted_command(command: HostCommand) -> Command:
    """A command of the host, as one of ours."""
    arguments: tuple[Argument, ...] = ()
    if command.argument or command.choices is not None:
        arguments = (
            Argument(
                command.argument or "value",
                is_optional=True,
                takes_rest=True,
                choices=None if command.choices is None else _safe_choices(command),
            ),
        )

    def run(host: CommandHost, argument: str = "") -> None:
        context = HostedContext(host, command.name, argument)
        try:
            outcome = command.run(context)
        except SystemExit:
            host.leave()
            return
        except Exception as error:  # noqa: BLE001 (foreign code must not end the program)
            _tell_failure(host, command.name, error)
            return
        if inspect.isawaitable(outcome):
            host.in_background(_finish(host, command.name, outcome))

    return Command(
        command.name,
        command.summary,
        run,
        arguments,
        aliases=command.aliases,
        category=Category.HOST,
    )


async def _finish(host: CommandHost, name: str, outcome: Awaitable[object]) -> None:
    try:
        await outcome
    except SystemExit:  # the host means the program; its own script goes on behind `run()`
        host.leave()
    except Exception as error:  # noqa: BLE001 (see above)
        _tell_failure(host, name, error)


def _tell_failure(host: CommandHost, name: str, error: Exception) -> None:
    logger.error("The command %s failed", name, exc_info=error)
    said = str(error) or type(error).__name__
    host.show_notice(NoticeLevel.ERROR, f"{name} failed", f"{said}\nThe log has the details: /logs")


def _safe_choices(command: HostCommand) -> Callable[[CommandHost], Sequence[Choice]]:
    choices = command.choices
    assert choices is not None

    def safe(_: CommandHost) -> Sequence[Choice]:
        try:
            return [Choice(str(value)) for value in choices()]
        except Exception:
            # Somebody is typing: nothing may interrupt that.
            logger.exception("The choices of %s failed", command.name)
            return ()

    return safe
