"""Apply: a World with quantities patched, and those that run beside it (§A.39)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sim.errors import raise_all
from sim.patches.patch import Operator, Patch, check, number_of, quantity_of
from sim.patches.quantities import GOODS, Place, Quantity
from sim.scenario.spec import Scenario
from sim.world.setting import Setting
from sim.world.world import World


def patched(
    world: World,
    patches: Iterable[Patch],
    setting: Setting,
    scenario: Scenario,
    beside: Mapping[str, World] | None = None,
) -> tuple[World, Mapping[str, World]]:
    """Return a World after patches, one by one, and the Worlds that run beside it.

    A patch of what is not there changes nothing. What befalls goods is no quarrel's doing, so
    every World beside loses, or gains, as much as the played one.
    """
    steps = [_step(patch, setting, scenario) for patch in patches]
    goods = tuple(step for step in steps if step.quantity.goods)
    others = dict(beside or {})
    if goods:
        befallen, moves = _befallen(_Goods(world), goods)
        world = _with_goods(world, befallen)
        others = {
            id: _with_goods(other, _moved(_Goods(other), moves)) for id, other in others.items()
        }
    for step in steps:
        by = None if step.quantity.goods else step.by(world)
        world = world if by is None else step.quantity.move(world, step.at, by)
    return world, others


@dataclass(frozen=True)
class _Step:
    """A patch as it is carried out."""

    quantity: Quantity
    at: Place
    operator: Operator
    number: float

    def by(self, world: World) -> float | None:
        """Return by how much it moves its quantity; None where there is nothing to move."""
        before = self.quantity.read(world, self.at)
        if before is None:
            return None
        match self.operator:
            case "=":
                return self.number - before
            case "+=":
                return self.number
            case "-=":
                return -self.number
            case "*=":
                return before * (self.number - 1.0)


def _step(patch: Patch, setting: Setting, scenario: Scenario) -> _Step:
    at = Place(patch.subject, patch.argument, setting)
    return _Step(quantity_of(patch, scenario), at, patch.operator, number_of(patch, scenario))


@dataclass(frozen=True, eq=False)
class _Goods:
    """A World of which only goods are looked at; those of the same stocks are equal."""

    world: World

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Goods) and other.world.stock is self.world.stock

    def __hash__(self) -> int:
        return id(self.world.stock)


_Moves = tuple[tuple[_Step, float], ...]


# Remembered, since re-runs of a round patch the same goods again and again: what comes of them is
# the same World then, which an economy that remembers does not run twice.
@lru_cache(maxsize=32)
def _befallen(goods: _Goods, steps: tuple[_Step, ...]) -> tuple[World, _Moves]:
    """Return a World with its goods patched, and by how much each patch moved them."""
    world, moves = goods.world, []
    for step in steps:
        by = step.by(world)
        if by is not None:
            world = step.quantity.move(world, step.at, by)
            moves.append((step, by))
    return world, tuple(moves)


@lru_cache(maxsize=32)
def _moved(goods: _Goods, moves: _Moves) -> World:
    """Return a World whose goods are moved by as much as those of another were."""
    world = goods.world
    for step, by in moves:
        world = step.quantity.move(world, step.at, by)
    return world


def _with_goods(world: World, other: World) -> World:
    """Return a World with another one's goods."""
    return replace(world, **{name: getattr(other, name) for name in GOODS})


def missing(
    patches: Iterable[Patch], world: World, setting: Setting, scenario: Scenario
) -> tuple[str, ...]:
    """Return what is wrong with patches of a World: with their texts, or that nothing is there."""
    ids = [d.id for d in world.politics.disputes]
    faults: list[str] = []
    for patch in patches:
        found = check(patch, scenario, ids)
        faults += found
        if not found:
            at = Place(patch.subject, patch.argument, setting)
            if quantity_of(patch, scenario).read(world, at) is None:
                faults.append(f"{patch}: there is no {patch.name}, so nothing to be patched")
    return tuple(faults)


def checked(
    patches: Iterable[Patch], world: World, setting: Setting, scenario: Scenario
) -> tuple[Patch, ...]:
    """Return the patches; SimError with all that is wrong with them."""
    rows = tuple(patches)
    faults = missing(rows, world, setting, scenario)
    raise_all(faults)
    return rows
