"""Menus: numbered lists of what a seat may order now; a number stands for what it would type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.catalogue import CATEGORIES
from cli.exercise.common import listed
from cli.layout import titled
from cli.registry.command import Answer
from cli.registry.session import Session
from sim.errors import SimError, UnknownNameError
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.views import data, menu
from sim.exercise.views.common import published
from sim.exercise.views.menu import Choice, Menu, Prepared, Terms
from sim.figures import figure, money
from sim.language import later, n, spoken, t
from sim.orders.instruments import Category, instruments
from sim.orders.menu import may_decide


@dataclass(frozen=True)
class Line:
    """A numbered line of a menu."""

    cells: tuple[RenderableType, ...]
    typed: str
    """What the number stands for."""


HEADINGS = ("", later("what"), later("points"), "USD", later("months"), later("decides"))

BLANK = ("", "", "", "")


def first_menu(session: Session, seat: str) -> Answer:
    """Return a seat's playbook, and below it the categories of the catalogue.

    What of the catalogue is legal now is looked at when a category is chosen, for machines, and for
    a seat without a playbook, which has nothing else to go by.
    """
    whole = session.json or not _has_playbook(session, seat)
    found = _menu(session, seat, among=None if whole else ())
    playbook = [Line(_play(play), f"order add {play.code}{_for(session, seat)}")
                for play in found.playbook]  # fmt: skip
    legal = _by_category(found)
    catalogue = [
        Line(
            (Text(_category(name, count, len(legal.get(name, {})) if whole else None), "bold"),
             *BLANK),
            f"order options {name}{_for(session, seat)}",
        )
        for name, count in _decided_by(session, seat).items()
    ]  # fmt: skip
    return _answer(session, t("What {seat} may order", seat=seat), [*playbook, *catalogue], found)


def _has_playbook(session: Session, seat: str) -> bool:
    row = session.table.template.seats.get(seat)
    return bool(row and row.playbook)


def _decided_by(session: Session, seat: str) -> dict[Category, int]:
    """Return how many instruments of each category a seat decides on, legal now or not."""
    setting = session.table.beginning.setting
    own = Counter(i.category for i in instruments().values() if may_decide(i, setting, seat))
    return {name: own[name] for name in CATEGORIES if own[name]}


def _menu(
    session: Session,
    seat: str,
    *,
    among: Sequence[str] | None = None,
    category: Category | None = None,
) -> Menu:
    """Return what a seat may order, worked out once for what was published last."""
    rounds = session.exercise.of(ROUNDS)
    known = (rounds.prelude, rounds.records[: published(session.exercise)])
    key = (seat, tuple(among) if among is not None else None, category, spoken(), known)
    if key not in session.menus:
        session.menus[key] = menu(
            session.exercise, session.table, seat, among=among, category=category
        )
    return session.menus[key]


def _category(name: Category, choices: int, legal: int | None) -> str:
    """Return a category and how many instruments it has; `legal`: how many of them may act now."""
    said = n("{count} instrument", "{count} instruments", choices)
    if legal is not None:
        said = t("{legal} of {instruments} can be ordered now", legal=legal, instruments=said)
    return f"{t(CATEGORIES[name])}: {said}"


def category_menu(session: Session, seat: str, category: Category) -> Answer:
    """Return the instruments of a category that a seat may order now, the first of each."""
    found = _menu(session, seat, category=category)
    lines = []
    for name, choices in _by_category(found).get(category, {}).items():
        first = min(choices, key=lambda choice: len(choice.order.split()))
        if len(choices) == 1:
            lines.append(Line(_choice(first, ""), _adding(session, seat, first)))
        else:
            typed = f"order options {name}{_for(session, seat)}"
            more = t("; {count} such orders", count=len(choices))
            lines.append(Line(_choice(first, more), typed))
    title = t("{category}: what {seat} may order", category=t(CATEGORIES[category]), seat=seat)
    return _answer(session, title, lines, found)


def orders_menu(session: Session, seat: str, among: Sequence[str]) -> Answer:
    """Return every order of some instruments that a seat may give now; none named: of all."""
    known = instruments()
    for name in among:
        if name not in known:
            raise UnknownNameError("instrument", name, list(known))
    found = _menu(session, seat, among=among or None)
    lines = [Line(_choice(one, ""), _adding(session, seat, one)) for one in found.choices]
    of = ", ".join(among) or t("everything")
    title = t("What {seat} may order of {instruments}", seat=seat, instruments=of)
    answer = _answer(session, title, lines, found)
    return Answer(answer.data, (*answer.shown, *(_tried(found, among) if among else ())))


def _answer(session: Session, title: str, lines: Sequence[Line], found: Menu) -> Answer:
    if not lines:
        return Answer(data(found), (t("{title}: nothing now", title=title),))
    session.choices = tuple(line.typed for line in lines)
    table = listed(*map(t, HEADINGS), right=("", t("points"), "USD", t("months")))
    for number, line in enumerate(lines, 1):
        table.add_row(str(number), *line.cells)
    notes = Text(t("points: of political capital; months: from order to act"), "dim")
    hint = (Text(t("A number takes that line."), "dim"),) if session.prompt else ()
    return Answer(data(found), (Text(title, "bold"), table, notes, *hint))


def _play(play: Prepared) -> tuple[RenderableType, ...]:
    """Return an entry of the playbook, with why it would be refused if it would."""
    under = [Text(play.order, "dim")]
    if play.why_not:
        under.append(Text(t("not now: {why}", why=play.why_not), "yellow"))
    return (_over(Text(f"{play.code}  {play.title}"), *under), *_terms(play.terms))


def _choice(choice: Choice, more: str) -> tuple[RenderableType, ...]:
    what = _over(Text(choice.order), Text(f"{choice.title}{more}", "dim"))
    return (what, *_terms(choice.terms))


def _over(first: Text, *others: Text) -> RenderableType:
    """Return a text with others under it, set in."""
    return Group(first, *(Padding(other, (0, 0, 0, 2)) for other in others))


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
        for heading, texts in (
            (t("When it was tried"), known.outcomes),
            (t("Examples"), known.examples),
        ):
            if texts:
                yield titled(heading)
                yield from (Text(text) for text in texts)
        if known.counters:
            yield Text(t("Others answer with {orders}.", orders=", ".join(known.counters)))


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
        raise SimError(t("no menu was shown; `order options` shows one"))
    if not 1 <= number <= len(session.choices):
        raise SimError(t("the menu has the numbers 1 to {last}", last=len(session.choices)))
    return session.choices[number - 1]
