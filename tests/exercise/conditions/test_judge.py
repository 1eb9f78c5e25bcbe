"""Conditions held against facts: whether they make sense, whether they hold, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exercise.conditions import parse
from sim.exercise.conditions.facts import GameFacts
from sim.exercise.conditions.judge import check, holds, told
from sim.explain.published import Number
from sim.game import Game
from sim.scenario.spec import Scenario
from tests.explain.made_up import played

DAY = dt.date(2010, 9, 7)
SCENARIO = played().scenario


@dataclass(frozen=True)
class Known:
    """Facts as they are made up for a test."""

    values: Mapping[str, float | None] = field(default_factory=dict)
    round: int = 2
    date: dt.date = DAY
    carried_out: frozenset[tuple[str, str]] = frozenset()
    fired: frozenset[str] = frozenset()
    scenario: Scenario = SCENARIO

    def number(self, number: Number) -> float | None:
        return self.values.get(str(number))


SHORT = Known(
    {"B.cover(ore)": 5.2, "quarrel.concession": 0.25, "B.support": 38.0},
    carried_out=frozenset({("C", "export_duty")}),
)


def faults(text: str) -> tuple[str, ...]:
    return check(parse(text), SCENARIO, ["I01", "I02"], ["A", "B", "B.METI"])


# --- whether it makes sense ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "B.cover(ore) < 6 weeks and round >= 2",
        "B.cover(ore) < 42 days",
        "quarrel.concession > 20 % or quarrel.concession > 0.2",
        "B.support < 40 and B.support < 40 % and B.support < 40 of 100",
        "B.damage > 1 % of GDP",
        "B.capital < 10 points and quarrel.escalation >= 3 and quarrel.escalation < 4 rungs",
        "B.price(ore) > 50 USD/t and B.price(ore) > 0.05 kUSD / tonnes",
        "A-C-1.escalation > 2",
        "ordered(anybody, export_ban) and ordered(B.METI) and ordered(C)",
        "fired(I01)",
    ],
)
def test_what_makes_sense_has_no_faults(text: str) -> None:
    assert not faults(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("B.cover(ore) < 6", "column 1: B.cover(ore): 6 of what? It is counted in week; write "
                             "6 week"),
        ("B.cover(ore) < 6 t", "unit 't' cannot be turned into 'week'; use 'week'"),
        ("B.cover(ore) < 6 wekks", "unknown unit 'wekks'; known: day, week"),
        ("B.support < 6 t", "'t' does not measure it (its unit: of 100); 6 or 6 of 100 or 6 %"),
        ("quarrel.concession > 20", "20 is no probability, which lies between 0 and 1; write 20 %"),
        ("B.support < 120", "120 is no of 100, which lies between 0 and 100"),
        ("B.damage > 2", "'' does not measure it (its unit: % of GDP a year); 2 % or"),
        ("B.cover(oar) < 6 weeks", "unknown product 'oar'; known: metal, ore. Did you mean 'ore'?"),
        ("round > 1 and BB.support < 6", "column 15: unknown country or dispute 'BB'"),
        ("ordered(CC)", "unknown seat 'CC'; known: A, B, B.METI"),
        ("ordered(A, export_bun)", "unknown instrument 'export_bun'"),
        ("ordered(A, export_bun)", "Did you mean 'export_ban'?"),
        ("fired(I03)", "unknown inject 'I03'; known: I01, I02. Did you mean 'I0"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_column_and_what_would_do(text: str, said: str) -> None:
    assert said in "\n".join(faults(text))


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("fired(x) or not (ordered(Z) and B.support < 2 t)")) == 3


# --- whether it holds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("B.cover(ore) < 6 weeks", True),
        ("B.cover(ore) < 30 days", False),
        ("B.cover(ore) = 5.2 weeks", True),
        ("B.cover(ore) < 5.2 weeks", False),
        ("B.cover(ore) != 36.4 days", False),
        ("quarrel.concession >= 25 %", True),
        ("round = 2 and date >= 2010-09-07", True),
        ("date > 2010-09-07 or round != 2", False),
        ("not (round > 1 and date < 2010-09-01)", True),
    ],
)
def test_a_comparison_holds_or_not(text: str, outcome: bool) -> None:
    assert holds(parse(text), SHORT) is outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("C.cover(ore) < 6 weeks", None),
        ("C.cover(ore) >= 6 weeks", None),
        ("not C.cover(ore) < 6 weeks", None),
        ("C.cover(ore) < 6 weeks and round = 2", None),
        ("C.cover(ore) < 6 weeks and round = 3", False),
        ("C.cover(ore) < 6 weeks or round = 2", True),
        ("C.cover(ore) < 6 weeks or round = 3", None),
    ],
)
def test_a_number_without_a_value_is_neither_low_nor_high(text: str, outcome: bool | None) -> None:
    assert holds(parse(text), SHORT) is outcome


def test_an_order_counts_for_whoever_is_named_and_for_the_ministry_s_country() -> None:
    facts = Known(carried_out=frozenset({("B.METI", "export_ban")}))
    for text in ("ordered(B.METI, export_ban)", "ordered(B)", "ordered(anybody, export_ban)"):
        assert holds(parse(text), facts)
    for text in ("ordered(A)", "ordered(B, export_duty)", "ordered(B.MOFA)"):
        assert not holds(parse(text), facts)


def test_an_inject_counts_once_it_is_fired() -> None:
    assert not holds(parse("fired(I01)"), SHORT)
    assert holds(parse("fired(I01)"), Known(fired=frozenset({"I01"})))


@given(st.floats(0.0, 200.0), st.floats(0.001, 200.0))
def test_the_unit_written_does_not_matter(value: float, limit: float) -> None:
    facts = Known({"B.cover(ore)": value})
    in_weeks, in_days = (
        holds(parse(f"B.cover(ore) < {number!r} {unit}"), facts)
        for number, unit in ((limit, "weeks"), (limit * 7, "days"))
    )
    assert in_weeks == in_days


# --- why -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("B.cover(ore) < 6 weeks and round >= 2", "B.cover(ore) was 5.2 weeks, below 6; "
                                                  "round was 2"),
        ("B.cover(ore) < 30 days", "B.cover(ore) was 36.4 days, above 30"),
        ("B.cover(ore) < 5.199 weeks", "B.cover(ore) was 5.2 weeks, above 5.199"),
        ("B.cover(ore) < 5.2001 weeks", "B.cover(ore) was 5.2 weeks, below 5.2001"),
        ("B.support <= 38", "B.support was exactly 38"),
        ("quarrel.concession > 20 %", "quarrel.concession was 25 %, above 20"),
        ("round = 3 or quarrel.concession > 20 %", "quarrel.concession was 25 %, above 20"),
        ("round = 3 and quarrel.concession > 20 %", "round was 2"),
        ("not round = 3", "round was 2"),
        ("C.cover(ore) < 6 weeks", "C.cover(ore) had no value"),
        ("date > 2010-01-01", "date was 2010-09-07"),
        ("not ordered(A, export_ban)", "A had no export_ban carried out"),
        ("not ordered(anybody, export_ban)", "nobody had export_ban carried out"),
        ("ordered(anybody)", "somebody had an order carried out"),
        ("ordered(C)", "C had an order carried out"),
        ("not fired(I01)", "I01 was not fired"),
    ],
)  # fmt: skip
def test_why_it_holds_is_told_with_the_numbers_of_the_day(text: str, said: str) -> None:
    assert told(parse(text), SHORT) == said


# --- of a game -----------------------------------------------------------------------------------


def facts(rounds: int, prelude: int = 0) -> GameFacts:
    game = played(rounds)
    return GameFacts(game, rounds, game.timeline.date(game.tick), prelude=prelude)


def test_facts_of_a_game_are_those_of_its_last_round() -> None:
    assert holds(parse("ordered(A, export_ban) and round = 2 and B.cover(ore) > 0 weeks"), facts(2))
    assert not holds(parse("ordered(A, import_ban)"), facts(2))


def test_what_was_ordered_before_startex_does_not_count() -> None:
    assert holds(parse("ordered(A, export_ban)"), facts(2, prelude=0))
    assert not holds(parse("ordered(A, export_ban)"), facts(2, prelude=1))


def test_a_delayed_order_counts_a_round_later() -> None:
    entries = played(2).journal
    late = tuple(replace(r, outcome="delayed") for r in entries[0].rulings)
    first, second = replace(entries[0], rulings=late), replace(entries[1], rulings=())
    for journal, counts in (((first,), False), ((first, second), True)):
        game = cast(Game, SimpleNamespace(journal=journal))
        assert (("A", "export_ban") in GameFacts(game, 1, DAY).carried_out) == counts


def test_before_a_round_is_played_no_number_has_a_value() -> None:
    assert holds(parse("B.cover(ore) > 0 weeks"), facts(0)) is None
