"""The examples without a screen do their job: batch, scheduled run, database, tests of an agent."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import anyio
import pytest

from agent_tui import (
    ChatMessage,
    FileSessionStore,
    Provider,
    ProviderUnavailable,
    RateLimiter,
    ScriptedProvider,
    Settings,
    TurnResult,
    TurnStatus,
    calls,
    says,
)
from agent_tui.engine.limits.rate_limiter import Reservation
from agent_tui.protocol.failures import failure_from
from examples import batch_job, restore_from_database, scheduled_run
from examples.batch_job import Batch, Row
from examples.restore_from_database import Conversations

# An example brings tests; they are run here, under their own names.
from examples.test_with_scripted_provider import *  # noqa: F403
from tests.agent.instant_provider import InstantProvider

AWAY = ProviderUnavailable("The server is away.", provider="scripted", is_retryable=False)


class CountingLimiter(RateLimiter):
    """Counts who asks."""

    def __init__(self) -> None:
        super().__init__(requests_per_minute=6000)
        self.count = 0

    async def aacquire(self, *args: object, **options: object) -> Reservation:
        self.count += 1
        return await super().aacquire()


class CountingBatch(Batch):
    """Asks no model, and counts how many prompts are at work."""

    open_count = most_open = 0

    async def _answer(self, prompt: str) -> Row:
        self.open_count += 1
        self.most_open = max(self.most_open, self.open_count)
        await anyio.lowlevel.checkpoint()
        self.open_count -= 1
        return {"status": "ok", "text": prompt}


def batch(provider: Provider, *, jobs: int = 2, limiter: RateLimiter | None = None) -> Batch:
    limiter = limiter or RateLimiter(requests_per_minute=6000)
    return Batch(Settings(), jobs=jobs, limiter=limiter, provider=provider)


def rows_in(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text().splitlines()]


async def test_a_batch_answers_in_order_each_under_the_limit(
    tmp_path: Path,
) -> None:
    provider, limiter, answers = InstantProvider(), CountingLimiter(), tmp_path / "answers.jsonl"
    prompts = [f"prompt {number}" for number in range(9)]

    await batch(provider, jobs=3, limiter=limiter).run(prompts, answers)

    assert [(row["index"], row["text"]) for row in rows_in(answers)] == [
        (index, f"re: {prompt}") for index, prompt in enumerate(prompts)
    ]
    assert limiter.count == 9


async def test_a_batch_has_so_many_prompts_at_work_and_not_more(tmp_path: Path) -> None:
    held = CountingBatch(Settings(), jobs=3, limiter=CountingLimiter())

    rows = await held.run([str(number) for number in range(9)], tmp_path / "answers.jsonl")

    assert (len(rows), held.most_open) == (9, 3)


async def test_a_batch_that_is_started_again_does_what_is_missing_and_what_failed(
    tmp_path: Path,
) -> None:
    answers = tmp_path / "answers.jsonl"
    await batch(ScriptedProvider([AWAY], [says("b")]), jobs=1).run(["one", "two"], answers)
    first = rows_in(answers)
    answers.write_text(answers.read_text() + '{"index": 2, "prom')  # killed while it wrote
    provider = InstantProvider()

    await batch(provider).run(["one", "two", "three"], answers)

    assert first[0]["error"] == "The provider cannot be reached: The server is away."
    assert [row["text"] for row in rows_in(answers)] == ["re: one", "b", "re: three"]
    assert sorted(provider.prompts) == ["one", "three"]


async def test_a_batch_without_a_key_names_that_for_every_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings, limiter = Settings(provider="openai"), RateLimiter(requests_per_minute=6000)

    rows = await Batch(settings, jobs=2, limiter=limiter).run(["one", "two"], tmp_path / "a.jsonl")

    assert [row["status"] for row in rows] == ["error", "error"]
    assert "OPENAI_API_KEY" in str(rows[0]["error"])


def test_the_batch_program_says_how_many_it_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prompts.txt").write_text("hello\nhi\n")
    arguments = [str(tmp_path / "prompts.txt"), str(tmp_path / "answers.jsonl")]
    monkeypatch.setattr(sys, "argv", ["batch_job.py", *arguments])

    assert batch_job.main() == 0
    assert capsys.readouterr().err == "2 of 2 answered\n"


async def run_once(
    folder: Path, provider: Provider, *, prompt: str = "go", limit_s: float = 60.0
) -> int:
    settings = Settings()
    return await scheduled_run.scheduled_run(
        prompt, settings=settings, folder=folder, limit_s=limit_s, provider=provider
    )


async def test_scheduled_runs_are_one_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider = ScriptedProvider([says("One.")], [says("Two.")])

    codes = [await run_once(tmp_path, provider, prompt=prompt) for prompt in ("first", "second")]

    assert codes == [0, 0]
    assert capsys.readouterr().out == "One.\nTwo.\n"
    told = [message.text for message in provider.requests[1].messages]
    assert told == ["first", "One.", "second"]


async def test_a_scheduled_run_ends_at_its_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider = ScriptedProvider([says("Once upon"), anyio.sleep_forever])

    assert await run_once(tmp_path, provider, limit_s=0.05) == scheduled_run.TIMED_OUT
    assert capsys.readouterr().err == "cancelled: timeout\n"


async def test_a_signal_ends_a_scheduled_run_with_what_was_said_and_a_code_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def terminated() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await anyio.sleep_forever()

    code = await run_once(tmp_path, ScriptedProvider([says("Once upon"), terminated]))

    assert code == 128 + signal.SIGTERM
    assert capsys.readouterr() == ("Once upon\n", "cancelled: SIGTERM\n")


async def test_two_scheduled_runs_are_never_at_work_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run_once(tmp_path, ScriptedProvider([says("One.")]))
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")
    _, journal = store.open(scheduled_run.SESSION)
    assert journal is not None
    provider = InstantProvider()

    code = await run_once(tmp_path, provider)
    journal.close("user")

    assert (code, provider.prompts) == (scheduled_run.TRY_AGAIN, [])
    assert capsys.readouterr().err == "Another run has the session.\n"


@pytest.mark.parametrize(("is_retryable", "code"), [(True, 75), (False, 1)])
def test_a_scheduler_is_told_whether_trying_again_may_help(is_retryable: bool, code: int) -> None:
    error = ProviderUnavailable("Away.", provider="scripted", is_retryable=is_retryable)
    result = TurnResult(
        session_id="s", turn_id="t", status=TurnStatus.ERROR, error=failure_from(error)
    )

    assert scheduled_run.exit_code(result) == code


def test_the_scheduled_program_prints_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["scheduled_run.py", "hello", "--folder", str(tmp_path)])

    assert scheduled_run.main() == 0
    assert capsys.readouterr().out.startswith("Hello.")


async def test_rows_of_another_program_are_what_the_model_gets_and_all_is_kept(
    tmp_path: Path,
) -> None:
    database = Conversations(tmp_path / "chat.db")
    database.add_sample("cats")
    provider = ScriptedProvider(
        [calls("look", where="sofa")], [says("On the sofa.")], [says("Yes.")]
    )

    for prompt in ("Where is she?", "Are you sure?"):
        await restore_from_database.answer(
            database, "cats", prompt, settings=Settings(), provider=provider
        )

    told = [message.text for message in provider.requests[0].messages]
    assert told == [*(text for _, text in restore_from_database.SAMPLE), "Where is she?"]
    saved = [one for one in database.load("cats") if isinstance(one, ChatMessage)]
    assert [one.role.value for one in saved][2:] == [
        "user", "assistant", "tool", "assistant", "user", "assistant",
    ]  # fmt: skip
    last = provider.requests[2].messages
    assert [part.name for message in last for part in message.tool_calls] == ["look"]
    assert [message.parts for message in last] == [one.parts for one in saved[:-1]]


def test_the_database_program_knows_what_was_said_before_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(tmp_path / "chat.db"), "What did I say first?"]
    monkeypatch.setattr(sys, "argv", ["restore_from_database.py", *arguments])

    restore_from_database.main()

    shown = capsys.readouterr().out
    assert "My cat is called Minka." in shown
    assert "4 messages" in shown
