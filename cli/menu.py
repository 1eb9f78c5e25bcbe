"""Menu: what a seat may order, with cost, lead time and who decides, as tables and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.output import rounded
from sim.figures import figure, money
from sim.orders.governments import GENERIC, governments
from sim.orders.instruments import instruments
from sim.orders.menu import Option
from sim.orders.timing import lead_months
from sim.world.setting import Setting

Plain = dict[str, Any]


def menu(
    title: str, seat: str, setting: Setting, options: Sequence[Option], *, every: bool
) -> Iterator[RenderableType]:
    """Yield what a seat may order at the start: every order, or the first of each instrument."""
    named = dict.fromkeys(option.order.instrument for option in options)
    yield Text(f"{title}: what {seat} may order at the start", style="bold")
    yield Text(f"{len(options)} orders of {len(named)} instruments, with usual amounts")
    if not options:
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=False)
    table.add_column("order", overflow="fold", width=38)
    for heading in ("points", "USD", "months"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("decides", overflow="fold")
    for name in named:
        group = [option for option in options if option.order.instrument == name]
        first = min(group, key=lambda option: len(option.order.words))
        for option in group if every else [first]:
            table.add_row(*_cells(option, 0 if every else len(group) - 1))
    yield table
    yield Padding(Text("\n".join(_ministries(options, seat, setting))), (0, 0, 1, 0))
    yield Text(
        "points: of political capital. months: from order to act. What ministries speak against "
        "is left out; with overrule=yes it may be legal too."
    )


def menu_data(scenario: str, seat: str, setting: Setting, options: Sequence[Option]) -> Plain:
    """Return what a seat may order as plain values."""
    return {
        "scenario": scenario,
        "seat": seat,
        "date": setting.timeline.start.isoformat(),
        "orders": [_option_data(option) for option in options],
    }


def _cells(option: Option, others: int) -> tuple[RenderableType, ...]:
    instrument = instruments()[option.order.instrument]
    text = Text(str(option.order)).append(f"\n  {instrument.title}", "dim")
    if others:
        text.append(f"; {others} more of it", "dim")
    return (
        text,
        figure(round(option.price.points, 1)),
        money(option.price.usd),
        figure(lead_months(option.order)),
        option.decides,
    )


def _ministries(options: Sequence[Option], seat: str, setting: Setting) -> Iterator[str]:
    """Yield what the ministries that decide are called in full."""
    polity = setting.polity
    if seat in polity.firms:
        return
    known = governments()
    form = polity.governments[polity.countries[polity.state_of(seat)]]
    made = known.get(form, known[GENERIC])
    for name in dict.fromkeys(option.decides for option in options):
        if name in made.ministries:
            yield f"{name}: {made.ministries[name].title}"


def _option_data(option: Option) -> Plain:
    return {
        "order": str(option.order),
        "instrument": option.order.instrument,
        "capital": rounded(option.price.points),
        "capital_parts": {name: rounded(value) for name, value in option.price.capital},
        "usd": rounded(option.price.usd),
        "lead_months": lead_months(option.order),
        "begins": option.begins.isoformat(),
        "decides": option.decides,
    }
