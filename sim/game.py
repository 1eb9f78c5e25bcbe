"""Game: a World, its seats and its Journal: observe, submit, resolve."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sim.adjudication.adjudicate import adjudicate
from sim.economy.tick import Economy
from sim.errors import SimError
from sim.events import Event
from sim.journal import Entry, first_difference
from sim.observation import Observation, observe
from sim.orders.base import Order
from sim.orders.effects import impose, measure_of
from sim.orders.sheet import OrderSheet
from sim.parameters import Parameters, catalogue, load_parameters
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.seats.base import Seat
from sim.timeline import Timeline
from sim.world.build import build, timeline_of
from sim.world.flows import Flows
from sim.world.measures import Measure
from sim.world.rulings import Ruling
from sim.world.world import Network, World, arrays


class Game:
    """One play of a scenario; the only thing here that changes."""

    def __init__(
        self,
        scenario: Scenario,
        world: World,
        network: Network,
        economy: Economy,
        seats: Mapping[str, Seat],
        *,
        seed: int,
    ) -> None:
        self.scenario = scenario
        self.world = world
        self.network = network
        self.economy = economy
        self.timeline: Timeline = economy.timeline
        self.seats = dict(seats)
        self.seed = seed
        self.journal: tuple[Entry, ...] = ()
        self._flows: list[Flows] = []
        self._sheets: dict[str, OrderSheet] = {}

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
        network, world = build(
            scenario, standing_measures(scenario), seed=seed, mixing=parameters["mixing"]
        )
        economy = Economy.of(scenario, network, timeline, parameters, behaviour=behaviour)
        return Game(scenario, world, network, economy, seats, seed=seed)

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
        return observe(self.world, self.network, self.timeline, seat)

    def submit(self, seat: str, sheet: OrderSheet) -> None:
        """Hand in a seat's order sheet for the round; a second one takes the first's place."""
        self._sheets[seat] = sheet

    def resolve(self) -> Entry:
        """Adjudicate all sheets, run the round's ticks, and return the journal's new entry."""
        if self.over:
            raise SimError(f"{self.scenario.name} has no round {self.round}")
        sheets, self._sheets = self._sheets, {}
        ruled = adjudicate(self.world, self.network, self.timeline, sheets)
        after, flows, opened = self.economy.advance(ruled.world, self.timeline.ticks_per_round)
        return self._record(sheets, ruled.rulings, (*ruled.events, *opened), after, flows)

    def play_round(self) -> Entry:
        """Let every seat observe and submit, and resolve the round."""
        for name, seat in self.seats.items():
            self.submit(name, seat.orders(self.observe(name)))
        return self.resolve()

    def flows(self) -> Flows:
        """Return everything that moved so far."""
        if not self._flows:
            raise SimError("nothing has been played yet")
        self._flows = [Flows.joined(self._flows)] if len(self._flows) > 1 else self._flows
        return self._flows[0]

    def verify(self, again: Game) -> str | None:
        """Return where another Game's journal first differs from this one's, or None."""
        return first_difference(self.journal, again.journal)

    def _record(
        self,
        sheets: Mapping[str, OrderSheet],
        rulings: tuple[Ruling, ...],
        events: tuple[Event, ...],
        after: World,
        flows: Flows,
    ) -> Entry:
        start, end = (self.timeline.date(w.tick) for w in (self.world, after))
        told = (
            Event(i.date, "Inject", i.title, i.id)
            for i in self.scenario.injects
            if start <= i.date < end
        )
        entry = Entry(
            round=self.round,
            start=start,
            end=end,
            orders=tuple(str(e.order) for _, sheet in sorted(sheets.items()) for e in sheet),
            rulings=rulings,
            events=tuple(sorted((*events, *told))),
            state=digest(after),
        )
        self.world = after
        self._flows.append(flows)
        self.journal = (*self.journal, entry)
        return entry


def parameters_of(scenario: Scenario, settings: Mapping[str, float] | None = None) -> Parameters:
    """Return the default parameters, changed by what the scenario says, then by `settings`."""
    known = catalogue()
    own = {name: quantity(figure, known[name].unit) for name, figure in scenario.parameters.items()}
    return load_parameters().replaced(own).replaced(settings or {})


def standing_measures(scenario: Scenario) -> tuple[Measure, ...]:
    """Return the measures that are in force when the scenario starts."""
    timeline = timeline_of(scenario)
    measures: tuple[Measure, ...] = ()
    for row in scenario.in_force:
        measures = impose(
            measures,
            measure_of(
                Order.parse(row.order), id=row.id, by=row.by, given=timeline.start,
                timeline=timeline,
            ),
        )  # fmt: skip
    return measures


def digest(world: World) -> str:
    """Return a hash of all that a World holds; equal on one machine for equal games."""
    content = hashlib.blake2b(digest_size=16)
    content.update(repr((world.tick, world.measures)).encode())
    for name, array in arrays(world).items():
        content.update(name.encode())
        content.update(array.tobytes())
    return content.hexdigest()
