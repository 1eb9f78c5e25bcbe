"""Estimates: losses and stocks as a country sees them, late and with noise (§I.1 to §I.7)."""

from __future__ import annotations

import numpy as np

from sim.politics.information.appearance import apparent
from sim.politics.information.attribution import all_denied
from sim.rng import Streams
from sim.values import replace
from sim.world.disputes import Dispute, Toll
from sim.world.setting import Setting
from sim.world.watching import MEANS, watch
from sim.world.world import STATE, Floats, World


def estimated(
    dispute: Dispute, country: str, world: World, setting: Setting, draw: Streams
) -> Dispute:
    """Return a dispute as a country sees it: losses by estimate, others' a round late (§P.41)."""
    dispute = apparent(dispute, country, world, setting)
    toll = _seen_toll(dispute, country, world, setting, draw)
    return replace(dispute, resolve=0.0, toll=toll, toll_before=None, misread=(), plain_since=None)


def _seen_toll(
    dispute: Dispute, country: str, world: World, setting: Setting, draw: Streams
) -> Toll | None:
    """Return what a dispute costs each as a country sees it; None where there is nothing to see."""
    if dispute.toll is None:
        return None
    clear = _watch(world, setting, country)
    row, count = setting.polity.countries[country], len(setting.polity.countries)
    late = dispute.toll if clear > 0.0 else dispute.toll_before  # §I.6
    spread = (1.0 - clear) * _noise(dispute, country, world, setting)
    errors = np.exp(spread * draw(f"{country} {dispute.id}").standard_normal((3, count)))
    damage, sector, shortage = (
        _own_now(now, then, row) * error
        for now, then, error in zip(
            _arrays(dispute.toll), _arrays(late, count), errors, strict=True
        )
    )
    # Built up from nothing: what else a toll knows is not told.
    return Toll(_tuple(damage), _tuple(np.minimum(1.0, sector)), _tuple(np.minimum(1.0, shortage)))


def _arrays(toll: Toll | None, count: int = 0) -> tuple[Floats, Floats, Floats]:
    """Return the parts of a toll; nothing of one that nobody has heard of yet."""
    if toll is None:
        return np.zeros(count), np.zeros(count), np.zeros(count)
    return np.array(toll.damage), np.array(toll.sector), np.array(toll.shortage)


def _own_now(now: Floats, then: Floats, row: int) -> Floats:
    """Return what a country knows of: its own as it is now, others' as it was then."""
    known = then.copy()
    known[row] = now[row]
    return known


def _noise(dispute: Dispute, country: str, world: World, setting: Setting) -> Floats:
    """Return the spread of what a country sees of each one's losses, log (§I.5); shape (C,).

    Where all measures that it knows of are denied, it cannot tell what is their doing; but those
    who take them can.
    """
    countries, parameters = setting.polity.countries, setting.parameters
    noise = np.full(len(countries), setting.polity.trait("observation_noise", country))
    noise[countries[country]] = parameters["own_noise"]
    steps = [
        m for m in world.measures if m.dispute == dispute.id and m.seen_by(country, world.tick)
    ]
    in_doubt = not steps or all_denied(steps, parameters)
    if in_doubt and country not in (dispute.sender, *dispute.partners):
        noise = np.maximum(noise, parameters["denied_noise"])
    return noise


def own_cover(
    world: World, setting: Setting, country: str | None, draw: Streams
) -> dict[str, float]:
    """Return how long a country's stocks seem to last, by product [week] (§I.7).

    Firms do not disclose what they hold unless they are asked.
    """
    if country is None:
        return {}
    network = setting.network
    here = (network.slot_country == network.countries[country]) & (network.slot_kind != STATE)
    count, product = len(network.products), network.slot_product[here]
    use = np.bincount(product, world.expected_use[here], count)
    stock = np.bincount(product, world.stock[here].sum(axis=1), count)
    weeks = setting.timeline.tick_weeks
    noise = setting.parameters["cover_noise"]
    errors = np.exp(noise * draw(f"{country} cover").standard_normal(count))
    means = [m for m in world.measures if m.kind in MEANS]
    clear = {
        n: watch(means, country, world.tick, setting.polity, setting.parameters, product=n)
        for n in network.products
    }
    return {
        n: float(stock[p] / use[p] * weeks * errors[p] ** (1.0 - clear[n]))
        for p, n in enumerate(network.products)
        if use[p] > 0
    }


def _watch(world: World, setting: Setting, country: str) -> float:
    """Return how well a country sees what happens [0 to 1] (§I.1)."""
    return watch(world.measures, country, world.tick, setting.polity, setting.parameters)


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(values.tolist())
