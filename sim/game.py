"""Game: a World, its seats and its Journal: observe, submit, resolve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy

from sim.adjudication.adjudicate import Adjudicated, adjudicate
from sim.adjudication.deals import watched
from sim.adjudication.expectations import leverage_of
from sim.adjudication.objections import objections
from sim.economy.accounts import Books
from sim.economy.tick import Economy
from sim.errors import SimError, raise_all
from sim.events import Event
from sim.journal import Entry, first_difference
from sim.moments import Given, Moment, Record
from sim.months import ADJUDICATE, Run, run
from sim.observation import Observation, observe
from sim.opening import setting_of, standing_measures
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.parameters import Parameters, catalogue, load_parameters
from sim.patches import Patch, checked, patched
from sim.politics.coalitions.deterrence import Meter, meters
from sim.politics.coalitions.joint import JointAnswer, joint_answers
from sim.politics.forecast import Leverage
from sim.politics.start import politics_at_start
from sim.rng import Streams, streams
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.seats.base import Passive, Seat
from sim.seats.history import absent
from sim.timeline import Timeline
from sim.tolls import Beside, Tolls
from sim.values import replace
from sim.world.build import build, timeline_of
from sim.world.decisions import NOTHING, Decisions
from sim.world.flows import Flows
from sim.world.setting import Setting
from sim.world.store import digest
from sim.world.world import Network, World

__all__ = ["Game", "Moment", "digest", "parameters_of"]


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
        self._flows: tuple[Flows, ...] = ()
        self._joined: Flows | None = None
        self._given = Given()
        self._forces: tuple[World, Leverage] | None = None
        self._bare = False

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
        self._given = replace(self._given, sheets={**self._given.sheets, seat: sheet})

    def dictate(self, acts: Mapping[str, OrderSheet], patches: Iterable[Patch] = ()) -> None:
        """Say what injects do in the round: acts of record by whom, and patches of the World.

        They take the place of what the scenario's injects would do, and of what was dictated
        before. SimError tells which patches there cannot be.
        """
        rows = checked(patches, self.world, self.setting, self.scenario)
        self._given = replace(self._given, injected=dict(acts), patches=rows)

    def decide(self, decisions: Decisions) -> None:
        """Rule and draw in the model's place, on what was handed in and dictated so far (§A.37).

        SimError tells which orders there are not, and which cannot be carried out at all.
        """
        given = replace(self._given, decisions=decisions)
        moment = self._moment(given)
        ruled = self._adjudicated(moment, self._begun(moment)[0])
        raise_all(objections(decisions, ruled.rulings, self.world.politics))
        self._given = given

    def resolve(self) -> Entry:
        """Adjudicate all sheets, run the round month by month, and return the journal's entry."""
        if self.over:
            raise SimError(f"{self.scenario.name} has no round {self.round}")
        moment, self._given = self._moment(self._given), Given()
        self.moments = (*self.moments, moment)
        world, self._tolls.beside = self._begun(moment)
        ruled = self._adjudicated(moment, world)
        ran = run(
            ruled, self.setting, self.economy, self._tolls,
            lambda phase: self._stream(phase, moment.decisions),
        )  # fmt: skip
        after, kept = watched(ran.world, self.setting, ran.flows)
        events = (*ran.events, *kept)
        self._record(moment.sheets, ruled, replace(ran, world=after, events=events))
        if moment.amended:
            self._amend(moment.amended)
        return self.journal[-1]

    def patch(self, patches: Iterable[Patch]) -> Entry:
        """Change named quantities of the World after the last round; return its entry anew.

        SimError tells which patches there cannot be.
        """
        if not self.journal:
            raise SimError("nothing has been played yet")
        rows = checked(patches, self.world, self.setting, self.scenario)
        last = self.moments[-1]
        self.moments = (*self.moments[:-1], replace(last, amended=(*last.amended, *rows)))
        return self._amend(rows)

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
        bare: bool = False,
    ) -> Game:
        """Return a Game that goes on from a moment by itself, all handed in that was then.

        It shares with this one all that never changes. `setting`, `economy` and `world` take the
        place of those of the moment. A `bare` one is played for its numbers alone: its entries
        have no digest of the World, nor who would join and what beginning would be worth.
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
        game._flows = self._flows[:before]
        game._tolls.beside.update(moment.beside)
        game._bare = bare
        game._given = Given(
            moment.sheets, moment.injected, moment.patches, moment.decisions, moment.amended
        )
        return game

    def copy(self) -> Game:
        """Return a Game that goes on from here by itself; it shares all that never changes."""
        game = copy(self)
        game.seats = dict(self.seats)
        game._tolls = replace(self._tolls, beside=dict(self._tolls.beside))
        return game

    def record(self, round: int | None = None) -> Record:
        """Return all that is needed to go on from a round, or to explain it; of the last one."""
        number = len(self.journal) if round is None else round
        if not 1 <= number <= len(self.journal):
            raise SimError(f"round {number} has not been played; so far: {len(self.journal)}")
        then = self.moments[number - 1]
        world, beside = self.world, self._tolls.beside
        if number < len(self.moments):
            world, beside = self.moments[number].world, dict(self.moments[number].beside)
        return Record(
            self.journal[number - 1], world, dict(beside), self._flows[number - 1], then.sheets,
            then.injected, then.patches, then.decisions, then.amended,
        )  # fmt: skip

    def resumed(self, records: Iterable[Record]) -> Game:
        """Return a Game that stands where records of rounds end, as if it had played them.

        They follow each other, the first one from where this Game stands.
        """
        game = self.copy()
        game._given = Given()
        for record in records:
            if record.entry.round != game.round:
                raise SimError(
                    f"round {record.entry.round} does not follow here; {game.round} does"
                )
            moment = record.moment(game.world, game._tolls.beside)
            game.moments = (*game.moments, moment)
            game._tolls.beside = dict(record.beside)
            game._played(record.entry, record.world, record.flows)
        return game

    def flows(self) -> Flows:
        """Return everything that moved so far."""
        if not self._flows:
            raise SimError("nothing has been played yet")
        self._joined = self._joined or Flows.joined(self._flows)
        return self._joined

    def verify(self, again: Game) -> str | None:
        """Return where another Game's journal first differs from this one's, or None."""
        return first_difference(self.journal, again.journal)

    def _moment(self, given: Given) -> Moment:
        """Return the start of the round, with what was handed in for it."""
        injected = self._told_to_do() if given.injected is None else given.injected
        return Moment(
            self.round, self.world, dict(self._tolls.beside), given.sheets, injected,
            given.patches, given.decisions, given.amended,
        )  # fmt: skip

    def _begun(self, moment: Moment) -> tuple[World, dict[str, Beside]]:
        """Return the World in which a round's orders act, and those beside it."""
        return self._patched(moment.world, moment.beside, moment.patches)

    def _patched(
        self, world: World, beside: Mapping[str, Beside], patches: tuple[Patch, ...]
    ) -> tuple[World, dict[str, Beside]]:
        others = {id: kept.world for id, kept in beside.items()}
        world, others_after = patched(world, patches, self.setting, self.scenario, others)
        kept = {id: replace(kept, world=others_after[id]) for id, kept in beside.items()}
        return world, kept

    def _adjudicated(self, moment: Moment, world: World) -> Adjudicated:
        sheets, injected = moment.sheets, moment.injected
        everything = {s: (*sheets.get(s, ()), *injected.get(s, ())) for s in {**sheets, **injected}}
        return adjudicate(
            world, self.setting, everything, self._stream(ADJUDICATE, moment.decisions),
            played=sheets, decisions=moment.decisions,
        )  # fmt: skip

    def _amend(self, patches: tuple[Patch, ...]) -> Entry:
        """Patch the World after the last round, and tell so in its entry."""
        after, self._tolls.beside = self._patched(self.world, self._tolls.beside, patches)
        joins, worth = self._outlook(after)
        last = self.journal[-1]
        entry = replace(
            last, patches=(*last.patches, *map(str, patches)), politics=after.politics,
            state=digest(after), joins=joins, meters=worth,
        )  # fmt: skip
        self.world, self.journal = after, (*self.journal[:-1], entry)
        return entry

    def _told_to_do(self) -> Mapping[str, OrderSheet]:
        """Return what injects of the round do, by whom they happen to."""
        found: dict[str, OrderSheet] = {}
        for inject in self.scenario.injects:
            if inject.by and inject.order and self.timeline.round(inject.date) == self.round:
                order = Order.parse(inject.order)
                act = SheetEntry(inject.date, inject.id, order, settled=True, reason=inject.title)
                found[inject.by] = (*found.get(inject.by, ()), act)
        return found

    def _stream(self, phase: str, decisions: Decisions = NOTHING) -> Streams:
        """Return a function from an event's name to its stream of chance in this round."""
        return streams(self.seed, self.round, phase, decisions.draws)

    def _leverage(self, world: World) -> Leverage:
        """Return what countries could do to each other; worked out once for a World."""
        if self._forces is None or self._forces[0] is not world:
            self._forces = (world, leverage_of(world, self.setting))
        return self._forces[1]

    def _outlook(self, after: World) -> tuple[tuple[JointAnswer, ...], tuple[Meter, ...]]:
        """Return who would join in each open dispute, and what beginning would be worth (§C.15)."""
        disputes = after.politics.disputes
        if self._bare or not any(dispute.open for dispute in disputes):
            return (), ()
        forces = self._leverage(after)
        answers = joint_answers(disputes, after, self.setting, forces)
        return answers, meters(after, self.setting, forces)

    def _record(self, sheets: Mapping[str, OrderSheet], ruled: Adjudicated, ran: Run) -> None:
        """Write the round down, and go on to where it ends."""
        after = ran.world
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
            events=tuple(sorted((*ran.events, *told))),
            draws=ran.draws,
            months=ran.months,
            politics=after.politics,
            state="" if self._bare else digest(after),
            joins=joins,
            meters=worth,
        )
        self._played(entry, after, ran.flows)

    def _played(self, entry: Entry, after: World, flows: Flows) -> None:
        self.world, self.moved = after, flows
        self._flows, self._joined = (*self._flows, flows), None
        self.journal = (*self.journal, entry)


def parameters_of(scenario: Scenario, settings: Mapping[str, float] | None = None) -> Parameters:
    """Return the default parameters, changed by what the scenario says, then by `settings`."""
    known = catalogue()
    own = {name: quantity(figure, known[name].unit) for name, figure in scenario.parameters.items()}
    return load_parameters().replaced(own).replaced(settings or {})
