"""A short play to explain: A keeps ore from B, B and C answer, and somebody only talks."""

from __future__ import annotations

from functools import cache

from sim.explain.published import Number, published
from sim.game import Game
from tests.world.trading import Orders, play

BAN = "export_ban product=ore target=B"
TAX = "export_duty product=ore target=C rate=0.3"
STOCK = "stockpile_build product=ore amount=200 until=2020-10-04"
CONSULT = "consult_2plus2 target=C"

ORDERS: Orders = {1: [{"A": BAN}], 2: [{"B": STOCK}, {"A": TAX}, {"B": CONSULT}]}


@cache
def played(rounds: int = 2) -> Game:
    """Return the play; nobody may change it."""
    return play({"rounds": rounds}, ORDERS)


def number(text: str, game: Game | None = None) -> Number:
    return published(text, (game or played()).scenario)
