"""Play: an exercise played from STARTEX to ENDEX by itself, as it is conducted on the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from sim.errors import SimError
from sim.exercise import fold
from sim.exercise.conditions.judge import told
from sim.exercise.conditions.parse import parse
from sim.exercise.conduct import injects, orders, rounds
from sim.exercise.conduct.explanation import told_of
from sim.exercise.exercise import Exercise
from sim.exercise.rehearsal import texts
from sim.exercise.rehearsal.course import Beat, Course, Look, Manner, Ruled, Shift, Wild
from sim.exercise.rehearsal.looks import can_order, looks, waits
from sim.exercise.rehearsal.trial import trial
from sim.exercise.table import Result, Table
from sim.exercise.topics.injects import INJECTS, InjectFired
from sim.exercise.topics.orders import next_id
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import SEATS, Chair
from sim.explain.played import Played
from sim.explain.published import published_of
from sim.game import Game

TRIES = 3
"""So many orders of its playbook a seat gives in a round."""

WORST_LOSS = 25.0
"""A loss beyond this is beyond belief [% of GDP a year]."""

WORST_PRICE = 30.0
"""A price that is so many times what it was, or so small a part of it, is beyond belief."""

MORNING = dt.datetime(2000, 1, 3, 9, 0, tzinfo=dt.UTC)

T = TypeVar("T")


@dataclass
class RoomClock:
    """A clock that goes on when it is told to."""

    at: dt.datetime = MORNING

    def __call__(self) -> dt.datetime:
        """Return the room's time."""
        return self.at

    def go(self, minutes: float) -> None:
        """Let time pass."""
        self.at += dt.timedelta(minutes=minutes)


def played(
    scenario: str,
    *,
    format: str,
    seed: int,
    manner: Manner,
    chairs: Mapping[str, Chair],
    tried: Counter[tuple[str, str, int]],
    watch: Callable[[], float],
) -> Course:
    """Return what was seen in a game, as far as it could be played.

    `tried` counts how often each order of each playbook was given in which round, in this game
    and before; `watch` tells the time that steps are measured by [s].
    """
    clock = RoomClock()
    with trial(scenario, format=format, seed=seed, chairs=chairs, clock=clock) as exercise:
        return _Rehearsing(exercise, Table(exercise), manner, clock, tried, watch).course()


@dataclass
class _Rehearsing:
    exercise: Exercise
    table: Table
    manner: Manner
    clock: RoomClock
    tried: Counter[tuple[str, str, int]]
    watch: Callable[[], float]
    seconds: list[tuple[str, float]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    """Order's id -> its code in its seat's playbook."""
    given: set[tuple[str, str]] = field(default_factory=set)
    """Seats and codes of what was ordered in this game."""
    values: dict[str, float | None] = field(default_factory=dict)
    """Numbers of the last round."""

    def course(self) -> Course:
        beats: list[Beat] = []
        at_once: tuple[str, ...] = ()
        failed = ""
        try:
            self.timed(texts.starting(), lambda: rounds.start(self.exercise, self.table))
            self.values = self.quiet()
            for round in range(1, self.table.format.rounds + 1):
                opened = self.opened()
                if round == 1:
                    at_once = tuple(id for id in opened if self.exercise.of(INJECTS).rows[id].when)
                beats.append(self.beat(round, opened))
        except SimError as error:
            failed = texts.stopped(self.exercise.of(ROUNDS).round, str(error))
        return Course(
            manner=self.manner,
            seed=self.exercise.setup.seed,
            beats=tuple(beats),
            at_once=at_once,
            unmet={} if failed else self.unmet(),
            seconds=tuple(self.seconds),
            failed=failed,
        )

    def opened(self) -> tuple[str, ...]:
        """Brief and open the next round, and return the injects that fired meanwhile."""
        rounds.brief(self.exercise)
        fired = self.fire()
        self.clock.go(self.table.format.minutes.brief)
        rounds.open_round(self.exercise, self.table.format.minutes.open or None)
        return (*fired, *self.fire())

    def beat(self, round: int, opened: tuple[str, ...]) -> Beat:
        """Play an open round, and return what was seen of it."""
        game = self.table.game()
        looked = self.looks(game)
        idle = tuple(s for s in self.people() if not can_order(game, s, looked[s]))
        if self.manner == "playbook":
            for seat in self.people():
                self.order(seat, looked[seat])
        fired = [*opened, *self.while_open(round)]
        self.timed(texts.locking(), lambda: rounds.lock(self.exercise, self.table))
        fired += self.fire()
        result = self.timed(
            texts.adjudicating(), lambda: rounds.adjudicate(self.exercise, self.table)
        )
        sheets = self.exercise.of(ROUNDS).sheets
        default = {o.id for s in sheets.values() if s.origin == "default" for o in s.orders}
        self.clock.go(self.table.format.minutes.review)
        entries = self.timed(texts.publishing(), lambda: rounds.publish(self.exercise, self.table))
        acts = (fold.said(entry).act for entry in entries)
        fired += [act.id for act in acts if isinstance(act, InjectFired)]
        return Beat(
            round=round,
            looks=tuple(look for each in looked.values() for look in each),
            idle=idle,
            ruled=tuple(self.ruled(result, default)),
            fired=tuple(fired),
            events=len([e for e in result.entry.events if e.kind != "Misread"]),
            shifts=tuple(self.shifts(result.game)),
            wild=tuple(wild(result.game)),
        )

    def people(self) -> tuple[str, ...]:
        """Return the seats that people play on the day."""
        places = self.exercise.of(SEATS).places.items()
        named = self.table.format.humans
        return tuple(s for s, p in places if p.chair.kind in ("human", "white") or s in named)

    def looks(self, game: Game) -> dict[str, tuple[Look, ...]]:
        """Return what each seat's playbook offers as the round opens."""
        left = self.table.format.rounds - self.exercise.of(ROUNDS).round + 1
        endex = game.timeline.date(game.tick + left * game.timeline.ticks_per_round)
        return {
            seat: tuple(looks(game, seat, orders.playbook(self.table, seat), endex))
            for seat in self.exercise.of(SEATS).places
        }

    def order(self, seat: str, looked: Sequence[Look]) -> None:
        """Give the orders of a playbook that were given least often in this round; hand in."""
        could = [look for look in looked if not look.refusal and not look.waits]
        could.sort(key=lambda look: self.often(seat, look.code))
        for look in could[:TRIES]:
            id = next_id(self.exercise.state, seat)
            text = orders.spelt_out(self.table, seat, look.code)
            orders.add(self.exercise, seat, seat, text, id=id)
            self.codes[id] = look.code
            self.given.add((seat, look.code))
            self.tried[seat, look.code, self.exercise.of(ROUNDS).round] += 1
        orders.submit(self.exercise, seat, seat)

    def often(self, seat: str, code: str) -> tuple[int, bool]:
        """Return how often an order was given in such a round, and whether in this game already."""
        round = self.exercise.of(ROUNDS).round
        return self.tried[seat, code, round], (seat, code) in self.given

    def while_open(self, round: int) -> Iterator[str]:
        """Let the minutes of an open round pass, and yield the injects that fire in them."""
        whole, now = self.table.format.minutes.open, 0
        rows = self.exercise.of(INJECTS).rows.values()
        minutes = {row.minute for row in rows if row.minute and row.round == round}
        for minute in sorted(m for m in minutes if m <= whole):
            self.clock.go(minute - now)
            now = minute
            yield from self.fire()
        self.clock.go(whole - now)

    def fire(self) -> tuple[str, ...]:
        """Fire what is due, and return the ids."""
        acts = (fold.said(e).act for e in injects.fire_due(self.exercise, self.table))
        return tuple(act.id for act in acts if isinstance(act, InjectFired))

    def ruled(self, result: Result, default: set[str]) -> Iterator[Ruled]:
        """Yield what became of the round's orders."""
        for one in result.entry.rulings:
            yield Ruled(
                seat=one.seat,
                order=one.order,
                code=self.codes.get(one.order_id, ""),
                default=one.order_id in default,
                outcome=one.outcome,
                reason=one.reason,
                waits=waits(one.order),
            )

    def quiet(self) -> dict[str, float | None]:
        """Return the numbers before round 1: those of history, or of a round without orders."""
        game = self.table.game()
        if not game.journal:
            game.resolve()
        return {name: value for name, _, value in numbers(game, self.table)}

    def shifts(self, game: Game) -> Iterator[Shift]:
        """Yield how the numbers told of every round moved since the last one."""
        before, self.values = self.values, {}
        for name, unit, value in numbers(game, self.table):
            self.values[name] = value
            yield Shift(name, unit, before.get(name), value)

    def unmet(self) -> dict[str, str]:
        """Return how things stand with the conditions that never held."""
        rows = self.exercise.of(INJECTS).rows.values()
        facts = injects.facts_of(self.exercise, self.table)
        waiting = (row for row in rows if row.when and row.status == "approved")
        return {row.id: told(parse(row.when), facts) for row in waiting}

    def timed(self, step: str, do: Callable[[], T]) -> T:
        """Do a step, and note how long it took."""
        begun = self.watch()
        done = do()
        self.seconds.append((step, self.watch() - begun))
        return done


def numbers(game: Game, table: Table) -> Iterator[tuple[str, str, float | None]]:
    """Yield the numbers told of a Game's last round, each with its unit."""
    found = Played.last(game)
    for number in published_of(list(told_of(table, game)), game):
        yield str(number), number.unit, number.value(found)


def wild(game: Game) -> Iterator[Wild]:
    """Yield the numbers of a Game's last round that are none, or beyond belief."""
    network = game.network
    with np.errstate(divide="ignore", invalid="ignore"):
        risen = np.log(game.world.price / game.moments[0].world.price)
    mad = ~(np.abs(risen) <= np.log(WORST_PRICE))
    for product in np.unique(network.outlet_product[mad]):
        rows = risen[mad & (network.outlet_product == product)]
        worst = float(np.exp(rows[np.argmax(np.abs(rows))]))  # no number before any other
        name = network.products.names[product]
        yield Wild(name, texts.wild_price(name, worst), not 0.0 < worst < np.inf)
    lost = Played.last(game).lost
    for country, loss in zip(network.countries, lost, strict=True):
        if np.isfinite(game.setting.polity.gdp_of(country)) and not abs(loss) <= WORST_LOSS:
            told = texts.wild_loss(country, float(loss))
            yield Wild(country, told, not np.isfinite(loss))
