"""Legality: why an order that is understood (§A.1) may not be carried out.

Rule numbers (§A) refer to docs/explanation/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from sim.errors import unknown
from sim.orders.base import Order
from sim.orders.effects.coalesce import led
from sim.orders.effects.deed import Deed, Standing
from sim.orders.effects.restrict import origin_of
from sim.orders.effects.screen import stakes, threshold
from sim.orders.effects.settle import terms_of
from sim.orders.effects.signal import threat_fault, threatened
from sim.orders.effects.stock import held, rationed
from sim.orders.effects.support import builders, per_unit
from sim.orders.gates import GATES, attributed
from sim.orders.governments import authority, government_of
from sim.orders.instruments import instruments
from sim.orders.price import left_to_spend, price_of
from sim.world.deals import Deal, Term
from sim.world.measures import Measure
from sim.world.restrictions import Mask, firms_of, links_from, links_into, slots_of
from sim.world.world import CHANNELS

Rule = Callable[[Deed, Standing], str | None]


def refused(deed: Deed, standing: Standing) -> str | None:
    """Return why an order cannot be carried out, or None if it can.

    An act of record is asked only whether it names what there is and touches something.
    """
    return _first(RECORD if deed.settled else ALL, deed, standing)


def unaffordable(deed: Deed, standing: Standing) -> str | None:
    """Return why a government cannot pay for an order with what it has left, or None."""
    return _first(MEANS, deed, standing)


def _first(rules: tuple[Rule, ...], deed: Deed, standing: Standing) -> str | None:
    for rule in rules:
        reason = rule(deed, standing)
        if reason:
            return f"{deed.order.instrument} refused: {reason}"
    return None


def _nobody(deed: Deed, standing: Standing) -> str | None:
    """Object to a seat that is nobody here (§A.2)."""
    if deed.by not in deed.setting.network.countries:
        return f"{deed.seat} is neither a country nor a firm of one (rule §A.2)"
    _, dot, ministry = deed.seat.partition(".")
    if not dot or deed.seat in deed.setting.polity.firms:
        return None
    known = government_of(deed.setting.polity.governments[deed.row]).ministries
    if ministry in known:
        return None
    return f"{unknown(f'ministry of {deed.by}', ministry, tuple(known))} (rule §A.2)"


def _too_late(deed: Deed, standing: Standing) -> str | None:
    """Object to an order whose period is over before it is given, or before it begins (§A.2)."""
    last = deed.order.date("until")
    if last is None:
        return None
    if last < deed.given:
        return f"it was to end on {last}, before it was given (rule §A.2)"
    if last < deed.starts_on and not deed.settled:
        return f"it cannot begin before {deed.starts_on}, and is to end on {last} (rule §A.2)"
    return None


def _unknown_name(deed: Deed, standing: Standing) -> str | None:
    """Object to a name that nothing bears (§A.2)."""
    network, politics = deed.setting.network, standing.politics
    known = {
        "product": network.products.names,
        "country": network.countries.names,
        "activity": network.activities.names,
        "firm": tuple(dict.fromkeys((*network.firms.names, *deed.setting.polity.firms))),
        "channel": CHANNELS,
        "order": tuple(dict.fromkeys(origin_of(m) for m in standing.measures)),
        "dispute": tuple(d.id for d in politics.disputes),
        "deal": tuple(d.id for d in politics.deals),
    }
    for key, spec in deed.instrument.keys.items():
        if spec.kind != "names" or spec.of not in known:
            continue
        for name in deed.order.names(key):
            if name not in known[spec.of]:
                return f"{unknown(spec.of, name, known[spec.of])} (rule §A.2)"
    return None


def _no_authority(deed: Deed, standing: Standing) -> str | None:
    """Object to an order that is not the seat's to give (§A.3)."""
    polity, instrument = deed.setting.polity, deed.instrument
    if deed.seat in polity.firms:
        if "firm" in instrument.authority:
            return _of_another_firm(deed)
        return f"{deed.seat} is a firm; only governments can order this (rule §A.3)"
    if set(instrument.authority) == {"firm"}:
        return f"only firms can do this; {deed.seat} is a government (rule §A.3)"
    government = polity.governments[deed.row]
    decides = authority(instrument, government)
    if decides is None:
        return f"nobody in the government of {deed.by} can order this (rule §A.3)"
    ministry = deed.seat.partition(".")[2]
    if ministry and ministry not in (decides, *_gave(deed, standing, government)):
        return f"{ministry} has no authority over it: {decides} has (rule §A.3)"
    return None


def _of_another_firm(deed: Deed) -> str | None:
    """Return why a firm cannot order this of another, or None: it has a say in itself alone."""
    others = [f for f in deed.order.names("firm") if f != deed.seat]
    if not others:
        return None
    return f"{deed.seat} has no say in {', '.join(others)} (rule §A.3)"


def _gave(deed: Deed, standing: Standing, government: str) -> tuple[str, ...]:
    """Return the ministries that gave the orders which the order lifts: they may lift them."""
    if not any(effect.do == "lift" for effect in deed.instrument.effects):
        return ()
    named = deed.order.names("order")
    made = {m.instrument for m in standing.measures if origin_of(m) in named and m.instrument}
    return tuple(filter(None, (authority(instruments()[name], government) for name in made)))


def _not_own(deed: Deed, standing: Standing) -> str | None:
    """Object to the lifting of another's measure (§A.4)."""
    if not any(effect.do == "lift" for effect in deed.instrument.effects):
        return None
    named = deed.order.names("order")
    for order in named:
        found = [m for m in standing.measures if origin_of(m) == order]
        whose = {_author(m, standing) for m in found}
        if deed.by not in whose:
            return f"{order} is of {' and '.join(sorted(whose))} (rule §A.4)"
        if not deed.settled and all(m.until is not None and m.until <= deed.starts for m in found):
            return f"{order} is over already (rule §A.4)"
    return None


def _author(measure: Measure, standing: Standing) -> str:
    """Return whose order a measure comes of: what third countries are made to do is not theirs."""
    dispute = standing.politics.dispute(measure.dispute) if measure.dispute else None
    if dispute is None or measure.id != f"{origin_of(measure)}#{measure.by}":
        return measure.by
    return dispute.sender if dispute.target in measure.targets else dispute.target


def _no_party(deed: Deed, standing: Standing) -> str | None:
    """Object to a step in a dispute that is over, or that is none of its business (§A.26)."""
    named = deed.order.names("dispute")
    dispute = standing.politics.dispute(named[0]) if named else None
    if dispute is None:
        return None
    if not dispute.open:
        return f"{dispute.id} is over: {dispute.ending} (rule §A.26)"
    if not deed.presses:
        return None
    senders = {dispute.sender, *dispute.partners}
    targets = {dispute.target, *dispute.defenders}
    if deed.by not in senders | targets:
        return f"{deed.by} is no party to {dispute.id} (rule §A.26)"
    facing = targets if deed.by in senders else senders
    if deed.others and not facing & {*deed.others}:
        return f"{', '.join(deed.others)} is not on the other side of {dispute.id} (rule §A.26)"
    return None


def _nothing_touched(deed: Deed, standing: Standing) -> str | None:
    """Object to an order that would move nothing (§A.5)."""
    for effect in deed.instrument.effects:
        look = _LOOKS.get(effect.do)
        reason = look(deed, standing, dict(effect.given)) if look else None
        if reason:
            return reason if "(rule " in reason else f"{reason} (rule §A.5)"
    return None


def _poor(deed: Deed, standing: Standing) -> str | None:
    """Object to what the government's political capital does not pay for (§A.6)."""
    if deed.seat in deed.setting.polity.firms:
        return None
    have = float(standing.politics.capital[deed.row])
    cost = price_of(deed).points
    floor = deed.setting.parameters["capital_floor"]
    if cost > have:
        return f"it costs {cost:.0f} points of political capital; {have:.0f} are left (rule §A.6)"
    if deed.instrument.capital >= CONTESTED and have < floor:
        return (
            f"with {have:.0f} points of political capital, below {floor:.0f}, nothing this "
            "contested can be started (rule §A.6)"
        )
    return None


CONTESTED = 3.0
"""Political cost from which an order counts as contested [0 to 6]."""


def _unpaid(deed: Deed, standing: Standing) -> str | None:
    """Object to what the year's security budget does not pay for (§A.7)."""
    usd = price_of(deed).usd
    if usd <= 0.0 or deed.seat in deed.setting.polity.firms:
        return None
    left = left_to_spend(deed.setting, standing.politics, deed.by)
    if usd <= left:
        return None
    if not np.isfinite(left):
        return f"the scenario gives no GDP of {deed.by}, so it has no budget (rule §A.7)"
    return f"it costs {_money(usd)}; {_money(max(left, 0.0))} are left this year (rule §A.7)"


def _gated(deed: Deed, standing: Standing) -> str | None:
    """Object by the gates that the instrument names, and by doubt (§A.8 to §A.11)."""
    reasons = (GATES[gate](deed, standing) for gate in deed.instrument.gates)
    return next((reason for reason in reasons if reason), None) or attributed(deed, standing)


def _objected(deed: Deed, standing: Standing) -> str | None:
    """Object to what ministers object to, unless they are overruled (§A.13)."""
    if deed.order.chosen("overrule") == "yes" or deed.seat in deed.setting.polity.firms:
        return None
    against = price_of(deed).objectors
    if not against:
        return None
    cost = deed.setting.parameters["overrule_cost"] * len(against)
    verb = "objects" if len(against) == 1 else "object"
    return (
        f"{' and '.join(against)} {verb}; say overrule=yes, at {cost:.0f} points more of "
        "political capital (rule §A.13)"
    )


def _repeated(deed: Deed, standing: Standing) -> str | None:
    """Object to what is in force or under way already, to the same extent (§A.14)."""
    from sim.orders.effects import carry_out

    for act in standing.politics.pending:
        own = deed.setting.polity.state_of(act.seat) == deed.by
        if own and act.order == str(deed.order):
            return f"{act.id} is under way to do the same (rule §A.14)"
    alike = [
        m for m in standing.measures
        if m.by == deed.by and m.instrument == deed.order.instrument
        and m.in_force(deed.starts) and m.kind not in ("capacity", "stockpile", "share", "transfer")
    ]  # fmt: skip
    if not alike:
        return None
    made = carry_out(standing, deed).measures
    new = [m for m in made if origin_of(m) == deed.id]
    same = [
        origin_of(old) for old in alike for m in new
        if m.on_the_same_as(old) and (m.rate, m.amount) == (old.rate, old.amount)
        and m.channels == old.channels and m.until == old.until
    ]  # fmt: skip
    if new and len(same) >= len(new):
        return f"{same[0]} does the same already (rule §A.14)"
    return None


# --- what the primitives need to touch ------------------------------------------------------


def _restrict(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    kind = given["kind"]
    if given.get("thirds"):
        return None if deed.others else "it needs target=, whom third countries shall not serve"
    network, probe = deed.setting.network, _probe(deed, str(kind))
    if kind in ("licence", "quota", "duty", "hold", "domestic_first"):
        return _unless(links_from(network, probe), deed, "sells none of that there")
    if kind in ("tariff", "boycott"):
        return _unless(links_into(network, probe), deed, "buys none of that there")
    return _unless(firms_of(network, probe), deed, "has no firm that does that")


def _support(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    if given["way"] == "research":
        return _unless(
            slots_of(deed.setting.network, _probe(deed, "research")), deed, "uses none of that"
        )
    if not len(builders(deed, str(given["way"]))):
        return "nobody there makes that and can build more"
    if not any(
        deed.order.number(k) for k in ("amount", "budget", "usd") if k in deed.instrument.keys
    ):
        return "it says neither what to build (amount=) nor what to spend (budget=)"
    if given["way"] == "subsidy":
        return _too_generous(deed, given)
    return None


def _too_generous(deed: Deed, given: dict[str, object]) -> str | None:
    """Return why a subsidy is more than what it is paid for costs, or None."""
    rows = builders(deed, "subsidy")
    paid = per_unit(deed, given)  # type: ignore[arg-type]
    cost = float(deed.setting.network.firm_unit_cost[rows].min())
    if paid < cost:
        return None
    return f"{paid:,.0f} USD a unit is more than the {cost:,.0f} USD that a unit costs to make"


def _stockpile(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    probe = _probe(deed, "stockpile")
    if not slots_of(deed.setting.network, probe).any():
        return f"{deed.by} uses none of that"
    if given["way"] == "buy" or deed.settled:
        return None
    if held(deed) <= 0.0:
        return f"the stockpile of {deed.by} holds none of that"
    return None if given["way"] == "release" or deed.others else "it needs target=, who gets it"


def _ration(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    return None if rationed(deed) else f"no user in {deed.by} is without priority"


def _stake(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    bought, parameters = deed.number(given, "share"), deed.setting.parameters  # type: ignore[arg-type]
    for firm in deed.order.names("firm"):
        home = deed.setting.polity.firms.get(firm)
        if home is None or home == deed.by:
            return f"{firm} is no named firm abroad"
        least = threshold(standing, home, deed.starts, parameters["normal_threshold"])
        own = [m for m in stakes(standing, (firm,)) if m.by == deed.by]
        share = bought + sum(m.rate for m in own if m.until is None or m.until > deed.starts)
        if bought and share >= least:
            return (
                f"{home} examines stakes from {least:.0%} and gives no leave for {share:.0%} of "
                f"{firm} (rule §A.15)"
            )
    return None


def _screen(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    firms = deed.order.names("firm")
    if given["way"] == "vendor":
        own = [f for f in firms if deed.setting.polity.firms[f] == deed.by]
        return f"{own[0]} is no firm abroad" if own else None
    if given["way"] != "block":
        return None
    owners = {*deed.order.names("target")}
    held = [
        m for m in stakes(standing, firms)
        if deed.by in m.targets and (not owners or m.by in owners)
        and (m.until is None or m.until > deed.starts)
    ]  # fmt: skip
    return None if held else f"nobody abroad holds a stake in {', '.join(firms)}"


def _cut(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    found = [
        e for e in deed.setting.polity.exposures
        if e.channel == given["channel"] and e.spender == deed.by
        and (not deed.others or e.earner in deed.others)
    ]  # fmt: skip
    if found:
        return None
    whom = ", ".join(deed.others) or "anybody"
    return f"the scenario knows of no {given['channel']} from {deed.by} to {whom}"


def _harm(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    exposed = {e.earner for e in deed.setting.polity.exposures if e.channel == "infrastructure"}
    bare = [other for other in deed.others if other not in exposed]
    if not deed.others:
        return "it needs target="
    return f"the scenario knows of no infrastructure of {', '.join(bare)}" if bare else None


def _signal(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    dispute = deed.dispute(standing.politics)
    other = dispute.target if dispute and dispute.sender == deed.by else next(iter(deed.others), "")
    if not other or other == deed.by:
        return "it needs target=, or a dispute of its own"
    return _hollow(deed, standing, other) if given["way"] == "threat" else None


def _hollow(deed: Deed, standing: Standing, other: str) -> str | None:
    """Object to a threat of what the government could not order if it came to it (§A.28).

    What the order costs is paid when the threat is carried out.
    """
    fault = threat_fault(deed.order, other)
    if fault:
        return f"{fault} (rule §A.28)"
    order = Order.parse(threatened(deed.order, other))
    meant = replace(deed, order=order, seat=deed.by)
    if order.instrument == deed.order.instrument or not harms(meant):
        return f"{order.instrument} would hurt nobody (rule §A.28)"
    dispute = deed.dispute(standing.politics)
    if deed.order.names("dispute") and dispute and dispute.sender != deed.by:
        return f"in {dispute.id} it is {dispute.sender} that demands (rule §A.28)"
    reason = _first(POWERS, meant, standing)
    return f"{reason.partition(' (rule')[0]} (rule §A.28)" if reason else None


def harms(deed: Deed) -> bool:
    """Return whether an order hurts those whom it names: it presses, or keeps them from trade."""
    return deed.presses or any(
        e.do == "restrict" and e.given.get("kind") in ("tariff", "boycott", "licence")
        for e in deed.instrument.effects
    )


def _settle(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    way, politics = given["way"], standing.politics
    if way == "propose":
        return _unreal_terms(deed, standing)
    if way in ("sign", "refuse"):
        return _no_answer(deed, politics.deal(next(iter(deed.order.names("deal")), "")), way)
    dispute = deed.dispute(politics)
    if dispute is None or not dispute.open:
        return f"{deed.by} has no open dispute of that kind (rule §A.26)"
    sides = (dispute.sender, dispute.target)
    if way in ("concede", "partial", "talks", "carrot", "offramp") and deed.by not in sides:
        return f"{deed.by} is no party to {dispute.id} (rule §A.26)"
    today = deed.setting.timeline.tick(deed.given)
    if way == "partial" and deed.by == dispute.target and not dispute.talking(today):
        return f"{dispute.sender} takes a part only in talks; order deal_talks first (rule §A.26)"
    return None


def _no_answer(deed: Deed, deal: Deal | None, way: object) -> str | None:
    """Object to an answer to what is not on offer, or not to the one who answers (§A.27)."""
    if deal is None or deal.state != "offered" or deal.until <= deed.starts:
        return "no such offer stands (rule §A.27)"
    if deal.parties[1] != deed.by:
        return f"the offer was made to {deal.parties[1]} (rule §A.27)"
    faults = (_unpayable(term, deed) for term in deal.terms if way == "sign")
    return next((f"{fault} (rule §A.27)" for fault in faults if fault), None)


def _unreal_terms(deed: Deed, standing: Standing) -> str | None:
    """Object to an offer to nobody, or of what is not the parties' to give (§A.27)."""
    if len(deed.others) != 1 or deed.others[0] == deed.by:
        return "it needs target=, the one country to which it is offered (rule §A.27)"
    given, asked = deed.order.names("give"), deed.order.names("ask")
    if not given and not asked:
        return "it says neither what is given (give=) nor what is asked (ask=) (rule §A.27)"
    parties = (deed.by, deed.others[0])
    try:
        terms = terms_of(deed.id, given, asked, parties)
    except ValueError as error:
        return f"{error} (rule §A.27)"
    faults = (_unreal(term, parties[term.party == deed.by], deed, standing) for term in terms)
    return next((f"{fault} (rule §A.27)" for fault in faults if fault), None)


def _unreal(term: Term, other: str, deed: Deed, standing: Standing) -> str | None:
    """Return why a party cannot bind itself to a term, or None."""
    match term.verb:
        case "lift":
            found = [m for m in standing.measures if origin_of(m) == term.subject]
            lasting = any(m.until is None or m.until > deed.starts for m in found)
            own = any(_author(m, standing) == term.party for m in found)
            return None if own and lasting else f"{term.party} has no order {term.subject} to lift"
        case "concede":
            dispute = standing.politics.dispute(term.subject)
            sides = {dispute.sender, dispute.target} if dispute and dispute.open else set()
            if sides != {term.party, other}:
                return f"{term.party} and {other} have no dispute {term.subject}"
        case "supply":
            sold = _sold(deed, term, other)
            return None if sold else f"{term.party} sells no {term.subject} to {other}"
        case "pay" if term.party == deed.by:
            return _unpayable(term, deed)
    return None


def _sold(deed: Deed, term: Term, other: str) -> bool:
    """Return whether a party sells the other what a term names."""
    network = deed.setting.network
    if term.subject not in network.products:
        return False
    seller, buyer = network.countries[term.party], network.countries[other]
    sells = network.firm_country[network.outlet_firm[network.link_outlet]] == seller
    meant = network.outlet_product[network.link_outlet] == network.products[term.subject]
    return bool((sells & meant & (network.slot_country[network.link_slot] == buyer)).any())


def _unpayable(term: Term, deed: Deed) -> str | None:
    """Return why a party cannot pay what a term says, or None."""
    if term.verb != "pay":
        return None
    left = left_to_spend(deed.setting, deed.world.politics, term.party)
    if term.amount <= left:
        return None
    have = _money(max(left, 0.0)) if np.isfinite(left) else "no budget"
    return f"{term.party} would pay {_money(term.amount)} and has {have} left this year"


def _coalesce(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    if given["way"] == "join" and not led(standing, deed):
        return "there is no measure of another to join"
    if given["way"] in ("statement",) and deed.dispute(standing.politics) is None:
        return "there is no dispute to speak on"
    return None


def _litigate(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    named = deed.order.names("order")
    found = [m for m in standing.measures if origin_of(m) in named and m.in_force(deed.starts)]
    if not found:
        return "no measure of that order is in force"
    earlier = [
        m for m in standing.measures
        if m.kind == "suit" and m.by == deed.by and m.against in named
    ]  # fmt: skip
    if earlier:
        return f"{deed.by} has brought its case already, {earlier[0].id} (rule §A.24)"
    if all(m.by == deed.by for m in found):
        return "nobody can bring a case against itself"
    if all(m.instrument in instruments() and instruments()[m.instrument].wto
           in ("consistent", "outside") for m in found):  # fmt: skip
        return "trade rules allow that measure"
    return None


def _inform(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    if given["way"] in ("warn", "data") or deed.dispute(standing.politics):
        return None
    return "there is no dispute about which something could be said"


def _firm(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    network = deed.setting.network
    needs_goods = given["way"] in ("stock", "switch", "relocate", "evade", "force_majeure")
    if needs_goods and deed.seat not in network.firms:
        return f"{deed.seat} holds no goods in the model"
    if given["way"] == "relocate" and network.firm_build[network.firms[deed.seat]] == 0:
        return f"what {deed.seat} does cannot be built elsewhere"
    if given["way"] == "relocate" and not _same_trade(deed).any():
        return f"nobody in {', '.join(deed.others) or 'no country'} does what {deed.seat} does"
    return None


def _same_trade(deed: Deed) -> Mask:
    """Return the firms of the countries named that do what the firm that orders does."""
    network = deed.setting.network
    row = network.firms[deed.seat]
    places = [network.countries[c] for c in deed.others]
    same = network.firm_activity == network.firm_activity[row]
    return np.asarray(same & np.isin(network.firm_country, places))


_LOOKS = {
    "restrict": _restrict, "support": _support, "stockpile": _stockpile, "ration": _ration,
    "stake": _stake, "screen": _screen, "cut": _cut, "harm": _harm, "signal": _signal,
    "settle": _settle, "coalesce": _coalesce, "litigate": _litigate, "inform": _inform,
    "firm": _firm,
}  # fmt: skip

RECORD: tuple[Rule, ...] = (_nobody, _too_late, _unknown_name, _not_own, _nothing_touched)
"""What is asked of acts of record."""

MEANS: tuple[Rule, ...] = (_poor, _unpaid)
"""What is asked of an order's price."""

ALL: tuple[Rule, ...] = (
    _nobody, _too_late, _unknown_name, _no_authority, _not_own, _no_party, _nothing_touched, _gated,
    _repeated, _objected, *MEANS,
)  # fmt: skip
"""What is asked of every other order, in this order: the first reason is given."""

POWERS: tuple[Rule, ...] = (
    _unknown_name, _no_authority, _nothing_touched, _gated, _repeated,
)  # fmt: skip
"""What is asked of an order that is only threatened."""


def _probe(deed: Deed, kind: str) -> Measure:
    return deed.measure(kind, deed.world.politics, channels=_channels_of(deed, kind))


def _channels_of(deed: Deed, kind: str) -> tuple[str, ...]:
    from sim.orders.effects.restrict import channels

    return channels(deed, kind)


def _unless(touched: object, deed: Deed, thing: str) -> str | None:
    return None if touched.any() else f"{deed.by} {thing}"  # type: ignore[attr-defined]


def _money(usd: float) -> str:
    """Return an amount of money as people read it."""
    for size, name in ((1e9, "bnUSD"), (1e6, "MUSD"), (1e3, "kUSD")):
        if usd >= size:
            return f"{usd / size:,.3g} {name}"
    return f"{usd:,.0f} USD"


def each(rules: tuple[Rule, ...]) -> Iterator[str]:
    """Yield the names of rules, for the reference."""
    return (rule.__name__.lstrip("_") for rule in rules)
