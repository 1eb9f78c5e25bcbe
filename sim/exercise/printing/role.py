"""Role cards: what each seat reads of itself."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.documents.blocks import Block, Heading, Table, Text, points, prose, spans, text
from sim.exercise.printing import texts
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Own, Shared
from sim.figures import dollars


def role_card(shared: Shared, own: Own) -> Paper:
    """Return the card of a seat."""
    return paper(f"role-{own.card.seat}", texts.role_title(named(own)), shared, role(own))


def named(own: Own) -> str:
    """Return a seat's title with its name."""
    return f"{own.card.title} ({own.card.seat})"


def role(own: Own) -> Iterator[Block]:
    """Yield what a seat reads of itself."""
    card = own.card
    for heading, words in (
        (texts.who_you_are(), card.role),
        (texts.known_of_you(), card.brief),
        (texts.only_you(), card.secret),
    ):
        if words:
            yield Heading(heading)
            yield from prose(words)
    if card.goals:
        yield Heading(texts.your_goals())
        yield points([texts.secret_goal(g) if secret else g for g, secret in card.goals])
    yield from _means(own)
    yield from _standings(own)
    yield from _offices(own)
    yield Heading(texts.if_silent())
    if own.otherwise:
        yield text(texts.silent_told())
        yield points(own.otherwise)
    else:
        yield text(texts.nothing_ordered())
    if own.code:
        yield Text(spans(texts.join(own.code)))


def _means(own: Own) -> Iterator[Block]:
    if own.means is None:
        return
    left = "" if own.means.budget is None else dollars(own.means.budget)
    yield Heading(texts.your_means())
    yield points(texts.means_told(own.means.support, own.means.capital, left))


def _standings(own: Own) -> Iterator[Block]:
    if not own.standings:
        return
    rows = tuple(
        (one.country, texts.stands(one.relation), f"{one.relation:+.1f}".replace("-", "−"),
         texts.ally() if one.ally else "")
        for one in own.standings
    )  # fmt: skip
    yield Heading(texts.others())
    yield Table(texts.others_columns(), rows, widths=(4, 3, 2, 3), numeric=(2,))


def _offices(own: Own) -> Iterator[Block]:
    yield Heading(texts.offices())
    if own.firm:
        yield text(texts.firm_told())
        return
    ministry = own.card.seat.partition(".")[2]
    rows = tuple(
        (
            texts.your_own(office.title) if office.name == ministry else office.title,
            office.name,
            "; ".join(office.decides),
        )
        for office in own.offices
        if office.decides
    )
    yield Table(texts.offices_columns(), rows, widths=(4, 2, 12))
