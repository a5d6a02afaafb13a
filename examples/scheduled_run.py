"""One run of an agent as a scheduler starts it: by cron, a systemd timer or a Kubernetes job.

    python examples/scheduled_run.py "What is new?"                      # the demo model
    python examples/scheduled_run.py "What is new?" --provider openai --limit 300

All runs are one session, so the agent knows what it said last time; what one run did is in the
store even when it was killed. There are never two runs at once.

Exit codes: 0 done; 1 failed; 75 try again later (the provider has a bad day, or the last run is not
over); 124 the time limit; 130 and 143 stopped by Ctrl+C or SIGTERM.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import anyio

from agent_tui import (
    Agent,
    AgentTuiError,
    CancellationToken,
    FileSessionStore,
    Provider,
    Settings,
    TurnResult,
    TurnStatus,
)

OK, FAILED, TRY_AGAIN, TIMED_OUT = 0, 1, 75, 124
SESSION = "scheduled"


async def scheduled_run(
    prompt: str,
    *,
    settings: Settings,
    folder: Path,
    limit_s: float,
    provider: Provider | None = None,
) -> int:
    """Play one turn, print the answer, return the exit code. provider: None means what the
    settings say. On the main thread, which hears signals."""
    store = FileSessionStore(folder / "sessions", folder / "index.db")
    agent = Agent.load_or_new(
        store, SESSION, settings=settings, provider=provider, keeps_stored_model=False
    )
    token = CancellationToken()
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with agent, anyio.create_task_group() as tasks:
            if agent.session is not None and agent.session.is_read_only:
                print("Another run has the session.", file=sys.stderr)
                return TRY_AGAIN
            tasks.start_soon(cancel_on_signal, signals, token)
            # By the token and the time limit, and not by cancelling this task: so there is a
            # result, with all that was said until then.
            result = await agent.run_turn(prompt, token=token, timeout_s=limit_s)
            tasks.cancel_scope.cancel()
    print(result.text)
    if result.status is not TurnStatus.OK:
        print(f"{result.status.value}: {why(result)}", file=sys.stderr)
    return exit_code(result)


async def cancel_on_signal(
    signals: AsyncIterator[signal.Signals], token: CancellationToken
) -> None:
    """The first one cancels the turn; its name is the reason."""
    async for number in signals:
        token.cancel(number.name)


def why(result: TurnResult) -> str:
    """What to tell of a turn that did not finish."""
    return result.error.text if result.error is not None else result.reason


def exit_code(result: TurnResult) -> int:
    """What the scheduler is told."""
    match result.status, result.reason:
        case TurnStatus.OK, _:
            return OK
        case TurnStatus.CANCELLED, "timeout":
            return TIMED_OUT
        case TurnStatus.CANCELLED, ("SIGINT" | "SIGTERM") as name:
            return 128 + signal.Signals[name]
        case _:
            is_passing = result.error is not None and result.error.is_retryable
            return TRY_AGAIN if is_passing else FAILED


def main() -> int:
    """Read the command line and run once."""
    parser = argparse.ArgumentParser(description="One scheduled run of an agent.")
    parser.add_argument("prompt")
    parser.add_argument("--limit", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--provider", default="demo", help="a preset, as openai or ollama")
    parser.add_argument("--model", default="", help="the provider's own when not given")
    parser.add_argument("--folder", type=Path, default=Path("scheduled-run"), help="of the session")
    options = parser.parse_args()

    async def run() -> int:
        return await scheduled_run(
            options.prompt,
            settings=Settings(provider=options.provider, model=options.model),
            folder=options.folder.absolute(),
            limit_s=options.limit,
        )

    try:
        return anyio.run(run)
    except AgentTuiError as error:  # no key, a damaged session
        print(f"{error.title}: {error}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    raise SystemExit(main())
