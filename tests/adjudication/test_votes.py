"""A bloc's measure passes with enough members and enough people, and not with one of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pytest

from sim.adjudication.votes import voted_down
from sim.game import Game
from sim.orders.base import Order
from sim.orders.effects import Standing
from sim.orders.governments import governments
from sim.orders.timing import deed_of
from tests.properties.scenarios import game_of
from tests.world.political import CALM, POLITICAL

COUNCIL = governments()["EU"].council
MEMBERS = [*COUNCIL.members] if COUNCIL else []


class Chosen:
    """A stream of chance by which some members vote for, and the others against."""

    def __init__(self, against: Collection[str]) -> None:
        self.numbers = np.array([1.0 if member in against else 0.0 for member in MEMBERS])

    def random(self, size: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        assert size == len(self.numbers)
        return self.numbers


@pytest.fixture(scope="module")
def game() -> Game:
    return game_of(POLITICAL, **CALM)


def vote(game: Game, against: Collection[str]) -> str | None:
    order = Order.parse("financial_sanction target=CHN rate=0.5")
    day = game.timeline.date(0)
    deed = deed_of(order, "sanction", "EU", day, game.setting, game.world)
    standing = Standing(game.world.measures, game.world.politics)
    reason, draws = voted_down(deed, standing, lambda _: Chosen(against))  # type: ignore[arg-type, return-value]
    assert [draw.happened for draw in draws] == [reason is None]
    return reason


def test_members_are_listed_by_their_people() -> None:
    assert COUNCIL is not None and len(MEMBERS) == 27
    people = [*COUNCIL.members.values()]
    assert people == sorted(people, reverse=True)


def test_fifteen_members_with_most_of_the_people_pass_it(game: Game) -> None:
    assert vote(game, MEMBERS[15:]) is None


def test_fourteen_members_do_not_with_however_many_people(game: Game) -> None:
    reason = vote(game, MEMBERS[14:])
    assert reason is not None
    assert "14 of 27 members with 90.4% of the people" in reason


def test_members_with_two_thirds_of_the_people_pass_it(game: Game) -> None:
    assert vote(game, ("DE", "FR")) is None


def test_three_large_members_cannot_block_it(game: Game) -> None:
    assert vote(game, ("DE", "FR", "IT")) is None


def test_four_large_members_can(game: Game) -> None:
    reason = vote(game, ("DE", "FR", "IT", "ES"))
    assert reason is not None
    assert "23 of 27 members with 42.3% of the people" in reason


def test_many_members_with_few_people_do_not(game: Game) -> None:
    reason = vote(game, ("DE", "FR", "MT", "LU", "CY", "EE", "LV", "SI"))
    assert reason is not None
    assert "19 of 27 members with 64.5% of the people" in reason
