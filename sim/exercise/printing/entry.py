"""Entry: an order of a playbook as a paper sheet has it, in words, with what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.exercise.template.spec import Play
from sim.figures import dollars
from sim.game import Game
from sim.language import called, t
from sim.orders.base import Order
from sim.orders.governments import authority
from sim.orders.instruments import Key, instruments
from sim.orders.price import price_of
from sim.orders.timing import deed_of, lead_months
from sim.scenario.spec import Scenario

LISTED = 4
"""So many names of a list are told at most; more are counted."""

CHANGEABLE = ("amount", "budget", "rate", "share", "target", "until")
"""Keys that a team may want to set otherwise than the playbook does, the likeliest first."""

FIELDS = 2
"""So many of them get a line to write on."""


@dataclass(frozen=True)
class Entry:
    """An order of a playbook."""

    code: str
    title: str
    text: str
    """As it is typed."""
    told: str
    """What it names and how much, in words."""
    points: float
    """Political cost [points]."""
    usd: float
    """[USD]"""
    months: float
    """From the order to the act [month]."""
    decides: str
    """The ministry, or the firm itself."""
    against: tuple[str, ...]
    """Ministries that speak against it."""
    changeable: tuple[str, ...]
    """Keys with a line to write on."""


def entry(play: Play, game: Game, scenario: Scenario, seat: str) -> Entry:
    """Return an order of a seat's playbook with its price at the start of the Game's round."""
    order = Order.parse(play.order)
    day = game.timeline.date(game.tick)
    deed = deed_of(order, play.code, seat, day, game.setting, game.world)
    price = price_of(deed)
    firm = seat in game.setting.polity.firms
    form = game.setting.polity.governments[deed.row]
    return Entry(
        code=play.code,
        title=play.title,
        text=play.order,
        told="; ".join(_parts(order, scenario)),
        points=price.points,
        usd=price.usd,
        months=lead_months(order),
        decides=seat if firm else authority(deed.instrument, form) or deed.by,
        against=price.objectors,
        changeable=tuple(key for key in CHANGEABLE if key in dict(order.values))[:FIELDS],
    )


def worded(order: Order, scenario: Scenario) -> str:
    """Return an order in words: its instrument, what it names, and how much."""
    title = t(instruments()[order.instrument].title)
    parts = "; ".join(_parts(order, scenario))
    return f"{title}: {parts}" if parts else title


def _parts(order: Order, scenario: Scenario) -> Iterator[str]:
    """Yield what an order says under each key, with the names that people use."""
    known = instruments()[order.instrument].keys
    for name, value in order.values:
        if name == "overrule":
            continue
        if isinstance(value, tuple):
            told = _named(value, known[name], scenario)
        elif isinstance(value, float):
            told = _amount(value, known[name], order, scenario)
        else:
            told = str(value)
        yield f"{called('key', name)} {told}"


def _named(names: tuple[str, ...], key: Key, scenario: Scenario) -> str:
    told = [_bearer(name, key.of, scenario) for name in names]
    if len(told) <= LISTED:
        return ", ".join(told)
    first = ", ".join(told[:LISTED])
    return t("{names} and {count} more", names=first, count=len(told) - LISTED)


def _bearer(name: str, of: str, scenario: Scenario) -> str:
    """Return what bears a name, as people call it."""
    match of:
        case "product" if name in scenario.products:
            return scenario.products[name].name
        case "country" if name in scenario.countries:
            return scenario.countries[name].name
        case "activity" if name in scenario.activities:
            return scenario.activities[name].name
        case "firm" if name in scenario.firms:
            return scenario.firms[name].name
    return name


def _amount(value: float, key: Key, order: Order, scenario: Scenario) -> str:
    """Return a number with its unit; shares in per cent."""
    if key.unit.startswith("USD") and key.unit in ("USD", "USD/year"):
        return dollars(value) + key.unit.removeprefix("USD")
    if key.unit == "1" and key.high == 1.0:
        return f"{100.0 * value:.4g} %"
    return f"{value:,.6g} {_unit(key, order, scenario)}".rstrip()


def _unit(key: Key, order: Order, scenario: Scenario) -> str:
    if key.unit != "unit of the product":
        return "" if key.unit == "1" else key.unit
    named = order.names("product") or tuple(scenario.products)
    units = {scenario.products[name].unit for name in named if name in scenario.products}
    return units.pop() if len(units) == 1 else ""
