"""Injects: whether rows of the MSEL speak of what there is, whoever wrote them and wherever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import unknown
from sim.exercise.conditions import parse
from sim.exercise.msel.rows import InjectRow
from sim.exercise.template import effects
from sim.scenario.case import Case
from sim.scenario.source import KeyPath


@dataclass(frozen=True)
class Stage:
    """What injects may speak of."""

    case: Case
    seats: Collection[str]
    injects: Collection[str]
    """Ids of all."""
    begun: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names that the scenario does not give yet, by what they are names of."""


def faults(row: InjectRow, stage: Stage) -> Iterator[tuple[KeyPath, str]]:
    """Yield what of an inject speaks of what there is not: where in it, and why."""
    for n, seat in enumerate(row.to):
        if seat not in stage.seats:
            yield ("to", n), unknown("seat", seat, stage.seats)
    for message in _of_condition(row.when, stage):
        yield ("when",), message
    for n, effect in enumerate(row.effects):
        for message in effects.faults(effect, stage.case, stage.begun):
            yield ("effects", n), message


def acts_of(rows: Iterable[InjectRow]) -> tuple[str, ...]:
    """Return the ids that the acts of injects will bear as orders."""
    return tuple(effects.act_id(row.id, n) for row in rows for n in range(1, len(row.effects) + 1))


def _of_condition(when: str, stage: Stage) -> tuple[str, ...]:
    if not when:
        return ()
    from sim.exercise.conditions.judge import check  # loads the model

    return check(parse(when), stage.case.scenario, stage.injects, stage.seats)
