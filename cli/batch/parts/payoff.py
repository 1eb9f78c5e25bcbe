"""Payoff: the game between policies, as a table of what each seat gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.part import HEAD, Part, cells, listed, percent, with_band
from cli.batch.plots import heat
from cli.batch.tables import Numbers
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.mixed import Mixed
from sim.batch.analysis.payoff import Game, Shift, Table
from sim.batch.analysis.payoffs import Profile
from sim.figures import written

STANDS = {"sure": "★", "likely": "☆", "possible": "?"}
"""Marks of equilibria on the chart, by how sure they are."""


def payoff_part(found: Game, stem: str = "payoff") -> Part:
    """Return the game between the policies of some seats."""
    return Part(
        f"The game between {listed(found.seats)}",
        (*worth_lines(found), *payoff_lines(found)),
        tuple(table for table in _tables(found, stem) if table.rows),
        tuple(_charts(found, stem)),
    )


def worth_lines(found: Game) -> Iterator[str]:
    """Yield in sentences what the seats gain by."""
    for seat in found.seats:
        worth = [_worth(weight, name) for name, weight in found.payoffs[seat].items()]
        meant = "; ".join(found.meanings[name] for name in found.payoffs[seat])
        yield f"{seat} gains by {listed(worth)}: {meant.rstrip('.')}."


def payoff_lines(found: Game) -> Iterator[str]:
    """Yield in sentences what the seats would do."""
    for table in found.tables:
        yield from _of_table(found, table)
    for shift in found.shifts:
        yield _of_shift(found, shift)


def _worth(weight: float, name: str) -> str:
    return {1.0: name, -1.0: f"less {name}"}.get(weight, f"{written(weight)} x {name}")


def _of_table(found: Game, table: Table) -> Iterator[str]:
    under = _under(table.promise)
    for one in table.pure:
        if one.certainty == "sure":
            yield (
                f"{under}{_profile(found, one.profile)} is surely an equilibrium: who turns away "
                "alone loses, beyond every interval."
            )
    for said in _less_sure(found, table):
        yield f"{under}{said}" if under else f"{said[0].upper()}{said[1:]}"


def _less_sure(found: Game, table: Table) -> Iterator[str]:
    """Yield what else is told of a table, sentences that may stand after a colon."""
    whys = {
        "likely": "likely an equilibrium, since by the means nobody gains by turning away alone, "
        "though some interval holds zero",
        "possible": "not to be ruled out as an equilibrium, since what somebody gains by turning "
        "away is within its interval",
    }
    for certainty, why in whys.items():
        told = [_profile(found, one.profile) for one in table.pure if one.certainty == certainty]
        if told:
            yield f"{why}: {'; '.join(told)}."
    if not table.pure:
        yield "no combination of policies is an equilibrium."
    for mixed in table.mixed:
        yield f"by lot: {_mixed(found, mixed)}."
    if table.why_no_mixed:
        yield f"{table.why_no_mixed}."
    if table.degenerate:
        these = "; these are some" if table.mixed else ""
        yield (
            "some choices are as good as others by the means, so there may be endlessly many "
            f"equilibria by lot{these}."
        )


def _under(promise: str) -> str:
    return f"With promise '{promise}': " if promise else ""


def _of_shift(found: Game, shift: Shift) -> str:
    """Return what becomes of the equilibria, sure and likely ones."""
    kinds = (
        ("still an equilibrium", shift.kept),
        ("no longer one", shift.lost),
        ("a new one", shift.gained),
    )
    told = [
        f"{what}: {'; '.join(_profile(found, profile) for profile in profiles)}"
        for what, profiles in kinds
        if profiles
    ]
    return f"{_under(shift.promise)}by the means {', '.join(told) or 'there is no equilibrium'}."


def _profile(found: Game, profile: Profile) -> str:
    pairs = zip(found.seats, profile, strict=True)
    return listed([f"{policy} of {seat}" for seat, policy in pairs])


def _mixed(found: Game, mixed: Mixed) -> str:
    sides = zip(found.seats, mixed.shares, mixed.payoffs, strict=True)
    return "; ".join(
        f"{seat} plays {listed([f'{policy} {percent(share)}' for policy, share in shares])} "
        f"(gets {written(payoff)})"
        for seat, shares, payoff in sides
    )


def _tables(found: Game, stem: str) -> Iterator[Numbers]:
    each = [name for seat in found.seats for name in (seat, *(f"{seat} {end}" for end in HEAD))]
    yield Numbers(
        file_name(stem, "table"), "What each seat gets, with 95 % intervals",
        ("promise", *(f"policy of {seat}" for seat in found.seats), *each, "runs", "failed"),
        tuple(
            (table.promise, *cell.profile, *(part for got in cell.payoffs for part in cells(got)),
             cell.basis.used, cell.basis.failed)
            for table in found.tables
            for cell in table.cells
        ),
    )  # fmt: skip
    yield Numbers(
        file_name(stem, "responses"), "Best responses",
        ("promise", "seat", "against", "best", "not told apart", "next", "more than next", *HEAD),
        tuple(
            (table.promise, one.seat, ", ".join(one.others), one.best,
             ", ".join(one.not_told_apart), one.runner_up, *cells(one.ahead))
            for table in found.tables
            for one in table.responses
        ),
    )  # fmt: skip
    yield Numbers(
        file_name(stem, "promise"), "What announcing it changes, in pairs",
        ("promise", *(f"policy of {seat}" for seat in found.seats), *each),
        tuple(
            (one.promise, *one.profile, *(part for got in one.payoffs for part in cells(got)))
            for one in found.changes
        ),
    )  # fmt: skip


def _charts(found: Game, stem: str) -> Iterator[Chart]:
    for n, table in enumerate(found.tables, 1):
        for s, seat in enumerate(found.seats):
            yield _heat(found, table, s, file_name(stem, str(n), seat))


def _heat(found: Game, table: Table, s: int, name: str) -> Chart:
    """Return what a seat gets: the first seat's policies down, those of the others across."""
    at = {cell.profile: cell.payoffs[s] for cell in table.cells}
    stands = {one.profile: STANDS[one.certainty] for one in table.pure}
    rows = found.policies[0]
    columns: Sequence[Profile] = list(product(*found.policies[1:]))
    values, told = [], []
    for row in rows:
        profiles = [(row, *column) for column in columns]
        values.append([_or_nan(at[profile].value) for profile in profiles])
        told.append([
            f"{_in_cell(at[profile])} {stands.get(profile, '')}"
            for profile in profiles
        ])  # fmt: skip
    seat = found.seats[s]
    under = f" with promise '{table.promise}'" if table.promise else ""
    best = max(table.cells, key=lambda cell: _or_low(cell.payoffs[s].value))
    return Chart(
        name,
        f"What {seat} gets{under}: policies of {found.seats[0]} down, of "
        f"{listed(found.seats[1:])} across",
        f"Most for {seat} in {_profile(found, best.profile)}.",
        "The lighter, the more; under each number its 95 % interval. ★ surely an equilibrium, "
        "☆ likely, ? not to be ruled out.",
        partial(
            heat, rows=list(rows), columns=[" / ".join(column) for column in columns],
            values=values, told=told,
            sides=(f"policy of {found.seats[0]}", f"policy of {listed(found.seats[1:])}"),
        ),
        1.6 + 0.7 * len(rows),
        grid=False,
    )  # fmt: skip


def _in_cell(found: Estimate) -> str:
    """Return a number in short, under it its band."""
    value, low, high = (
        None if end is None else float(f"{end:.2g}") for end in (found.value, found.low, found.high)
    )
    short = replace(found, value=value, low=low, high=high)
    return with_band(short).replace(" (", "\n(")


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _or_low(value: float | None) -> float:
    return float("-inf") if value is None else value
