"""`order`: what a seat may order, its sheet, and handing it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.exercise.common import (
    FOR_SEAT,
    listed,
    logged,
    noted,
)
from cli.exercise.words import order_words
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session
from sim.language import called, n, retold, t

if TYPE_CHECKING:
    from sim.orders.instruments import Category

CATEGORIES: tuple[Category, ...] = ("protect", "promote", "partner", "coerce", "de-escalate")

NOUN = Verbs("order", "List and explain what can be ordered; write, submit and enter orders.")


def own_ids(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return the orders on a seat's own sheet; the white cell types them."""
    from sim.exercise.topics.orders import ORDERS

    if session.white:
        return ()
    return [order.id for order in session.exercise.of(ORDERS).draft(session.by).orders]


def _instruments(_: Session, __: Sequence[str] = ()) -> Iterable[str]:
    from sim.orders.instruments import instruments

    return tuple(instruments())


ORDER = Argument(
    "order",
    "An order, such as export_ban product=ore target=SOUTH, or a code of the playbook.",
    "words",
    complete=order_words,
)


def _catalogue(_: Session, __: Sequence[str] = ()) -> Iterable[str]:
    return (*CATEGORIES, *_instruments(_))


@NOUN.verb(
    "options",
    "List what a seat may order now: its playbook, then the catalogue, with cost and lead time.",
    Argument(
        "what", "A category, such as coerce, or instruments: every order of them.",
        required=False, many=True, complete=_catalogue,
    ),
    FOR_SEAT,
    switch("all", "Every order of the catalogue."),
    seats=True,
)  # fmt: skip
def options(session: Session, values: Values) -> Answer:
    """List what may be ordered."""
    from cli.exercise import menus  # loads the model

    seat, what = session.seat(values.text("seat")), values.many("what")
    for category in CATEGORIES:
        if what == (category,):
            return menus.category_menu(session, seat, category)
    if what or values.flag("all"):
        return menus.orders_menu(session, seat, what)
    return menus.first_menu(session, seat)


@NOUN.verb(
    "add",
    "Write an order on the sheet of the round.",
    ORDER,
    option("reason", "What it is for; the seat and the white cell read it.", "words"),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def add(session: Session, values: Values) -> Answer:
    """Write an order on a sheet."""
    seat = session.seat(values.text("seat"))
    line, data = written(session, seat, values.text("order"), values.text("reason"))
    doubt = doubted(session, seat, data["order"])
    return Answer({**data, "doubt": doubt}, told=(line, *([doubt] if doubt else [])))


@NOUN.verb(
    "drop",
    "Strike orders from the sheet.",
    Argument(
        "id",
        "The order's id, the end of it, or its number on the sheet.",
        many=True,
        complete=own_ids,
    ),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def drop(session: Session, values: Values) -> Answer:
    """Strike orders from a sheet."""
    from sim.exercise.conduct import orders
    from sim.exercise.topics.orders import ORDERS, meant

    seat = session.seat(values.text("seat"))
    on_sheet = [order.id for order in session.exercise.of(ORDERS).draft(seat).orders]
    ids = [
        on_sheet[int(given) - 1]
        if given.isdecimal() and 1 <= int(given) <= len(on_sheet)
        else meant(given, on_sheet)
        for given in values.many("id")
    ]
    entries = orders.drop(session.exercise, session.by, seat, *ids)
    told = [
        noted(session, entry, t("{id} is struck from the sheet of {seat}", id=id, seat=seat))
        for entry, id in zip(entries, ids, strict=True)
    ]
    numbers = [entry.number for entry in entries]
    return Answer({"seat": seat, **({"log": numbers} if session.white else {})}, told=tuple(told))


@NOUN.verb(
    "show",
    "Show the sheet of the round; with an instrument, all that is known of that.",
    Argument("instrument", "The name of an instrument.", required=False, complete=_instruments),
    FOR_SEAT,
    seats=True,
)
def show(session: Session, values: Values) -> Answer:
    """Show a sheet, or an instrument."""
    if values.text("instrument"):
        return _catalogued(values.text("instrument"))
    return sheet(session, session.seat(values.text("seat")))


def sheet(session: Session, seat: str) -> Answer:
    """Return a seat's sheet as it stands."""
    from sim.exercise.topics.orders import ORDERS
    from sim.exercise.topics.rounds import ROUNDS

    state, rounds = session.exercise.of(ORDERS), session.exercise.of(ROUNDS)
    draft = state.draft(seat)
    ideas = [c for c in state.customs.values() if c.seat == seat and c.round == rounds.round]
    how = t("handed in") if draft.submitted else t("not handed in")
    table = listed("", "id", t("order"), t("reason"), right=("",))
    for number, order in enumerate(draft.orders, 1):
        table.add_row(str(number), order.id, order.text, order.reason)
    for idea in ideas:
        became = f"{called('idea', idea.state)} {idea.because}".strip()
        table.add_row("", idea.id, t("idea: {text}", text=idea.text), became)
    data = {
        "seat": seat,
        "round": rounds.round,
        "submitted": draft.submitted,
        "orders": [{"id": o.id, "order": o.text, "reason": o.reason} for o in draft.orders],
        "ideas": [
            {"id": c.id, "text": c.text, "effect": c.effect, "state": c.state, "because": c.because}
            for c in ideas
        ],
    }
    head = t(
        "{seat}, round {round}: {count} orders, {how}",
        seat=seat,
        round=rounds.round,
        count=len(draft.orders),
        how=how,
    )
    return Answer(data, (head, table) if draft.orders or ideas else (head,))


@NOUN.verb(
    "submit",
    "Hand the sheet in as it stands.",
    FOR_SEAT,
    seats=True,
    changes=True,
)
def submit(session: Session, values: Values) -> Answer:
    """Hand a sheet in."""
    from sim.exercise.conduct import orders
    from sim.exercise.topics.orders import ORDERS

    seat = session.seat(values.text("seat"))
    entry = orders.submit(session.exercise, session.by, seat)
    count = len(session.exercise.of(ORDERS).draft(seat).orders)
    said = n("{seat} has handed in {count} order", "{seat} has handed in {count} orders", count,
             seat=seat)  # fmt: skip
    told = noted(session, entry, said)
    return Answer({"seat": seat, "orders": count, **logged(session, entry)}, told=(told,))


@NOUN.verb("withdraw", "Take the sheet back, to change it.", FOR_SEAT, seats=True, changes=True)
def withdraw(session: Session, values: Values) -> Answer:
    """Take a sheet back."""
    from sim.exercise.conduct import orders

    seat = session.seat(values.text("seat"))
    entry = orders.withdraw(session.exercise, session.by, seat)
    told = noted(session, entry, t("{seat} has its sheet back", seat=seat))
    return Answer({"seat": seat, **logged(session, entry)}, told=(told,))


# --- what several of them do ---------------------------------------------------------------------


def written(
    session: Session, seat: str, text: str, reason: str = ""
) -> tuple[str, dict[str, object]]:
    """Write an order on a sheet; return what was understood, in words and as data."""
    from sim.exercise.conduct import orders
    from sim.exercise.topics.orders import Ordered
    from sim.exercise.topics.rounds import must_be
    from sim.exercise.topics.seats import may_act_for

    may_act_for(session.exercise.state, session.by, seat)
    must_be(session.exercise.state, "open")  # before the model is loaded
    spelt = spelt_out(session, seat, text)
    entry = orders.add(session.exercise, session.by, seat, spelt, reason)
    act = Ordered.model_validate_json(entry.body)
    data = {"seat": seat, "id": act.id, "order": act.text, **logged(session, entry)}
    return noted(session, entry, f"{act.id}: {act.text}"), data


def spelt_out(session: Session, seat: str, text: str) -> str:
    """Return an order's text, with a code of the playbook spelt out."""
    from sim.exercise.conduct import orders
    from sim.orders.instruments import instruments

    first = text.split()[:1]
    if first and first[0] in instruments():
        return text  # and the model need not be loaded
    return orders.spelt_out(session.table, seat, text)


def doubted(session: Session, seat: str, text: object) -> str:
    """Return why an order would be refused as the seat knows things, or nothing."""
    from sim.orders.base import Order

    why = session.table.published().observe(seat).may(Order.parse(str(text)))
    return t("as things stand it would be refused: {why}", why=retold(why)) if why else ""


def _catalogued(name: str) -> Answer:
    from cli.catalogue import entry, entry_data  # not for --help
    from sim.errors import UnknownNameError
    from sim.orders.instruments import instruments

    known = instruments()
    if name not in known:
        raise UnknownNameError("instrument", name, list(known))
    return Answer(entry_data(known[name]), tuple(entry(known[name])), marked=False)
