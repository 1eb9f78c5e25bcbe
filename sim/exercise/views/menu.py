"""Menu: what a seat may order now, its playbook first, with what came of it where it was tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sim.errors import InvalidOrderError
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.template.spec import Play
from sim.exercise.topics.seats import known_place
from sim.game import Game
from sim.language import retold, t
from sim.orders.base import Order
from sim.orders.effects.deed import Deed, Standing
from sim.orders.governments import authority
from sim.orders.instruments import Category, Instrument, instruments
from sim.orders.legality import refused
from sim.orders.menu import legal_orders
from sim.orders.price import price_of
from sim.orders.timing import deed_of, lead_months

OWN = "menu"
"""Id of an order that is only looked at."""


@dataclass(frozen=True)
class Terms:
    """What an order costs, when it begins, and who decides on it."""

    points: float
    """Of political capital."""
    usd: float
    lead_months: float
    """From the order to the act."""
    begins: dt.date
    decides: str


@dataclass(frozen=True)
class Tried:
    """What is known of an instrument from where it was used."""

    outcomes: tuple[str, ...]
    """What came of it, with its source."""
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    """Instruments with which others answer."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """An order that a seat may give now."""

    order: str
    instrument: str
    title: str
    category: str
    terms: Terms


@dataclass(frozen=True)
class Prepared:
    """An order of a seat's playbook."""

    code: str
    title: str
    order: str
    legal: bool
    why_not: str
    """Why it would be refused as things stand; empty if it would not."""
    instrument: str = ""
    terms: Terms | None = None


@dataclass(frozen=True)
class Menu:
    """What a seat may order now."""

    seat: str
    playbook: tuple[Prepared, ...]
    choices: tuple[Choice, ...]
    tried: dict[str, Tried]
    """Instrument of the playbook or of a choice -> what is known of it."""


def menu(
    exercise: Exercise,
    table: Table,
    seat: str,
    *,
    among: Collection[str] | None = None,
    category: Category | None = None,
) -> Menu:
    """Return what a seat may order, as things stood when the last round was published.

    `among` and `category` limit the instruments that are looked at; the playbook is always whole.
    """
    known_place(exercise.state, seat)
    game = table.published()
    chosen = [
        name for name, instrument in instruments().items()
        if (among is None or name in among) and category in (None, instrument.category)
    ]  # fmt: skip
    row = table.template.seats.get(seat)
    playbook = tuple(_prepared(play, game, seat) for play in row.playbook) if row else ()
    options = legal_orders(game.world, game.setting, seat, among=chosen)
    choices = tuple(_choice(_deed(option.order, game, seat)) for option in options)
    named = (*(one.instrument for one in playbook), *(one.instrument for one in choices))
    known = {name: tried(instruments()[name]) for name in dict.fromkeys(named) if name}
    return Menu(seat, playbook, choices, known)


def tried(instrument: Instrument) -> Tried:
    """Return what is known of an instrument from where it was used."""
    return Tried(
        outcomes=tuple(map(str, instrument.precedent)),
        examples=instrument.examples,
        counters=instrument.counters,
        sources=instrument.sources,
    )


def _prepared(play: Play, game: Game, seat: str) -> Prepared:
    try:
        deed = _deed(Order.parse(play.order), game, seat)
    except InvalidOrderError as error:
        return Prepared(play.code, play.title, play.order, legal=False, why_not=retold(str(error)))
    why = refused(deed, Standing(game.world.measures, game.world.politics)) or ""
    return Prepared(
        play.code, play.title, play.order, legal=not why, why_not=retold(why),
        instrument=deed.order.instrument, terms=_terms(deed),
    )  # fmt: skip


def _choice(deed: Deed) -> Choice:
    instrument = deed.instrument
    return Choice(
        str(deed.order), instrument.name, t(instrument.title), instrument.category, _terms(deed)
    )


def _deed(order: Order, game: Game, seat: str) -> Deed:
    day = game.timeline.date(game.tick)
    return deed_of(order, OWN, seat, day, game.setting, game.world)


def _terms(deed: Deed) -> Terms:
    price, polity = price_of(deed), deed.setting.polity
    firm = deed.seat in polity.firms
    decides = deed.seat if firm else authority(deed.instrument, polity.governments[deed.row])
    return Terms(
        points=price.points, usd=price.usd, lead_months=lead_months(deed.order),
        begins=deed.starts_on, decides=decides or deed.by,
    )  # fmt: skip
