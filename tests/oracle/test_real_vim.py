"""The engine does what real Vim does, when Vim is there to be asked."""

from __future__ import annotations

import pytest

from agent_tui.ui.vim.digraph_table import digraphs
from tests.oracle import comparing, real_vim
from tests.oracle.case import Case, case
from tests.oracle.deviation import Deviation
from tests.oracle.deviations import DEVIATIONS
from tests.oracle.picked_cases import picked_cases
from tests.oracle.random_cases import SUITE_COUNT, SUITE_SEED, random_cases

pytestmark = [
    pytest.mark.skipif(bool(real_vim.missing()), reason=real_vim.missing()),
    pytest.mark.timeout(120),
]

CHUNK = 1_000


def hold(cases: list[Case]) -> None:
    """Fails with the differences, the first ones made small."""
    found = comparing.compared(cases, real_vim.outcomes(cases))
    differences = found.differences

    if differences:
        shown = [str(comparing.minimised(each)) for each in differences[:3]]
        pytest.fail(f"{len(differences)} differ\n" + "\n".join(shown))
    assert found.unanswered == 0


def test_every_picked_case_does_what_it_does_in_real_vim() -> None:
    hold(list(dict.fromkeys(each.case for each in picked_cases())))


@pytest.mark.parametrize("start", range(0, SUITE_COUNT, CHUNK))
def test_made_up_keys_do_what_they_do_in_real_vim(start: int) -> None:
    hold(random_cases(CHUNK, SUITE_SEED, start=start))


def test_every_digraph_is_the_one_of_real_vim() -> None:
    # That of Ctrl+] ends an abbreviation in real Vim, also when it is typed in this way.
    pairs = [pair.replace("<", "<lt>") for pair, char in digraphs().items() if char != "\x1d"]
    keys = (f"<C-k>{'<C-k>'.join(pairs[at : at + 100])}" for at in range(0, len(pairs), 100))

    hold([case("", f"i{typed}<Esc>") for typed in keys])


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.name)
def test_what_is_documented_to_differ_from_vim_does_so_still(deviation: Deviation) -> None:
    [answer] = real_vim.outcomes([deviation.example])
    assert answer is not None
    differs = comparing.difference(deviation.example, answer)

    assert differs is not None
    assert set(differs.fields) <= deviation.fields
    assert deviation.applies(deviation.example, answer)
