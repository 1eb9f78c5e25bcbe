"""Months: economy and politics take turns, month by month, through a round's ticks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.adjudication.adjudicate import Adjudicated
from sim.adjudication.aftermath import aftermath
from sim.economy.tick import Economy
from sim.events import Event
from sim.rng import Streams
from sim.tolls import Tolls
from sim.values import replace
from sim.world.decisions import POLITICS
from sim.world.disputes import Draw, Month, Toll
from sim.world.flows import Flows
from sim.world.setting import Setting
from sim.world.world import World

Chance = Callable[[str], Streams]
"""From a phase of the round to its streams of chance."""


@dataclass(frozen=True, eq=False)
class Run:
    """What became of a round after its orders were ruled on."""

    world: World
    flows: Flows
    events: tuple[Event, ...]
    draws: tuple[Draw, ...]
    months: tuple[Month, ...]


def run(
    ruled: Adjudicated, setting: Setting, economy: Economy, tolls: Tolls, chance: Chance
) -> Run:
    """Return the round run from what adjudication left; the Worlds beside it run along."""
    world, moved, months = ruled.world, [], []
    events, draws = list(ruled.events), list(from_phase(ruled.draws, ADJUDICATE))
    for number, ticks in enumerate(_spans(world, setting)):
        before, phase = world, f"{POLITICS} {number}"
        world, flows, opened = economy.advance(before, ticks)
        taken = tolls.taken(before, flows)
        world, told, drawn = aftermath(world, setting, taken, ticks, chance(phase))
        moved.append(flows)
        months.append(_month(before, world, taken, setting))
        events += (*opened, *told)
        draws += from_phase(drawn, phase)
    return Run(world, Flows.joined(moved), tuple(events), tuple(draws), tuple(months))


ADJUDICATE = "adjudicate"
"""The phase in which orders are ruled on."""


def from_phase(draws: tuple[Draw, ...], phase: str) -> tuple[Draw, ...]:
    """Return draws with the whole names of their streams, which begin with the phase."""
    return tuple(replace(draw, stream=f"{phase} {draw.stream}") for draw in draws)


def _month(before: World, after: World, tolls: Mapping[str, Toll], setting: Setting) -> Month:
    start, end = (setting.timeline.date(world.tick) for world in (before, after))
    return Month(start, end, tuple(sorted(tolls.items())))


def _spans(world: World, setting: Setting) -> list[int]:
    """Return how many ticks each month of the round has; one span where there is no dispute."""
    ticks = setting.timeline.ticks_per_round
    disputes = any(dispute.open for dispute in world.politics.disputes)
    months = max(1, round(setting.months(ticks))) if disputes else 1
    return [len(part) for part in np.array_split(np.arange(ticks), min(months, ticks))]
