"""Alone: how a country came through a game: at STARTEX, at ENDEX, and as it might have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.exercise.aar.compare import history, nobody, played
from sim.exercise.aar.numbers import restrained, value_in
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.explain.played import Played
from sim.explain.published import Number, published_of
from sim.game import Game
from sim.language import t

MOST_PRODUCTS = 3
"""Products under measures that are told of, those under most measures first."""

LITTLE_LOSS = 0.05
"""A loss below this wants a word of why it is so small [% of GDP a year]."""

UNCHANGED = 0.99
"""Use that kept this share of what it was did not fall [1]."""


@dataclass(frozen=True)
class Standing:
    """A number of a country at both ends of a game, and in other courses of it."""

    called: str
    """In words."""
    unit: str
    startex: float | None
    """None: it had no value, or no round was played before."""
    endex: float | None
    others: tuple[float | None, ...]
    """At ENDEX of each other course, in their order."""


@dataclass(frozen=True)
class Ending:
    """What a country's game came to."""

    courses: tuple[str, ...]
    """Titles of the other courses: nobody ordered; where there is one, what was dated."""
    numbers: tuple[Standing, ...]
    remark: str
    """Why it lost so little, where that can be said; else empty."""


def ending(exercise: Exercise, table: Table, country: str) -> Ending:
    """Return how a country came through the rounds that were published; one at least."""
    games = played(table).games
    others = (nobody(exercise, table), *history(table))
    restraints = restrained(table, games[-1]).items()
    felt = [product for product, by in restraints if country in by][:MOST_PRODUCTS]
    names = (f"{country}.{what}" for what in ("damage", "support"))
    goods = (f"{country}.{what}({product})" for product in felt for what in ("cover", "price"))
    ends = [Played.last(course.games[-1]) for course in others]
    numbers = tuple(
        Standing(
            _called(number),
            number.unit,
            _at_startex(number, table.game(0)),
            value_in(number, Played.last(games[-1])),
            tuple(value_in(number, end) for end in ends),
        )
        for number in published_of([*names, *goods], games[-1])
        if value_in(number, Played.last(games[-1])) is not None
    )
    return Ending(
        tuple(t(course.title) for course in others),
        numbers,
        _why_little((table.game(0), *games), country, felt),
    )


def _called(number: Number) -> str:
    product = ", ".join(number.arguments)
    return {
        "damage": t("income lost"),
        "support": t("support at home"),
        "cover": t("stocks of {product}", product=product),
        "price": t("price of {product}", product=product),
    }[number.what]


def _at_startex(number: Number, game: Game) -> float | None:
    """Return a number before the first round; support is known though none was played before."""
    if game.moments:
        return value_in(number, Played.last(game))
    own = game.observe(number.subject).own
    return own.support if own and number.what == "support" else None


def _why_little(games: Sequence[Game], country: str, felt: Sequence[str]) -> str:
    """Return that stocks bear what does not arrive, if it is so and hardly anything is lost."""
    rounds = [Played.last(game) for game in games if game.moments]
    (loss,) = published_of([f"{country}.damage"], games[-1])
    lost = value_in(loss, rounds[-1])
    if lost is None or lost >= LITTLE_LOSS:
        return ""
    living = list(_living_on_stocks(rounds, country, felt))
    if not living:
        return ""
    products = ", ".join(living)
    return t("Little is lost so far: works still run on stocks of {products}.", products=products)


def _living_on_stocks(rounds: Sequence[Played], country: str, felt: Sequence[str]) -> Iterator[str]:
    """Yield the products of which less arrives and less lies in stock, and as much is used."""
    for product in felt:
        names = [f"{country}.{what}({product})" for what in ("imports", "cover", "use")]
        pairs = [
            (number.value(rounds[0]), number.value(rounds[-1]))
            for number in published_of(names, rounds[-1].game)
        ]
        known = [(was, now) for was, now in pairs if was is not None and now is not None]
        if len(known) < len(pairs):
            continue
        imports, cover, use = (now < UNCHANGED * was for was, now in known)
        if imports and cover and not use:
            yield product
