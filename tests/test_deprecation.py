from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from agent_tui import Agent, ScriptedProvider
from agent_tui.deprecation import deprecated
from agent_tui.providers.scripted import says


@deprecated(since="0.2", instead="new_name()", removed_in="1.0")
def old_name(number: int) -> int:
    """Doubles."""
    return 2 * number


def test_a_deprecated_function_warns_its_caller_and_names_what_to_use() -> None:
    with pytest.warns(
        DeprecationWarning, match=r"old_name .* goes in 1\.0\. Use new_name\(\)"
    ) as w:
        assert old_name(4) == 8

    assert Path(w[0].filename) == Path(__file__)


def test_a_deprecated_function_keeps_its_name_and_its_docstring() -> None:
    assert (old_name.__name__, old_name.__doc__) == ("old_name", "Doubles.")


async def test_the_former_names_of_the_agent_still_work_and_warn() -> None:
    async with Agent(provider=ScriptedProvider([says("Hello.")])) as agent:
        with pytest.warns(DeprecationWarning, match=r"Use run_turn\(\)"):
            result = await agent.prompt("hi")
        with pytest.warns(DeprecationWarning, match="Use last_turn"):
            former = agent.result

    assert former == result


def test_the_names_that_took_their_place_warn_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Agent(provider=ScriptedProvider([says("Hello.")])) as agent:
            agent.chat("hi")
            assert agent.last_turn is not None
