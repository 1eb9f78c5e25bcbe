"""What a line of an instrument's case asks of a game, and whether it is so."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping

import numpy as np

from sim.game import Game
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from tests import test_cases
from tests.test_cases import Runs

SIGNS: Mapping[str, Callable[[float, float], bool]] = {"<": operator.lt, ">": operator.gt}

WORD = r"[\w.#-]+"
LINE = re.compile(r"(?P<what>.+?) (?P<sign>=|<=|>=|<|>) (?P<right>\S.*)")
RIGHT = re.compile(r"without(?: \* (?P<times>[\d.]+))?(?: (?P<more>[+-] [\d.e-]+))?")


def failing(line: str, runs: Runs) -> str | None:
    """Return why a line does not hold, or None if it does."""
    if re.match(r"(sum|mean|max|min|first|last|every) of |every ", line):
        return test_cases.failing(line, runs)
    asked = LINE.fullmatch(line)
    assert asked, f"this line is not understood: {line}"
    found, wanted = value(asked["what"], runs.run), right_side(asked, runs)
    if isinstance(found, str) or isinstance(wanted, str):
        assert asked["sign"] == "=", f"texts are only ever equal: {line}"
        return None if found == wanted else f"{line}: found {found} against {wanted}"
    same = math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)
    sign = asked["sign"]
    holds = same if sign == "=" else ("=" in sign and same) or SIGNS[sign[0]](found, wanted)
    return None if holds else f"{line}: found {found:.6g} against {wanted:.6g}"


def right_side(asked: re.Match[str], runs: Runs) -> float | str:
    against = RIGHT.fullmatch(asked["right"])
    if not against:
        try:
            return float(asked["right"])
        except ValueError:
            return asked["right"]
    other = value(asked["what"], runs.without)
    if isinstance(other, str):
        return other
    return other * float(against["times"] or 1) + float((against["more"] or "0").replace(" ", ""))


def value(what: str, game: Game) -> float | str:
    """Return the number or text of a game that a line asks for."""
    for pattern, read in READ.items():
        asked = re.fullmatch(pattern.replace("@", f"({WORD})"), what)
        if asked:
            found = read(game, *asked.groups())
            return found if isinstance(found, str) else float(found)
    raise AssertionError(f"this is not understood: {what}")


def quarrel(game: Game, id: str) -> Dispute:
    found = game.world.politics.dispute(id)
    assert found, f"there is no dispute {id}"
    return found


def damage(game: Game, id: str, country: str) -> float:
    """Yearly loss by a dispute in the last month [% of GDP]; nothing where none was counted."""
    toll = quarrel(game, id).toll
    return toll.damage[game.network.countries[country]] if toll else 0.0


def of_country(game: Game, name: str, country: str) -> float:
    politics, row = game.world.politics, game.network.countries[country]
    if name == "credibility":
        return politics.credibility(row)
    return float(getattr(politics, name)[row])


def relations(game: Game, one: str, other: str) -> float:
    countries = game.network.countries
    return float(game.world.politics.relations[countries[one], countries[other]])


def of_dispute(game: Game, name: str, id: str) -> float | str:
    found = getattr(quarrel(game, id), name)
    if isinstance(found, tuple):
        return ",".join(found) or "nobody"
    return "none" if found is None else found


def talking(game: Game, id: str) -> str:
    return "yes" if quarrel(game, id).talking(game.tick) else "no"


def logit(game: Game, country: str, id: str) -> float:
    """Log of the odds that a country joins against a dispute's sender, after the last round."""
    (answer,) = (a for a in game.journal[-1].joins if a.dispute == id)
    joining = answer.of(country)
    assert joining, f"{country} is no third country in {id}"
    return joining.odds.total


def outcome(game: Game, id: str) -> str:
    found = (r.outcome for e in game.journal for r in e.rulings if r.order_id == id)
    return next(found, "none")


def in_force(game: Game, kind: str, country: str) -> list[Measure]:
    return [
        m for m in game.world.measures
        if (m.kind, m.by) == (kind, country) and m.in_force(game.tick - 1)
    ]  # fmt: skip


def capacity(game: Game, firm: str) -> float:
    """[unit/year]"""
    row = game.network.firms[firm]
    return float(game.world.capacity[row]) / game.timeline.tick_years


def building(game: Game, firm: str) -> float:
    """Capacity that will open [unit/year]."""
    row = game.network.firms[firm]
    return float(game.world.projects[row].sum()) / game.timeline.tick_years


def sees(game: Game, seat: str, id: str) -> str:
    seen = {m.id.partition("#")[0] for m in game.observe(seat).measures}
    return "yes" if id in seen else "no"


def error(game: Game, seat: str, id: str, country: str) -> float:
    """By how much a seat mistakes a loss; infinite for one it has not heard of [log]."""
    (seen,) = (d for d in game.observe(seat).disputes if d.id == id)
    assert seen.toll
    guess = seen.toll.damage[game.network.countries[country]]
    return abs(math.log(guess / damage(game, id, country))) if guess else math.inf


def needed(game: Game, country: str, product: str) -> float:
    """Input of a product per unit of level, over normal [1]."""
    n = game.network
    chosen = (
        (n.slot_country == n.countries[country])
        & (n.slot_product == n.products[product])
        & (n.slot_firm >= 0)
    )
    return float(np.mean(game.world.amount[chosen] / n.slot_base_amount[chosen]))


def first_day(game: Game, id: str) -> float:
    """First tick in which an order's measures act; NaN if it made none."""
    since = (m.since for m in game.world.measures if m.id.partition("#")[0] == id)
    return min(since, default=math.nan)


def told(game: Game, kind: str, subject: str) -> float:
    events = (e for row in game.journal for e in row.events)
    return sum((e.kind, e.subject) == (kind, subject) for e in events)


def deal(game: Game, id: str) -> str:
    found = game.world.politics.deal(id)
    return found.state if found else "none"


READ: Mapping[str, Callable[..., float | str]] = {
    r"damage of @ to @": damage,
    r"relations of @ to @": relations,
    r"(support|capital|legitimacy|credibility|spent) of @": of_country,
    r"(attribution|face|carrot|escalation|expected_target|expected_sender|stage|ending|threatened|"
    r"partners|defenders) of @": of_dispute,
    r"talks of @": talking,
    r"logit of @ in @": logit,
    r"outcome of @": outcome,
    r"@ measures of @": lambda game, kind, country: len(in_force(game, kind, country)),
    r"rate of @ of @": lambda game, kind, by: sum(m.rate for m in in_force(game, kind, by)),
    r"capacity of @": capacity,
    r"building of @": building,
    r"@ sees @": sees,
    r"error of @ in @ about @": error,
    r"need of @ for @": needed,
    r"first tick of @": first_day,
    r"events @ of @": told,
    r"deal @": deal,
}
"""What a line can ask for; @ is a name."""
