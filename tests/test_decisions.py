"""What the white cell decides comes about, and nothing else is moved by it."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.game import Game
from sim.odds import Odds
from sim.orders.sheet import SheetEntry
from sim.patches import Patch
from sim.rng import streams
from sim.world.decisions import Decisions, decided, month_of
from sim.world.disputes import Draw
from sim.world.rulings import Outcome
from tests.properties.scenarios import entry, game_of
from tests.test_random_play import assert_sound, play
from tests.world.trading import TRADING

DAY = dt.date(2020, 1, 31)


def draw(what: str, probability: float, drawn: float, happened: bool, month: int = 1) -> Draw:
    stream = f"politics {month - 1} quarrel hazard"
    return Draw(DAY, "quarrel", what, Odds(0.0), probability, drawn, happened, stream)


HELD = (
    draw("conceded", 0.2, 0.9, False), draw("settled", 0.3, 0.9, False),
    draw("conceded", 0.2, 0.3, False, 2), draw("settled", 0.3, 0.3, True, 2),
)  # fmt: skip
"""Nothing in the first month, a settlement in the second."""


# The numbers.


def test_an_event_happens_in_the_first_month_in_which_it_can() -> None:
    assert decided(HELD, "quarrel", "conceded", True) == {"politics 0 quarrel hazard": 0.1}
    assert decided(HELD, "quarrel", "settled", True, 1) == {"politics 0 quarrel hazard": 0.35}


def test_what_happened_stays_as_it_was_drawn() -> None:
    assert decided(HELD, "quarrel", "settled", True) == {"politics 1 quarrel hazard": 0.3}


def test_what_is_not_to_happen_leaves_it_at_nothing_in_the_months_after_too() -> None:
    found = decided(HELD, "quarrel", "settled", False, months=4)
    assert found == {
        "politics 0 quarrel hazard": 0.9,
        **{f"politics {n} quarrel hazard": 0.75 for n in (1, 2, 3)},
    }


def test_where_something_has_to_happen_it_is_the_likeliest_of_the_others() -> None:
    held = (
        draw("conceded", 0.5, 0.1, True), draw("imposed", 0.3, 0.1, False),
        draw("backed down", 0.2, 0.1, False),
    )  # fmt: skip
    (number,) = decided(held, "quarrel", "conceded", False).values()
    assert number == pytest.approx(0.65)


def test_what_cannot_be_is_told() -> None:
    never, sure = draw("conceded", 0.0, 0.5, False), draw("conceded", 1.0, 0.5, True)
    for held, wanted, month, told in (
        ((never,), True, None, "conceded of quarrel cannot happen: its probability is 0"),
        ((sure,), False, None, "conceded of quarrel is certain"),
        ((sure,), False, 3, "was not drawn in month 3, only in ['1']"),
    ):
        with pytest.raises(SimError) as error:
            decided(held, "quarrel", "conceded", wanted, month)
        assert told in str(error.value)


@pytest.mark.parametrize(
    ("subject", "what", "told"),
    [("quarel", "conceded", "Did you mean 'quarrel'?"), ("quarrel", "conceeded", "'conceded'?")],
)
def test_a_name_that_was_not_drawn_is_told_with_the_nearest(
    subject: str, what: str, told: str
) -> None:
    with pytest.raises(SimError) as error:
        decided(HELD, subject, what, True)
    assert told in str(error.value)


@given(st.lists(st.floats(0.01, 0.3), min_size=1, max_size=3), st.data())
def test_a_number_falls_where_it_has_to(chances: list[float], data: st.DataObject) -> None:
    u = data.draw(st.floats(0.0, 0.999))
    upto, held = 0.0, []
    for n, chance in enumerate(chances):
        held.append(draw(f"end {n}", chance, u, upto <= u < upto + chance))
        upto += chance
    which, wanted = data.draw(st.integers(0, len(chances) - 1)), data.draw(st.booleans())
    (number,) = decided(held, "quarrel", f"end {which}", wanted).values()
    low = sum(chances[:which])
    assert 0.0 <= number < 1.0
    assert (low <= number < low + chances[which]) == wanted


def test_a_decided_stream_gives_its_number_and_others_are_as_ever() -> None:
    usual, fixed = (streams(1, 2, "adjudicate", d) for d in ({}, {"adjudicate vote": 0.25}))
    assert fixed("vote").random() == 0.25
    assert fixed("vote").random(3).tolist() == [0.25] * 3
    assert fixed("vote").standard_normal() == usual("vote").standard_normal()
    assert fixed("other").random() == usual("other").random()


# In play.


def game() -> Game:
    return game_of(TRADING)


def quarrelling(seed: int = 1) -> Game:
    """Return a game in whose first round there is much to draw."""
    started = game_of(TRADING, seed=seed, tempo=0.5)
    started.submit("A", (entry("export_ban product=ore target=B dispute=quarrel", "ban"),))
    return started


def test_draws_name_their_streams_and_months() -> None:
    played = quarrelling().resolve()
    assert {month_of(d) for d in played.draws} <= {None, *range(1, len(played.months) + 1)}
    for d in played.draws:
        phase = " ".join(d.stream.split()[:2]) if month_of(d) else "adjudicate"
        event = d.stream.removeprefix(f"{phase} ")
        assert streams(1, 1, phase, {})(event).random() == d.drawn


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("what", ["conceded", "settled", "withdrawn"])
@pytest.mark.parametrize("happened", [True, False])
def test_a_dispute_ends_as_decided(seed: int, what: str, happened: bool) -> None:
    moment_game, again = quarrelling(seed), quarrelling(seed)
    model = moment_game.resolve()
    numbers = decided(model.draws, "quarrel", what, happened, months=len(model.months))
    again.decide(Decisions(draws=numbers))
    played = again.resolve()
    (dispute,) = again.world.politics.disputes
    assert (dispute.ending == what) == happened
    assert all(d.happened == happened for d in played.draws
               if d.what == what and d.stream in numbers)  # fmt: skip


@pytest.mark.parametrize("month", [1, 2, 3])
def test_nothing_that_is_drawn_before_is_moved(month: int) -> None:
    model_game = game_of(TRADING, seed=3)  # at the usual tempo it goes on
    model_game.submit("A", (entry("export_ban product=ore target=B dispute=quarrel", "ban"),))
    again = model_game.copy()
    model = model_game.resolve()
    again.decide(Decisions(draws=decided(model.draws, "quarrel", "withdrawn", True, month)))
    played = again.resolve()
    earlier = [d for d in model.draws if (month_of(d) or 0) < month]
    assert list(played.draws[: len(earlier)]) == earlier
    assert len(earlier) > 0 or month == 1
    forced = {d.stream for d in played.draws if d.what == "withdrawn" and d.happened}
    same = {d.stream: d.drawn for d in model.draws if d.stream not in forced}
    assert all(d.drawn == same[d.stream] for d in played.draws if d.stream in same)


def test_no_decisions_change_nothing() -> None:
    one, other = quarrelling(), quarrelling()
    other.dictate({})
    other.decide(Decisions())
    assert one.resolve() == other.resolve()


def test_an_order_that_there_is_not_is_told_with_the_nearest() -> None:
    started = quarrelling()
    with pytest.raises(SimError, match="unknown order of the round 'bann'; known: ban"):
        started.decide(Decisions({"bann": ("refused", "no")}))
    assert started.resolve().rulings[0].outcome == "carried out"


def test_what_cannot_be_done_at_all_is_told_and_nothing_is_run() -> None:
    started = game()
    started.submit("T", (SheetEntry(DAY, "o", entry("export_ban product=metal").order),))
    with pytest.raises(SimError, match=r"o cannot be carried out: .* but .*T sells none"):
        started.decide(Decisions({"o": ("carried out", "why not")}))
    assert (started.round, started.journal) == (1, ())
    assert started.resolve().rulings[0].reason.startswith("export_ban refused")


def test_a_number_that_is_never_drawn_is_refused() -> None:
    with pytest.raises(SimError, match="what is drawn lies from 0 to below 1"):
        game().decide(Decisions(draws={"politics 0 quarrel hazard": 1.0}))


def test_a_branch_repeats_what_was_dictated_decided_and_patched() -> None:
    started = quarrelling()
    started.dictate(
        {"C": (entry("consumer_boycott product=ore origin=A rate=0.5", "I1-1"),)},
        [Patch.parse("B.stock(ore) *= 0.5", "I2"), Patch.parse("B.support -= 3")],
    )
    started.decide(Decisions({"ban": ("refused", "the cabinet fell out")}))
    started.resolve()
    played = started.patch([Patch.parse("A.capital = 7")])
    assert played.patches == ("A.capital = 7",)
    assert [m.by for m in started.world.measures] == ["C"]
    again = started.branch(started.moments[0]).resolve()
    assert again == played
    assert again.patches == played.patches
    bare = replace(started.moments[0], patches=(), amended=())
    assert started.branch(bare).resolve() != played


def test_patches_that_there_cannot_be_are_all_told() -> None:
    started = game()
    with pytest.raises(SimError, match=r"(?s)'oer'.*Did you mean 'support'"):
        started.dictate({}, [Patch.parse("A.stock(oer) = 1"), Patch.parse("A.suport = 1")])
    with pytest.raises(SimError, match="nothing has been played"):
        started.patch([Patch.parse("A.support = 1")])


def test_dictated_acts_take_the_place_of_the_scenarios() -> None:
    storm = {
        "id": "storm", "date": dt.date(2020, 1, 6), "title": "A storm", "text": "It blows.",
        "by": "C", "order": "data_call", "assumed": "drawn",
    }  # fmt: skip
    one, other = (game_of(TRADING | {"injects": [storm]}) for _ in range(2))
    other.dictate({})
    assert [r.order_id for r in one.resolve().rulings] == ["storm"]
    assert other.resolve().rulings == ()


def test_a_toll_does_not_count_what_a_patch_took() -> None:
    one, other = quarrelling(), quarrelling()
    for each in (one, other):
        each.resolve()
    other.dictate({}, [Patch.parse("B.stock(ore) *= 0.8")])
    losses = []
    for each in (one, other):
        row = each.network.countries["B"]
        (month, *_) = each.resolve().months
        losses.append(dict(month.tolls)["quarrel"].damage[row])
    assert losses[0] > 0.0
    assert losses[1] == pytest.approx(losses[0], rel=0.35)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_let_through_leaves_the_sums_right(seed: int) -> None:
    played, _ = play("two-islands", seed, 3)
    again = played.branch(played.moments[0])
    through: tuple[Outcome, str] = ("carried out", "for tests")
    for moment, model in zip(played.moments, played.journal, strict=True):
        for seat, sheet in moment.sheets.items():
            again.submit(seat, sheet)
        let: dict[str, tuple[Outcome, str]] = {}
        for ruling in model.rulings:
            more = {**let, ruling.order_id: through}
            with contextlib.suppress(SimError):  # what cannot be at all
                again.decide(Decisions(more))
                let = more
        entry_ = again.resolve()
        outcomes = {r.order_id: r.outcome for r in entry_.rulings}
        assert all(outcomes[id] == "carried out" for id in let)
        assert_sound(again)
    assert any(moment.decisions.rulings for moment in again.moments)
