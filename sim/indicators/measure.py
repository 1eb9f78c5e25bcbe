"""Measuring: from an indicator's name and a selection of names to numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.errors import SimError, UnknownNameError
from sim.index import Index
from sim.indicators.readings import INDICATORS, Cut, Indicator, Part
from sim.indicators.record import Course, Record, Rows, Selection
from sim.scenario.spec import Scenario
from sim.timeline import Period


def measure(record: Record, name: str, of: Selection, period: Period) -> float | None:
    """Return an indicator over a period; None where it has no value (see `Course.value`)."""
    return course(record, name, of).value(period)


def course(record: Record, name: str, of: Selection) -> Course:
    """Return an indicator tick by tick.

    Raises
    ------
    SimError
        If a name is unknown or something the indicator needs is not selected.
    """
    check(record.scenario, name, of)
    return checked_course(record, name, of)


def checked_course(record: Record, name: str, of: Selection) -> Course:
    """Return an indicator tick by tick, for a selection that was checked before."""
    return INDICATORS[name].course(_cut(record, of))


def check(scenario: Scenario, name: str, of: Selection) -> None:
    """Raise SimError unless the scenario can answer to the selection."""
    indicator = find(name)
    _check_names(scenario, of)
    _check_parts(indicator, of)
    if "{unit}" in indicator.unit:
        unit(scenario, name, of)


def find(name: str) -> Indicator:
    """Return the indicator of a name; UnknownNameError if there is none."""
    if name not in INDICATORS:
        raise UnknownNameError("indicator", name, sorted(INDICATORS))
    return INDICATORS[name]


def unit(scenario: Scenario, name: str, of: Selection) -> str:
    """Return the unit of an indicator for a selection; SimError if it mixes units."""
    template = find(name).unit
    if "{unit}" not in template:
        return template
    if of.activity:
        return template.replace("{unit}", scenario.activities[of.activity].unit)
    products = scenario.baskets[of.basket].weights if of.basket else of.products
    units = sorted({scenario.products[product].unit for product in products})
    if len(units) != 1:
        raise SimError(f"{name} cannot add up {' and '.join(units)}; name products of one unit")
    return template.replace("{unit}", units[0])


def _check_names(scenario: Scenario, of: Selection) -> None:
    known: list[tuple[str, str | None, Iterable[str]]] = [
        ("country", of.country, scenario.countries),
        ("country", of.partner, scenario.countries),
        *(("product", product, scenario.products) for product in of.products),
        ("activity", of.activity, scenario.activities),
        ("basket", of.basket, scenario.baskets),
    ]
    for what, name, names in known:
        if name is not None and name not in names:
            raise UnknownNameError(what, name, list(names))
    if of.country and of.country == of.partner:
        raise SimError(f"partner '{of.partner}' is the country itself; name another one")


def _check_parts(indicator: Indicator, of: Selection) -> None:
    given: dict[Part, bool] = {
        "country": of.country is not None,
        "partner": of.partner is not None,
        "product": bool(of.products),
        "activity": of.activity is not None,
        "basket": of.basket is not None,
    }
    takes = {part for part in (*indicator.needs, *indicator.may) if part != "goods"}
    if "goods" in indicator.needs:
        takes |= {"product", "activity"}
        if given["product"] == given["activity"]:
            raise SimError(f"{indicator.name} needs a product or an activity, and only one of them")
    for part, is_given in given.items():
        if part in indicator.needs and not is_given:
            raise SimError(f"{indicator.name} needs a {part}; none is named")
        if is_given and part not in takes:
            raise SimError(f"{indicator.name} takes no {part}; leave it out")


def _cut(record: Record, of: Selection) -> Cut:
    kinds = record.scenario.activities
    making = tuple(name for name in record.activities if kinds[name].kind == "production")
    return Cut(
        record=record,
        countries=_rows(record.countries, (of.country,) if of.country else ()),
        partners=_rows(record.countries, (of.partner,) if of.partner else ()),
        products=_rows(record.products, of.products),
        activities=_rows(record.activities, (of.activity,) if of.activity else making),
        by_activity=of.activity is not None,
        basket=record.scenario.baskets[of.basket] if of.basket else None,
    )


def _rows(index: Index, names: Sequence[str]) -> Rows:
    """Return the rows of the names, or all rows if there are none."""
    return np.array([index[name] for name in names or index], dtype=np.intp)
