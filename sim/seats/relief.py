"""Relief: what a seat does to be hurt less: stocks, other suppliers, research, own works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.seats.choices import Act, act, money, named, open_way, share, weeks
from sim.seats.view import home, months_since, relation, tick
from sim.world.measures import Measure


@dataclass(frozen=True)
class WeakSpot:
    """A product that another country could withhold, and what that would cost."""

    product: str
    other: str
    loss: float
    """[% of GDP a year]"""
    risk: float
    """Loss, weighted by how badly the two stand with each other [% of GDP a year]."""


def weak_spots(observation: Observation, most: int = 5) -> tuple[WeakSpot, ...]:
    """Return the products on which one depends most dangerously, the worst first.

    Of each product the supplier counts whose refusal is the worst risk; a friend is a small one.
    """
    worst: dict[str, WeakSpot] = {}
    for lever in observation.threats:
        doubt = 0.5 * (1.0 - relation(observation, lever.other))
        spot = WeakSpot(lever.product, lever.other, lever.loss_self, doubt * lever.loss_self)
        if lever.product not in worst or worst[lever.product].risk < spot.risk:
            worst[lever.product] = spot
    grave = (spot for spot in worst.values() if spot.loss >= SLIGHT)
    return tuple(sorted(grave, key=lambda s: (-s.risk, s.product))[:most])


SLIGHT = 0.05
"""Loss below which a dependence is no weak spot [% of GDP a year]."""


def designate(observation: Observation, spots: tuple[WeakSpot, ...]) -> list[Act]:
    """Return the act that makes products critical by law, where support is bound to that."""
    own = observation.own
    if own is None or own.government not in BOUND_TO_LAW:
        return []
    done = {p for m in _own(observation, "designation") for p in m.products}
    left = [s.product for s in spots if s.product not in done]
    if not left:
        return []
    reason = f"{_worst(spots[0])}; aid for {named(left)} takes a designation first."
    return [act(f"designate_product product={','.join(left)}", reason)]


BOUND_TO_LAW = ("JPN", "KOR")
"""Governments that may support designated products only."""


def widen(
    observation: Observation, spot: WeakSpot, usd: float, *, quiet: bool = False
) -> list[Act]:
    """Return the first way that is open to get a product elsewhere: friends, own works, scrap."""
    return open_way(observation, _wider(observation, spot, usd, " quiet=yes" if quiet else ""))


def _wider(observation: Observation, spot: WeakSpot, usd: float, hush: str) -> Iterator[Act]:
    words, why = f"budget={usd:.3g}", f"{_worst(spot)}; {money(usd)}"
    for friend in _other_sellers(observation, spot):
        text = f"diversify_sourcing product={spot.product} target={friend} {words}{hush}"
        yield act(text, f"{why} widen what {friend} can make.")
    text = f"domestic_capacity product={spot.product} {words}"
    yield act(text, f"{why} go to makers at home.")
    yield act(f"recycling_push product={spot.product} {words}", f"{why} go to recycling.")


def thrift(observation: Observation, spot: WeakSpot) -> list[Act]:
    """Return the act of research into using less of a product, unless there is some already."""
    if any(spot.product in m.products for m in _own(observation, "research")):
        return []
    reason = f"{_worst(spot)}; users learn to do with less."
    return [act(f"substitution_rd product={spot.product}", reason)]


def store(observation: Observation, spot: WeakSpot, usd: float, enough: float) -> list[Act]:
    """Return the act of buying for the state's stock, while stocks are below `enough` [weeks]."""
    cover, price = observation.cover.get(spot.product), observation.prices.get(spot.product)
    buying = any(
        spot.product in m.products and m.amount > 0.0 for m in _own(observation, "stockpile")
    )
    if cover is None or not price or cover >= enough or buying:
        return []
    reason = f"{_worst(spot)}, and stocks last {weeks(cover)}; the state buys for {money(usd)}."
    return [act(f"stockpile_build product={spot.product} amount={usd / price:.3g}", reason)]


def release(observation: Observation, product: str, usd: float, reason: str) -> list[Act]:
    """Return the act of selling from the state's stock for as much at today's price."""
    price = observation.prices.get(product)
    if not price:
        return []
    return [act(f"stockpile_release product={product} amount={usd / price:.3g}", reason)]


def prepare(observation: Observation, part: float = 0.3) -> Iterator[Act]:
    """Yield what a government does in quiet times: watch, ask firms, widen its weakest supply.

    Once a year it pays for more of what it could lose most by, if that is much.
    """
    if not _own(observation, "warning"):
        yield act("early_warning", "A crisis desk sees the next squeeze some weeks earlier.")
    begun = [months_since(observation, m.since) for m in _own(observation, "capacity")]
    if min(begun, default=YEAR) < YEAR:
        return
    for spot in weak_spots(observation, most=3):
        if spot.risk >= GRAVE:
            yield from widen(observation, spot, funds(observation, part))
            return


GRAVE = 0.15
"""Risk from which a government pays for other supply in quiet times [% of GDP a year]."""
YEAR = 12.0
"""Months between two such programmes [month]."""


def compensate(observation: Observation, usd: float, reason: str) -> list[Act]:
    """Return the act of compensating firms at home, unless they are compensated already."""
    own = home(observation)
    if usd <= 0.0 or any(m.targets == (own,) for m in _own(observation, "transfer")):
        return []
    return [act(f"domestic_compensation amount={usd:.3g}", reason)]


def funds(observation: Observation, part: float) -> float:
    """Return a part of what is left to spend this year [USD]."""
    left = observation.own.budget if observation.own else None
    return max(0.0, part * left) if left else 0.0


def _other_sellers(observation: Observation, spot: WeakSpot) -> tuple[str, ...]:
    """Return who else sells the product and stands better with one, the closest first."""
    sellers = {lever.other for lever in observation.threats if lever.product == spot.product}
    least = relation(observation, spot.other)
    near = [c for c in sorted(sellers) if c != spot.other and relation(observation, c) > least]
    return tuple(sorted(near, key=lambda c: -relation(observation, c)))


def _own(observation: Observation, kind: str) -> tuple[Measure, ...]:
    """Return own measures of a kind that are not over."""
    own, now = home(observation), tick(observation)
    return tuple(
        m for m in observation.measures
        if m.kind == kind and m.by == own and (m.until is None or m.until > now)
    )  # fmt: skip


def _worst(spot: WeakSpot) -> str:
    return f"Without {spot.product} of {spot.other} we would lose {share(spot.loss)} a year"
