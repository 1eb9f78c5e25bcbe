"""Compare: numbers of several courses of play side by side, round by round.

played             as it was
nobody orders      the same seed and injects, and no seat ever orders anything
history            the same seed, and what is dated in the scenario
other lines, and other groups' files of the same scenario
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.errors import SimError
from sim.exercise.aar.numbers import telling, value_in
from sim.exercise.aar.report import Column, Comparison
from sim.exercise.conduct.effects import Effects, effects_of
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.explain.played import Played
from sim.explain.published import Number, published_of
from sim.game import Game
from sim.language import later, t
from sim.seats.history import HistorySeat, HistorySeats

DATED = later("as dated")
"""Title of the course in which the scenario's dated orders are given."""


@dataclass(frozen=True, eq=False)
class Course:
    """A course of play: the Game after each round of it."""

    title: str
    about: str
    games: tuple[Game, ...]


def compare(
    exercise: Exercise,
    table: Table,
    names: Sequence[str] = (),
    *,
    lines: Sequence[str] = (),
    against: Mapping[str, Table] | None = None,
) -> Comparison:
    """Return numbers of the line that is played beside those of other lines and other files.

    Left out, the numbers are those told of every round. Beside them stands what would have been
    had nobody ordered, and what is dated in the scenario.
    """
    courses, notes = beside(exercise, table, lines=lines, against=against)
    games = courses[0].games
    numbers = published_of(list(names), games[-1]) if names else telling(table, games)
    return compared(courses, numbers, notes)


def beside(
    exercise: Exercise,
    table: Table,
    *,
    lines: Sequence[str] = (),
    against: Mapping[str, Table] | None = None,
) -> tuple[list[Course], list[str]]:
    """Return what was played with the courses beside it, and why others cannot be compared."""
    courses = [played(table)]
    if not courses[0].games:
        raise SimError("no round has a result yet: there is nothing to compare")
    courses += [nobody(exercise, table), *history(table)]
    courses += [played(table, line) for line in lines if line != exercise.state.current]
    notes: list[str] = []
    for title, other in (against or {}).items():
        why = _unlike(table, other)
        if why:
            notes.append(f"{title}: {why}")
            continue
        courses.append(Course(title, _about(table, other), played(other).games))
    return courses, notes


def compared(
    courses: Sequence[Course], numbers: Sequence[Number], notes: Sequence[str] = ()
) -> Comparison:
    """Return numbers of courses of play side by side."""
    return Comparison(
        numbers=tuple(str(number) for number in numbers),
        units=tuple(number.unit for number in numbers),
        columns=tuple(
            Column(t(one.title), one.about, _values(one.games, numbers)) for one in courses
        ),
        notes=tuple(notes),
    )


def played(table: Table, line: str | None = None) -> Course:
    """Return what was played on a line, as far as everybody knows of it."""
    last = table.rounds(line).published
    games = tuple(table.game(round, line) for round in range(1, last + 1))
    return Course(line or later("played"), t("As it was played"), games)


def nobody(exercise: Exercise, table: Table) -> Course:
    """Return what would have been had no seat ordered anything: the same chance, the same injects.

    Injects that were fired on what seats did are there as well.
    """
    game, games = table.game(0), []
    acted = exercise.of(INJECTS).acted
    for round in range(1, table.rounds().published + 1):
        done = _injected(exercise, acted.get(round, ()), game)
        game.dictate(done.acts, done.patches)
        game.resolve()
        games.append(game.copy())
    about = t("The same chance and injects, and nobody orders anything")
    return Course(later("nobody orders"), about, tuple(games))


def _injected(exercise: Exercise, ids: Iterable[str], game: Game) -> Effects:
    rows, day = exercise.of(INJECTS).rows, game.timeline.date(game.tick)
    done = (effects_of(id, rows[id].headline, rows[id].effects, day) for id in ids)
    return sum(done, Effects())


def history(table: Table) -> Iterator[Course]:
    """Yield what is dated in the scenario, played from STARTEX on; nothing where nothing is."""
    game, games = table.game(0), []
    start = game.timeline.date(game.tick)
    seats = HistorySeats(table.scenario)
    dated = (order for s in seats.values() if isinstance(s, HistorySeat) for order in s.dated)
    if not any(order.given >= start for order in dated):
        return
    for _ in range(table.rounds().published):
        for name, seat in seats.items():
            game.ask(name, seat)
        game.resolve()
        games.append(game.copy())
    yield Course(DATED, t("The orders that the scenario dates, and no others"), tuple(games))


def _values(
    games: Sequence[Game], numbers: Sequence[Number]
) -> tuple[tuple[float | None, ...], ...]:
    rounds = [Played.last(game) for game in games]
    return tuple(tuple(value_in(number, one) for one in rounds) for number in numbers)


def _unlike(table: Table, other: Table) -> str:
    """Return why another file cannot be compared with one; empty where it can."""
    one, two = table.exercise.setup, other.exercise.setup
    if one.scenario_text != two.scenario_text or one.template_text != two.template_text:
        return t(
            "it plays another scenario, or another version of it ({scenario})",
            scenario=two.scenario,
        )
    if one.format != two.format:
        return t(
            "it is played as '{other}', this one as '{own}': rounds differ in length",
            other=two.format,
            own=one.format,
        )
    return ""


def _about(table: Table, other: Table) -> str:
    one, two = table.exercise.setup, other.exercise.setup
    if one.seed == two.seed and one.parameters == two.parameters:
        return t("Another group, on the same seed: only what players did differs")
    return t("Another group, on another seed ({seed}): chance differs as well", seed=two.seed)
