"""Run: a scenario's model started with its dated orders, and played round by round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import SimError, unknown
from sim.game import parameters_of
from sim.index import Index
from sim.indicators import Record
from sim.journal import Entry
from sim.orders.effects.restrict import origin_of
from sim.parameters import Parameters
from sim.replay.course import CaseCourse, Progress, course_of, keys_of, record_of
from sim.replay.history import Reading
from sim.replay.lines import Line
from sim.replay.score import reader
from sim.scenario.spec import Scenario
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeats
from sim.seats.policies import POLICIES, policy
from sim.timeline import Period, Timeline
from sim.world.deals import Deal
from sim.world.disputes import Dispute
from sim.world.measures import RULE_KINDS, Measure
from sim.world.politics import Politics
from sim.world.setting import MONTH_DAYS, Setting

if TYPE_CHECKING:  # importing Mesa takes 1.5 s: only where a run starts
    from sim.agents.model import CoercionModel


def start_model(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    parameters: Parameters | None = None,
    behaviour: bool = True,
    policies: Mapping[str, str] | None = None,
) -> CoercionModel:
    """Return a scenario's model before its first round, its dated orders in their seats' hands.

    `without` names orders, or tags of orders, that are left out; `policies` names what plays a
    seat in place of its dated orders.
    """
    from sim.agents.model import CoercionModel  # see above

    return CoercionModel(
        scenario,
        seed=seed,
        parameters=parameters or parameters_of(scenario),
        policies=seated(scenario, policies or {}, without),
        behaviour=behaviour,
    )


EVERYBODY = "*"
"""Stands for every seat."""

HISTORY = "history"
"""The policy that hands in a seat's dated orders."""


def cast(scenario: Scenario, given: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Return which policy plays each seat: the scenario's own choice, unless another is given.

    `given` are pairs of a seat, or `*` for every seat, and a policy; one that names its seat
    goes before `*`. SimError tells everything in them that is not known.
    """
    own = {name: row.policy for name, row in scenario.seats.items()}
    problems = list(_unknown(scenario, [*own.items(), *given]))
    if problems:
        raise SimError("\n".join(problems))
    everybody = [name for seat, name in given if seat == EVERYBODY]
    general = dict.fromkeys(_seats(scenario), everybody[-1]) if everybody else {}
    named = {seat: name for seat, name in given if seat != EVERYBODY}
    return {**own, **general, **named}


def seated(
    scenario: Scenario, policies: Mapping[str, str], without: Sequence[str] = ()
) -> Mapping[str, Seat]:
    """Return what plays each seat: its policy if it has one, else its dated orders."""
    dated = HistorySeats(scenario, without=tuple(without))
    chosen = {
        seat: dated.get(seat, Passive()) if name == HISTORY else policy(name)
        for seat, name in policies.items()
    }
    return {**dated, **chosen}


def _seats(scenario: Scenario) -> tuple[str, ...]:
    """Return the seats that `*` stands for: those the scenario names, else all it could have."""
    return tuple(scenario.seats) or (*scenario.countries, *scenario.firms)


def _unknown(scenario: Scenario, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    seats = (*scenario.countries, *scenario.firms)
    for seat, name in pairs:
        if seat not in (EVERYBODY, *seats):
            yield unknown("seat", seat, seats)
        if name not in POLICIES:
            yield unknown("policy", name, POLICIES)


def play_rounds(models: Sequence[CoercionModel], rounds: int, progress: Progress | None) -> None:
    """Play rounds of all models, in step."""
    for done in range(rounds):
        for model in models:
            model.step()
        if progress:
            progress(done + 1, rounds)


def rounds_until(timeline: Timeline, until: dt.date | None) -> int:
    """Return how many rounds to play so that the day is in the last; all, if no day is given."""
    if until is None:
        return timeline.rounds
    if not timeline.start <= until < timeline.end:
        last = timeline.end - dt.timedelta(days=1)
        raise SimError(
            f"{until} is outside the scenario, which runs from {timeline.start} to {last}"
        )
    return timeline.round(until)


def rounds_of(timeline: Timeline, rounds: int | None) -> int:
    """Return how many rounds to play if so many are wanted; all, if no number is given."""
    if rounds is None:
        return timeline.rounds
    if not 1 <= rounds <= timeline.rounds:
        raise SimError(f"{rounds} rounds are not to be had; the scenario has {timeline.rounds}")
    return rounds


@dataclass(frozen=True)
class RunResult:
    """A scenario played without comparison."""

    scenario: Scenario
    seed: int
    settings: Mapping[str, float]
    """Parameters changed."""
    without: tuple[str, ...]
    """The orders, or tags of orders, left out."""
    policies: Mapping[str, str]
    """What played each seat; seats that are not named did what is dated, or nothing."""
    ticks: int
    record: Record
    course: CaseCourse
    setting: Setting
    journal: tuple[Entry, ...]
    measures: tuple[Measure, ...]
    """All there were, in the order they were made."""


def run(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    policies: Mapping[str, str] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a scenario played for so many rounds, or to its end."""
    model = start_model(
        scenario,
        seed=seed,
        without=without,
        parameters=parameters_of(scenario, settings),
        policies=policies,
    )
    return play_run(
        model,
        without=without,
        settings=settings,
        policies=policies,
        rounds=rounds,
        progress=progress,
    )


def play_run(
    model: CoercionModel,
    *,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    policies: Mapping[str, str] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a started model played for so many rounds, or to the scenario's end.

    `without`, `settings` and `policies` are what it was started with.
    """
    game = model.game
    play_rounds([model], rounds_of(game.timeline, rounds), progress)
    record = record_of(game)
    return RunResult(
        scenario=game.scenario,
        seed=game.seed,
        settings=dict(settings or {}),
        without=tuple(without),
        policies=dict(policies or {}),
        ticks=game.tick,
        record=record,
        course=course_of(game, keys_of(record)),
        setting=game.setting,
        journal=game.journal,
        measures=game.world.measures,
    )


Losses = Mapping[str, Mapping[str, float]]
"""Dispute -> country -> loss; below 0 for a gain."""


@dataclass(frozen=True)
class Backing:
    """What a government can draw on at the end of a round."""

    support: float
    """[0 to 100]"""
    capital: float
    """[points]"""


@dataclass(frozen=True)
class Affairs:
    """Politics at the end of a round, and what its disputes cost."""

    until: dt.date
    """First day after the round."""
    backing: Mapping[str, Backing]
    """Of every party to a dispute of the run."""
    disputes: tuple[Dispute, ...]
    deals: tuple[Deal, ...]
    damage: Losses
    """In the round, yearly [% of GDP]."""
    lost: Losses
    """From the start to the end of the round [% of a year's GDP]."""


def affairs(result: RunResult) -> tuple[Affairs, ...]:
    """Return politics round by round.

    What a dispute costs is known as it was in the round's last month under measures, which
    stands for all of the round's months under measures.
    """
    found: list[Affairs] = []
    before: Mapping[str, Dispute] = {}
    lost: Losses = {}
    parties = parties_of(result)
    for entry in result.journal:
        politics, countries = entry.politics, result.setting.polity.countries
        spent = {d.id: d.months - _months(before.get(d.id)) for d in politics.disputes}
        yearly = {d.id: _yearly(d, parties, countries) for d in politics.disputes}
        lost = {
            id: {c: _of(lost, id, c) + loss * spent[id] / YEAR for c, loss in by.items()}
            for id, by in yearly.items()
        }
        length = (entry.end - entry.start).days / MONTH_DAYS
        damage = {
            id: {c: loss * min(1.0, spent[id] / length) for c, loss in by.items()}
            for id, by in yearly.items()
        }
        backing = {c: _backing(politics, countries[c]) for c in parties}
        found.append(Affairs(entry.end, backing, politics.disputes, politics.deals, damage, lost))
        before = {d.id: d for d in politics.disputes}
    return tuple(found)


def parties_of(result: RunResult) -> tuple[str, ...]:
    """Return the countries with a part in a dispute of the run, in the scenario's order."""
    named = {
        country
        for entry in result.journal
        for d in entry.politics.disputes
        for country in (d.sender, d.target, *d.partners, *d.defenders)
    }
    return tuple(c for c in result.setting.polity.countries if c in named)


@dataclass(frozen=True)
class Prices:
    """What a product cost its buyers in each country that a measure on it was by or against."""

    product: str
    title: str
    unit: str
    lines: Mapping[str, Line]
    """Country -> price paid, month by month."""


def prices(result: RunResult) -> tuple[Prices, ...]:
    """Return what products under measures cost, those under most measures first."""
    sides = _sides(result)
    found = []
    for product in sorted(sides, key=lambda product: -len(sides[product])):
        countries = [c for c in result.record.countries if c in sides[product]]
        lines = {c: _price_line(result.record, c, product) for c in countries}
        named = result.scenario.products[product]
        known = {country: line for country, line in lines.items() if line.values}
        if known:
            found.append(Prices(product, named.name, f"USD/{named.unit}", known))
    return tuple(found)


def _sides(result: RunResult) -> dict[str, list[str]]:
    """Return, for each product under a measure ordered in the run, by and against whom."""
    sides: dict[str, list[str]] = {}
    ordered = {ruling.order_id for entry in result.journal for ruling in entry.rulings}
    for measure in result.measures:
        if origin_of(measure) in ordered and measure.kind not in RULE_KINDS:
            for product in measure.products:
                sides.setdefault(product, []).extend((measure.by, *measure.targets))
    return sides


def _price_line(record: Record, country: str, product: str) -> Line:
    """Return the price that a country's buyers pay, over steps of about a month."""
    read = reader(Reading(indicator="buyer_price", country=country, product=product), record)
    timeline = record.timeline
    step = max(1, round(MONTH_DAYS / timeline.tick_days))
    ticks = range(0, len(record.flows), step)
    spans = [Period(timeline.date(tick), timeline.date(tick + step)) for tick in ticks]
    points = [(span.middle, read(span)) for span in spans]
    told = [(day, value) for day, value in points if value is not None]
    return Line(tuple(day for day, _ in told), tuple(value for _, value in told))


YEAR = 12.0
"""Months in a year."""


def _months(dispute: Dispute | None) -> float:
    return dispute.months if dispute else 0.0


def _yearly(dispute: Dispute, parties: Sequence[str], countries: Index) -> dict[str, float]:
    """Return what a dispute was last seen to cost each party, yearly [% of GDP]."""
    toll = dispute.toll
    return {c: toll.damage[countries[c]] if toll else 0.0 for c in parties}


def _of(losses: Losses, dispute: str, country: str) -> float:
    return losses.get(dispute, {}).get(country, 0.0)


def _backing(politics: Politics, row: int) -> Backing:
    return Backing(float(politics.support[row]), float(politics.capital[row]))
