"""Dependency data: who depends on whom as plain values, for JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from cli.output import rounded
from sim.dependence.levers import Lever
from sim.dependence.pairs import Pair
from sim.dependence.profile import Between, Good, Profile
from sim.dependence.trade import Trade

Plain = dict[str, Any]

CONDITIONS = ("(1)", "(2)", "(3)")
"""Columns for what each condition looks at, as on screen."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def profile_data(source: str, settings: Mapping[str, float], measured: Profile) -> Plain:
    """Return a country's profile as plain values."""
    return {
        "source": source,
        "by": measured.by,
        "settings": dict(settings),
        "unit": measured.unit,
        "country": measured.country,
        "on": measured.on,
        "with": list(measured.friends),
        "products": len(measured.goods),
        "dependent": len(measured.dependent),
        "by_index": {str(index): count for index, count in measured.by_index.items()},
        "by_tag": dict(measured.by_tag),
        "autonomy": rounded(measured.autonomy),
        "between": _between(measured.between),
        "goods": [_good(good) for good in measured.goods],
        "own_levers": [_lever(lever) for lever in measured.own_levers],
        "other_levers": [_lever(lever) for lever in measured.other_levers],
        "notes": list(measured.notes),
    }


def pairs_data(
    source: str, by: str, settings: Mapping[str, float], trade: Trade, found: Sequence[Pair]
) -> Plain:
    """Return who depends on whom as plain values."""
    return {
        "source": source,
        "by": by,
        "settings": dict(settings),
        "unit": trade.unit,
        "countries": list(trade.countries),
        "products": len(trade.products),
        "pairs": [_numbers(vars(pair)) for pair in found],
        "notes": list(trade.notes),
    }


def profile_csv(measured: Profile) -> str:
    """Return every product of a profile as CSV."""
    rows = [{**_good(good), **_conditions(good)} for good in measured.goods]
    head = [f.name for f in fields(Good) if f.name != "values"]
    return _csv(["index", *CONDITIONS, *head], rows)


def pairs_csv(found: Iterable[Pair]) -> str:
    """Return who depends on whom as CSV."""
    return _csv([f.name for f in fields(Pair)], [_numbers(vars(pair)) for pair in found])


def _good(good: Good) -> Plain:
    values = [rounded(value) for value in good.values]
    return {"index": good.index, **_numbers(vars(good)), "values": values, "met": list(good.met)}


def _conditions(good: Good) -> Plain:
    """Return cells for the three conditions of a product."""
    met = " ".join("yes" if met else "no" for met in good.met)
    return {"met": met, **dict(zip(CONDITIONS, map(rounded, good.values), strict=True))}


def _between(between: Between | None) -> Plain | None:
    if between is None:
        return None
    return {
        **_numbers(vars(between)),
        "asymmetry_of_losses": rounded(between.asymmetry_of_losses),
    }


def _lever(lever: Lever) -> Plain:
    return _numbers(vars(lever))


def _numbers(values: Mapping[str, Any]) -> Plain:
    """Return values with six digits; texts, truths and counts as they are."""
    return {k: rounded(v) if isinstance(v, float) else v for k, v in values.items()}


def _csv(head: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in head])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a cell; a name that a spreadsheet would run as a formula begins with a quote."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
