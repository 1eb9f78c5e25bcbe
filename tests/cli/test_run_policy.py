"""`countervail run` with policies in the seats: who plays, what is told, and that it adds up."""

import datetime as dt
import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType
from typer.testing import CliRunner, Result

from cli.account import _disputes, chance_text, chances, ending, odds_text, politics_table
from cli.app import app
from cli.reference import policies
from cli.sparks import spark
from sim.errors import SimError
from sim.odds import Odds
from sim.replay.affairs import Affairs, Backing
from sim.replay.affairs import affairs as affairs_of
from sim.replay.run import RunResult, cast, run
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from sim.seats.policies import POLICIES
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute, Draw

NAME = "three-chokepoints"


def played(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["run", *arguments], env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(catalog.find(NAME))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "out"


@pytest.fixture(scope="module")
def shown(out: Path) -> str:
    done = played(NAME, "--rounds", "3", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert not done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def data(shown: str, out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "result.json").read_text("utf-8"))
    return found


# Who plays.


def test_seats_play_the_policies_of_the_scenario(scenario: Scenario) -> None:
    assert cast(scenario) == {name: row.policy for name, row in scenario.seats.items()}


def test_a_policy_given_takes_the_place_of_the_scenarios(scenario: Scenario) -> None:
    given = cast(scenario, [("KORVA", "passive"), ("Sorin-Fine", "business_first")])
    assert given == {**cast(scenario), "KORVA": "passive", "Sorin-Fine": "business_first"}


def test_a_star_is_every_seat_but_those_named(scenario: Scenario) -> None:
    given = cast(scenario, [("KORVA", "salami"), ("*", "passive")])
    assert given == {**dict.fromkeys(scenario.seats, "passive"), "KORVA": "salami"}
    tutorial = load_scenario(catalog.find("two-islands"))
    assert cast(tutorial) == {}
    assert {*tutorial.countries} <= cast(tutorial, [("*", "passive")]).keys()


def test_everything_unknown_is_told_at_once(scenario: Scenario) -> None:
    with pytest.raises(SimError) as found:
        cast(scenario, [("KORWA", "pasive"), ("SORIN", "salamy")])
    for hint in ("'KORVA'?", "'passive'?", "'salami'?"):
        assert f"Did you mean {hint}" in str(found.value)
    done = played(NAME, "--policy", "KORWA=passive", "--policy", "SORIN", "--policy", "SORIN=x=y")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert lines[0] == "--policy SORIN: write SEAT=POLICY, such as NORTH=passive"
    assert "Did you mean 'KORVA'?" in lines[1]
    assert "unknown policy 'x=y'" in lines[2]


def test_dated_orders_stay_with_seats_that_have_no_policy() -> None:
    plain = json.loads(played("two-islands", "--rounds", "2", "--json").stdout)
    assert plain["policies"] == {}
    (order,) = plain["rounds"][1]["orders"]
    assert (order["seat"], order["outcome"]) == ("NORTH", "carried out")
    same = json.loads(
        played("two-islands", "--rounds", "2", "--policy", "NORTH=history", "--json").stdout
    )
    assert same["rounds"] == plain["rounds"]
    none = json.loads(
        played("two-islands", "--rounds", "2", "--policy", "*=passive", "--json").stdout
    )
    assert not any(r["orders"] for r in none["rounds"])


def test_the_page_names_every_policy() -> None:
    told = policies()
    assert [name for name in POLICIES if f"| `{name}` | " not in told] == []


# What is told.


def test_an_account_is_plain_text_within_80_columns(shown: str) -> None:
    assert max(map(len, shown.splitlines()[:-1])) <= 80  # the last names the folder
    assert "\x1b" not in shown


def test_a_round_tells_orders_with_reasons_chances_and_numbers(
    shown: str, data: dict[str, Any]
) -> None:
    told = "".join(shown.split())
    assert "Played:KORVAbygray_zone" in told
    for one in data["rounds"]:
        for order in one["orders"]:
            assert "".join(f"{order['order']} – {order['outcome']}".split()) in told
            assert "".join(order["meant"].split()) in told
        for draw in one["draws"]:
            chance = "".join(f"{draw['date']} {draw['text']}:".split())
            if draw["happened"] or draw["probability"] > 0.0501:
                assert chance in told
    for text in ("Electronic devices, MERID from KORVA", "Disputes at the end", "Who paid, in all"):
        assert text in shown


def test_odds_add_up_to_the_probability(data: dict[str, Any]) -> None:
    draws = [draw for one in data["rounds"] for draw in one["draws"]]
    assert draws
    for draw in draws:
        odds = draw["odds"]
        total = odds["base"] + sum(part["value"] for part in odds["parts"])
        if draw["what"] in ("new government", "incident"):  # nothing competes with these
            likely = -math.expm1(-math.exp(total) * odds["months"])
            assert draw["probability"] == pytest.approx(likely, rel=1e-3)
            assert draw["happened"] is (draw["drawn"] < draw["probability"])


def test_losses_add_up(data: dict[str, Any]) -> None:
    lost: dict[tuple[str, str], float] = {}
    for one in data["rounds"]:
        days = dt.date.fromisoformat(one["end"]) - dt.date.fromisoformat(one["start"])
        for dispute in one["disputes"]:
            for country, damage in dispute["damage"].items():
                key = (dispute["id"], country)
                lost[key] = lost.get(key, 0.0) + damage * days.days / 365.2425
                assert dispute["lost"][country] == pytest.approx(lost[key], rel=0.1, abs=1e-3)
        for country, numbers in one["countries"].items():
            whole = sum(dispute["damage"][country] for dispute in one["disputes"])
            assert numbers["damage"] == pytest.approx(whole, abs=1e-5)
    for country, paid in data["paid"].items():
        whole = sum(dispute["lost"][country] for dispute in data["disputes"])
        assert paid["gdp_percent"] == pytest.approx(whole, abs=1e-5)
    assert any(paid["usd"] for paid in data["paid"].values())


def test_the_same_seed_gives_the_same_account(data: dict[str, Any]) -> None:
    again = json.loads(played(NAME, "--rounds", "3", "--json").stdout)
    assert {**again, "timing": {}} == {**data, "timing": {}}
    other = json.loads(played(NAME, "--rounds", "3", "--seed", "1", "--json").stdout)
    assert other["rounds"] != data["rounds"]


def test_out_holds_the_result_and_plainly_named_charts(shown: str, out: Path) -> None:
    assert f"the charts as PNG and SVG are in {out}." in shown
    charts = ("support-and-capital", "damage", "escalation", "prices", "dominance")
    names = {path.name for path in out.iterdir()}
    assert names == {"result.json", *(f"{c}.{kind}" for c in charts for kind in ("png", "svg"))}
    assert (out / "damage.png").read_bytes().startswith(b"\x89PNG")


def test_no_policy_acts_where_all_are_passive(scenario: Scenario) -> None:
    idle: RunResult = run(scenario, policies=cast(scenario, [("*", "passive")]), rounds=1)
    assert not idle.journal[0].rulings


# The parts.

QUARREL = Dispute("Q", "KORVA", "SORIN", "go away", "security", 0.5, 0.5, stage="imposed")


def draw(what: str, odds: Odds, probability: float, *, happened: bool = False) -> Draw:
    return Draw(dt.date(2031, 2, 1), "Q", what, odds, probability, 0.43, happened)


def text_of(*things: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as captured:
        console.print(*things, sep="\n")
    return captured.get()


def test_a_chance_reads_as_a_sentence_with_its_parts() -> None:
    odds = Odds(-5.93, (("cost to the target", 1.21), ("talks", 0.0)), "log")
    told = text_of(*chances([draw("conceded", odds, 0.06)], [QUARREL]))
    assert (
        "Q: SORIN concedes within the month: 6 % (base −5.9; cost to the target +1.2); "
        "drawn 0.43: no"
    ) in " ".join(told.split())
    assert odds_text(Odds(0.5)) == "base 0.5"
    assert (
        chance_text(draw("imposed", Odds(0.0), 0.5), [QUARREL]) == "Q: KORVA carries out its threat"
    )
    assert chance_text(draw("a vote", Odds(0.0), 0.5), []) == "Q: a vote"


@pytest.mark.parametrize(
    ("probability", "drawn", "told"),
    [
        (0.9581, 0.9634, ": 95.8 % (base 0.0); drawn 0.963: no"),
        (0.0552, 0.0561, ": 5.5 % (base 0.0); drawn 0.0561: no"),
        (0.26, 0.148, ": 26 % (base 0.0); drawn 0.15: no"),
        (0.5, 0.5, ": 50 % (base 0.0); drawn 0.50: no"),
    ],
)
def test_what_was_drawn_is_told_in_digits_that_show_which_is_more(
    probability: float, drawn: float, told: str
) -> None:
    one = replace(draw("settled", Odds(0.0), probability), drawn=drawn)
    assert told in " ".join(text_of(*chances([one], [QUARREL])).split())


def test_chances_are_told_in_the_order_of_their_days() -> None:
    late, early = (
        replace(draw("settled", Odds(0.0), 0.4), date=dt.date(2031, month, 1)) for month in (3, 2)
    )
    told = text_of(*chances([late, early], [QUARREL]))
    assert told.index("2031-02-01") < told.index("2031-03-01")


def test_ids_of_disputes_are_not_broken(scenario: Scenario) -> None:
    name = "a-quarrel-of-no-less-than-forty-letters-x"[:40]
    far = replace(QUARREL, id=name, ending="conceded", stage="closed", escalation=5.0)
    affairs = affairs_of(run(scenario, policies={}, rounds=1))[-1]
    shown = replace(affairs, disputes=(far,))
    for told in (text_of(*_disputes([far])), text_of(*politics_table(shown, None))):
        assert f"{name} " in told
        assert max(map(len, told.splitlines())) <= 80


def test_small_chances_are_counted_only() -> None:
    odds = Odds(-9.0, (), "log")
    small = [draw("settled", odds, 0.01), draw("withdrawn", odds, 0.002)]
    assert "2 smaller chances" in text_of(*chances(small, [QUARREL]))
    came = draw("settled", odds, 0.002, happened=True)
    assert "0.2 %" in text_of(*chances([came], [QUARREL]))


def test_the_end_tells_disputes_payers_and_deals(scenario: Scenario) -> None:
    setting = run(scenario, policies={}, rounds=1).setting
    deal = Deal(
        "D", ("KORVA", "SORIN"), (Term("KORVA", "lift", "KORVA-1-1"),), 0, 26, "signed", dispute="Q"
    )
    last = Affairs(
        dt.date(2031, 4, 7),
        {"KORVA": Backing(50.0, 60.0), "SORIN": Backing(48.0, 61.0)},
        (QUARREL,),
        (deal,),
        {"Q": {"KORVA": -0.02, "SORIN": 0.4}},
        {"Q": {"KORVA": -0.005, "SORIN": 0.1}},
        usd={"Q": {"KORVA": -450e6, "SORIN": 3e9}},
    )
    told = text_of(*ending(last, setting))
    for words in (
        "Q imposed",
        "SORIN party 0.100 % 3 bn",
        "KORVA party −0.005 % −450 m",
        "KORVA lift:KORVA-1-1",
    ):
        assert words in " ".join(told.split()), words


def test_sparks_run_from_low_to_high(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spark([0.0, 50.0, 100.0, 150.0], 0.0, 100.0)[0::2] == "▁█"
    assert spark([1.0, 1.0], 1.0, 1.0) == "▁▁"
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert spark([0.0, 100.0], 0.0, 100.0) == "_#"
