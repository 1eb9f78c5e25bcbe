"""Boards: what firms do when states quarrel: hold stocks, turn away, move, complain, obey."""

from __future__ import annotations

from sim.observation import Observation
from sim.seats.choices import Act, act, share, weeks
from sim.seats.relief import WeakSpot
from sim.seats.view import home, hurt, quarrels
from sim.world.measures import Measure


def stock_up(observation: Observation, spot: WeakSpot, multiple: float = 2.0) -> list[Act]:
    """Return the act of holding more of an input, unless the firm does already."""
    if any(spot.product in m.products for m in _own(observation, "cover")):
        return []
    cover = weeks(observation.cover.get(spot.product, 0.0))
    reason = (
        f"{spot.other} could withhold {spot.product}, of which stocks last {cover}; the firm aims "
        f"at {multiple:g} times the usual."
    )
    return [act(f"build_stock product={spot.product} rate={multiple:g}", reason)]


def turn_away(observation: Observation, spot: WeakSpot, part: float) -> list[Act]:
    """Return the act of buying less of an input from a country, unless the firm does already."""
    done = _own(observation, "boycott")
    if any(spot.product in m.products and spot.other in m.targets for m in done):
        return []
    words = f"switch_supplier product={spot.product} origin={spot.other} rate={part:g}"
    reason = (
        f"{part:.0%} of {spot.product} no longer comes from {spot.other}, whom it cannot trust."
    )
    return [act(words, reason)]


def complain(observation: Observation, least: float) -> list[Act]:
    """Return the act of complaining to the own government of what disputes cost the country."""
    loss = hurt(observation)
    if loss <= least or not quarrels(observation):
        return []
    return [act("lobby", f"Disputes cost the country {share(loss)} a year, and firms say so.")]


def move(observation: Observation, to: str, part: float, reason: str) -> list[Act]:
    """Return the act of moving a part of the works abroad, unless some were moved already."""
    name = f"{observation.seat}-"
    if any(m.instrument == "relocate" and m.id.startswith(name) for m in observation.measures):
        return []
    return [act(f"relocate target={to} share={part:g}", reason)]


def cut_off_by_home(observation: Observation) -> tuple[Measure, ...]:
    """Return the limits on exports that the firm's own government has in force in a dispute."""
    return tuple(
        m for m in observation.measures
        if m.by == home(observation) and m.kind in ("licence", "quota", "duty", "hold")
        and m.dispute is not None and not m.firms
    )  # fmt: skip


def threatened_inputs(
    observation: Observation, spots: tuple[WeakSpot, ...]
) -> tuple[WeakSpot, ...]:
    """Return the weak spots whose supplier quarrels openly with somebody, or presses already."""
    loud = {d.sender for d in observation.disputes if d.stage in ("threat", "imposed")} | {
        d.target for d in observation.disputes if d.stage in ("threat", "imposed")
    }
    return tuple(s for s in spots if s.other in loud)


def _own(observation: Observation, kind: str) -> tuple[Measure, ...]:
    """Return the firm's own measures of a kind."""
    seat = observation.seat
    return tuple(
        m for m in observation.measures
        if m.kind == kind and (seat in m.firms or seat in m.buyers)
    )  # fmt: skip


def withheld(observation: Observation, spot: WeakSpot) -> bool:
    """Return whether the supplier of an input limits its sale to the firm's country now."""
    own = home(observation)
    return any(
        m.by == spot.other and own in m.targets and spot.product in m.products
        and m.kind in ("licence", "quota", "duty", "hold")
        for m in observation.measures
    )  # fmt: skip


def lets_through(observation: Observation) -> bool:
    """Return whether the firm delivers what is forbidden already."""
    return bool(_own(observation, "evasion"))
