"""Restrictions: what may not move, or only dearly or slowly; and their end (§5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.orders.effects.deed import Deed, Given, Standing
from sim.values import replace
from sim.world import disputes
from sim.world.measures import BACK, Measure
from sim.world.world import CHANNELS

DEFAULT_CHANNELS = {"duty": ("declared", "unquoted"), "hold": ("declared", "unquoted")}
"""Channels that a kind of measure reaches when the order names none."""

SEEN = ("declared", "unquoted")
"""Channels that a rule for third countries reaches: all trade but what nobody declares."""

ALONE = ("duty", "tariff", "quota", "cap", "tax", "cover", "screening", "channel", "pledge")
"""Kinds of which a country has one on the same things at a time."""


def restrict(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Impose a restriction of the kind given on what the order names.

    Aimed at several countries, with one of which there is a dispute, it is a measure against
    each: every dispute has its own steps, and they end with it. A quota is one for all.
    """
    kind = str(given["kind"])
    if kind != "quota" and not given.get("thirds") and deed.quarrels(standing.politics) > 0:
        for one in deed.apart():
            standing = restrict(standing, one, given)
        return standing
    measure = deed.measure(
        kind,
        standing.politics,
        rate=_rate(deed, given),
        amount=_amount(deed, given, kind),
        channels=channels(deed, kind),
    )
    if kind == "quota" and measure.until is None:  # a quota needs a period
        measure = replace(measure, until=deed.starts + deed.setting.timeline.ticks_per_round)
    if given.get("traders"):
        measure = replace(measure, buyers=traders(deed))
    if given.get("thirds"):
        return _through_thirds(standing, deed, measure, deed.number(given, "rate"))
    return replace(standing, measures=impose(standing.measures, measure))


def impose(measures: Sequence[Measure], new: Measure) -> tuple[Measure, ...]:
    """Return the measures with a new one; it takes the place of one on the same things (§5.5).

    A country has one duty, one quota and one cap on the same things at a time: a new one ends
    the old on the day it starts. Holds, licences and supports stand beside each other. A quota
    set anew inside its period keeps what was used of it.
    """
    ended = [m for m in measures if _replaces(new, m) and (m.until is None or m.until > new.since)]
    for old in ended:
        if old.kind == "quota" and old.since < new.since and old.until == new.until:
            new = replace(new, continues=old.id)
    kept = [replace(m, until=max(new.since, m.since)) if m in ended else m for m in measures]
    gone = tuple((m.id, m.until) for m in ended if m.kind != "quota")
    return (*kept, replace(new, replaced=gone))


def ended(
    measures: Sequence[Measure], order_ids: Sequence[str], tick: int, *, hushed: bool = False
) -> tuple[Measure, ...]:
    """Return the measures with those of some orders ended by a tick, if `hushed` without a word."""
    return tuple(
        replace(
            m,
            until=max(m.since, min(tick, m.until if m.until is not None else tick)),
            hushed=hushed if m.until is None or tick < m.until else m.hushed,
        )
        if m.origin in order_ids
        else m
        for m in measures
    )


def restored(measures: Sequence[Measure], gone: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures as if some had never taken the place of others.

    What they replaced is back, until one that came later and stays takes its place in turn.
    """
    left, leaving = dict(enumerate(measures)), {m.id: m for m in gone}
    for n in reversed(range(len(measures))):
        if leaving.get(measures[n].id) == measures[n]:
            for id, until in left.pop(n).replaced:
                for place in [k for k, m in left.items() if m.id == id]:
                    left |= _back(left, place, until, after=n)
    return tuple(left.values())


def _back(
    left: Mapping[int, Measure], place: int, until: int | None, *, after: int
) -> Mapping[int, Measure]:
    """Return a measure with its former end, and those later ones that now take its place."""
    old, changed = left[place], {}
    for n, new in left.items():
        if n > after and _replaces(new, old) and (until is None or until > new.since):
            others = tuple(pair for pair in new.replaced if pair[0] != old.id)
            changed[n] = replace(new, replaced=(*others, (old.id, until)))
            until = max(new.since, old.since)
    return {**changed, place: replace(old, until=until)}


def resumed(measures: Sequence[Measure], gone: Sequence[Measure], tick: int) -> tuple[Measure, ...]:
    """Return the measures that are in force again once those that took their place have ended."""
    former = {id: until for m in gone for id, until in m.replaced}
    return tuple(
        replace(m, id=f"{m.id}{BACK}", since=tick, known=tick, until=former[m.id])
        for m in measures
        if m.id in former
        and (former[m.id] is None or former[m.id] > tick)  # type: ignore[operator]
        and m not in gone
    )


def author_of(measure: Measure, standing: Standing) -> str:
    """Return whose order a measure comes of: what third countries are made to do is not theirs."""
    dispute = standing.politics.dispute(measure.dispute) if measure.dispute else None
    return disputes.author_of(measure, dispute)


def traders(deed: Deed) -> tuple[str, ...]:
    """Return the firms that sell goods on in the countries it is aimed at."""
    network = deed.setting.network
    places = [network.countries[c] for c in deed.others]
    there = (network.firm_trade == 1) & np.isin(network.firm_country, places)
    return tuple(network.firms.name(int(f)) for f in np.flatnonzero(there))


def channels(deed: Deed, kind: str) -> tuple[str, ...]:
    """Return the channels an order reaches: those it names, all for `*`, else the usual ones."""
    if dict(deed.order.values).get("channel") == ("*",):
        return CHANNELS
    return deed.order.names("channel") or DEFAULT_CHANNELS.get(kind, ("declared",))


def _rate(deed: Deed, given: Given) -> float:
    return deed.number(given, "rate")


def _amount(deed: Deed, given: Given, kind: str) -> float:
    amount = deed.number(given, "amount")
    if kind == "hold":  # released a week, as the share of a tick
        return float(1.0 - (1.0 - amount) ** deed.setting.timeline.tick_weeks)
    return amount


def _replaces(new: Measure, old: Measure) -> bool:
    return new.kind in ALONE and new.on_the_same_as(old)


def blocked(standing: Standing, country: str, other: str, tick: int) -> bool:
    """Return whether a country forbids its firms to obey another's measures."""
    return any(
        m.kind == "blocking" and m.by == country and m.in_force(tick)
        and (not m.targets or other in m.targets)
        for m in standing.measures
    )  # fmt: skip


def _through_thirds(standing: Standing, deed: Deed, measure: Measure, rate: float) -> Standing:
    """Lay the restriction on third countries' trade with the target, as far as they comply."""
    network = deed.setting.network
    compliance = deed.setting.parameters["third_compliance"]
    relations = standing.politics.relations[:, deed.row]
    for c, country in enumerate(network.countries):
        if (
            country == deed.by
            or country in measure.targets
            or blocked(standing, country, deed.by, deed.starts)
        ):
            continue
        share = float(np.clip(compliance * (1.0 + relations[c]), 0.0, 1.0))
        # A licence says what is let through, every other kind what is kept away.
        own = 1.0 - share * (1.0 - rate) if measure.kind == "licence" else share * rate
        part = replace(measure, id=f"{measure.id}#{country}", by=country, rate=own, channels=SEEN)
        standing = replace(standing, measures=impose(standing.measures, part))
    return standing
