"""Programs as seats of a Game, and the example that the guide shows."""

import functools
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.exercise.programs import Limits, Program, ProgramSeat, instrument_data, option_data
from sim.exercise.programs.wire import answer_of, hello, question
from sim.game import Game, parameters_of
from sim.observation import observation_data
from sim.orders.base import Order
from sim.orders.menu import Option, legal_orders
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.seats.policies import policy

HOW_TO = Path(__file__).parents[3] / "docs/how-to"
BOT = HOW_TO / "example_bot.py"
GUIDE = (HOW_TO / "connect-a-program-seat.md").read_text("utf-8")
USUAL = ("export_licensing", "designate_product", "stockpile_build")
LIMITS = Limits(seconds=30.0, grace=0.5)


def played(name: str, **policies: str) -> Game:
    scenario = load_scenario(catalog.find(name))
    seats = {seat: policy(what) for seat, what in policies.items()}
    return Game.start(scenario, seed=1, parameters=parameters_of(scenario), seats=seats)


def menu(game: Game, seat: str) -> Sequence[Option]:
    return legal_orders(game.world, game.setting, seat, among=USUAL)


def program(game: Game, seat: str, *argv: str) -> Program:
    known = instrument_data(game.setting, seat)
    title = game.scenario.title
    return Program(argv, seat=seat, title=title, instruments=known, limits=LIMITS)


def test_the_example_plays_a_scenario_beside_scripted_seats() -> None:
    game = played("three-chokepoints", KORVA="gray_zone")
    with program(game, "SORIN", sys.executable, str(BOT)) as bot:
        game.seats["SORIN"] = ProgramSeat(bot, functools.partial(menu, game))
        rulings = [ruling for _ in range(4) for ruling in game.play_round().rulings]
        assert bot.failures == ()
    own = [ruling for ruling in rulings if ruling.seat == "SORIN"]
    assert {ruling.order.split()[0] for ruling in own} <= set(USUAL)
    assert any(ruling.outcome == "carried out" and ruling.meant for ruling in own)


def test_a_seat_whose_program_fails_gives_its_default_orders() -> None:
    game = played("two-islands")
    with program(game, "SOUTH", sys.executable, "-c", "") as bot:
        seat = ProgramSeat(bot, functools.partial(menu, game), [Order.parse("hold")])
        game.seats["SOUTH"] = seat
        (ruling,) = game.play_round().rulings
        assert (ruling.order, ruling.meant) == ("hold", "default order")
        assert [failure.kind for failure in bot.failures] == ["exit"]


def test_a_program_is_told_what_would_be_refused() -> None:
    game = played("two-islands")
    code = (
        "import json, sys\nfor line in sys.stdin:\n    said = json.loads(line)\n"
        "    if said['type'] == 'observe':\n"
        "        print(json.dumps({'orders': [{'order': 'export_ban product=pumps',"
        " 'reason': ' '.join(said['problems'])}]}))"
    )
    with program(game, "SOUTH", sys.executable, "-c", code) as bot:
        seat = ProgramSeat(bot, functools.partial(menu, game))
        (before,), (after,) = (seat.orders(game.observe("SOUTH")) for _ in range(2))
    assert before.reason == ""
    assert "unknown product 'pumps'" in after.reason


# --- the guide ------------------------------------------------------------------------------------


def shown(kind: str) -> str:
    """The line that the guide shows of a kind of message."""
    (line,) = re.findall(rf'^\{{"type": "{kind}".*$', GUIDE, re.MULTILINE)
    return str(line)


@functools.cache
def told() -> dict[str, object]:
    """What a seat of the scenario that the guide quotes is told first and in a round."""
    game = played("two-islands")
    options = [option_data(option) for option in menu(game, "SOUTH")]
    return {
        "hello": hello("SOUTH", "", instrument_data(game.setting, "SOUTH"), LIMITS),
        "observe": question(1, observation_data(game.observe("SOUTH")), options, [], []),
    }


@pytest.mark.parametrize("kind", ["hello", "observe"])
def test_the_guide_shows_the_keys_that_are_sent(kind: str) -> None:
    sent, quoted = json.loads(json.dumps(told()[kind])), json.loads(shown(kind))
    assert quoted.keys() == sent.keys()
    for part in {"instruments", "menu"} & sent.keys():
        (example,) = quoted[part]
        assert example in sent[part]


def test_the_guide_shows_an_answer_that_is_understood() -> None:
    (line,) = re.findall(r'^\{"round".*$', GUIDE, re.MULTILINE)
    answer = answer_of(line.encode(), 3)
    assert len(answer.orders) == 1
    assert len(answer.messages) == 1
    assert answer.problems == ()


def test_the_guide_shows_python_that_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HOW_TO.parents[1])
    (code,) = re.findall(r"^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    exec(code, {})
    assert capsys.readouterr().out.endswith("()\n")


def test_the_guide_names_the_limits_there_are() -> None:
    rows = GUIDE.partition("| limit |")[2].partition("\n\n")[0]
    numbers = {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", rows)}
    usual = Limits()
    held = (usual.seconds, usual.line, usual.output, usual.lines, usual.complaint, usual.restarts)
    assert numbers == {*map(float, held), 60.0, 20.0, 2_000.0, 1_000.0, 4_000.0}
