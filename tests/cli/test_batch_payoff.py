"""`countervail batch payoff`, as somebody types it, and the table that it shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.app import app
from cli.batch.contest import policies_of, wishes_of
from cli.batch.matrix import game_report
from sim.batch.analysis.payoff import Game, game
from sim.batch.analysis.payoffs import gain_outcome, gains_in, policy_lever
from sim.batch.payoff import Wish
from sim.batch.store.folder import Folder
from sim.scenario import catalog
from sim.seats.load import load_scenario
from tests.batch.analysis.made_up import outcome, results

GAINS = ("--payoff", "NORTH=NORTH.export_value(ore):sum", "--payoff", "SOUTH=SOUTH.price(ore):max")
TYPED = (
    "batch", "payoff", "two-islands", "--seats", "NORTH,SOUTH", "--policies", "passive,tit_for_tat",
    "--replications", "2", "--workers", "1", *GAINS,
)  # fmt: skip


def countervail(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})


def made_up(
    policies: Mapping[str, tuple[str, ...]], *, promised: bool = False, noise: float = 0.1
) -> Game:
    """Return a game in which each gains by the place of its policy, less that of the others'."""
    rng = default_rng(2)
    seats, promises = list(policies), ("none", "announced") if promised else ("",)
    sets, scalars = {}, []
    for promise, places in product(promises, product(*(range(len(p)) for p in policies.values()))):
        chosen = {
            policy_lever(s): policies[s][n] for s, n in zip(seats, places, strict=True)
        } | ({"promise": promise} if promise else {})  # fmt: skip
        got = np.array([2.0 * n - sum(places) - (promise == "announced") for n in places])
        sets[" ".join(chosen.values())] = chosen
        scalars.append((got + noise * rng.normal(size=(5, len(seats))))[None])
    found = results(
        np.array(scalars), np.zeros((1, 0)), factors=(), lever_sets=sets,
        outcomes=[outcome(gain_outcome(seat), "more") for seat in seats],
    )  # fmt: skip
    gains = gains_in(found.study)
    return game(found, list(gains), gains)


def shown(found: Game, *about: str) -> list[str]:
    console = Console(width=80, record=True, file=StringIO(), highlight=False)
    console.print(*game_report("A game", about, found), sep="\n")
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_a_seats_best_answers_are_marked_and_the_equilibrium_is_told() -> None:
    lines = shown(made_up({"CHN": ("yield", "press"), "JPN": ("yield", "press")}))
    assert "20 games: 5 for each of 4 cells, and all cells meet the same chance." in lines
    ours = [line for line in lines if "CHN " in line and line.count("±") == 2]
    assert [line.count("*") for line in ours] == [0, 2]  # it presses, whatever the other does
    assert "press of CHN and press of JPN is surely an equilibrium" in " ".join(lines)
    assert "four times as many" not in " ".join(lines)


def test_by_how_much_an_answer_is_ahead_of_the_next_stands_under_the_table() -> None:
    lines = shown(made_up({"CHN": ("yield", "wait", "press"), "JPN": ("yield", "press")}))
    (line,) = [line for line in lines if line.endswith("where JPN plays yield")]
    assert line.startswith("CHN: press against wait: +") and "±" in line
    flat = shown(made_up({"CHN": ("yield", "press"), "JPN": ("yield", "press")}, noise=0.0))
    assert "SOUTH" not in " ".join(flat)
    assert any(line.startswith("JPN: press against yield: the same") or "+1" in line
               for line in flat)  # fmt: skip


def test_a_seat_with_one_policy_is_a_column_of_which_nothing_is_asked() -> None:
    found = made_up({"CHN": ("yield", "press"), "JPN": ("press",)})
    (table,) = found.tables
    assert [one.seat for one in table.responses] == ["CHN"]
    assert [one.profile for one in table.pure] == [("press", "press")]
    assert table.mixed == () and table.why_no_mixed == ""
    ours = [line for line in shown(found) if "JPN" in line and "±" in line]
    assert not any("*" in line or "~" in line for line in ours)


def test_in_noise_nothing_is_marked_as_sure() -> None:
    found = made_up({"CHN": ("yield", "press"), "JPN": ("yield", "press")}, noise=50.0)
    lines = [line for line in shown(found) if "±" in line]
    assert not any("*" in line for line in lines)
    assert sum(line.count("~") for line in lines) == 8
    assert "four times as many games halve the intervals" in " ".join(shown(found))


def test_what_a_promise_adds_stands_cell_by_cell() -> None:
    found = made_up({"CHN": ("yield", "press"), "JPN": ("yield", "press")}, promised=True)
    lines = shown(found, "Promise 'announced': they promise.")
    assert "Promise 'announced': they promise." in lines
    after = lines[lines.index("What promise 'announced' adds, in the same games") :]
    changes = [line for line in after if "±" in line]
    assert len(changes) == 4
    assert all(line.count("−") == line.count("*") == 2 for line in changes)  # one less, surely


@pytest.mark.parametrize("many", [2, 3, 5])
@pytest.mark.parametrize("seats", [("CHN", "JPN"), ("CHN", "JPN", "A-firm-with-a-long-name")])
def test_a_table_fits_a_terminal_and_loses_no_name(many: int, seats: tuple[str, ...]) -> None:
    names = tuple(f"great_power_trucer{n}" for n in range(many))
    policies = {seat: names if n < 2 else names[:2] for n, seat in enumerate(seats)}
    lines = shown(made_up(policies, promised=True))
    assert max(map(len, lines)) <= 80
    assert all(any(name in line for line in lines if "±" not in line) for name in names)


def test_names_from_files_do_nothing_to_the_terminal() -> None:
    found = made_up({"CHN": ("yield", "\x1b[31mpress"), "JPN": ("yield", "press")})
    assert not any("\x1b" in line for line in shown(found))


def test_policies_are_all_seats_or_each_seats_own() -> None:
    both, _ = policies_of("a, b", ["CHN", "JPN"])
    assert both == {"CHN": ["a", "b"], "JPN": ["a", "b"]}
    own, faults = policies_of("CHN:a,b; JPM:c,d; e", ["CHN", "JPN"])
    assert own == {"CHN": ["a", "b"], "JPN": []}
    assert "unknown seat 'JPM'" in faults[0] and "--policies e: write" in faults[1]


def test_a_wish_says_which_number_how_taken_and_which_way() -> None:
    scenario = load_scenario(catalog.find("three-chokepoints"))
    texts = ["A=SORIN.damage", "B=+SORIN.damage:mean", "C = lantern-islets.conceded", "D=-x.y:sum"]
    wishes, faults = wishes_of(texts, scenario)
    assert not faults
    assert wishes == {
        "A": Wish("SORIN.damage", "last", "less"),
        "B": Wish("SORIN.damage", "mean", "more"),
        "C": Wish("lantern-islets.conceded", "last", "more"),
        "D": Wish("x.y", "sum", "less"),
    }
    _, faults = wishes_of(["A", "A=SORIN.damage:avg"], scenario)
    assert "write SEAT=NUMBER" in faults[0] and "unknown way to take it 'avg'" in faults[1]


def test_a_game_is_a_batch_like_any_other(tmp_path: Path) -> None:
    out = tmp_path / "game"
    played = countervail(*TYPED, "--out", str(out))
    assert played.exit_code == 0, played.stderr
    assert "8 games: 2 for each of 4 cells" in played.stdout
    assert "promise" not in played.stdout  # two islands without a quarrel
    assert (out / "report" / "report.html").is_file()
    assert (out / "report" / "payoff-1-NORTH.png").is_file()
    state = json.loads(countervail("batch", "status", str(out), "--json").stdout)
    assert (state["done"], state["total"]) == (8, 8)
    assert countervail("batch", "resume", str(out)).exit_code == 0
    told = countervail("batch", "report", str(out))
    assert told.exit_code == 0
    assert "NORTH gains by gain_NORTH: Value at the border" in " ".join(told.stdout.split())
    again = countervail(*TYPED, "--out", str(out))
    assert again.exit_code == 2 and "countervail batch resume" in again.stderr


def test_one_may_keep_to_a_policy_and_few_rounds_be_played(tmp_path: Path) -> None:
    typed = [*TYPED, "--policies", "NORTH:passive;SOUTH:passive,tit_for_tat", "--rounds", "2"]
    out = tmp_path / "game"
    told = json.loads(countervail(*typed, "--out", str(out), "--json").stdout)
    assert told["policies"] == [["passive"], ["passive", "tit_for_tat"]]
    assert [one["seat"] for one in told["tables"][0]["responses"]] == ["SOUTH"]
    assert len(Folder.open(out).study.rounds) == 2


def test_as_json_it_is_the_game_and_no_files(tmp_path: Path) -> None:
    out = tmp_path / "game"
    told = json.loads(countervail(*TYPED, "--out", str(out), "--json").stdout)
    assert told["seats"] == ["NORTH", "SOUTH"]
    assert len(told["tables"][0]["cells"]) == 4
    assert not (out / "report").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--promise"], "--promise: NORTH, SOUTH have no quarrel at the start"),
        (["--policies", "passive,tit_for_tatt"], "Did you mean 'tit_for_tat'?"),
        (["--policies", "passive"], "NORTH, SOUTH: nobody has a choice"),
        (["--seats", "NORTH"], "a game needs two seats or more"),
        (["--seats", "NORTH,SOUTH,NORTH"], "--seats: NORTH is named twice"),
        (["--budget", "7"], "8 runs are above the budget of 7; add --yes"),
        (["--payoff", "NORTH"], "--payoff NORTH: write SEAT=NUMBER"),
        (["--payoff", "NORTH=NORTH.export_valu(ore)"], "Did you mean 'export_value'?"),
        (["--policy", "SOUTH=passive"], "--policy SOUTH: what plays it is chosen in the game"),
    ],
)
def test_mistakes_are_told_and_leave_nothing_behind(
    tmp_path: Path, typed: list[str], told: str
) -> None:
    out = tmp_path / "game"
    answer = countervail(*TYPED, *typed, "--out", str(out))
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not out.exists()


def test_seats_without_an_income_must_say_what_they_gain_by(tmp_path: Path) -> None:
    answer = countervail(*TYPED[: -len(GAINS)], "--out", str(tmp_path / "game"))
    assert answer.exit_code == 2
    assert "NORTH has no 'gdp' in the scenario; say what it gains by" in answer.stderr
    assert "SOUTH has no 'gdp' in the scenario" in answer.stderr
