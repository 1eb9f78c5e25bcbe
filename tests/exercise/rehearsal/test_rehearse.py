"""A rehearsal finds what would not work on the day, and says why."""

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.documents.blocks import Table as Grid
from sim.exercise.documents.html import to_html
from sim.exercise.rehearsal.course import Beat, Course, Ruled, Shift, Wild
from sim.exercise.rehearsal.finding import Finding, Kind, Seen, findings, is_dead
from sim.exercise.rehearsal.play import wild
from sim.exercise.rehearsal.rehearse import Rehearsal, rehearse
from sim.exercise.rehearsal.report import report
from sim.exercise.rehearsal.trial import trial
from sim.exercise.table import Table
from sim.exercise.template.load import load_exercise
from sim.world.world import frozen
from tests.exercise.printing.planted import scenario
from tests.exercise.rehearsal.flawed import TEXT

GAMES = 3


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    return scenario(tmp_path_factory.mktemp("flawed"), TEXT)


@pytest.fixture(scope="module")
def rehearsed(where: str) -> Rehearsal:
    """Three games, by a watch that goes on by a second whenever it is read."""
    seconds = itertools.count()
    return rehearse(where, games=GAMES, watch=lambda: float(next(seconds)))


def found(rehearsal: Rehearsal, kind: Kind) -> dict[str, Finding]:
    """What was found of a kind, by what it is about."""
    return {one.about: one for one in rehearsal.findings if one.kind == kind}


def test_an_order_nobody_can_pay_for_is_a_fault_with_its_price(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "unaffordable").items()
    assert one[0] == "NORTH N1"
    assert one[1].weight == "fault"
    assert "are left this year (rule §A.7)" in one[1].text


def test_an_order_that_is_always_refused_is_a_fault_with_the_rule(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "always refused").items()
    assert one[0] == "NORTH N2"
    assert "holds none of that (rule §A.5)" in one[1].text


def test_an_order_that_needs_another_first_is_noted(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "not at first").items()
    assert (one[0], one[1].weight) == ("NORTH N4", "note")


def test_an_order_that_acts_after_the_end_is_noted(rehearsed: Rehearsal) -> None:
    assert set(found(rehearsed, "too late")) == {"NORTH N5"}


def test_a_default_order_that_is_refused_is_a_fault(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "default refused").values()
    assert (one.about, one.weight) == ("NORTH", "fault")
    assert "in all 3 rounds" in one.text


def test_an_inject_whose_condition_never_holds_tells_the_number(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "never fired").items()
    assert (one[0], one[1].weight) == ("I3", "fault")
    assert "SOUTH.damage was" in one[1].text


def test_an_inject_for_a_round_that_is_not_played_is_told(rehearsed: Rehearsal) -> None:
    assert set(found(rehearsed, "after the end")) == {"I2"}


def test_a_condition_that_holds_before_anybody_acts_is_told(rehearsed: Rehearsal) -> None:
    assert set(found(rehearsed, "true at once")) == {"I4"}


def test_an_inject_that_nobody_approved_is_noted(rehearsed: Rehearsal) -> None:
    assert set(found(rehearsed, "not approved")) == {"I5"}


def test_injects_that_wait_for_somebody_are_listed(rehearsed: Rehearsal) -> None:
    (one,) = found(rehearsed, "by hand").values()
    assert one.text.endswith(": I6.")


def test_an_inject_of_a_minute_fires_in_it(rehearsed: Rehearsal) -> None:
    assert all(course.fired["I1"] == 1 for course in rehearsed.courses)


def test_a_round_in_which_nothing_happens_is_dead(rehearsed: Rehearsal) -> None:
    dead = found(rehearsed, "dead round")
    assert "scripted" in dead["3"].text
    assert "1" not in dead, "two injects fire in it"


def test_playbooks_are_tried_in_turn(rehearsed: Rehearsal) -> None:
    told = {play.code: play for play in rehearsed.plays}
    assert told["N3"].given
    assert told["N3"].done == told["N3"].given
    assert told["N4"].could
    assert told["N4"].given
    assert not told["N1"].given


def test_every_step_is_measured(rehearsed: Rehearsal) -> None:
    steps = {step.step: step for step in rehearsed.steps}
    assert {name: step.times for name, step in steps.items()} == {
        "start": GAMES, "lock": 3 * GAMES, "adjudicate": 3 * GAMES, "publish": 3 * GAMES,
    }  # fmt: skip
    assert {step.most for step in steps.values()} == {1.0}


def test_the_gravest_is_told_first(rehearsed: Rehearsal) -> None:
    weights = [one.weight for one in rehearsed.findings]
    assert weights == sorted(weights, key=("fault", "warning", "note").index)
    assert rehearsed.faults == rehearsed.findings[: weights.count("fault")]


def test_a_rehearsal_becomes_a_paper(rehearsed: Rehearsal) -> None:
    paper = report(rehearsed)
    table = next(block for block in paper.blocks if isinstance(block, Grid))
    assert len(table.rows) == len(rehearsed.findings)
    assert "Buy all metal" in to_html(paper)


def test_a_rehearsal_says_the_same_twice(where: str) -> None:
    one, two = (rehearse(where, games=1, seed=5, watch=lambda: 0.0) for _ in range(2))
    assert one == two


def test_progress_is_told_game_by_game(where: str) -> None:
    steps: list[tuple[int, int]] = []
    rehearse(where, games=1, progress=lambda *step: steps.append(step))
    assert steps == [(0, 1), (1, 1)]


def test_no_games_are_no_rehearsal(where: str) -> None:
    with pytest.raises(SimError, match="give a number from 1"):
        rehearse(where, games=0)
    with pytest.raises(SimError, match=r"unknown format 'shrot'.*Did you mean 'short'"):
        rehearse(where, format="shrot")


def test_a_trial_leaves_no_file(where: str) -> None:
    with trial(where) as exercise:
        path = exercise.file.path
        assert path.exists()
    assert not path.parent.exists()
    assert path.parent.parent == Path(tempfile.gettempdir())


# --- what is hard to bring about -----------------------------------------------------------------

QUIET = Beat(round=1, looks=(), idle=(), ruled=(), fired=(), events=0, shifts=(), wild=())
DONE = Ruled("NORTH", "outreach target=SOUTH", "N3", False, "carried out", "", False)


def seen(where: str, *beats: Beat, failed: str = "") -> Seen:
    course = Course("playbook", 7, beats, at_once=(), unmet={}, seconds=(), failed=failed)
    template = load_exercise(Path(where)).template
    return Seen((course,), template, template.formats["short"])


def told(seen: Seen, kind: Kind) -> Sequence[Finding]:
    return [one for one in findings(seen) if one.kind == kind]


@pytest.mark.parametrize(
    ("beat", "dead"),
    [
        (QUIET, True),
        (replace(QUIET, ruled=(DONE,)), False),
        (replace(QUIET, ruled=(replace(DONE, waits=True),)), True),
        (replace(QUIET, ruled=(replace(DONE, outcome="refused"),)), True),
        (replace(QUIET, events=1), False),
        (replace(QUIET, fired=("I1",)), False),
        (replace(QUIET, shifts=(Shift("NORTH.support", "of 100", 50.0, 52.0),)), False),
        (replace(QUIET, shifts=(Shift("NORTH.support", "of 100", 50.0, 50.1),)), True),
        (replace(QUIET, shifts=(Shift("NORTH.damage", "% of GDP a year", None, None),)), True),
    ],
)
def test_a_round_is_dead_if_nobody_would_notice_it(beat: Beat, dead: bool) -> None:
    assert is_dead(beat) is dead


def test_a_seat_that_can_only_wait_is_a_fault(where: str) -> None:
    (one,) = told(seen(where, replace(QUIET, idle=("SOUTH",)), QUIET), "nothing to order")
    assert (one.about, one.weight) == ("SOUTH", "fault")
    assert "in 1 of 2 rounds" in one.text


def test_an_order_that_was_given_for_nothing_is_a_warning(where: str) -> None:
    refused = replace(DONE, outcome="refused", reason="the council votes no (rule §A.23)")
    (one,) = told(seen(where, replace(QUIET, ruled=(refused, refused))), "never carried out")
    assert one.about == "NORTH N3"
    assert "given 2 times" in one.text
    assert "the council votes no" in one.text
    assert not told(seen(where, replace(QUIET, ruled=(refused, DONE))), "never carried out")


def test_a_game_that_breaks_off_is_a_fault(where: str) -> None:
    (one,) = told(seen(where, failed="round 2 could not be played: no such thing"), "broke off")
    assert (one.weight, one.text) == ("fault", "round 2 could not be played: no such thing")


def test_a_number_beyond_belief_is_told_once_and_no_number_is_a_fault(where: str) -> None:
    dear = Wild("ore", "the price of ore is 99 times what it was", broken=False)
    gone = Wild("SOUTH", "the loss of SOUTH is no number", broken=True)
    ruined = replace(QUIET, wild=(dear, gone))
    grave, warned = told(seen(where, ruined, replace(ruined, round=2)), "blown up")
    assert (grave.about, grave.weight) == ("SOUTH", "fault")
    assert (warned.about, warned.weight) == ("ore", "warning")
    assert warned.text.startswith("In round 1 of game 1 (playbook, seed 7)")


@pytest.mark.parametrize(
    ("times", "words"), [(99.0, "times what it was"), (float("nan"), "no number")]
)
def test_prices_of_a_game_are_looked_at(where: str, times: float, words: str) -> None:
    with trial(where) as exercise:
        game = Table(exercise).game()
    game.resolve()
    assert not list(wild(game))
    game.world = replace(game.world, price=frozen(game.world.price * times))
    assert all(words in one.text for one in wild(game))
    assert {one.about for one in wild(game)} == {*game.network.products.names}
