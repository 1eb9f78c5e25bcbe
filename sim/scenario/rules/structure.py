"""Structure: entries that belong together are together."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.case import Case, Finding
from sim.scenario.spec import Activity, Figure, Firm
from sim.units import UnitError, convert


def storage(case: Case) -> Iterator[Finding]:
    """Yield a finding where storability and what is said of stocks and lead times disagree."""
    for name, product in case.scenario.products.items():
        for key in ("cover", "lead_time"):
            given = getattr(product, key) is not None
            if product.storability == "storable" and not given:
                yield Finding(
                    ("products", name),
                    f"is storable and has no '{key}'; add it, or set storability: perishable",
                )
            elif product.storability == "perishable" and given:
                yield Finding(
                    ("products", name, key),
                    "cannot be kept; remove this, or set storability: storable",
                    at_key=True,
                )


def trade_activities(case: Case) -> Iterator[Finding]:
    """Yield a finding for each trade activity that is not one, and each production like one."""
    for name, activity in case.scenario.activities.items():
        if activity.kind == "trade":
            for message in _trade_faults(activity):
                yield Finding(("activities", name), message)
        else:
            for key in ("origin", "markup"):
                if getattr(activity, key) is not None:
                    yield Finding(
                        ("activities", name, key),
                        "is for trade activities only; remove it, or set kind: trade",
                        at_key=True,
                    )


def firms_placed(case: Case) -> Iterator[Finding]:
    """Yield a finding for each firm whose part in its activity is unclear."""
    for name, firm in case.scenario.firms.items():
        fault = _firm_fault(firm)
        if fault:
            yield Finding(("firms", name), fault)


def no_flows_home(case: Case) -> Iterator[Finding]:
    """Yield a finding for each flow from a country to itself."""
    for n, flow in enumerate(case.scenario.flows):
        if flow.origin == flow.destination:
            yield Finding(
                ("flows", n),
                "goes from a country to itself; leave it out: what is not exported is sold at home",
            )


def something_made(case: Case) -> Iterator[Finding]:
    """Yield a finding if nothing is made by anybody, now or as planned."""
    planned = any(firm.planned for firm in case.scenario.firms.values())
    if not case.data.get("output") and not planned:
        yield Finding(("output",), "nobody makes anything; add what is made in which country")


def baskets_of_one_unit(case: Case) -> Iterator[Finding]:
    """Yield a finding for each basket whose prices cannot be added up."""
    products = case.scenario.products
    for name, basket in case.scenario.baskets.items():
        units = sorted({products[p].unit for p in basket.weights if p in products})
        if len(units) > 1:
            yield Finding(
                ("baskets", name, "weights"),
                f"adds up prices for a {' and a '.join(units)}; "
                "keep to products counted in one unit",
            )


def two_sides(case: Case) -> Iterator[Finding]:
    """Yield a finding for each relation, exposure or dispute of a country with itself."""
    scenario = case.scenario
    pairs = [("relations", n, row.origin, row.to) for n, row in enumerate(scenario.relations)]
    pairs += [("exposures", n, r.spender, r.earner) for n, r in enumerate(scenario.exposures)]
    pairs += [("disputes", n, row.sender, row.target) for n, row in enumerate(scenario.disputes)]
    for key, n, one, other in pairs:
        if one == other:
            yield Finding((key, n), f"is of {one} with itself; name two countries")


def clubs_of_several(case: Case) -> Iterator[Finding]:
    """Yield a finding for each club of a single country."""
    for name, club in case.scenario.clubs.items():
        if len(set(club.members)) < 2:
            yield Finding(
                ("clubs", name, "members"),
                f"is {club.members[0]} alone; name two countries or more",
            )


SMALLEST_GDP, LARGEST_GDP = 1e6, 1e16
"""Least and most that a country can be taken to make in a year [USD]."""


def gdp_of_a_country(case: Case) -> Iterator[Finding]:
    """Yield a finding for each GDP that no country has, and each stream of money beyond it."""
    sizes: dict[str, float] = {}
    for name, country in case.scenario.countries.items():
        size = _usd(country.gdp)
        if size is not None:
            sizes[name] = size
            if not SMALLEST_GDP <= size <= LARGEST_GDP:
                yield Finding(
                    ("countries", name, "gdp", "value"),
                    f"found {size:g} USD a year; the least is {SMALLEST_GDP:g}, "
                    f"the most {LARGEST_GDP:g}",
                )
    for n, row in enumerate(case.scenario.exposures):
        value = _usd(row.value)
        for side in (row.spender, row.earner):
            if value is not None and side in sizes and value > sizes[side]:
                yield Finding(
                    ("exposures", n, "value", "value"),
                    f"found {value:g} USD a year, more than the GDP of {side}",
                )
                break


def _usd(figure: Figure | None) -> float | None:
    """Return a figure in USD a year; None where there is none, or none of that kind."""
    try:
        return convert(figure.value, figure.unit, "USD/year") if figure else None
    except UnitError:
        return None


def disputes_of_size(case: Case) -> Iterator[Finding]:
    """Yield a finding for each party to a dispute whose GDP is not given."""
    countries = case.scenario.countries
    for n, dispute in enumerate(case.scenario.disputes):
        for side in ("sender", "target"):
            country = countries.get(getattr(dispute, side))
            if country is not None and country.gdp is None:
                yield Finding(
                    ("disputes", n, side),
                    f"{getattr(dispute, side)} has no 'gdp'; losses are weighed against it, "
                    f"add it under countries",
                )


def _trade_faults(activity: Activity) -> Iterator[str]:
    for key in ("origin", "markup"):
        if getattr(activity, key) is None:
            yield f"is a trade activity and has no '{key}'; add it"
    for key, entries in (("input", activity.inputs), ("output", activity.outputs)):
        if len(entries) != 1:
            yield f"is a trade activity and has {len(entries)} {key}s; it carries one product"


def _firm_fault(firm: Firm) -> str | None:
    if firm.activity is None:
        given = firm.share is not None or bool(firm.planned)
        return "has a share or planned capacity of no activity; add 'activity'" if given else None
    if firm.share is None and not firm.planned:
        return "has neither 'share' nor 'planned'; add one, or remove 'activity'"
    if firm.planned and not any(opening.capacity.value for opening in firm.planned):
        return "has planned openings, all of 0; give a capacity above 0, or leave the firm out"
    if firm.share is not None and firm.planned:
        return "has both 'share' and 'planned', and planned firms start from nothing; keep one"
    return None
