"""Generated disputes: drawn as in the data, pressed by real measures, and played to their end.

The hazards were fitted on disputes whose losses are drawn. Here the losses come out of the economy
of a scenario, with shortages and worst-hit sectors; the table of base rates must come out near
the data all the same (§P.38).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.adjudication.expectations import leverage_of
from sim.economy.accounts import damage
from sim.errors import SimError
from sim.game import Game
from sim.orders.base import Order
from sim.orders.effects import Standing, carry_out
from sim.orders.sheet import SheetEntry
from sim.orders.timing import deed_of
from sim.parameters import Parameters
from sim.politics.record.rates import Finished, population
from sim.politics.record.stylised import Sample, sample
from sim.politics.sums import Value
from sim.rng import stream
from sim.scenario.spec import Country, Scenario
from sim.world.disputes import Dispute
from sim.world.flows import Flows
from sim.world.setting import Setting
from sim.world.world import Floats

MONTHS = 120
"""How long a dispute is watched; one still open then counts as a stalemate (§P.38)."""

POOL = 400
"""Levers that are tried out for a year, of which disputes take theirs."""

FELT = 0.005
"""Least yearly loss of a lever worth pulling [% of GDP]."""

SHARES = (1.0, 0.6, 0.3)
"""Shares of a trade that a lever stops."""

ID = "generated"


@dataclass(frozen=True)
class Lever:
    """An order with the loss it causes in a year."""

    sender: str
    target: str
    order: str
    loss: float
    """[% of GDP]"""


def generated(
    scenario: Scenario,
    count: int,
    *,
    seed: int,
    parameters: Parameters,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Finished, ...]:
    """Return what became of so many disputes, each played in the scenario's economy on its own.

    Countries are taken as neither friends nor foes and with the usual traits, as in the data's
    mean; nobody else acts.
    """
    first = Game.start(_plain(scenario), seed=seed, parameters=parameters, seats={})
    levers = tried(first, tuple(levers_of(first)))
    if not levers:
        raise SimError(
            f"{scenario.name}: no country with a gdp can hurt another by {FELT} % of it; "
            "three-chokepoints is a scenario in which countries can"
        )
    drawn = sample(count, population(), stream(seed, 0, "generated"), parameters)
    found = []
    for n in range(count):
        found.append(_played(first, levers, drawn, n))
        if progress:
            progress(n + 1, count)
    return tuple(found)


def tried(game: Game, levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
    """Return a pool of levers, strong and weak ones, with what a year of each really costs."""
    ticks = round(1.0 / game.timeline.tick_years)
    _, calm, _ = game.economy.advance(game.world, ticks)
    ranked = sorted(levers, key=lambda lever: -lever.loss)
    strong, weak = ranked[: POOL // 2], ranked[POOL // 2 :]
    pool = [*strong, *weak[:: max(1, 2 * len(weak) // POOL)]]
    found = (replace(lever, loss=_yearly_loss(game, lever, calm)) for lever in pool)
    return tuple(lever for lever in found if lever.loss >= FELT)


def _yearly_loss(game: Game, lever: Lever, calm: Flows) -> float:
    """Return what a lever costs its target in the first year [% of GDP]."""
    deed = deed_of(
        Order.parse(lever.order), "tried", lever.sender, game.timeline.start, game.setting,
        game.world, settled=True,
    )  # fmt: skip
    measures = carry_out(Standing(game.world.measures, game.world.politics), deed).measures
    _, flows, _ = game.economy.advance(game.world.with_measures(measures), len(calm))
    loss = damage(game.books, flows, calm, 0, len(calm)).total
    row = game.network.countries[lever.target]
    years = len(calm) * game.timeline.tick_years
    return float(100.0 * loss[row] / years / game.setting.polity.gdp[row])


def levers_of(game: Game) -> Iterator[Lever]:
    """Yield what any country could do to any other: one product or several, all or a part."""
    forces = leverage_of(game.world, game.setting)
    for s, sender in enumerate(game.network.countries):
        for t, target in enumerate(game.network.countries):
            if s == t:
                continue
            for words, losses in (
                (f"export_licensing target={target} rate={{left:g}}", forces.denial[s, t]),
                (f"consumer_boycott origin={target} rate={{share:g}}", forces.closure[s, t]),
            ):
                for names, loss in _strongest(losses, game.setting):
                    for share in SHARES:
                        text = words.format(share=share, left=1.0 - share)
                        yield Lever(sender, target, f"{text} product={names}", share * loss)


def _strongest(losses: Floats, setting: Setting) -> Iterator[tuple[str, float]]:
    """Yield each product alone, then the strongest two, three and so on together."""
    ranked = [int(p) for p in np.argsort(-losses) if losses[p] > 0.0]
    names = [setting.network.products.name(p) for p in ranked]
    for name, p in zip(names, ranked, strict=True):
        yield name, float(losses[p])
    for n in range(2, len(ranked) + 1):
        yield ",".join(names[:n]), float(losses[ranked[:n]].sum())


def _played(first: Game, levers: tuple[Lever, ...], drawn: Sample, n: int) -> Finished:
    """Return what becomes of the n-th dispute drawn."""
    lever = _fitting(levers, float(drawn.damage[n]), stream(first.seed, n, "lever"))
    dispute = _dispute(lever, drawn, n, first)
    politics = replace(first.world.politics, disputes=(dispute,))
    game = Game(
        first.scenario, replace(first.world, politics=politics), first.setting, first.economy,
        {}, books=first.books,
    )  # fmt: skip
    if not drawn.threatened[n]:
        order = Order.parse(f"{lever.order} dispute={dispute.id}")
        entry = SheetEntry(first.timeline.start, "lever", order, settled=True)
        game.submit(lever.sender, (entry,))
    while not game.over and _watched(game.world.politics.disputes[0]):
        game.resolve()
    ended = game.world.politics.disputes[0]
    return Finished(
        reached="imposed" if ended.months > 0.0 else "threat",
        ending=ended.ending,
        months=ended.months,
        damage=lever.loss,
        institution=dispute.institution,
        several=bool(dispute.partners),
        threatened=bool(drawn.threatened[n]),
    )


def _watched(dispute: Dispute) -> bool:
    return dispute.open and dispute.months < MONTHS


def _fitting(levers: tuple[Lever, ...], loss: float, rng: np.random.Generator) -> Lever:
    """Return one of the levers whose loss is nearest to the one drawn."""
    far = np.abs(np.log([lever.loss for lever in levers]) - np.log(loss))
    near = np.argsort(far, kind="stable")[:NEAREST]
    return levers[int(rng.choice(near))]


NEAREST = 12
"""Levers that fit equally well for the purpose; one of them is drawn."""


def _dispute(lever: Lever, drawn: Sample, n: int, first: Game) -> Dispute:
    s = drawn.situation
    third = next(c for c in first.network.countries if c not in (lever.sender, lever.target))
    threat = bool(drawn.threatened[n])
    wait = first.setting.ticks(first.setting.parameters["threat_months"])
    return Dispute(
        id=f"{ID}-{n}", sender=lever.sender, target=lever.target, demand="what it wants",
        issue="economic", stake_sender=_value(s.stake_sender, n),
        stake_target=_value(s.stake_target, n), stage="threat" if threat else "latent",
        deadline=wait if threat else None, threatened=lever.order if threat else "",
        resolve=_value(s.resolve, n), institution=bool(_value(s.institution, n)),
        partners=(third,) if _value(s.several, n) else (),
    )  # fmt: skip


def _value(values: Value, n: int) -> float:
    """Return the n-th of some values, or the one that all share."""
    return float(np.broadcast_to(values, (n + 1,))[n] if np.ndim(values) == 0 else values[n])  # type: ignore[index]


def _plain(scenario: Scenario) -> Scenario:
    """Return the scenario for as long as disputes are watched, with countries like any other."""
    calendar = scenario.calendar
    days = calendar.tick_days * calendar.ticks_per_round
    rounds = int(np.ceil(MONTHS * 365.2425 / 12 / days)) + 2  # a threat takes its time first
    countries = {name: _usual(country) for name, country in scenario.countries.items()}
    return scenario.model_copy(
        update={
            "calendar": calendar.model_copy(update={"rounds": rounds}),
            "countries": countries, "relations": (), "disputes": (), "injects": (),
            "seats": {}, "orders": (),
        }
    )  # fmt: skip


def _usual(country: Country) -> Country:
    return country.model_copy(update={"traits": {}, "bloc": False})
