"""Deterrence: how often a coercer begins, with and without a pledge of others to answer.

The same games are played under each pledge (common random numbers), up to the coercer's first step
against the target or to the last round asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from sim.errors import SimError, unknown
from sim.explain.spread import Progress, Spread, serial
from sim.game import Game
from sim.journal import Entry
from sim.odds import Part
from sim.orders.base import Order
from sim.orders.effects.deed import PRESSING
from sim.orders.instruments import instruments
from sim.parameters import Parameters
from sim.politics.forecast import Launch
from sim.replay.run import seated
from sim.scenario.spec import Scenario
from sim.seats.launch import BEGINNERS
from sim.world.measures import Measure
from sim.world.setting import Setting
from sim.world.world import World, frozen

SEEDS, ROUNDS = 200, 4
"""Games under each pledge, and rounds of each, where nothing else is said."""

RATE = 0.5
"""Share of its market that who pledges promises to close [1]."""
FIRM, LOOSE = 0.9, 0.1
"""Cohesion of a club that holds, and of one that has fallen out [1]."""
BROKEN = 12.0
"""Threats let go by who is not believed; a country without a record counts 2, and 4 kept."""
PARTS = ("concession", "own cost", "joint answer", "legitimacy", "political capital")
"""Of what beginning is worth, in the order of §P.36."""

FRIEND = 0.3
"""Relations from which a country may pledge where the target is in no club [-1 to 1]."""


@dataclass(frozen=True)
class Pledge:
    """Who has promised to answer pressure on the target, and what the promise is worth."""

    name: str
    says: str
    by: tuple[str, ...] = ()
    cohesion: float | None = None
    """Of the clubs that those who pledge share with the target; None: as it is [1]."""
    broken: float = 0.0
    """Threats that each has let go before [1]."""


def pledges(setting: Setting, world: World, coercer: str, target: str) -> tuple[Pledge, ...]:
    """Return the pledges that are set beside each other."""
    partners = partners_of(setting, world, coercer, target)
    if not partners:
        raise SimError(f"{target} has no partner that could pledge anything: no club, no friend")
    small = min(partners, key=setting.polity.gdp_of)
    named = ", ".join(partners)
    return (
        Pledge("none", "nobody has promised anything"),
        Pledge("promised", f"{named}; usual record, clubs as they are", partners),
        Pledge("credible", f"{named}; usual record, firm club", partners, FIRM),
        Pledge("hollow", f"{named}; broken record, loose club", partners, LOOSE, BROKEN),
        Pledge("small", f"{small} alone; usual record, firm club", (small,), FIRM),
    )


def partners_of(setting: Setting, world: World, coercer: str, target: str) -> tuple[str, ...]:
    """Return who is in a club with the target, or else its allies and friends."""
    polity, row = setting.polity, setting.polity.countries[target]
    others = [c for c in polity.countries if c not in (coercer, target) and polity.gdp_of(c) > 0.0]
    members = tuple(c for c in others if polity.shared_clubs(c, target))
    near = tuple(
        c for c in others
        if polity.treaty[polity.countries[c], row]
        or world.politics.relations[polity.countries[c], row] >= FRIEND
    )  # fmt: skip
    return members or near


def promised(world: World, setting: Setting, pledge: Pledge, coercer: str, target: str) -> World:
    """Return a World in which a pledge stands, as an act of record before the first round."""
    politics, polity = world.politics, setting.polity
    measures = tuple(
        Measure(
            f"pledge-{country}", "pledge", country, targets=(coercer,), rate=RATE,
            since=world.tick, known=world.tick, instrument="collective_defence_pledge",
        )
        for country in pledge.by
    )  # fmt: skip
    broken, cohesion = politics.backed_down.copy(), politics.cohesion.copy()
    for country in pledge.by:
        broken[polity.countries[country]] += pledge.broken
    for row, club in enumerate(polity.clubs.values()):
        shared = target in club.members and {*pledge.by} & {*club.members}
        if pledge.cohesion is not None and shared:
            cohesion[row] = pledge.cohesion
    politics = replace(politics, backed_down=frozen(broken), cohesion=frozen(cohesion))
    return replace(world.with_measures((*world.measures, *measures)), politics=politics)


@dataclass(frozen=True)
class Trials:
    """The games of one coercer against one target: work that can be spread over processes."""

    scenario: Scenario
    parameters: Parameters
    policies: Mapping[str, str]
    coercer: str
    target: str
    dispute: str
    pledges: tuple[Pledge, ...]
    rounds: int

    def __call__(self, task: int) -> tuple[float, ...]:
        """Return the round of the first step (0: none) and the parts of its worth at the start.

        Games of one seed stand beside each other: its pledges one after the other.
        """
        seed, row = divmod(task, len(self.pledges))
        game = Game.start(
            self.scenario, seed=seed, parameters=self.parameters,
            seats=seated(self.scenario, self.policies),
        )  # fmt: skip
        game.world = promised(
            game.world, game.setting, self.pledges[row], self.coercer, self.target
        )
        meter = dict(self._meter(game).parts)
        parts = [meter[name] for name in PARTS]
        for n in range(1, self.rounds + 1):
            if self._begun(game.play_round(), game.setting):
                return (float(n), *parts)
        return (0.0, *parts)

    def _meter(self, game: Game) -> Launch:
        """Return what pressing is worth to the coercer as it would press."""
        seen = game.observe(self.coercer)
        deniable = BEGINNERS[self.policies[self.coercer]]
        return (seen.deterrence_denied if deniable else seen.deterrence)[self.dispute]

    def _begun(self, entry: Entry, setting: Setting) -> bool:
        """Return whether the coercer took a step against the target in a round."""
        return any(
            ruling.outcome in ("carried out", "delayed")
            and setting.polity.state_of(ruling.seat) == self.coercer
            and _presses(Order.parse(ruling.order), self.target)
            for ruling in entry.rulings
        )


def _presses(order: Order, target: str) -> bool:
    """Return whether an order presses on a country, or threatens to."""
    instrument = instruments()[order.instrument]
    presses = instrument.category == "coerce" and instrument.rung >= PRESSING
    aimed = target in (*order.names("target"), *order.names("origin"))
    return aimed and (presses or order.instrument == "threat")


@dataclass(frozen=True)
class Row:
    """What came of the games under one pledge."""

    pledge: Pledge
    launches: int
    games: int
    interval: tuple[float, float]
    """Of the rate of launches [1]."""
    difference: float
    """Of that rate to that without a pledge [1]."""
    difference_interval: tuple[float, float]
    first: float | None
    """Mean round of the first step; None where there was none."""
    parts: tuple[Part, ...]
    """What beginning was worth at the start, part by part; mean over the games."""

    @property
    def worth(self) -> float:
        """Return the parts added up [1]."""
        return sum(value for _, value in self.parts)

    @property
    def rate(self) -> float:
        """Return the share of games in which the coercer began [1]."""
        return self.launches / self.games


@dataclass(frozen=True)
class Deterrence:
    """The table: the same games under each pledge."""

    scenario: Scenario
    coercer: str
    target: str
    dispute: str
    policy: str
    rounds: int
    rows: tuple[Row, ...]


def deterrence_table(
    scenario: Scenario,
    *,
    parameters: Parameters,
    policies: Mapping[str, str],
    coercer: str | None = None,
    target: str | None = None,
    seeds: int = SEEDS,
    rounds: int = ROUNDS,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> Deterrence:
    """Return how often a coercer begins under each pledge; `seeds` games of each."""
    trials = _trials(scenario, parameters, policies, coercer, target, rounds)
    each = len(trials.pledges)
    found = spread(trials, range(seeds * each), progress)
    columns = [found[row::each] for row in range(each)]
    rows = tuple(
        _row(pledge, column, columns[0])
        for pledge, column in zip(trials.pledges, columns, strict=True)
    )
    policy = trials.policies[trials.coercer]
    return Deterrence(scenario, trials.coercer, trials.target, trials.dispute, policy, rounds, rows)


def _trials(
    scenario: Scenario,
    parameters: Parameters,
    policies: Mapping[str, str],
    coercer: str | None,
    target: str | None,
    rounds: int,
) -> Trials:
    """Return the games to be played; SimError where there is no such quarrel, or no coercer."""
    if not 1 <= rounds <= scenario.calendar.rounds:
        raise SimError(
            f"{rounds} rounds are not to be had; {scenario.name} has {scenario.calendar.rounds}"
        )
    for option, name in (("--coercer", coercer), ("--target", target)):
        if name is not None and name not in scenario.countries:
            raise SimError(f"{option}: {unknown('country', name, list(scenario.countries))}")
    known = [(row.sender, row.target, row.id) for row in scenario.disputes]
    found = [k for k in known if coercer in (None, k[0]) and target in (None, k[1])]
    if not found:
        pairs = ", ".join(f"{one} against {other}" for one, other, _ in known) or "none"
        raise SimError(f"{scenario.name} has no such quarrel at the start; it has: {pairs}")
    sender, other, dispute = found[0]
    played = policies.get(sender, "passive")
    if played not in BEGINNERS:
        raise SimError(
            f"{sender} is played by {played}, which never begins; try --policy {sender}="
            + ", ".join(BEGINNERS)
        )
    game = Game.start(scenario, seed=0, parameters=parameters, seats={})
    stand = pledges(game.setting, game.world, sender, other)
    return Trials(scenario, parameters, policies, sender, other, dispute, stand, rounds)


def _row(
    pledge: Pledge, found: Sequence[tuple[float, ...]], without: Sequence[tuple[float, ...]]
) -> Row:
    begun, bare = ([game[0] > 0.0 for game in games] for games in (found, without))
    when = [game[0] for game in found if game[0] > 0.0]
    means = [sum(column) / len(found) for column in list(zip(*found, strict=True))[1:]]
    gained = sum(b and not a for a, b in zip(bare, begun, strict=True))
    lost = sum(a and not b for a, b in zip(bare, begun, strict=True))
    return Row(
        pledge=pledge,
        launches=len(when),
        games=len(found),
        interval=wilson(len(when), len(found)),
        difference=(gained - lost) / len(found),
        difference_interval=paired(gained, lost, len(found)),
        first=sum(when) / len(when) if when else None,
        parts=tuple(zip(PARTS, means, strict=True)),
    )


SURE = NormalDist().inv_cdf(0.975)
"""Standard deviations to either side of a 95 % interval."""


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """Return the 95 % interval of a share [1] (Wilson 1927).

    >>> tuple(round(x, 3) for x in wilson(0, 20))
    (0.0, 0.161)
    """
    share, z2 = hits / cases, SURE * SURE
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    spread = share * (1 - share) / cases + z2 / (4 * cases * cases)
    half = SURE * math.sqrt(spread) / (1 + z2 / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def paired(gained: int, lost: int, cases: int) -> tuple[float, float]:
    """Return the 95 % interval of a difference of shares in the same cases [1].

    Wald's after half a case is added to each of the four outcomes (Agresti and Min 2005).

    >>> tuple(round(x, 3) for x in paired(0, 0, 98))
    (-0.02, 0.02)
    """
    more, less, n = gained + 0.5, lost + 0.5, cases + 2
    middle = (more - less) / n
    half = SURE * math.sqrt((more + less) - (more - less) ** 2 / n) / n
    return max(-1.0, middle - half), min(1.0, middle + half)
