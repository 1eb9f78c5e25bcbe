"""Price: what an order costs a government in political capital and in money, with its reasons."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from sim.orders.effects.deed import Deed
from sim.orders.effects.support import bought, builders, yearly_level
from sim.orders.governments import authority, objectors
from sim.orders.instruments import Effect, Instrument, instruments
from sim.world.politics import Politics
from sim.world.setting import Setting

Part = tuple[str, float]


@dataclass(frozen=True)
class Price:
    """What an order costs, and who would have to be overruled."""

    capital: tuple[Part, ...]
    """Named parts of the political cost [points]."""
    usd: float
    """[USD]"""
    objectors: tuple[str, ...] = ()
    """Ministries that speak against it."""

    @property
    def points(self) -> float:
        """Return the whole political cost [points]."""
        return sum(value for _, value in self.capital)


@functools.lru_cache(maxsize=128)  # every rule that asks for it asks of the same order
def price_of(deed: Deed) -> Price:
    """Return what an order costs the government that gives it; firms pay no political price."""
    instrument, setting = deed.instrument, deed.setting
    usd = budget_of(deed)
    if deed.seat in setting.polity.firms:
        return Price((), usd)
    against = _objecting(deed, usd)
    parts = [("its own", _own(deed, instrument)), ("trade rules", _wto(deed, instrument))]
    if deed.order.chosen("overrule") == "yes":
        parts.append(("overruling", setting.parameters["overrule_cost"] * len(against)))
    return Price(tuple((name, value) for name, value in parts if value), usd, against)


def budget_of(deed: Deed) -> float:
    """Return what an order spends of the state's money [USD].

    A budget is what it says; an amount costs what is bought or built for it. Where an order gives
    both for the same thing, the amount counts.
    """
    amount, budget = (deed.order.number_or_none(key) or 0.0 for key in ("amount", "budget"))
    effects = deed.instrument.effects
    bought = sum(_cost(deed, effect, amount) for effect in effects) if amount else 0.0
    either = any({"amount", "budget"} <= effect.given.keys() for effect in effects)
    return bought if bought and either else bought + budget


def _cost(deed: Deed, effect: Effect, amount: float) -> float:
    """Return what a primitive costs for an amount [USD]."""
    match effect.do, effect.given.get("way"):
        case "transfer", _:
            return amount
        case "stockpile", "buy":
            products = deed.setting.network.products
            named = [products[p] for p in deed.order.names("product") or products]
            chosen = np.isin(deed.setting.network.outlet_product, named)
            return amount * float(deed.world.price[chosen].mean()) if chosen.any() else 0.0
        case "support", "subsidy":
            return amount * yearly_level(deed, builders(deed, "subsidy"))
        case "support", way if way in ("capacity", "diversification", "offtake", "recycling"):
            rows = builders(deed, str(way))
            return amount / bought(deed, rows, 1.0) if len(rows) else 0.0
    return 0.0


def yearly_budget(setting: Setting, country: str) -> float:
    """Return what a state can spend in a year [USD]; NaN where its GDP is not given."""
    return setting.polity.trait("security_budget", country) * setting.polity.gdp_of(country)


def is_ally(setting: Setting, one: str, other: str) -> bool:
    """Return whether two countries are allied by treaty."""
    countries = setting.polity.countries
    return bool(setting.polity.treaty[countries[one], countries[other]])


def left_to_spend(setting: Setting, politics: Politics, country: str) -> float:
    """Return what a state can still spend this year [USD]; NaN where its GDP is not given."""
    spent = float(politics.spent[setting.polity.countries[country]])
    return yearly_budget(setting, country) - spent


def _own(deed: Deed, instrument: Instrument) -> float:
    """Return the political cost proper, more where parties are at odds (§P.4)."""
    discord = 1.0 - deed.setting.polity.trait("elite_consensus", deed.by)
    return deed.setting.parameters["capital_price"] * instrument.capital * (0.5 + discord)


def _wto(deed: Deed, instrument: Instrument) -> float:
    """Return what breaking trade rules costs one who keeps them (§A.12)."""
    breach = {"inconsistent": 1.0, "contestable": 0.4}.get(instrument.wto, 0.0)
    adherence = deed.setting.polity.trait("wto_adherence", deed.by)
    return deed.setting.parameters["wto_price"] * adherence * breach


def _objecting(deed: Deed, usd: float) -> tuple[str, ...]:
    polity = deed.setting.polity
    government = polity.governments[deed.row]
    if authority(deed.instrument, government) is None:
        return ()
    whole = yearly_budget(deed.setting, deed.by)
    ally = any(is_ally(deed.setting, deed.by, other) for other in deed.others)
    share = usd / whole if whole > 0.0 else 0.0
    found = (objectors(one, government, spent=share, ally=ally) for one in meant(deed))
    return tuple(dict.fromkeys(name for names in found for name in names))


def meant(deed: Deed) -> tuple[Instrument, ...]:
    """Return what is ordered, and what is threatened by it: ministers mind both (§A.28)."""
    key = deed.instrument.keys.get("order")
    named = deed.order.names("order") if key and key.of == "text" else ()
    return (deed.instrument, *(instruments()[name] for name in named if name in instruments()))
