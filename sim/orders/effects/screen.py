"""Screening: foreign stakes in firms, and who may not sell at home."""

from __future__ import annotations

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import ended, impose
from sim.values import replace
from sim.world.measures import Measure


def screen(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Set the threshold of screening, end a stake, or ban a vendor."""
    way, politics = str(given["way"]), standing.politics
    if way == "threshold":
        measure = deed.measure(
            "screening", politics, rate=deed.number(given, "threshold"), products=(), targets=()
        )
        return replace(standing, measures=impose(standing.measures, measure))
    if way == "block":
        owners = deed.order.names("target")
        held = tuple(
            m.origin for m in stakes(standing, deed.order.names("firm"))
            if deed.by in m.targets and (not owners or m.by in owners)
        )  # fmt: skip
        return replace(standing, measures=ended(standing.measures, held, deed.starts))
    return replace(standing, measures=impose(standing.measures, _vendor_ban(standing, deed)))


def stake(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Buy a share of firms abroad, and learn from them."""
    share, politics = deed.number(given, "share"), standing.politics
    if share <= 0.0:
        return standing
    owners = tuple(deed.setting.polity.firms[f] for f in deed.order.names("firm"))
    standing = standing.with_measure(deed.measure("stake", politics, rate=share, targets=owners))
    made = _made(deed)
    if not made:
        return standing
    learnt = deed.measure(
        "research", politics, id=f"{deed.id}#learnt", products=made, targets=(), firms=(),
        rate=1.0 + deed.setting.parameters["stake_knowhow"] * share,
    )  # fmt: skip
    return standing.with_measure(learnt)


def threshold(standing: Standing, country: str, tick: int, normal: float) -> float:
    """Return the largest foreign stake that needs no leave in a country [1]."""
    found = [
        m.rate for m in standing.measures
        if m.kind == "screening" and m.by == country and m.in_force(tick)
    ]  # fmt: skip
    return min(found, default=normal)


def stakes(standing: Standing, firms: tuple[str, ...]) -> list[Measure]:
    """Return the stakes held in any of the firms."""
    return [m for m in standing.measures if m.kind == "stake" and set(m.firms) & set(firms)]


def _vendor_ban(standing: Standing, deed: Deed) -> Measure:
    """Return the ban on buying from the firms named; they are told by their country too."""
    countries = tuple(deed.setting.polity.firms[f] for f in deed.order.names("firm"))
    return deed.measure("boycott", standing.politics, targets=countries, rate=1.0)


def _made(deed: Deed) -> tuple[str, ...]:
    network = deed.setting.network
    names = []
    for firm in deed.order.names("firm"):
        if firm in network.firms:
            row = network.firms[firm]
            first, last = network.firm_outlets[row], network.firm_outlets[row + 1]
            names += [network.products.name(int(p)) for p in network.outlet_product[first:last]]
    return tuple(dict.fromkeys(names))
