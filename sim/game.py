"""Game: a World, its seats and its Journal: observe, submit, resolve."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sim.adjudication.adjudicate import Adjudicated, adjudicate
from sim.adjudication.aftermath import aftermath
from sim.adjudication.deals import watched
from sim.adjudication.expectations import leverage_of
from sim.economy.accounts import Books
from sim.economy.tick import Economy
from sim.errors import SimError
from sim.events import Event
from sim.journal import Entry, first_difference
from sim.observation import Observation, observe
from sim.opening import setting_of, standing_measures
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.parameters import Parameters, catalogue, load_parameters
from sim.politics.coalitions.deterrence import Meter, meters
from sim.politics.coalitions.joint import JointAnswer, joint_answers
from sim.politics.forecast import Leverage
from sim.politics.start import politics_at_start
from sim.rng import Streams, stream
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.seats.base import Passive, Seat
from sim.seats.history import absent
from sim.timeline import Timeline
from sim.tolls import Beside, Tolls
from sim.world.build import build, timeline_of
from sim.world.disputes import Draw, Month, Toll
from sim.world.flows import Flows
from sim.world.setting import Setting
from sim.world.world import Network, World, arrays


@dataclass(frozen=True, eq=False)
class Moment:
    """A Game as it was at the start of a round, with the sheets of that round handed in."""

    round: int
    world: World
    beside: Mapping[str, Beside]
    """Dispute -> the World that ran beside the played one without its measures."""
    sheets: Mapping[str, OrderSheet]
    injected: Mapping[str, OrderSheet] = field(default_factory=dict)
    """Seat -> what injects of the round do to it, as acts of record."""


class Game:
    """One play of a scenario; the only thing here that changes."""

    def __init__(
        self,
        scenario: Scenario,
        world: World,
        setting: Setting,
        economy: Economy,
        seats: Mapping[str, Seat],
        *,
        books: Books,
    ) -> None:
        clubs, known = len(setting.polity.clubs), world.politics.cohesion.size
        if known != clubs:
            raise SimError(f"{scenario.name} has {clubs} clubs; the World tells of {known}")
        self.scenario = scenario
        self.world = world
        self.setting = setting
        self.economy = economy
        self.seats = dict(seats)
        self.journal: tuple[Entry, ...] = ()
        self.moments: tuple[Moment, ...] = ()
        """The start of every round played."""
        self.moved: Flows | None = None
        """What moved in the last round."""
        self.books = books
        self._tolls = Tolls(economy, books, setting)
        self._flows: list[Flows] = []
        self._sheets: dict[str, OrderSheet] = {}
        self._injected: Mapping[str, OrderSheet] | None = None
        self._forces: tuple[World, Leverage] | None = None

    @staticmethod
    def start(
        scenario: Scenario,
        *,
        seed: int,
        parameters: Parameters,
        seats: Mapping[str, Seat],
        behaviour: bool = True,
    ) -> Game:
        """Return a Game at the start of round 1.

        With `behaviour=False` nobody hoards, switches, saves or expects; prices still act.
        """
        timeline = timeline_of(scenario)
        measures = standing_measures(scenario, parameters)
        network, world = build(scenario, measures, seed=seed, mixing=parameters["mixing"])
        economy = Economy.of(scenario, network, timeline, parameters, behaviour=behaviour)
        setting = setting_of(scenario, network, parameters, seed=seed)
        politics = politics_at_start(setting.polity, scenario, parameters, seed)
        books = Books.of(scenario, economy, parameters)
        world = replace(world, politics=politics)
        return Game(scenario, world, setting, economy, seats, books=books)

    @property
    def network(self) -> Network:
        """Return who there is and how they are linked."""
        return self.setting.network

    @property
    def timeline(self) -> Timeline:
        """Return the scenario's calendar."""
        return self.setting.timeline

    @property
    def seed(self) -> int:
        """Return the seed of all chance."""
        return self.setting.seed

    @property
    def round(self) -> int:
        """Return the number of the round to be played, from 1."""
        return self.world.tick // self.timeline.ticks_per_round + 1

    @property
    def tick(self) -> int:
        """Return how many ticks have passed."""
        return self.world.tick

    @property
    def over(self) -> bool:
        """Return whether the scenario's last round has been played."""
        return self.tick >= self.timeline.ticks

    def observe(self, seat: str) -> Observation:
        """Return what a seat sees at the start of the round."""
        forces = self._leverage(self.world)
        return observe(self.world, self.setting, seat, self._stream("observe"), forces)

    def submit(self, seat: str, sheet: OrderSheet) -> None:
        """Hand in a seat's order sheet for the round; a second one takes the first's place."""
        self._sheets[seat] = sheet

    def resolve(self) -> Entry:
        """Adjudicate all sheets, run the round month by month, and return the journal's entry."""
        if self.over:
            raise SimError(f"{self.scenario.name} has no round {self.round}")
        sheets, self._sheets = self._sheets, {}
        injected = self._told_to_do() if self._injected is None else self._injected
        self._injected = None
        moment = Moment(self.round, self.world, dict(self._tolls.beside), sheets, injected)
        self.moments = (*self.moments, moment)
        everything = {s: (*sheets.get(s, ()), *injected.get(s, ())) for s in {**sheets, **injected}}
        draw = self._stream("adjudicate")
        ruled = adjudicate(self.world, self.setting, everything, draw, played=sheets)
        after, flows, events, draws, months = self._months(ruled)
        after, kept = watched(after, self.setting, flows)
        return self._record(sheets, ruled, (*events, *kept), draws, months, after, flows)

    def ask(self, name: str, seat: Seat) -> None:
        """Let whoever plays a seat observe and submit; nobody does where it is passive."""
        if isinstance(seat, Passive):
            return  # it looks at nothing and orders nothing
        sheet = seat.orders(self.observe(name))
        if not absent(seat, sheet):
            self.submit(name, sheet)

    def play_round(self) -> Entry:
        """Let every seat observe and submit, and resolve the round."""
        for name, seat in self.seats.items():
            self.ask(name, seat)
        return self.resolve()

    def branch(
        self,
        moment: Moment,
        *,
        setting: Setting | None = None,
        economy: Economy | None = None,
        world: World | None = None,
    ) -> Game:
        """Return a Game that goes on from a moment by itself, the sheets of then handed in.

        It shares with this one all that never changes. `setting`, `economy` and `world` take the
        place of those of the moment.
        """
        before, books = moment.round - 1, self.books
        if setting is not None or economy is not None:
            setting, economy = setting or self.setting, economy or self.economy
            books = Books.of(self.scenario, economy, setting.parameters)
        game = Game(
            self.scenario, world or moment.world, setting or self.setting,
            economy or self.economy, self.seats, books=books,
        )  # fmt: skip
        game.journal, game.moments = self.journal[:before], self.moments[:before]
        game._flows = [self.flows().until(moment.world.tick)] if before else []
        game._tolls.beside.update(moment.beside)
        game._sheets, game._injected = dict(moment.sheets), moment.injected
        return game

    def flows(self) -> Flows:
        """Return everything that moved so far."""
        if not self._flows:
            raise SimError("nothing has been played yet")
        self._flows = [Flows.joined(self._flows)] if len(self._flows) > 1 else self._flows
        return self._flows[0]

    def verify(self, again: Game) -> str | None:
        """Return where another Game's journal first differs from this one's, or None."""
        return first_difference(self.journal, again.journal)

    def _months(
        self, ruled: Adjudicated
    ) -> tuple[World, Flows, tuple[Event, ...], tuple[Draw, ...], tuple[Month, ...]]:
        """Let economy and politics take turns, month by month, through the round's ticks."""
        world, moved, months = ruled.world, [], []
        events, draws = list(ruled.events), list(ruled.draws)
        for number, ticks in enumerate(self._spans(world)):
            before = world
            world, flows, opened = self.economy.advance(before, ticks)
            tolls = self._tolls.taken(before, flows)
            world, told, drawn = aftermath(
                world, self.setting, tolls, ticks, self._stream(f"politics {number}")
            )
            moved.append(flows)
            months.append(self._month(before, world, tolls))
            events += (*opened, *told)
            draws += drawn
        return world, Flows.joined(moved), tuple(events), tuple(draws), tuple(months)

    def _told_to_do(self) -> Mapping[str, OrderSheet]:
        """Return what injects of the round do, by whom they happen to."""
        found: dict[str, OrderSheet] = {}
        for inject in self.scenario.injects:
            if inject.by and inject.order and self.timeline.round(inject.date) == self.round:
                order = Order.parse(inject.order)
                act = SheetEntry(inject.date, inject.id, order, settled=True, reason=inject.title)
                found[inject.by] = (*found.get(inject.by, ()), act)
        return found

    def _month(self, before: World, after: World, tolls: Mapping[str, Toll]) -> Month:
        start, end = (self.timeline.date(world.tick) for world in (before, after))
        return Month(start, end, tuple(sorted(tolls.items())))

    def _spans(self, world: World) -> list[int]:
        """Return how many ticks each month of the round has; one span where there is no dispute."""
        ticks = self.timeline.ticks_per_round
        disputes = any(dispute.open for dispute in world.politics.disputes)
        months = max(1, round(self.setting.months(ticks))) if disputes else 1
        return [len(part) for part in np.array_split(np.arange(ticks), min(months, ticks))]

    def _stream(self, phase: str) -> Streams:
        """Return a function from an event's name to its stream of chance in this round."""
        return lambda event: stream(self.seed, self.round, f"{phase} {event}")

    def _leverage(self, world: World) -> Leverage:
        """Return what countries could do to each other; worked out once for a World."""
        if self._forces is None or self._forces[0] is not world:
            self._forces = (world, leverage_of(world, self.setting))
        return self._forces[1]

    def _outlook(self, after: World) -> tuple[tuple[JointAnswer, ...], tuple[Meter, ...]]:
        """Return who would join in each open dispute, and what beginning would be worth (§C.15)."""
        disputes = after.politics.disputes
        if not any(dispute.open for dispute in disputes):
            return (), ()
        forces = self._leverage(after)
        answers = joint_answers(disputes, after, self.setting, forces)
        return answers, meters(after, self.setting, forces)

    def _record(
        self,
        sheets: Mapping[str, OrderSheet],
        ruled: Adjudicated,
        events: tuple[Event, ...],
        draws: tuple[Draw, ...],
        months: tuple[Month, ...],
        after: World,
        flows: Flows,
    ) -> Entry:
        start, end = (self.timeline.date(w.tick) for w in (self.world, after))
        told = (
            Event(i.date, "Inject", i.title, i.id)
            for i in self.scenario.injects
            if start <= i.date < end
        )
        joins, worth = self._outlook(after)
        entry = Entry(
            round=self.round,
            start=start,
            end=end,
            orders=tuple(str(e.order) for _, sheet in sorted(sheets.items()) for e in sheet),
            rulings=ruled.rulings,
            events=tuple(sorted((*events, *told))),
            draws=draws,
            months=months,
            politics=after.politics,
            state=digest(after),
            joins=joins,
            meters=worth,
        )
        self.world = after
        self.moved = flows
        self._flows.append(flows)
        self.journal = (*self.journal, entry)
        return entry


def parameters_of(scenario: Scenario, settings: Mapping[str, float] | None = None) -> Parameters:
    """Return the default parameters, changed by what the scenario says, then by `settings`."""
    known = catalogue()
    own = {name: quantity(figure, known[name].unit) for name, figure in scenario.parameters.items()}
    return load_parameters().replaced(own).replaced(settings or {})


def digest(world: World) -> str:
    """Return a hash of all that a World holds; equal on one machine for equal games."""
    content = hashlib.blake2b(digest_size=16)
    politics = world.politics
    content.update(repr((world.tick, world.measures)).encode())
    content.update(
        repr((politics.disputes, politics.deals, politics.pending, politics.led)).encode()
    )
    for name, array in {**arrays(world), **arrays(politics)}.items():
        content.update(name.encode())
        content.update(array.tobytes())
    return content.hexdigest()
