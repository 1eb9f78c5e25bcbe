"""Explain: published numbers of rounds with what made them, as a waterfall in text."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.options import cores
from cli.output import progress
from sim.errors import SimError
from sim.explain import words
from sim.explain.words import PROBABILITY, Added, change, least, level
from sim.figures import written

if TYPE_CHECKING:  # loading the model takes a second: not for --help
    from sim.explain.explained import Explained, Step
    from sim.explain.trail import Trail
    from sim.game import Game
    from sim.scenario.spec import Scenario

Names = Annotated[
    list[str] | None,
    typer.Option(
        "--explain",
        metavar="NUMBER,...",
        help="Explain numbers of each round, such as 'SOUTH.price(ore)'; see "
        "docs/how-to/explain-a-result.md. May be repeated.",
    ),
]
Rounds = Annotated[
    list[int] | None,
    typer.Option("--explain-round", metavar="N", help="Explain this round only. May be repeated."),
]
Members = Annotated[
    int | None,
    typer.Option(
        "--ensemble",
        metavar="N",
        min=2,
        max=10_000,
        help="Re-run each round explained N times under other chance and parameters; say 200.",
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        "--samples",
        metavar="N",
        min=2,
        max=1_000,
        help="Pairs of walks drawn where more than 8 orders meet; default: 12.",
    ),
]
ByRound = Mapping[int, Sequence["Explained"]]
"""Round -> its numbers, explained."""

WIDE = 15
"""Columns of the longest bar."""

BARS = ("█", "▒")
"""What adds, what takes away; the sign stands beside it."""
SIGNS = ("#", "=")
"""The same where the encoding has no blocks."""

SURE = 0.001
"""A standard error less than this share of what it is about is not told [1]."""


@dataclass(frozen=True)
class Asked:
    """What is to be explained, and how much work that may be."""

    names: tuple[str, ...]
    rounds: tuple[int, ...]
    """None of them: all that were played."""
    members: int
    pairs: int | None
    workers: int


def asked(
    names: Sequence[str] | None,
    rounds: Sequence[int] | None,
    members: int | None,
    pairs: int | None,
    workers: int | None,
) -> Asked:
    """Return what the options ask for; SimError for one that lacks `--explain`."""
    told = {
        "--explain-round": rounds, "--ensemble": members, "--samples": pairs, "--workers": workers,
    }  # fmt: skip
    lost = [option for option, value in told.items() if value]
    if lost and not names:
        raise SimError(f"{lost[0]}: name what to explain with --explain")
    every = tuple(name for text in names or () for name in names_of(text))
    return Asked(every, tuple(rounds or ()), members or 0, pairs, workers or cores())


def names_of(text: str) -> list[str]:
    """Return the names in a text; commas inside brackets do not part them.

    >>> names_of("A.imports(ore,B), A.damage")
    ['A.imports(ore,B)', 'A.damage']
    """
    names, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            names.append("")
        else:
            names[-1] += sign
    return [name.strip() for name in names]


def check(wanted: Asked, scenario: Scenario, rounds: int | None) -> None:
    """Raise SimError, before anything is played, for what cannot be explained in so many rounds."""
    from sim.explain.published import foreseen  # loads the model
    from sim.replay.run import rounds_of
    from sim.world.build import timeline_of

    foreseen(wanted.names, scenario)
    last = rounds_of(timeline_of(scenario), rounds)
    for number in wanted.rounds:
        if not 1 <= number <= last:
            raise SimError(f"--explain-round {number}: rounds 1 to {last} are played")


def explanations(game: Game, wanted: Asked) -> ByRound:
    """Return the numbers asked for, explained, for each round asked for."""
    from sim.explain.explained import explained  # loads the model
    from sim.explain.published import published_of
    from sim.explain.spread import Processes
    from sim.explain.trail import PAIRS

    if not wanted.names:
        return {}
    numbers = published_of(wanted.names, game)
    found = {}
    for round in sorted(set(wanted.rounds)) or range(1, len(game.moments) + 1):
        with progress(f"Explaining round {round}") as told:
            found[round] = explained(
                game, game.moments[round - 1], numbers, members=wanted.members,
                pairs=wanted.pairs or PAIRS, spread=Processes(wanted.workers), progress=told,
            )  # fmt: skip
    return found


# --- text ----------------------------------------------------------------------------------------


def explained_texts(found: Sequence[Explained]) -> Iterator[RenderableType]:
    """Yield the explanation of each number of a round."""
    for one in found:
        yield Padding(Text(_head(one), "bold"), (0, 0, 0, 2))
        yield Padding(Text(_foundation(one)), (0, 0, 0, 2))
        yield Padding(Text(sentence(one.trail)), (0, 0, 0, 2))
        if one.trail.explained and any(part.share for part in one.trail.parts):
            yield Padding(_waterfall(one.trail), (0, 0, 0, 2))
        yield Text("")


def sentence(trail: Trail) -> str:
    """Return in a sentence how much a number changed and what made it."""
    if not trail.parts and trail.explained:
        return "Nothing was ordered and nothing was in force: nothing to explain."
    if trail.base is None or trail.whole is None or not trail.parts:
        return "It has no value in this round, or none without some of the orders."
    if not any(part.share for part in trail.parts):
        return "Nothing that was ordered or in force changed it."
    causes = [Added(part.item.title, part.item.seat, part.share) for part in trail.parts]
    return words.sentence(str(trail.number), trail.number.unit, trail.base, trail.whole, causes)


def _head(one: Explained) -> str:
    return f"{one.number}  {_valued(one.trail.whole, one.number.unit)}  ({one.mark.status})"


def _foundation(one: Explained) -> str:
    """Return what the number means, its range, and what the range comes from."""
    told = f"{one.number.meaning}."
    found = one.range
    if found is None:
        return told
    if found.low is None or found.high is None or found.median is None:
        return f"{told} No range: it has no value in some of {found.members} re-runs."
    unit = one.number.unit
    low, median, high = (level(value, unit) for value in (found.low, found.median, found.high))
    told += f" Range {low} to {high}, median {median} (10–90 % of {found.members} re-runs)."
    if found.mark.shares:
        moved = ", ".join(f"{name} {share:.0%}" for name, share in found.mark.shares.items())
        told += f" It moves with parameters {moved}; the rest {found.mark.rest:.0%}."
    return told


def _waterfall(trail: Trail) -> Table:
    """Return the way from what was before to the number, a step for each item."""
    from sim.explain.explained import steps_of

    base, whole = trail.base or 0.0, trail.whole or 0.0
    steps = steps_of(trail)
    path = [base]
    for step in steps:
        path.append(path[-1] + step.share)
    low, high = min(path), max(path)
    unit, little = trail.number.unit, least(step.share for step in steps)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", max_width=38)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_row("what was so before", level(base, unit), "", "")
    for step, before in zip(steps, path, strict=False):
        share, error = step.share, step.error
        off = f"±{_error(error, unit)}" if error and error > SURE * abs(share) else ""
        bar = _bar(before, before + share, low, high) if abs(share) > little else ""
        colour = "green" if share > 0 else "red"
        grid.add_row(step_title(step, unit), change(share, unit), off, Text(bar, colour))
    grid.add_row(f"{trail.number}", level(whole, unit), "", _how(trail))
    return grid


def step_title(step: Step, unit: str) -> str:
    """Return what a step of a waterfall is called."""
    if len(step.parts) > 1:
        most = max(abs(part.share) for part in step.parts)
        return f"{len(step.parts)} others, each below {_above(most, unit)}"
    item = step.parts[0].item
    return f"{item} ({item.id})"


def _how(trail: Trail) -> str:
    told = "exact" if trail.exact else "sampled"
    nothing = sum(not part.share for part in trail.parts)
    return f"{told}; {nothing} more add{'s' if nothing == 1 else ''} nothing" if nothing else told


def _bar(start: float, end: float, low: float, high: float) -> str:
    """Return a bar from one value to another, on a scale from the lowest to the highest."""
    blocks = BARS if "utf" in (sys.stdout.encoding or "").lower() else SIGNS
    if high <= low:
        return ""
    first, last = (round((v - low) / (high - low) * WIDE) for v in sorted((start, end)))
    return " " * min(first, WIDE - 1) + blocks[end < start] * max(1, last - first)


def _error(error: float, unit: str) -> str:
    """Return a standard error in one digit."""
    return written(float(f"{error * (100.0 if unit == PROBABILITY else 1.0):.1g}"))


def _above(value: float, unit: str) -> str:
    """Return the next number of one digit above a size, for a probability in points.

    >>> _above(0.00138, "t"), _above(0.00138, "probability"), _above(9.5, "t")
    ('0.002', '0.2', '10')
    """
    told = value * (100.0 if unit == PROBABILITY else 1.0)
    place = 10.0 ** math.floor(math.log10(told))
    return written((math.floor(told / place) + 1) * place)


def _valued(value: float | None, unit: str) -> str:
    if value is None:
        return "no value"
    return level(value, unit) + ("" if unit in ("1", PROBABILITY) else f" {unit}")
