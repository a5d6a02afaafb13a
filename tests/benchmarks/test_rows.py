"""How measured values become medians, ratios and verdicts."""

from __future__ import annotations

from benchmarks.report import table
from benchmarks.rows import Judged, Row, p95


def a_row(**fields: object) -> Row:
    return Row(**{"target": "P3", "what": "start", "values": (10.0, 20.0, 30.0), **fields})  # type: ignore[arg-type]


def test_the_95th_percentile_is_a_measured_value_that_few_are_above() -> None:
    assert p95(range(1, 101)) == 95
    assert p95([3.0]) == 3.0


def test_the_limit_of_a_delay_can_hold_for_all_but_the_worst_hundredth() -> None:
    values = (*range(1, 100), 500)

    assert a_row(values=values, judged=Judged.P99, limit=99.0).is_met
    assert not a_row(values=values, judged=Judged.MAX, limit=99.0).is_met


def test_the_ratio_of_medians_is_that_of_pairs_measured_one_after_the_other() -> None:
    # The machine was three times slower during the last pair; of no weight for the ratio.
    row = a_row(values=(10.0, 11.0, 33.0), baseline="bare", baseline_values=(10.0, 10.0, 30.0))

    assert row.ratio == 1.1


def test_the_ratio_of_another_statistic_compares_that_statistic() -> None:
    row = a_row(judged=Judged.MAX, baseline="bare", baseline_values=(5.0, 15.0))

    assert row.ratio == 2.0


def test_a_row_is_judged_by_its_ratio_rather_than_by_the_limit_of_another_machine() -> None:
    slow_machine = a_row(limit=15.0, baseline="bare", baseline_values=(20.0,), ratio_limit=1.2)

    assert slow_machine.is_met is True
    assert a_row(limit=15.0).is_met is False
    assert a_row().is_met is None


def test_the_table_names_statistic_and_verdict_of_each_row() -> None:
    lines = table([a_row(limit=25.0, judged=Judged.P95)]).splitlines()

    assert " ".join(lines[1].split()) == "P3 start 20.0 ms 30.0 30.0 3 25.0 p95 missed"
