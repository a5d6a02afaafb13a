"""What a reaper tells, as an exit status."""

from __future__ import annotations

import pytest

from agent_tui.lifecycle.processes.exit_facts import ExitFacts
from agent_tui.protocol.processes import ExitStatus

KILLED = "The process that watches over the command was killed."
TOLD = {
    "success": (b"started 5\ncwd 2f61\nexited code 0\ndone\n", ExitStatus(code=0, cwd="/a")),
    "a folder that is no text": (
        b"started 5\ncwd 2fff0a\nexited code 0\ndone\n",
        ExitStatus(code=0, cwd="/\udcff\n"),
    ),
    "signal": (b"started 5\nexited signal 15\ndone\n", ExitStatus(signal="SIGTERM")),
    "signal without name": (b"started 5\nexited signal 40\ndone\n", ExitStatus(signal="signal 40")),
    "left over": (
        b"started 5\nexited code 1\nleft_over 3\ndone\n",
        ExitStatus(code=1, left_over=3),
    ),
    "not to be ended": (
        b"started 5\nexited code 127\nunended 2\ndone\n",
        ExitStatus(code=127, problem="2 of its processes could not be ended."),
    ),
    "not started": (
        b"started 5\nproblem 2f613a206e6f\nexited code 127\ndone\n",
        ExitStatus(problem="The command cannot start: /a: no."),
    ),
    "killed before the end": (b"started 5\n", ExitStatus(signal="SIGKILL", problem=KILLED)),
    "killed after the end": (b"started 5\nexited code 4\n", ExitStatus(code=4)),
}


@pytest.mark.parametrize(("told", "status"), TOLD.values(), ids=TOLD)
def test_facts_become_a_status_however_they_are_cut(told: bytes, status: ExitStatus) -> None:
    for cut in range(len(told)):
        facts = ExitFacts()
        facts.take(told[:cut])
        facts.take(told[cut:])

        assert facts.status() == status
        assert facts.pid == 5
        assert facts.is_done == told.endswith(b"done\n")


def test_what_is_no_fact_is_kept_for_the_log() -> None:
    facts = ExitFacts()
    facts.take(b"Traceback (most recent call last):\nMemoryError\n")

    assert facts.last_words == "MemoryError"
    assert facts.status().problem == KILLED
