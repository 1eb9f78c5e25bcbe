"""Plans: orders in a file are read like a scenario's own, and every fault is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UnknownNameError
from sim.scenario import catalog
from sim.scenario.plan import plan_of, with_plan
from sim.scenario.spec import Scenario
from sim.seats.history import HistorySeats, planned
from sim.seats.load import load_orders, load_scenario

SOUND = """\
orders:
  - {id: wait, date: 2031-01-10, by: KORVA, order: export_duty product=magnet target=SORIN rate=0.1}
  - {id: talk, date: 2031-02-10, by: SORIN, order: deal_talks target=KORVA, tags: [x], title: Talk}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(catalog.find("three-chokepoints"))


def faults(text: str, folder: Path, scenario: Scenario) -> list[str]:
    file = folder / "plan.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as told:
        load_orders(file, scenario)
    return [line.removeprefix(f"{folder}/") for line in str(told.value).splitlines()]


def test_orders_need_neither_title_nor_source(tmp_path: Path, scenario: Scenario) -> None:
    (tmp_path / "plan.yaml").write_text(SOUND, "utf-8")
    wait, talk = load_orders(tmp_path / "plan.yaml", scenario)
    assert (wait.id, wait.by, wait.title) == ("wait", "KORVA", "")
    assert (talk.tags, talk.title) == (("x",), "Talk")


def test_every_fault_is_told_at_its_place(tmp_path: Path, scenario: Scenario) -> None:
    told = faults(
        """\
orders:
  - {id: one, date: 2030-01-10, by: KORV, order: export_bann product=magnet target=SORIN}
  - {id: one, date: 2031-01-10, by: SORIN, order: deal_talks target=KRVA}
  - {id: 3, date: 2031-01-10, by: SORIN, ordr: x}
  - {id: union-car-duty, date: 2031-01-10, by: SORIN, order: lift order=one}
  - {id: four, date: 2031-01-10, by: SORIN, order: hold, source: NEWS}
""",
        tmp_path,
        scenario,
    )
    expected = (
        ("plan.yaml:2:21: orders.0.date", "lies outside the calendar"),
        ("plan.yaml:2:37: orders.0.by", "Did you mean 'KORVA'?"),
        ("plan.yaml:2:50: orders.0.order", "Did you mean 'export_ban'?"),
        ("plan.yaml:3:10: orders.1.id", "an order of this file already"),
        ("plan.yaml:3:51: orders.1.order", "Did you mean 'KORVA'?"),
        ("plan.yaml:4:10: orders.2.id", "found the number 3"),
        ("plan.yaml:4:42: orders.2.ordr", "Did you mean 'order'?"),
        ("plan.yaml:5:10: orders.3.id", "an order of the scenario already"),
        ("plan.yaml:6:66: orders.4.source", "unknown source 'NEWS'"),
    )
    assert len(told) == len(expected)
    for line, (place, words) in zip(told, expected, strict=True):
        assert line.startswith(place)
        assert words in line


def test_a_mistake_in_every_row_does_not_make_the_list_too_short(
    tmp_path: Path, scenario: Scenario
) -> None:
    text = "orders:\n  - {id: a, date: 2031-01-10, by: SORIN, order: hold, extra: 1}\n"
    (told,) = faults(text, tmp_path, scenario)
    assert told.startswith("plan.yaml:2:55: orders.0.extra: unknown key")


@pytest.mark.parametrize("id", ["KORVA-2-1", "joins-lantern-islets-PELA-13"])
def test_no_order_bears_an_id_made_in_play(id: str, tmp_path: Path, scenario: Scenario) -> None:
    assert faults(SOUND.replace("wait", id), tmp_path, scenario) == [
        f"plan.yaml:2:10: orders.0.id: '{id}' is an id as orders are given in play; take another"
    ]


def test_an_id_with_numbers_after_a_name_that_is_no_seat_is_free(
    tmp_path: Path, scenario: Scenario
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(SOUND.replace("wait", "step-2-1"), "utf-8")
    assert load_orders(file, scenario)[0].id == "step-2-1"


def test_no_order_bears_the_id_of_an_inject_that_acts(tmp_path: Path, scenario: Scenario) -> None:
    told, acting = scenario.injects[:2]
    acting = acting.model_copy(update={"by": "SORIN", "order": "hold"})
    scenario = scenario.model_copy(update={"injects": (told, acting)})
    assert faults(SOUND.replace("wait", acting.id), tmp_path, scenario) == [
        f"plan.yaml:2:10: orders.0.id: '{acting.id}' is the id of an order of the scenario "
        "already; take another"
    ]
    (tmp_path / "plan.yaml").write_text(SOUND.replace("wait", told.id), "utf-8")
    assert load_orders(tmp_path / "plan.yaml", scenario)[0].id == told.id


@pytest.mark.parametrize(
    ("text", "words"),
    [("orders: []", "the least is 1"), ("order: []", "unknown key 'order'"), ("- 1", "mapping"),
     ("orders: {a: 1}", "write a list"), ("orders: [1]", "write a mapping"), ("", "empty")],
)  # fmt: skip
def test_what_is_no_list_of_orders_is_told(
    text: str, words: str, tmp_path: Path, scenario: Scenario
) -> None:
    assert words in "\n".join(faults(text, tmp_path, scenario))


def test_a_file_that_is_not_there_is_told(tmp_path: Path, scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_orders(tmp_path / "none.yaml", scenario)


def test_orders_of_a_plan_are_asked_for_and_no_acts_of_record(
    tmp_path: Path, scenario: Scenario
) -> None:
    (tmp_path / "plan.yaml").write_text(SOUND, "utf-8")
    whole = with_plan(scenario, load_orders(tmp_path / "plan.yaml", scenario))
    assert [row.id for row in plan_of(whole)] == ["wait", "talk"]
    assert plan_of(scenario) == ()
    assert not HistorySeats(whole)
    sheets = planned(whole, left_out=("talk",))
    assert [(by, [(e.id, e.settled) for e in rows]) for by, rows in sheets.items()] == [
        ("KORVA", [("wait", False)])
    ]


def test_a_plan_is_found_by_its_name_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("", "utf-8")
    (tmp_path / "storm.yaml").write_text(SOUND, "utf-8")
    for scenario in (tmp_path, tmp_path / "scenario.yaml"):
        assert catalog.find_plan("storm", scenario) == tmp_path / "storm.yaml"
        assert catalog.find_plan("my/storm.yaml", scenario) == Path("my/storm.yaml")
        with pytest.raises(UnknownNameError, match="Did you mean 'storm'"):
            catalog.find_plan("strom", scenario)
