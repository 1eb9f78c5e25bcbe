"""Every mistake in an observed.yaml is told with its place."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError, SimError
from sim.replay.history import load_history, read_history
from tests.indicators import made_up

GOOD = """\
format: 1
case: made-up
case_start: 2009-07-01
fit_until: 2009-12-31
sources:
  S: {title: A source, grade: A}
series:
  - name: price
    title: Price
    unit: USD/t
    kind: emergent
    because: The model decides it.
    source: S
    reading: {indicator: export_price, country: NORTH, product: ore}
    points:
      "2009-06": {value: 1, source: S}
targets:
  - name: rise
    title: Rise
    unit: "1"
    kind: emergent
    because: The model decides it.
    source: S
    form: ratio
    of: {indicator: export_price, country: NORTH, product: ore, period: "2009-09"}
    to: {indicator: export_price, country: NORTH, product: ore, period: "2009-03"}
    observed: 2
    low: 1.5
    high: 2.5
    dated: 2009-09-30
"""


def problems(text: str) -> list[str]:
    return [str(p) for p in read_history(text, "observed.yaml", made_up.scenario())[1]]


def test_a_good_file_is_read_without_a_word() -> None:
    history, told = read_history(GOOD, "observed.yaml", made_up.scenario())
    assert not told
    assert history is not None
    assert history.series[0].points["2009-06"].value == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("case: made-up", "case: other", "observed.yaml:2:7: case: found 'other'"),
        ("fit_until: 2009", "fit_until: 2008", "4:12: fit_until: 2008-12-31 is before the case"),
        ("indicator: export_price, country: NORTH, product: ore}\n    points",
         "indicator: export_prise, country: NORTH, product: ore}\n    points",
         "14:14: series.0.reading: unknown indicator 'export_prise'"),
        ("country: NORTH, product: ore}\n", "country: NORTH, product: oar}\n",
         "Did you mean 'ore'?"),
        ('"2009-06":', '"2009-6":', "series.0.points.2009-6: '2009-6' is no period"),
        ('period: "2009-03"', 'period: "2009-13"', "there is no month 13"),
        ("{value: 1, source: S}", "{value: 1, source: T}",
         "series.0.points.2009-06.source: unknown source 'T'"),
        ("{value: 1, source: S}", "{value: 1}", "has neither source nor assumed"),
        ("form: ratio", "form: value", "a value takes no 'to'"),
        ("form: ratio", "form: peak", "observed, low and high of a peak are months"),
        ("low: 1.5", "low: 3", "targets.0.low: low (3.0) is above high (2.5)"),
        ("dated: 2009-09-30", "dated: 2009-08-31", "targets.0.dated: 2009-08-31 is before"),
        ("kind: emergent\n    because", "kind: emerging\n    because", "series.0.kind: found"),
        ("format: 1", "format: 1\nformat: 1", "repeated key"),
        ("format: 1", "\tformat: 1", "tab"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    told = problems(GOOD.replace(old, new, 1))
    assert any(expected in problem for problem in told), told


def test_two_mistakes_are_told_at_once_and_in_the_order_of_the_file() -> None:
    told = problems(GOOD.replace("NORTH", "NORT").replace("low: 1.5", "low: 3"))
    assert [problem.split(": ")[1] for problem in told] == [
        "series.0.reading",
        "targets.0.of",
        "targets.0.to",
        "targets.0.low",
    ]


def test_a_repeated_name_is_told() -> None:
    series = GOOD.split("series:\n")[1].split("targets:")[0]
    told = problems(GOOD.replace("targets:", f"{series}targets:"))
    assert len(told) == 1
    assert "series.1.name: 'price' is the name of an entry above already" in told[0]


def test_loading_raises_all_problems_and_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "observed.yaml"
    with pytest.raises(SimError, match="cannot be read"):
        load_history(path, made_up.scenario())
    path.write_text(GOOD.replace("NORTH", "NORT"), "utf-8")
    with pytest.raises(ScenarioError) as error:
        load_history(path, made_up.scenario())
    assert len(error.value.problems) == 3
