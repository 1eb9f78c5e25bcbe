"""Published: the named numbers of a round, `SUBJECT.what` or `SUBJECT.what(argument)` (§W.2).

    SORIN.damage   SORIN.price(magnet)   SORIN.imports(magnet,KORVA)   lantern-islets.concession

A subject is a country, a dispute, or `world`. A country also answers to every indicator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np

from sim.errors import SimError, UnknownNameError, unknown
from sim.explain.played import Played
from sim.explain.stakes import WORTH, won
from sim.explain.words import ABSOLUTE, PROBABILITY
from sim.game import Game
from sim.indicators import INDICATORS, Selection, check, checked_course, unit
from sim.indicators.readings import Direction
from sim.odds import logistic
from sim.parameters import Parameter, catalogue
from sim.scenario.spec import Scenario
from sim.timeline import Period
from sim.world.disputes import Dispute, Ending
from sim.world.world import STATE

Kind = Literal["country", "dispute", "world"]

WORLD = "world"
"""Stands for all countries together."""

ALIASES = {"price": "buyer_price", "stockpile": "state_stock"}
"""Short name -> indicator."""

OF_A_GDP = ("damage", "gains")
"""Numbers of a country that are losses over its GDP, told against the undisturbed course."""

MOST_FAULTS = 20
"""So many faults of names are told at most; more are counted."""

Read = Callable[[Played, "Number"], float | None]


@dataclass(frozen=True)
class Reading:
    """How a kind of number is read off a round, and what stands behind it."""

    read: Read
    unit: str
    meaning: str
    direction: Direction
    """What a higher value means for the country named."""
    behind: tuple[str, ...]
    """What names of the parameters that it rests on most begin with; "goods": the economy's."""
    takes: Literal["nothing", "product", "country", "dispute?"] = "nothing"


@dataclass(frozen=True)
class Number:
    """A named number of a round."""

    subject: str
    kind: Kind
    what: str
    arguments: tuple[str, ...]
    unit: str
    meaning: str
    direction: Direction
    behind: tuple[str, ...]
    selection: Selection | None = None
    """Of what it is read, if it is an indicator."""

    def __str__(self) -> str:
        inside = f"({','.join(self.arguments)})" if self.arguments else ""
        return f"{self.subject}.{self.what}{inside}"

    @property
    def relative(self) -> bool:
        """Return whether its changes are told as a share of what was before."""
        return self.unit not in ABSOLUTE

    @property
    def looks_ahead(self) -> bool:
        """Return whether it tells what others would do, which a round need not work out."""
        return self.what in ("join", "joint")

    @property
    def compares(self) -> bool:
        """Return whether it is told against the undisturbed course."""
        return self.kind == "country" and self.what in OF_A_GDP

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters that it rests on most."""
        return tuple(p for p in catalogue().values() if _stands(p, self.behind))

    def value(self, played: Played) -> float | None:
        """Return the number of a round; None where it has no value: absent is not zero."""
        readings = READINGS[self.kind]
        read = readings[self.what].read if self.what in readings else _indicated
        found = read(played, self)
        return found if found is not None and isfinite(found) else None


def published(text: str, scenario: Scenario, disputes: Iterable[str] | None = None) -> Number:
    """Return the number that a text names.

    `disputes` are the ids of those there are; left out: those that the scenario starts with.
    SimError tells what is wrong with the text, and what would do.
    """
    found = FORM.fullmatch(text.strip())
    if not found:
        raise SimError(
            f"'{text}' names no number; write SUBJECT.what or SUBJECT.what(argument), "
            f"such as {example(scenario)}"
        )
    subject, what, inside = found.groups()
    ids = tuple(disputes) if disputes is not None else tuple(d.id for d in scenario.disputes)
    kind = _kind(subject, scenario, ids)
    arguments = tuple(a.strip() for a in inside.split(",")) if inside else ()
    try:
        return _number(subject, kind, what, arguments, scenario, ids)
    except SimError as error:
        raise SimError(f"{text.strip()}: {error}") from None


FORM = re.compile(r"(.+)\.([a-z_]+)(?:\(([^()]*)\))?")


def published_of(texts: Sequence[str], game: Game) -> tuple[Number, ...]:
    """Return the numbers that texts name in a game; everything wrong with them at once."""
    return _all(texts, game.scenario, [d.id for d in game.world.politics.disputes])


def foreseen(texts: Sequence[str], scenario: Scenario) -> tuple[Number, ...]:
    """Return the numbers that texts name before a game is played; all that is wrong at once.

    A name that a dispute could bear which begins in play is taken for one.
    """
    begun = {f"{one}-{other}" for one in scenario.countries for other in scenario.countries}
    words = dict.fromkeys(word.strip() for text in texts for word in re.split(r"[.(),]", text))
    new = [w for w in words if w.rpartition("-")[0] in begun and w.rpartition("-")[2].isdigit()]
    return _all(texts, scenario, [*(d.id for d in scenario.disputes), *new])


def _all(texts: Sequence[str], scenario: Scenario, disputes: Sequence[str]) -> tuple[Number, ...]:
    numbers, faults = [], []
    for text in texts:
        try:
            numbers.append(published(text, scenario, disputes))
        except SimError as error:
            faults.append(str(error))
    if faults:
        more = len(faults) - MOST_FAULTS
        raise SimError("\n".join(faults[:MOST_FAULTS] + ([f"and {more} more"] if more > 0 else [])))
    return tuple(dict.fromkeys(numbers))


def example(scenario: Scenario) -> str:
    """Return the name of a number that a scenario has."""
    return f"{next(iter(scenario.countries))}.price({next(iter(scenario.products))})"


def _kind(subject: str, scenario: Scenario, disputes: Sequence[str]) -> Kind:
    if subject in scenario.countries:
        return "country"
    if subject in disputes:
        return "dispute"
    if subject == WORLD:
        return "world"
    known = (*scenario.countries, *disputes, WORLD)
    raise UnknownNameError("country or dispute", subject, known)


def _number(
    subject: str,
    kind: Kind,
    what: str,
    arguments: tuple[str, ...],
    scenario: Scenario,
    disputes: Sequence[str],
) -> Number:
    reading = READINGS[kind].get(what)
    if reading is None:
        indicator = ALIASES.get(what, what)
        if kind == "dispute" or indicator not in INDICATORS:
            raise SimError(unknown(f"number of a {kind}", what, names_of(kind)))
        return _indicator(subject, kind, what, arguments, scenario)
    _check_arguments(what, reading, arguments, scenario, disputes)
    return Number(
        subject, kind, what, arguments,
        reading.unit, reading.meaning, reading.direction, reading.behind,
    )  # fmt: skip


def names_of(kind: Kind) -> tuple[str, ...]:
    """Return the names of the numbers of a kind of subject."""
    indicators = () if kind == "dispute" else (*ALIASES, *INDICATORS)
    return tuple(dict.fromkeys((*READINGS[kind], *indicators)))


def _check_arguments(
    what: str,
    reading: Reading,
    arguments: tuple[str, ...],
    scenario: Scenario,
    disputes: Sequence[str],
) -> None:
    known: Mapping[str, Iterable[str]] = {
        "product": scenario.products, "country": scenario.countries, "dispute?": disputes,
    }  # fmt: skip
    optional = reading.takes.endswith("?")
    most = 0 if reading.takes == "nothing" else 1
    least = 0 if optional else most
    if not least <= len(arguments) <= most:
        wanted = f"a {reading.takes.rstrip('?')} in brackets" if most else "nothing in brackets"
        raise SimError(f"{what} takes {wanted}{' or nothing' if optional else ''}")
    for name in arguments:
        if name not in known[reading.takes]:
            raise UnknownNameError(reading.takes.rstrip("?"), name, list(known[reading.takes]))


# --- indicators ----------------------------------------------------------------------------------


def _indicator(
    subject: str, kind: Kind, what: str, arguments: tuple[str, ...], scenario: Scenario
) -> Number:
    name = ALIASES.get(what, what)
    selection = _selection(subject, kind, arguments, scenario)
    try:
        check(scenario, name, selection)
    except SimError as error:  # by the name that was typed
        text = str(error)
        told = f"{what}{text.removeprefix(name)}" if text.startswith(f"{name} ") else text
        raise SimError(told) from None
    indicator = INDICATORS[name]
    return Number(
        subject, kind, what, arguments, unit(scenario, name, selection),
        indicator.definition.partition(". ")[0].rstrip("."), indicator.direction, ("goods",),
        selection,
    )  # fmt: skip


def _selection(subject: str, kind: Kind, arguments: Sequence[str], scenario: Scenario) -> Selection:
    """Return what brackets select: products, an activity, a partner or a basket, by their names."""
    chosen: dict[str, Any] = {"country": subject} if kind == "country" else {}
    products: list[str] = []
    for name in arguments:
        if name in scenario.products:
            products.append(name)
        elif name in scenario.activities:
            chosen["activity"] = name
        elif name in scenario.countries:
            chosen["partner" if kind == "country" else "country"] = name
        elif name in scenario.baskets:
            chosen["basket"] = name
        else:
            known = (*scenario.products, *scenario.activities, *scenario.countries)
            raise UnknownNameError("product, activity or country", name, known)
    return Selection(products=tuple(products), **chosen)


def _indicated(played: Played, number: Number) -> float | None:
    if number.selection is None:
        return None
    name = ALIASES.get(number.what, number.what)
    course = checked_course(played.record, name, number.selection)
    return course.value(Period(played.entry.start, played.entry.end))


# --- countries -----------------------------------------------------------------------------------


def _damage(played: Played, number: Number) -> float | None:
    row = _row(played, number)
    return float(played.lost[row]) if isfinite(played.game.setting.polity.gdp[row]) else None


def _gains(played: Played, number: Number) -> float | None:
    """Return what a round brought a country, in income and in stakes (§W.10)."""
    loss = _damage(played, number)
    if loss is None:
        return None
    years = len(played.flows) * played.game.timeline.tick_years
    start = played.game.moments[-1].world.politics.disputes
    stakes = won(played.world.politics.disputes, number.subject) - won(start, number.subject)
    return WORTH * stakes - loss * years


def _won(played: Played, number: Number) -> float:
    return won(played.world.politics.disputes, number.subject)


def _support(played: Played, number: Number) -> float:
    return float(played.world.politics.support[_row(played, number)])


def _capital(played: Played, number: Number) -> float:
    return float(played.world.politics.capital[_row(played, number)])


def _legitimacy(played: Played, number: Number) -> float:
    return float(played.world.politics.legitimacy[_row(played, number)])


def _relations(played: Played, number: Number) -> float:
    other = played.game.network.countries[number.arguments[0]]
    return float(played.world.politics.relations[_row(played, number), other])


def _cover(played: Played, number: Number) -> float | None:
    game, world = played.game, played.world
    network = game.network
    here = (network.slot_country == _row(played, number)) & (
        network.slot_product == network.products[number.arguments[0]]
    )
    users = here & (network.slot_kind != STATE)
    use = float(world.expected_use[users].sum())
    return float(world.stock[here].sum()) / use * game.timeline.tick_weeks if use > 0.0 else None


def _join(played: Played, number: Number) -> float:
    """Return how likely a country is to join in a dispute, or the likeliest of all; 0 for none."""
    chances = [
        joining.odds.probability  # not 1 where it has joined: why it did is still asked
        for answer in played.entry.joins
        if not number.arguments or answer.dispute == number.arguments[0]
        for joining in answer.joins
        if joining.country == number.subject
    ]
    return max(chances, default=0.0)


def _row(played: Played, number: Number) -> int:
    return played.game.network.countries[number.subject]


# --- disputes ------------------------------------------------------------------------------------


def _chance(what: str) -> Read:
    """Return a reading of how likely an end of a dispute was in the round (§W.3)."""

    def read(played: Played, number: Number) -> float:
        draws = played.entry.draws
        chances = [d.probability for d in draws if (d.subject, d.what) == (number.subject, what)]
        return float(1.0 - np.prod([1.0 - chance for chance in chances]))

    return read


def _ended(ending: Ending) -> Read:
    """Return a reading of whether a dispute had ended so by the end of the round (§W.3)."""

    def read(played: Played, number: Number) -> float:
        dispute = _dispute(played, number)
        return float(dispute is not None and dispute.ending == ending)

    return read


def _open(played: Played, number: Number) -> float:
    dispute = _dispute(played, number)
    return float(dispute is not None and dispute.open)


def _months(played: Played, number: Number) -> float:
    dispute = _dispute(played, number)
    return dispute.months if dispute else 0.0


def _escalation(played: Played, number: Number) -> float:
    dispute = _dispute(played, number)
    return dispute.escalation if dispute else 0.0


def _attribution(played: Played, number: Number) -> float:
    dispute = _dispute(played, number)
    return logistic(dispute.attribution) if dispute else 0.0


def _joint(played: Played, number: Number) -> float:
    answers = played.entry.joins
    return next((a.chance for a in answers if a.dispute == number.subject), 0.0)


def _dispute(played: Played, number: Number) -> Dispute | None:
    return played.world.politics.dispute(number.subject)


# --- all of them ---------------------------------------------------------------------------------

MONEY = ("stream_", "carrying_cost", "shortage_value")
GAVE_IN = ("tempo", "cost_", "hazard_entrenchment", "hazard_resolve")

READINGS: Mapping[Kind, Mapping[str, Reading]] = {
    "country": {
        "damage": Reading(
            _damage, "% of GDP a year",
            "Loss of real income in the round against the undisturbed course", "worse",
            ("goods", *MONEY),
        ),
        "gains": Reading(
            _gains, "% of GDP",
            "Stakes won in the round at their worth, less the loss of real income", "better",
            ("goods", *MONEY, "hazard_", "threat_", *GAVE_IN),
        ),
        "won": Reading(
            _won, "1", "Stakes that ended disputes have given it by now, less those they took",
            "better", ("hazard_", "threat_", *GAVE_IN),
        ),
        "support": Reading(
            _support, "of 100", "Support of the government at home", "better",
            ("support_", "rally_", "initial_support"),
        ),
        "capital": Reading(
            _capital, "points", "Political capital", "better",
            ("capital_growth", "capital_popularity", "capital_support", "capital_price",
             "wto_price", "initial_capital"),
        ),
        "legitimacy": Reading(
            _legitimacy, "1", "Standing as one who keeps the rules", "better",
            ("legitimacy_loss", "wto_adherence"),
        ),
        "relations": Reading(
            _relations, "1", "How it stands to the other country, −1 to 1", "better",
            ("ally_hurt", "goodwill", "incident_harm", "leader_thaw"), "country",
        ),
        "cover": Reading(
            _cover, "week", "How long stocks last at present use, the state's among them",
            "better", ("goods",), "product",
        ),
        "join": Reading(
            _join, PROBABILITY, "How likely it is to act against the sender of a dispute",
            "neutral", ("joining_", "attribution_"), "dispute?",
        ),
    },
    "dispute": {
        "concession": Reading(
            _chance("conceded"), PROBABILITY, "How likely the target was to concede in the round",
            "neutral", ("hazard_concede_", "threat_", *GAVE_IN),
        ),
        "settlement": Reading(
            _chance("settled"), PROBABILITY, "How likely the two were to settle in the round",
            "neutral", ("hazard_settle_", "negotiation_", *GAVE_IN),
        ),
        "withdrawal": Reading(
            _chance("withdrawn"), PROBABILITY, "How likely the sender was to withdraw in the round",
            "neutral", ("hazard_withdraw_", *GAVE_IN),
        ),
        "conceded": Reading(
            _ended("conceded"), PROBABILITY, "Whether the target has conceded by now", "neutral",
            ("hazard_concede_", "threat_", *GAVE_IN),
        ),
        "settled": Reading(
            _ended("settled"), PROBABILITY, "Whether the two have settled by now", "neutral",
            ("hazard_settle_", "negotiation_", *GAVE_IN),
        ),
        "withdrawn": Reading(
            _ended("withdrawn"), PROBABILITY, "Whether the sender has withdrawn by now", "neutral",
            ("hazard_withdraw_", *GAVE_IN),
        ),
        "backed_down": Reading(
            _ended("backed down"), PROBABILITY,
            "Whether the sender has backed down from its threat by now", "neutral",
            ("threat_", *GAVE_IN),
        ),
        "open": Reading(
            _open, PROBABILITY, "Whether it has begun and has not ended", "neutral",
            ("hazard_", "threat_", "tempo", "cost_"),
        ),
        "months": Reading(
            _months, "month", "How long the sender's measures have been in force", "neutral",
            ("hazard_", "tempo", "cost_"),
        ),
        "escalation": Reading(
            _escalation, "rung", "Level reached on the ladder, 0 to 8", "neutral",
            ("escalation_",),
        ),
        "attribution": Reading(
            _attribution, PROBABILITY, "How surely the sender is held to be behind it", "neutral",
            ("attribution_", "deniable_from"),
        ),
        "joint": Reading(
            _joint, PROBABILITY, "How likely a joint answer of third countries is", "neutral",
            ("joining_", "joint_"),
        ),
    },
    "world": {},
}  # fmt: skip
"""Kind of subject -> name -> how it is read; a country and the world also have the indicators."""


def _stands(parameter: Parameter, behind: Sequence[str]) -> bool:
    goods = parameter.scope in ("economy", "product") and parameter.name not in MONEY
    return ("goods" in behind and goods) or parameter.name.startswith(
        tuple(start for start in behind if start != "goods")
    )
