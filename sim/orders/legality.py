"""Legality: why an order that is understood may not be carried out, and what may be ordered.

Rule numbers (§A) refer to docs/explanation/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.errors import unknown
from sim.orders.effects.coalesce import led
from sim.orders.effects.deed import Deed, Standing
from sim.orders.effects.restrict import origin_of
from sim.orders.effects.screen import threshold
from sim.orders.effects.settle import terms_of
from sim.orders.effects.signal import threat_fault
from sim.orders.effects.stock import held, rationed
from sim.orders.effects.support import builders, per_unit
from sim.orders.gates import GATES, attributed
from sim.orders.governments import authority
from sim.orders.instruments import instruments
from sim.orders.price import left_to_spend, price_of
from sim.world.measures import Measure
from sim.world.restrictions import Mask, firms_of, links_from, links_into, slots_of
from sim.world.world import CHANNELS

Rule = Callable[[Deed, Standing], str | None]


def refused(deed: Deed, standing: Standing) -> str | None:
    """Return why an order cannot be carried out, or None if it can.

    An act of record is asked only whether it names what there is and touches something.
    """
    for rule in RECORD if deed.settled else ALL:
        reason = rule(deed, standing)
        if reason:
            return f"{deed.order.instrument} refused: {reason}"
    return None


def _nobody(deed: Deed, standing: Standing) -> str | None:
    """Object to a seat that is nobody here (§A.2)."""
    if deed.by in deed.setting.network.countries:
        return None
    return f"{deed.seat} is neither a country nor a firm of one (rule §A.2)"


def _too_late(deed: Deed, standing: Standing) -> str | None:
    """Object to an order whose period is over before it is given (§A.2)."""
    last = deed.order.date("until")
    if last is None or last >= deed.given:
        return None
    return f"it was to end on {last}, before it was given (rule §A.2)"


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
    found = [m for m in standing.measures if origin_of(m) in named]
    others = [f"{origin_of(m)} is of {m.by}" for m in found if m.by != deed.by]
    if others:
        return f"{', '.join(dict.fromkeys(others))} (rule §A.4)"
    if deed.settled or any(m.until is None or m.until > deed.starts for m in found):
        return None
    return f"{', '.join(named)} is over already (rule §A.4)"


def _nothing_touched(deed: Deed, standing: Standing) -> str | None:
    """Object to an order that would move nothing (§A.5)."""
    for effect in deed.instrument.effects:
        look = _LOOKS.get(effect.do)
        reason = look(deed, standing, dict(effect.given)) if look else None
        if reason:
            return f"{reason} (rule §A.5)"
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
    if deed.instrument.capital >= 3.0 and have < floor:
        return (
            f"with {have:.0f} points of political capital, below {floor:.0f}, nothing this "
            "contested can be started (rule §A.6)"
        )
    return None


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
    return (
        f"{' and '.join(against)} object; say overrule=yes, at {cost:.0f} points more of "
        "political capital (rule §A.13)"
    )


def _repeated(deed: Deed, standing: Standing) -> str | None:
    """Object to what is in force already, to the same extent (§A.14)."""
    from sim.orders.effects import carry_out

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
    share, parameters = deed.number(given, "share"), deed.setting.parameters  # type: ignore[arg-type]
    for firm in deed.order.names("firm"):
        home = deed.setting.polity.firms.get(firm)
        if home is None or home == deed.by:
            return f"{firm} is no named firm abroad"
        least = threshold(standing, home, deed.starts, parameters["normal_threshold"])
        if share >= least:
            return (
                f"{home} examines stakes from {least:.0%} and gives no leave for {share:.0%} of "
                f"{firm} (rule §A.15)"
            )
    return None


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
    if given["way"] != "threat":
        return None
    return threat_fault(deed.order, other)


def _settle(deed: Deed, standing: Standing, given: dict[str, object]) -> str | None:
    way, politics = given["way"], standing.politics
    if way == "propose":
        return _unreal_terms(deed)
    if way in ("sign", "refuse"):
        deal = politics.deal(next(iter(deed.order.names("deal")), ""))
        if deal is None or deal.state != "offered" or deal.until <= deed.starts:
            return "no such offer stands"
        return None if deal.parties[1] == deed.by else f"the offer was made to {deal.parties[1]}"
    dispute = deed.dispute(politics)
    if dispute is None or not dispute.open:
        return f"{deed.by} has no open dispute of that kind"
    sides = (dispute.sender, dispute.target)
    if way in ("concede", "partial", "talks", "carrot", "offramp") and deed.by not in sides:
        return f"{deed.by} is no party to {dispute.id}"
    return None


def _unreal_terms(deed: Deed) -> str | None:
    if not deed.others:
        return "it needs target=, to whom it is offered"
    given, asked = deed.order.names("give"), deed.order.names("ask")
    if not given and not asked:
        return "it says neither what is given (give=) nor what is asked (ask=)"
    try:
        terms_of(deed.id, given, asked, (deed.by, deed.others[0]))
    except ValueError as error:
        return str(error)
    return None


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
    "stake": _stake, "cut": _cut, "harm": _harm, "signal": _signal, "settle": _settle,
    "coalesce": _coalesce, "litigate": _litigate, "inform": _inform, "firm": _firm,
}  # fmt: skip

RECORD: tuple[Rule, ...] = (_nobody, _too_late, _unknown_name, _not_own, _nothing_touched)
"""What is asked of acts of record."""

ALL: tuple[Rule, ...] = (
    _nobody, _too_late, _unknown_name, _no_authority, _not_own, _nothing_touched, _gated, _repeated,
    _objected, _poor, _unpaid,
)  # fmt: skip
"""What is asked of every other order, in this order: the first reason is given."""


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
