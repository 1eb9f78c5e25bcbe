"""Menus: numbered lists of what a seat may order now; a number stands for what it would type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

from cli.catalogue import CATEGORIES
from cli.exercise.common import counted, listed
from cli.layout import titled
from cli.output import figure, money
from cli.registry.command import Answer
from cli.registry.session import Session
from sim.errors import SimError, UnknownNameError
from sim.exercise.views import data, menu
from sim.exercise.views.menu import Choice, Menu, Prepared, Terms
from sim.orders.instruments import Category, instruments


@dataclass(frozen=True)
class Line:
    """A numbered line of a menu."""

    cells: tuple[RenderableType, ...]
    typed: str
    """What the number stands for."""


HEADINGS = ("", "what", "points", "USD", "months", "decides")

BLANK = ("", "", "", "")


def first_menu(session: Session, seat: str) -> Answer:
    """Return a seat's playbook, and below it the categories of the catalogue."""
    found = menu(session.exercise, session.table, seat)
    playbook = [Line(_play(play), f"order add {play.code}{_for(session, seat)}")
                for play in found.playbook]  # fmt: skip
    catalogue = [
        Line(
            (Text(f"{CATEGORIES[name]}: {counted(len(choices), 'instrument')}", "bold"), *BLANK),
            f"order options {name}{_for(session, seat)}",
        )
        for name, choices in _by_category(found).items()
    ]
    return _answer(session, f"What {seat} may order", [*playbook, *catalogue], found)


def category_menu(session: Session, seat: str, category: Category) -> Answer:
    """Return the instruments of a category that a seat may order now, the first of each."""
    found = menu(session.exercise, session.table, seat, category=category)
    lines = []
    for name, choices in _by_category(found).get(category, {}).items():
        first = min(choices, key=lambda choice: len(choice.order.split()))
        if len(choices) == 1:
            lines.append(Line(_choice(first, ""), _adding(session, seat, first)))
        else:
            typed = f"order options {name}{_for(session, seat)}"
            lines.append(Line(_choice(first, f"; {len(choices)} such orders"), typed))
    return _answer(session, f"{CATEGORIES[category]}: what {seat} may order", lines, found)


def orders_menu(session: Session, seat: str, among: Sequence[str]) -> Answer:
    """Return every order of some instruments that a seat may give now; none named: of all."""
    known = instruments()
    for name in among:
        if name not in known:
            raise UnknownNameError("instrument", name, list(known))
    found = menu(session.exercise, session.table, seat, among=among or None)
    lines = [Line(_choice(one, ""), _adding(session, seat, one)) for one in found.choices]
    title = f"What {seat} may order of {', '.join(among) or 'everything'}"
    answer = _answer(session, title, lines, found)
    return Answer(answer.data, (*answer.shown, *(_tried(found, among) if among else ())))


def _answer(session: Session, title: str, lines: Sequence[Line], found: Menu) -> Answer:
    if not lines:
        return Answer(data(found), (f"{title}: nothing now",))
    session.choices = tuple(line.typed for line in lines)
    table = listed(*HEADINGS, right=("", "points", "USD", "months"))
    for number, line in enumerate(lines, 1):
        table.add_row(str(number), *line.cells)
    notes = Text("points: of political capital; months: from order to act", "dim")
    hint = (Text("A number takes that line.", "dim"),) if session.prompt else ()
    return Answer(data(found), (Text(title, "bold"), table, notes, *hint))


def _play(play: Prepared) -> tuple[RenderableType, ...]:
    """Return an entry of the playbook, with why it would be refused if it would."""
    what = Text(f"{play.code}  {play.title}\n").append(f"  {play.order}", "dim")
    if play.why_not:
        what.append(f"\n  not now: {play.why_not}", "yellow")
    return (what, *_terms(play.terms))


def _choice(choice: Choice, more: str) -> tuple[RenderableType, ...]:
    what = Text(choice.order).append(f"\n  {choice.title}{more}", "dim")
    return (what, *_terms(choice.terms))


def _terms(terms: Terms | None) -> tuple[str, str, str, str]:
    if terms is None:
        return BLANK
    points = figure(round(terms.points, 1))
    return points, money(terms.usd), figure(terms.lead_months), terms.decides


def _tried(found: Menu, among: Sequence[str]) -> Iterator[RenderableType]:
    """Yield what happened when instruments were tried."""
    for name in among:
        known = found.tried.get(name)
        if known is None:
            continue
        for heading, texts in (("When it was tried", known.outcomes), ("Examples", known.examples)):
            if texts:
                yield titled(heading)
                yield from (Text(text) for text in texts)
        if known.counters:
            yield Text(f"Others answer with {', '.join(known.counters)}.")


def _by_category(found: Menu) -> dict[Category, dict[str, list[Choice]]]:
    """Return choices by category and instrument, in the catalogue's order."""
    groups: dict[str, dict[str, list[Choice]]] = {}
    for one in found.choices:
        groups.setdefault(one.category, {}).setdefault(one.instrument, []).append(one)
    return {name: groups[name] for name in CATEGORIES if name in groups}


def _adding(session: Session, seat: str, choice: Choice) -> str:
    return f"order add {choice.order}{_for(session, seat)}"


def _for(session: Session, seat: str) -> str:
    """Return what the white cell adds to speak for a seat."""
    return f" --seat {seat}" if session.white else ""


def chosen(session: Session, number: int) -> str:
    """Return the line that a number of the last menu stands for."""
    if not session.choices:
        raise SimError("no menu was shown; `order options` shows one")
    if not 1 <= number <= len(session.choices):
        raise SimError(f"the menu has the numbers 1 to {len(session.choices)}")
    return session.choices[number - 1]
