"""Gates: conditions on an instrument beside authority and cost, by the names the catalogue uses.

Each gate returns why an order may not pass, or None. Numbers (§A) refer to
docs/explanation/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.odds import logistic
from sim.orders.effects.deed import Deed, Standing
from sim.world.disputes import Dispute

Gate = Callable[[Deed, Standing], str | None]


def designated(deed: Deed, standing: Standing) -> str | None:
    """Object to support for products that are not designated as critical (§A.8)."""
    if deed.setting.polity.governments[deed.row] not in BOUND_TO_DESIGNATE:
        return None
    named = {
        p for m in standing.measures
        if m.kind == "designation" and m.by == deed.by and m.in_force(deed.starts)
        for p in m.products
    }  # fmt: skip
    lacking = [p for p in _supported(deed) if p not in named]
    if not lacking:
        return None
    return f"{', '.join(lacking)} is not designated; order designate_product first (rule §A.8)"


BOUND_TO_DESIGNATE = ("JPN", "KOR")
"""Governments whose law knows support for designated products only."""


def _supported(deed: Deed) -> tuple[str, ...]:
    """Return the products that get support: those named, else what the firms named make, or all."""
    network, firms = deed.setting.network, deed.order.names("firm")
    if deed.order.names("product"):
        return deed.order.names("product")
    rows = [network.firms[firm] for firm in firms if firm in network.firms]
    made = network.outlet_product[np.isin(network.outlet_firm, rows)]
    names = tuple(network.products.name(int(p)) for p in np.unique(made))
    return names if firms else network.products.names


def consulted(deed: Deed, standing: Standing) -> str | None:
    """Object to what allies were not consulted on (§A.9); to ask the one it is aimed at is none."""
    today = deed.setting.timeline.tick(deed.given)
    for m in standing.measures:
        if m.kind == "consultation" and deed.by in (m.by, *m.targets) and m.in_force(today):
            asked = {m.by, *m.targets} - {deed.by, *deed.others}
            if asked:
                return None
    return "no ally was consulted in the last two rounds; order consult_2plus2 first (rule §A.9)"


def attributed(deed: Deed, standing: Standing) -> str | None:
    """Object to an answer while it is in doubt who did it (§A.10)."""
    dispute = _answered(deed, standing)
    least = deed.instrument.attribution
    if dispute is None or deed.by == dispute.sender or least <= 0.0:
        return None
    held = logistic(dispute.attribution)
    if held >= least:
        return None
    return (
        f"it is held {held:.0%} likely that {dispute.sender} did it; "
        f"{least:.0%} is the least (rule §A.10)"
    )


def _answered(deed: Deed, standing: Standing) -> Dispute | None:
    """Return the dispute that an order answers.

    Its own; else, where others come to help, that of the order it is about or of those it names.
    """
    politics = standing.politics
    own = deed.dispute(politics)
    if own is not None or "attributed" not in deed.instrument.gates:
        return own
    about = deed.order.names("order")
    steps = [m.dispute for m in standing.measures if m.origin in about and m.dispute]
    if steps:
        return politics.dispute(steps[0])
    named = [d for d in politics.disputes if d.open and {d.sender, d.target} & {*deed.others}]
    return max(named, key=lambda d: d.attribution, default=None)


def legal_power(deed: Deed, standing: Standing) -> str | None:
    """Object to withholding what one hardly sells (§A.11); of all goods, one has to tell."""
    least = deed.setting.parameters["least_share"]
    named = deed.order.names("product")
    shares = {p: share_of_supply(deed, p) for p in named or deed.setting.network.products}
    lacking = [p for p, share in shares.items() if share < least]
    if not lacking or (not named and len(lacking) < len(shares)):
        return None
    product = lacking[0] if named else max(shares, key=lambda p: shares[p])
    return (
        f"{deed.by} holds {shares[product]:.0%} of the supply of {product}; "
        f"the least for effect is {least:.0%} (rule §A.11)"
    )


def dependence(deed: Deed, standing: Standing) -> str | None:
    """Object to a counter-list on which the other side does not depend (§A.11)."""
    least = deed.setting.parameters["dependence_gate"]
    for product in deed.order.names("product") or deed.setting.network.products:
        for other in deed.others:
            share = share_of_use(deed, product, other)
            if share < least:
                return (
                    f"{other} gets {share:.0%} of its {product} from {deed.by} and its allies; "
                    f"{least:.0%} is the least (rule §A.11)"
                )
    return None


def share_of_supply(deed: Deed, product: str) -> float:
    """Return a country's share of the normal output of a product [1]."""
    network = deed.setting.network
    rows = network.outlet_product == network.products[product]
    firm = network.outlet_firm[rows]
    size = (network.firm_reference * network.firm_utilisation)[firm] * network.outlet_yield[rows]
    size = np.where(network.firm_trade[firm] == 1, 0.0, size)
    whole = float(size.sum())
    return float(size[network.firm_country[firm] == deed.row].sum()) / whole if whole else 0.0


def share_of_use(deed: Deed, product: str, other: str) -> float:
    """Return how much of a country's purchases come from the country that acts and its friends."""
    network = deed.setting.network
    slots = network.slot_country[network.link_slot] == network.countries[other]
    links = slots & (network.outlet_product[network.link_outlet] == network.products[product])
    use = network.slot_base_use[network.link_slot] * deed.world.share
    seller = network.firm_country[network.outlet_firm[network.link_outlet]]
    friends = np.flatnonzero(
        (np.arange(len(network.countries)) == deed.row) | (deed.setting.polity.treaty[deed.row] > 0)
    )
    whole = float(use[links].sum())
    return float(use[links & np.isin(seller, friends)].sum()) / whole if whole > 0.0 else 0.0


def _passes(deed: Deed, standing: Standing) -> str | None:
    """Return None: the gate is kept elsewhere."""
    return None


GATES: Mapping[str, Gate] = {
    "designated": designated,
    "consulted": consulted,
    "attributed": attributed,
    "legal_power": legal_power,
    "dependence": dependence,
    "club_vote": _passes,  # the vote is held in adjudication, since it is drawn
    "regulation": _passes,  # that the goods move at all is asked of every order
}
"""Gate by name."""
