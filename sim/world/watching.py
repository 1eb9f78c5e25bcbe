"""Watching: how well a country sees what happens, by its own means and by those of partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.world.measures import Measure, MeasureKind
from sim.world.politics import Polity

MEANS: tuple[MeasureKind, ...] = ("warning", "clearance")
"""Kinds of measure that bear on how well a country sees."""


def watch(
    measures: Sequence[Measure],
    country: str,
    tick: int,
    polity: Polity,
    parameters: Mapping[str, float],
    *,
    product: str | None = None,
) -> float:
    """Return how much of the noise and delay of what a country sees is taken away [0 to 1] (§I.1).

    Its own early warning and data calls, arrangements that name it, and a part of what partners
    see with whom it shares secrets; of one product, only what is asked of that.
    """
    watches = [m for m in measures if m.kind == "warning" and m.in_force(tick) and _on(m, product)]
    left = _dark(m for m in watches if country in (m.by, *m.targets))
    for partner in confidants(measures, country, tick, polity):
        theirs = 1.0 - _dark(m for m in watches if m.by == partner and country not in m.targets)
        left *= 1.0 - parameters["shared_secrets"] * theirs
    return 1.0 - left


def confidants(
    measures: Iterable[Measure], country: str, tick: int, polity: Polity
) -> tuple[str, ...]:
    """Return the allies with whom a country shares secrets: people are vetted on both sides."""
    vetted = {m.by for m in measures if m.kind == "clearance" and m.in_force(tick)}
    if country not in vetted:
        return ()
    allied = polity.treaty[polity.countries[country]]
    return tuple(c for n, c in enumerate(polity.countries) if allied[n] and c in vetted)


def asked(measures: Iterable[Measure], country: str, tick: int, product: str) -> bool:
    """Return whether a country has asked its own firms about a product, or watches it (§I.9)."""
    return any(
        m.kind == "warning" and m.by == country and not m.targets and m.in_force(tick)
        and _on(m, product)
        for m in measures
    )  # fmt: skip


def _on(measure: Measure, product: str | None) -> bool:
    return product is None or not measure.products or product in measure.products


def _dark(watches: Iterable[Measure]) -> float:
    """Return the share of noise and delay that some watches together leave [1]."""
    left = 1.0
    for m in watches:
        left *= 1.0 - m.rate
    return left
