"""Merging firms changes how long a run takes, and nothing that is read off it."""

from __future__ import annotations

import pytest

from sim.parameters import load_parameters
from sim.replay.fit import misfit, unrest, up_to_fit
from sim.replay.merge import merged
from sim.replay.replay import Case, load_case


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("rare-earth-2010")


def test_merged_firms_make_the_same_run(case: Case) -> None:
    fewer = merged(case.scenario)
    assert sum(row.unnamed for row in fewer.output) < sum(
        row.unnamed for row in case.scenario.output
    )
    history, parameters = up_to_fit(case.history), load_parameters()
    assert misfit(fewer, history, parameters, 0) == pytest.approx(
        misfit(case.scenario, history, parameters, 0), rel=1e-9
    )
    assert unrest(fewer, parameters, 0) == pytest.approx(
        unrest(case.scenario, parameters, 0), abs=1e-9
    )


def test_who_acts_or_opens_stays(case: Case) -> None:
    assert set(merged(case.scenario).firms) == {"BAOTOU", "LYNAS", "MOLYCORP"}
    assert case.scenario.firms.keys() > {"BAOTOU", "LYNAS", "MOLYCORP"}


def test_a_country_of_named_firms_keeps_a_producer(case: Case) -> None:
    fewer = merged(case.scenario)
    rows = {(row.activity, row.country): row for row in case.scenario.output}
    for row in fewer.output:
        before = rows[row.activity, row.country]
        assert row.level == before.level
        firms = [
            f
            for f in fewer.firms.values()
            if (f.activity, f.country) == (row.activity, row.country)
        ]
        assert row.unnamed == 1 or firms
