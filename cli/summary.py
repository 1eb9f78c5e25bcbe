"""Summary: a scenario on one screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.figures import figure
from sim.scenario.balance import balance
from sim.scenario.spec import Scenario
from sim.timeline import Timeline

_ROUNDING = 1e-9
"""Of the largest supply; less is the rounding of what is used up [1]."""


def summary(scenario: Scenario) -> Iterator[RenderableType]:
    """Yield what a scenario holds, for reading."""
    calendar = scenario.calendar
    timeline = Timeline(
        calendar.start, calendar.tick_days, calendar.ticks_per_round, calendar.rounds
    )
    yield Text(f"{scenario.title} ({scenario.name})", style="bold")
    yield Padding(scenario.summary.strip(), (0, 0, 1, 0))
    yield Text(
        f"{timeline.start} to {timeline.end - dt.timedelta(days=1)}: {calendar.rounds} rounds of "
        f"{calendar.ticks_per_round} ticks of {calendar.tick_days} days"
    )
    yield Text(
        f"Flows: {len(scenario.flows)}, courses of demand: {len(scenario.demand)}, "
        f"injects: {len(scenario.injects)}, sources: {len(scenario.sources)}"
    )
    yield from _section("Countries", {k: c.name for k, c in scenario.countries.items()})
    yield from _section(
        "Products",
        {
            name: f"{product.name}, {figure(product.base_price.value)} {product.base_price.unit}"
            for name, product in scenario.products.items()
        },
    )
    yield from _section("Activities", _activities(scenario))
    yield from _section("Final demand a year, what output and flows leave", _final(scenario))
    yield from _section(
        "Firms",
        {
            name: f"{firm.name}, {firm.country}: {firm.role}"
            for name, firm in scenario.firms.items()
        },
    )
    yield from _section(
        "In force at the start", {row.id: f"{row.by}: {row.order}" for row in scenario.in_force}
    )
    yield from _section(
        "Dated orders",
        {
            row.id: f"{row.date} {row.by}: {row.title}{_tags(row.tags)}"
            for row in sorted(scenario.orders, key=lambda row: row.date)
        },
    )


def _activities(scenario: Scenario) -> dict[str, str]:
    return {
        name: f"{activity.name}: {_goods(activity.inputs)} -> {_goods(activity.outputs)}"
        for name, activity in scenario.activities.items()
    }


def _final(scenario: Scenario) -> dict[str, str]:
    account = balance(scenario)
    least = _ROUNDING * account.supply.max(initial=0.0)
    rows = {
        product: ", ".join(
            f"{country} {figure(amount)}"
            for country, amount in zip(account.countries, account.final[:, p], strict=True)
            if amount > least
        )
        for p, product in enumerate(account.products)
    }
    return {
        product: f"{shares} {scenario.products[product].unit}"
        for product, shares in rows.items()
        if shares
    }


def _goods(goods: Mapping[str, object]) -> str:
    return " + ".join(goods) or "nothing bought"


def _tags(tags: tuple[str, ...]) -> str:
    return f" [{', '.join(tags)}]" if tags else ""


def _section(title: str, rows: Mapping[str, str]) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Padding(Text(f"{title} ({len(rows)})", style="bold"), (1, 0, 0, 0))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")  # a list of names has no blanks to break at
    for name, text in rows.items():
        grid.add_row(Text(name), Text(text))
    yield Padding(grid, (0, 0, 0, 2))
