"""Reach: what an order must find in the world so that it changes anything (§A.5).

For each primitive, why what an order names would be moved by nothing, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.orders.effects.coalesce import bare_calls, led
from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import channels, traders
from sim.orders.effects.screen import stakes, threshold
from sim.orders.effects.stock import held, rationed, releases
from sim.orders.effects.support import builders, per_unit
from sim.orders.instruments import instruments
from sim.orders.offers import no_answer, unreal_terms
from sim.world.measures import Measure
from sim.world.named import Mask, firms_of, links_from, links_into, slots_of

Look = Callable[[Deed, Standing, Given], str | None]


def harms(deed: Deed) -> bool:
    """Return whether an order hurts those whom it names: it presses, or keeps them from trade."""
    return deed.presses or any(
        e.do == "restrict" and e.given.get("kind") in ("tariff", "boycott", "licence")
        for e in deed.instrument.effects
    )


def _restrict(deed: Deed, standing: Standing, given: Given) -> str | None:
    kind = given["kind"]
    if given.get("thirds"):
        return None if deed.others else "it needs target=, whom third countries shall not serve"
    network, probe = deed.setting.network, _probe(deed, str(kind))
    if given.get("traders") and not traders(deed):
        return f"nobody in {', '.join(deed.others) or 'no country'} sells goods on"
    if kind in ("licence", "quota", "duty", "hold", "domestic_first"):
        return _unless(links_from(network, probe), deed, "sells none of that there")
    if kind in ("tariff", "boycott"):
        return _unless(links_into(network, probe), deed, "buys none of that there")
    return _unless(firms_of(network, probe), deed, "has no firm that does that")


def _support(deed: Deed, standing: Standing, given: Given) -> str | None:
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


def _too_generous(deed: Deed, given: Given) -> str | None:
    """Return why a subsidy is more than what it is paid for costs, or None."""
    rows = builders(deed, "subsidy")
    paid = per_unit(deed, given)
    cost = float(deed.setting.network.firm_unit_cost[rows].min())
    if paid < cost:
        return None
    return f"{paid:,.0f} USD a unit is more than the {cost:,.0f} USD that a unit costs to make"


def _stockpile(deed: Deed, standing: Standing, given: Given) -> str | None:
    if given["way"] == "joint":
        return _no_member(deed) or (
            None if releases(deed, 1.0) else "no member's stockpile holds any of that"
        )
    probe = _probe(deed, "stockpile")
    if not slots_of(deed.setting.network, probe).any():
        return f"{deed.by} uses none of that"
    if given["way"] == "buy" or deed.settled:
        return None
    if held(deed) <= 0.0:
        return f"the stockpile of {deed.by} holds none of that"
    return None if given["way"] == "release" or deed.others else "it needs target=, who gets it"


def _no_member(deed: Deed) -> str | None:
    """Return why a club's order is not the country's to give, or None."""
    clubs = deed.setting.polity.clubs
    foreign = [id for id in deed.order.names("club") if deed.by not in clubs[id].members]
    return f"{deed.by} is no member of {foreign[0]}" if foreign else None


def _transfer(deed: Deed, standing: Standing, given: Given) -> str | None:
    return _no_member(deed)


def _ration(deed: Deed, standing: Standing, given: Given) -> str | None:
    return None if rationed(deed) else f"no user in {deed.by} is without priority"


def _stake(deed: Deed, standing: Standing, given: Given) -> str | None:
    bought, parameters = deed.number(given, "share"), deed.setting.parameters
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


def _screen(deed: Deed, standing: Standing, given: Given) -> str | None:
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


def _cut(deed: Deed, standing: Standing, given: Given) -> str | None:
    found = [
        e for e in deed.setting.polity.exposures
        if e.channel == given["channel"] and e.spender == deed.by
        and (not deed.others or e.earner in deed.others)
    ]  # fmt: skip
    if found:
        return None
    whom = ", ".join(deed.others) or "anybody"
    return f"the scenario knows of no {given['channel']} from {deed.by} to {whom}"


def _harm(deed: Deed, standing: Standing, given: Given) -> str | None:
    exposed = {e.earner for e in deed.setting.polity.exposures if e.channel == "infrastructure"}
    bare = [other for other in deed.others if other not in exposed]
    if not deed.others:
        return "it needs target="
    return f"the scenario knows of no infrastructure of {', '.join(bare)}" if bare else None


def _settle(deed: Deed, standing: Standing, given: Given) -> str | None:
    way, politics = given["way"], standing.politics
    if way == "propose":
        return unreal_terms(deed, standing)
    if way in ("sign", "refuse"):
        return no_answer(deed, standing, way)
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


def _coalesce(deed: Deed, standing: Standing, given: Given) -> str | None:
    if given["way"] == "join" and not led(standing, deed) and not bare_calls(standing, deed):
        return "there is no measure of another to join"
    if given["way"] in ("statement",) and deed.dispute(standing.politics) is None:
        return "there is no dispute to speak on"
    return None


def _litigate(deed: Deed, standing: Standing, given: Given) -> str | None:
    named = deed.order.names("order")
    found = [m for m in standing.measures if m.origin in named and m.in_force(deed.starts)]
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


def _inform(deed: Deed, standing: Standing, given: Given) -> str | None:
    if given["way"] in ("warn", "data") or deed.dispute(standing.politics):
        return None
    return "there is no dispute about which something could be said"


def _firm(deed: Deed, standing: Standing, given: Given) -> str | None:
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


def _probe(deed: Deed, kind: str) -> Measure:
    return deed.measure(kind, deed.world.politics, channels=channels(deed, kind))


def _unless(touched: Mask, deed: Deed, thing: str) -> str | None:
    return None if touched.any() else f"{deed.by} {thing}"


LOOKS: Mapping[str, Look] = {
    "restrict": _restrict, "support": _support, "stockpile": _stockpile, "ration": _ration,
    "transfer": _transfer,
    "stake": _stake, "screen": _screen, "cut": _cut, "harm": _harm, "settle": _settle,
    "coalesce": _coalesce, "litigate": _litigate, "inform": _inform, "firm": _firm,
}  # fmt: skip
"""Look by primitive; what is not listed always finds something."""
