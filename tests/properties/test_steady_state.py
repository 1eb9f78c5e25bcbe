"""The calibrated steady state stays, comes back, and does not depend on units or names."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game import Game
from sim.world.flows import Flows
from sim.world.world import Floats, World, arrays, frozen
from tests.properties.scenarios import Data, entry, game_of, scenarios

EXAMPLES = settings(max_examples=25)
TEN_YEARS = 520

DUST = 1e-3
"""Below this a flow is taken as what rounding leaves [unit]."""

RINGS = {"transit", "projects", "transit_from"}
"""Arrays whose second axis is turned on by a place each tick."""

LOGS = {"margin", "seller_expected", "expected_change", "price_trend", "licence_scarcity", "risk"}
"""Dimensionless arrays, 0 in the steady state: their differences count as they are."""


def unrolled(world: World) -> dict[str, Floats]:
    """Return the World's arrays with what arrives next in the first place of every ring."""
    return {
        name: np.roll(a, -(world.tick % a.shape[1]), axis=1) if name in RINGS else a
        for name, a in arrays(world).items()
    }


def difference(one: World, other: World) -> float:
    """Return the largest difference of two Worlds, over the largest value of each array."""
    worst = 0.0
    for name, a in unrolled(one).items():
        b = unrolled(other)[name]
        scale = 1.0 if name in LOGS else float(np.abs(a).max(initial=0.0)) or 1.0
        worst = max(worst, float(np.abs(a - b).max(initial=0.0)) / scale)
    return worst


@EXAMPLES
@given(scenarios(dated=False))
def test_without_orders_nothing_moves_in_ten_years(data: Data) -> None:
    game = game_of(data)
    after, _, _ = game.economy.advance(game.world, TEN_YEARS)
    assert difference(game.world, after) < 1e-9


@EXAMPLES
@given(scenarios(dated=False), st.sampled_from([0.99, 1.01]))
def test_a_small_disturbance_of_stocks_dies_out(data: Data, factor: float) -> None:
    game = game_of(data)
    moved = replace(
        game.world,
        stock=frozen(game.world.stock * factor),
        seller_stock=frozen(game.world.seller_stock * factor),
    )
    # What a mine has too much of a joint product it makes no less for: that goes only as fast as
    # a lower price sells more of it, and of what was moved a tenth may be left after ten years.
    joint = any(len(activity["outputs"]) > 1 for activity in data["activities"].values())
    after, _, _ = game.economy.advance(moved, TEN_YEARS)
    after = replace(after, seller_stock=game.world.seller_stock)
    assert difference(game.world, after) < (1e-3 if joint else 1e-4)


LICENCE = "export_licensing product=ore rate=0.5"


def played_by_all(data: Data, rounds: int = 4) -> Game:
    """Return a Game in which every country licenses half of its ore for export."""
    game = game_of(data)
    for country in data["countries"]:
        game.submit(country, (entry(LICENCE, f"by-{country}"),))
    for _ in range(rounds):
        game.resolve()
    return game


@EXAMPLES
@given(scenarios(unnamed=1))
def test_the_unit_of_a_product_changes_nothing_but_its_numbers(data: Data) -> None:
    in_kilograms = copy.deepcopy(data)
    in_kilograms["products"]["ore"]["unit"] = "kg"  # the figures are given by the tonne still
    tonnes, kilograms = played_by_all(data), played_by_all(in_kilograms)
    ore = tonnes.network.products["ore"]
    scale = np.ones(len(tonnes.network.products))
    scale[ore] = 1000.0
    for name in ("level", "accounts", "declared_value"):
        assert_close(getattr(tonnes.flows(), name), getattr(kilograms.flows(), name))
    for name in ("produced", "used", "consumed", "shipped", "arrived", "arrived_origin"):
        assert_close(getattr(tonnes.flows(), name) * scale, getattr(kilograms.flows(), name))
    for name in ("home_price", "export_price", "buyer_price"):
        assert_close(getattr(tonnes.flows(), name) / scale, getattr(kilograms.flows(), name))
    for name in ("share", "reliability", "risk", "expected_change"):
        one, other = getattr(tonnes.world, name), getattr(kilograms.world, name)
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


def assert_close(one: Floats, other: np.ndarray) -> None:
    """Compare with room for rounding, over the largest value; absent prices must agree too.

    Where nothing flows but what rounding leaves, that is no scale to compare by.
    """
    scale = max(float(np.nanmax(np.abs(one), initial=0.0)), DUST)
    np.testing.assert_allclose(one / scale, other / scale, rtol=1e-6, atol=1e-9)


@EXAMPLES
@given(scenarios(unnamed=1))
def test_names_and_their_order_change_nothing(data: Data) -> None:
    new_name = {c: f"X{9 - n}" for n, c in enumerate(data["countries"])}
    new_name |= {a: f"{chr(ord('z') - n)}-{a}" for n, a in enumerate(data["activities"])}
    renamed = rename(copy.deepcopy(data), new_name)
    for key in ("countries", "products", "activities"):
        renamed[key] = dict(reversed(renamed[key].items()))
    renamed["output"] = renamed["output"][::-1]
    one, other = played_by_all(data), played_by_all(renamed)
    countries = [other.network.countries[new_name[c]] for c in one.network.countries]
    products = [other.network.products[p] for p in one.network.products]
    activities = [other.network.activities[new_name[a]] for a in one.network.activities]
    flows, again = one.flows(), other.flows()
    assert_close(flows.accounts, again.accounts[:, countries])
    assert_close(flows.level, again.level[:, countries][:, :, activities])
    for name in products_by_country(flows):
        assert_close(
            getattr(flows, name), getattr(again, name)[:, countries][:, :, products]
        )  # fmt: skip


def products_by_country(flows: Flows) -> list[str]:
    """Return the names of the flows that have a row for a country and one for a product."""
    shape = flows.produced.shape
    return [n for n, a in vars(flows).items() if a.shape == shape and not n.startswith("level")]


def rename(value: Any, new_name: dict[str, str]) -> Any:
    """Return a scenario's data with countries and activities renamed wherever they are named."""
    if isinstance(value, dict):
        return {
            new_name.get(k, k) if isinstance(k, str) else k: rename(v, new_name)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [rename(v, new_name) for v in value]
    return new_name.get(value, value) if isinstance(value, str) else value
