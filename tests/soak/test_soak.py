"""The soak in short. How much memory it takes and how fast it is: python -m benchmarks.soak."""

from __future__ import annotations

import pytest

from benchmarks.soak_chat import Sample, piling_up, play

# What a session consists of.
KEPT = {"PromptItem", "AnswerItem", "ThinkingItem", "ToolCallItem", "TurnEndItem"}
# What a turn starts must end with it: of these, one for each turn would be a leak.
FLEETING = {
    "Task", "Future", "Event", "Timer", "Handle", "TimerHandle", "Context", "Worker", "Wakeup",
    "CancellationToken", "CancelScope", "TaskGroup", "Turn", "Step", "TurnContext", "AnswerPart",
    "coroutine", "generator", "async_generator", "frame", "traceback", "Key", "PartDelta",
    "TurnStarted", "TurnEnded", "StepStarted", "PartAdded", "PartEnded", "ModelRequest", "RLock",
}  # fmt: skip


def leaked(samples: list[Sample]) -> set[str]:
    """Types of which more than one object is left behind by two turns."""
    return {name for name, per_turn in piling_up(samples).items() if per_turn > 0.5}


@pytest.mark.timeout(120)
def test_what_a_turn_starts_is_gone_after_it() -> None:
    left = leaked(play(60, session_turns=1_000, sample_turns=30))

    assert {"PromptItem", "AnswerItem"} <= left  # what has to stay is found
    assert not left & FLEETING


@pytest.mark.timeout(120)
def test_what_a_session_consisted_of_is_gone_after_it() -> None:
    samples = play(80, session_turns=20, sample_turns=20)

    assert [sample.turns for sample in samples] == [20, 40, 60, 80]
    assert not leaked(samples[1:]) & (KEPT | FLEETING)
