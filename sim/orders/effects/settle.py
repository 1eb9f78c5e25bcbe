"""Settling: concessions, talks, ways out that save face, and deals."""

from __future__ import annotations

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import ended, resumed
from sim.values import replace
from sim.world.deals import Deal, DealState, Term
from sim.world.disputes import Dispute, Ending
from sim.world.measures import AGAIN, Measure


def settle(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Act on a dispute or a deal in the way given."""
    way = str(given["way"])
    if way == "propose":
        return _propose(standing, deed)
    if way in ("sign", "refuse"):
        return _answer(standing, deed, sign=way == "sign")
    dispute = deed.dispute(standing.politics)
    if dispute is None or not dispute.open:
        return standing
    if way in ("concede", "partial"):
        return _concede(standing, deed, dispute, whole=way == "concede")
    return replace(standing, politics=standing.politics.with_dispute(_eased(deed, dispute, given)))


def lift(standing: Standing, deed: Deed, given: Given) -> Standing:
    """End the measures of earlier orders."""
    named = deed.order.names("order")
    quiet = bool(given.get("quiet"))
    over = ended(standing.measures, named, deed.starts, hushed=quiet)
    after = replace(standing, measures=over)
    if "months" in deed.instrument.keys:
        after = replace(after, measures=(*after.measures, *_snapping_back(standing, deed, named)))
    if quiet:
        return after
    return after.told(
        deed.starts_on, "MeasureLifted", f"{deed.seat} lifted {', '.join(named)}", deed.id
    )


def _snapping_back(standing: Standing, deed: Deed, named: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the measures that are in force again when a suspension runs out."""
    again = deed.starts + deed.setting.ticks(deed.order.number("months"))
    return tuple(
        replace(m, id=f"{m.id}{AGAIN}", since=again, known=deed.starts)
        for m in standing.measures
        if m.origin in named and (m.until is None or m.until > again)
    )


def close(standing: Standing, dispute: Dispute, ending: Ending, tick: int) -> Standing:
    """End a dispute and every measure that is a step in it; what those replaced is back."""
    closed = replace(dispute, stage="closed", ending=ending, since=tick, deadline=None)
    steps = [m for m in standing.measures if m.dispute == dispute.id]
    over = ended(standing.measures, tuple({m.origin: None for m in steps}), tick)
    live = [m for m in steps if m.in_force(tick)]
    return replace(
        standing,
        politics=standing.politics.with_dispute(closed),
        measures=(*over, *resumed(standing.measures, live, tick)),
    )


def terms_of(deal: str, given: tuple[str, ...], asked: tuple[str, ...],
             parties: tuple[str, str]) -> tuple[Term, ...]:  # fmt: skip
    """Return the terms of an offer; ValueError with what is wrong with one.

    >>> [str(t) for t in terms_of("d", ("pay:5e8",), ("lift:ban",), ("A", "B"))]
    ['pay:5e+08', 'lift:ban']
    """
    found = []
    for texts, party in ((given, parties[0]), (asked, parties[1])):
        found += [_term(text, party) for text in texts]
    return tuple(found)


def _term(text: str, party: str) -> Term:
    verb, *rest = text.split(":")
    match verb, rest:
        case "lift" | "concede", [subject]:
            return Term(party, verb, subject)
        case "pay", [amount]:
            return Term(party, "pay", amount=_positive(text, amount))
        case "supply", [product, amount]:
            return Term(party, "supply", product, _positive(text, amount))
        case "hold_off", []:
            return Term(party, "hold_off")
    raise ValueError(
        f"'{text}' is no term; write lift:ORDER, pay:USD, concede:DISPUTE, "
        "supply:PRODUCT:AMOUNT a year, or hold_off"
    )


def _positive(text: str, amount: str) -> float:
    try:
        number = float(amount)
    except ValueError:
        number = -1.0
    if not 0.0 < number < 1e15:
        raise ValueError(f"'{text}': '{amount}' is no amount above 0")
    return number


def _concede(standing: Standing, deed: Deed, dispute: Dispute, *, whole: bool) -> Standing:
    """Give the other side all or a part of what it wants; the sender gives up instead."""
    if deed.by == dispute.target:
        ending: Ending = "conceded" if whole else "settled"
    else:
        ending = "withdrawn"
    text = f"{deed.by} {'concedes' if ending == 'conceded' else ending} in {dispute.id}"
    if ending != "conceded":
        text = f"{deed.by} ends {dispute.id}: {ending}"
    after = close(standing, dispute, ending, deed.starts)
    return after.told(deed.starts_on, "DisputeEnded", text, dispute.id)


def _eased(deed: Deed, dispute: Dispute, given: Given) -> Dispute:
    """Return the dispute with talks, a way out or an inducement added."""
    way, setting = str(given["way"]), deed.setting
    lapse = deed.starts + setting.ticks(setting.parameters["talks_months"])
    if way == "talks":
        return replace(dispute, talks_until=lapse)
    if way == "carrot":
        whole = setting.parameters["carrot_whole"] * setting.polity.gdp_of(dispute.target)
        offered = deed.number(given, "amount") / whole if whole > 0.0 else 0.0
        return replace(dispute, carrot=min(1.0, dispute.carrot + offered))
    face = setting.parameters["face_step"] if way == "mediate" else deed.number(given, "face", 0.25)
    return replace(dispute, face=min(1.0, dispute.face + face), face_until=lapse)


def _propose(standing: Standing, deed: Deed) -> Standing:
    other, order = deed.others[0], deed.order
    parties = (deed.by, other)
    terms = terms_of(deed.id, order.names("give"), order.names("ask"), parties)
    lapse = deed.starts + deed.setting.ticks(deed.setting.parameters["talks_months"])
    dispute = deed.dispute(standing.politics)
    deal = Deal(deed.id, parties, terms, deed.starts, deed.end() or lapse,
                dispute=dispute.id if dispute else None,
                secret=order.chosen("secret") == "yes", months=order.number("months"))  # fmt: skip
    text = f"{deed.by} offers {other} a deal ({deed.id}): {', '.join(map(str, terms))}"
    return replace(standing, politics=standing.politics.with_deal(deal)).told(
        deed.starts_on, "DealOffered", text, deal.id
    )


def _answer(standing: Standing, deed: Deed, *, sign: bool) -> Standing:
    deal = standing.politics.deal(deed.order.names("deal")[0])
    if deal is None:
        return standing
    state: DealState = "signed" if sign else "refused"
    binding = deed.starts + deed.setting.ticks(deal.months)
    answered = replace(
        deal,
        state=state,
        signed=deed.starts if sign else None,
        until=binding if sign else deal.until,
    )
    standing = replace(standing, politics=standing.politics.with_deal(answered))
    text = f"{deed.by} {'signs' if sign else 'refuses'} {deal.id}"
    standing = standing.told(deed.starts_on, "DealSigned" if sign else "DealRefused", text, deal.id)
    return _performed(standing, deed, answered) if sign else standing


def _performed(standing: Standing, deed: Deed, deal: Deal) -> Standing:
    """Carry out what the parties bound themselves to at once; supply and restraint are watched."""
    for n, term in enumerate(deal.terms):
        other = deal.parties[1] if term.party == deal.parties[0] else deal.parties[0]
        if term.verb == "lift":
            standing = replace(
                standing, measures=ended(standing.measures, (term.subject,), deed.starts)
            )
        elif term.verb == "pay":
            standing = _paid(standing, deed, deal, n, term, other)
        elif term.verb == "concede":
            dispute = standing.politics.dispute(term.subject)
            if dispute and dispute.open:
                standing = close(standing, dispute, "settled", deed.starts)
    return standing


def _paid(standing: Standing, deed: Deed, deal: Deal, n: int, term: Term, other: str) -> Standing:
    """Let money move for a year; it comes out of what the payer can spend."""
    payment = Measure(
        id=f"{deal.id}#pay{n}", kind="transfer", by=term.party, targets=(other,),
        amount=term.amount, since=deed.starts, until=deed.starts + deed.setting.ticks(12.0),
        known=deed.starts, instrument="sign_deal", deniability=1.0 if deal.secret else 0.0,
    )  # fmt: skip
    row = deed.setting.network.countries[term.party]
    politics = standing.politics.changed("spent", row, term.amount, 0.0, float("inf"))
    return replace(standing.with_measure(payment), politics=politics)
