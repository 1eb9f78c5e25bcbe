"""Judgement: what becomes of every order of a round, before anything is carried out (§A.31)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sim.adjudication.conflicts import conflicts, lifted_too_early
from sim.adjudication.coordination import uncoordinated
from sim.adjudication.means import charged
from sim.adjudication.votes import voted_down
from sim.orders.effects import Deed, Standing
from sim.orders.effects.stock import held
from sim.orders.legality import refused, unaffordable
from sim.orders.price import price_of
from sim.rng import Streams
from sim.values import replace
from sim.world.decisions import WHITE_CELL, Decisions
from sim.world.disputes import Draw
from sim.world.rulings import Outcome, Ruling

Rulings = dict[Deed, Ruling]


def judged(
    deeds: Sequence[Deed], before: Standing, draw: Streams, decisions: Decisions
) -> tuple[Mapping[Deed, Ruling], tuple[Draw, ...]]:
    """Return the rulings on the orders of a round, and the votes held on them.

    Every order is judged by what was before the round; only an order that would stand by itself
    can set another aside. Acts of record are not questioned here (`recorded`), nor is what the
    white cell decides: it sets others aside, and takes of what is left to spend, as any other.
    """
    fixed = {deed: by_white_cell(deed, before, decisions) for deed in deeds}
    given = {deed: ruling for deed, ruling in fixed.items() if ruling}
    ordered = [deed for deed in deeds if not deed.settled]
    asked = [deed for deed in ordered if deed not in given]
    out = _rulings("moot", lifted_too_early(ordered), given)
    out |= _rulings("refused", _refusals(asked, before, out))
    out, votes = _voted(asked, before, draw, out)
    out |= {deed: r for deed, r in given.items() if r.outcome in ("refused", "moot")}
    while True:
        left = [deed for deed in ordered if deed not in out]
        moot = _rulings("moot", conflicts(left), given)
        standing = [deed for deed in left if deed not in moot]
        late = _rulings("delayed", uncoordinated(standing), given)
        dear = _rulings("refused", _too_dear(standing, before, given))
        if not dear:
            break
        out |= dear  # what cannot be paid for sets nothing aside: look again without it
    kept = {deed: ruled(deed, "carried out", why_allowed(deed)) for deed in standing}
    return {**kept, **late, **moot, **out, **given}, votes


def by_white_cell(deed: Deed, standing: Standing, decisions: Decisions) -> Ruling | None:
    """Return what the white cell rules on an order, or None where it leaves that to the model.

    What it lets through has to be possible, as an act of record has; else it is refused (§A.37).
    """
    if deed.id not in decisions.rulings:
        return None
    outcome, because = decisions.rulings[deed.id]
    reason = f"{WHITE_CELL}: {because}"
    if outcome in ("carried out", "delayed"):
        impossible = refused(replace(deed, settled=True), standing)
        if impossible:
            return ruled(deed, "refused", f"{reason}; but {impossible}")
    return ruled(deed, outcome, reason)


def recorded(deed: Deed, standing: Standing) -> Ruling:
    """Return the ruling on an act of record, as things stand when its turn comes."""
    reason = refused(deed, standing)
    if reason:
        return ruled(deed, "refused", reason)
    return ruled(deed, "carried out", why_allowed(deed))


def ruled(deed: Deed, outcome: Outcome, reason: str) -> Ruling:
    """Return a ruling on an order."""
    return Ruling(deed.id, str(deed.order), deed.seat, deed.given, outcome, reason)


def why_allowed(deed: Deed) -> str:
    """Return why an order is carried out, with what it costs."""
    if deed.settled:
        return "within its powers, and it names something that moves"
    price = price_of(deed)
    begins = deed.setting.timeline.date(deed.starts)
    points = f"{price.points:.1f} points of political capital"
    cost = points if price.capital else "no political cost"
    return f"within its powers; {cost}; begins {begins}{_as_far_as_it_goes(deed)}"


def _as_far_as_it_goes(deed: Deed) -> str:
    """Return what is to be said of goods that the state does not hold (§A.29)."""
    ways = [e.given["way"] for e in deed.instrument.effects if e.do == "stockpile"]
    amount = deed.order.number_or_none("amount")
    if not {"release", "share"} & {*ways} or amount is None:
        return ""
    have = held(deed)
    if amount <= have:
        return ""
    return f"; of {amount:,.0f} it holds {have:,.0f}, and no more can go (rule §A.29)"


def _rulings(
    outcome: Outcome, reasons: Mapping[Deed, str], given: Collection[Deed] = ()
) -> Rulings:
    """Return rulings for the reasons, but on orders that are ruled on already."""
    return {d: ruled(d, outcome, reason) for d, reason in reasons.items() if d not in given}


def _refusals(
    deeds: Iterable[Deed], before: Standing, out: Mapping[Deed, Ruling]
) -> Mapping[Deed, str]:
    """Return the orders that are not allowed as things stood before the round, and why."""
    reasons = {deed: refused(deed, before) for deed in deeds if deed not in out}
    return {deed: reason for deed, reason in reasons.items() if reason}


def _voted(
    deeds: Iterable[Deed], before: Standing, draw: Streams, out: Rulings
) -> tuple[Rulings, tuple[Draw, ...]]:
    """Return the rulings with those of blocs' members, and the votes as drawn (§A.23)."""
    votes: tuple[Draw, ...] = ()
    for deed in deeds:
        if deed in out:
            continue
        reason, drawn = voted_down(deed, before, draw)
        votes += drawn
        if reason:
            out = {**out, deed: ruled(deed, "refused", reason)}
    return out, votes


def _too_dear(
    deeds: Iterable[Deed], before: Standing, given: Collection[Deed]
) -> Mapping[Deed, str]:
    """Return the orders for which the ones before them on the sheets leave too little (§A.6, §A.7).

    Orders of one government are paid for in the order of the sheet; those that are ruled on
    already take what there is.
    """
    found, account = {}, before
    for deed in deeds:
        reason = None if deed in given else unaffordable(deed, account)
        if reason:
            found[deed] = reason
        else:
            account = replace(account, politics=charged(account.politics, deed))
    return found
