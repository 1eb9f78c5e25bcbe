"""What disputes cost, also those who have no part in them: a ban of A's on B in the small world."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import Any

import pytest
from rich.console import Console

from cli.account import ending, politics_table
from cli.politics_data import end_data, round_politics
from sim.parameters import Parameters, load_parameters
from sim.replay.affairs import Affairs, Ripple, affairs, parties_of, ripple
from sim.replay.run import RunResult, play_run, start_model
from sim.world.disputes import Dispute
from tests.politics.made_up import polity
from tests.properties.scenarios import Data, figure, scenario_of
from tests.world.plain import flow
from tests.world.trading import STILL, TRADING, merged

BAN: Data = {
    "id": "ban", "by": "A", "date": dt.date(2020, 1, 6), "title": "No ore for B",
    "order": "export_ban product=ore target=B", "assumed": "for tests",
}  # fmt: skip


HUNGRY: Data = TRADING | {
    "output": [
        {"activity": name, "country": c, "level": figure(level, "t/year"), "unnamed": 1}
        for name, c, level in (
            ("mining", "A", 10000), ("works", "A", 1500), ("works", "B", 2000),
            ("recycling", "B", 100),
        )
    ],
    "flows": [
        flow("ore", "A", "B", 3900), flow("metal", "B", "A", 200), flow("metal", "B", "C", 500),
        flow("metal", "B", "T", 50),
    ],
    "firms": {name: TRADING["firms"][name] for name in ("Delver", "Forge")},
}  # fmt: skip
"""C and T make nothing: they buy metal of B, which makes it of A's ore."""


def played(rounds: int = 3, **changes: Any) -> RunResult:
    data = merged(copy.deepcopy(HUNGRY), {"orders": [BAN], **changes})
    parameters = Parameters({**load_parameters(), **STILL})
    return play_run(start_model(scenario_of(data), parameters=parameters), rounds=rounds)


@pytest.fixture(scope="module")
def banned() -> RunResult:
    return played(countries={"T": {"developing": True}})


@pytest.fixture(scope="module")
def last(banned: RunResult) -> Affairs:
    return affairs(banned)[-1]


def shown(last: Affairs, result: RunResult) -> str:
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as captured:
        for one in (*politics_table(last, None), *ending(last, result.setting)):
            console.print(one)
    return " ".join(captured.get().split())


def test_a_cut_between_two_hurts_a_third_that_buys_of_them(
    banned: RunResult, last: Affairs
) -> None:
    assert parties_of(banned) == ("A", "B")
    assert "C" in last.thirds
    assert last.lost["quarrel"]["C"] > 0.01
    unhurt = affairs(played(orders=[]))[-1]
    assert unhurt.thirds == ()
    assert unhurt.lost["quarrel"] == {"A": 0.0, "B": 0.0}


def test_the_report_names_the_third_and_how_much_of_the_loss_was_its(
    banned: RunResult, last: Affairs
) -> None:
    text = shown(last, banned)
    assert f"C third {last.lost['quarrel']['C']:.3f} %" in text
    assert "T third, developing" in text
    assert "for each USD that its parties lost, third countries lost" in text
    assert "developing ones" in text


def test_losses_in_money_and_by_gdp_agree(banned: RunResult, last: Affairs) -> None:
    for country, loss in last.lost["quarrel"].items():
        gdp = banned.setting.polity.gdp_of(country)
        assert last.usd["quarrel"][country] == pytest.approx(loss / 100.0 * gdp, rel=1e-6)


def test_of_a_country_without_a_gdp_money_is_told() -> None:
    result = played(countries={"C": {"gdp": None}})
    last = affairs(result)[-1]
    assert "C" in last.thirds
    assert last.usd["quarrel"]["C"] > 0.0
    assert last.lost["quarrel"]["C"] == 0.0
    paid = end_data(last, result.setting)["paid"]["C"]
    assert paid["gdp_percent"] is None
    assert paid["usd"] == pytest.approx(last.usd["quarrel"]["C"], rel=1e-3)
    assert "C third GDP unknown" in shown(last, result)


def test_every_round_tells_thirds_and_the_ripple(banned: RunResult) -> None:
    for entry, after in zip(banned.journal, affairs(banned), strict=True):
        told = round_politics(entry, after)
        assert {"A", "B", "C", "T"} == set(told["countries"])
        (dispute,) = told["disputes"]
        assert dispute["ripple"]["index"] > 0.0
        assert dispute["ripple"]["developing_usd"] <= dispute["ripple"]["thirds_usd"]
        assert dispute["lost_usd"]["C"] > 0.0


def test_a_round_leaves_out_thirds_that_it_cost_nothing(banned: RunResult, last: Affairs) -> None:
    quiet = {"quarrel": {**last.damage["quarrel"], "C": 0.001}}
    table = shown(Affairs(**{**vars(last), "damage": quiet, "ripple": {}, "disputes": ()}), banned)
    assert "A 5" in table or "A 4" in table
    assert "C 5" not in table and "C 4" not in table


# The ripple of three countries, made up.

QUARREL = Dispute("q", "S", "T", "go away", "security", 0.5, 0.5)


def of(usd: dict[str, float], quarrel: Dispute = QUARREL, *, poor: tuple[str, ...] = ()) -> Ripple:
    who = polity()
    return ripple(quarrel, usd, type(who)(**{**vars(who), "developing": frozenset(poor)}))


def test_the_ripple_is_what_others_lost_over_what_the_parties_lost() -> None:
    found = of({"S": 1e9, "T": 3e9, "A": 2e9})
    assert (found.index, found.developing_index) == (0.5, 0.0)
    assert found.thirds_gdp == pytest.approx(100 * 2e9 / 3e12)
    assert found.hardest == ("A", found.thirds_gdp)


def test_developing_countries_are_told_apart() -> None:
    found = of({"S": 1e9, "T": 3e9, "A": 2e9}, poor=("A", "T"))
    assert found.developing == found.thirds == 2e9
    assert found.developing_gdp == found.thirds_gdp


def test_gains_are_no_relief_to_others_and_parties_that_gain_leave_no_index() -> None:
    assert of({"S": -5e9, "T": 4e9, "A": 2e9}).index == 0.5
    assert of({"S": 1e9, "T": 3e9, "A": -2e9}).thirds == 0.0
    assert of({"S": -1e9, "T": 0.0, "A": 2e9}).index is None


def test_who_acts_with_a_side_is_no_third() -> None:
    joined = Dispute(**{**vars(QUARREL), "defenders": ("A",)})
    found = of({"S": 1e9, "T": 3e9, "A": 2e9}, joined)
    assert (found.thirds, found.parties) == (0.0, 6e9)


def test_the_scenario_marks_developing_countries(banned: RunResult) -> None:
    assert banned.setting.polity.developing == {"T"}
