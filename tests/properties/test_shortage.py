"""A tighter export licence never helps whom it is aimed at, where nobody can get round it."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given, settings

from sim.game import Game
from sim.world.flows import Floats
from tests.properties.scenarios import Data, entry, played, scenarios

STIFF = {"final_elasticity": 0.0, "input_elasticity": 0.0}
"""Demand that no price moves, so that all that is missing counts as shortage."""


@settings(max_examples=40)
@given(scenarios(dated=False, traders=False))
def test_tightening_a_lone_licence_never_lowers_the_shortage(data: Data) -> None:
    exports = [row for row in data["flows"] if row["product"] == "ore"]
    assume(exports)
    sender, target = exports[0]["from"], exports[0]["to"]
    text = f"export_licensing product=ore target={target} rate="
    shortages = [
        shortage(
            played(data, [(sender, entry(text + rate))], 4, behaviour=False, **STIFF), target, "ore"
        )
        for rate in ("1", "0.75", "0.5", "0.25", "0")
    ]
    for loose, tight in itertools.pairwise(shortages):
        assert np.all(tight >= loose - 1e-9 * max(1.0, loose.max()))


def shortage(game: Game, country: str, product: str) -> Floats:
    """Return what users and consumers wanted and went without up to each tick [unit]."""
    flows = game.flows()
    c, p = game.network.countries[country], game.network.products[product]
    wanted = flows.used_wanted + flows.consumed_wanted
    return np.asarray(np.cumsum((wanted - flows.used - flows.consumed)[:, c, p]))
