"""What a key path is about, and in which unit its figures are wanted."""

from __future__ import annotations

from sim.scenario import catalog
from sim.scenario.fields import figures, model_at, sourced
from sim.scenario.loader import load
from sim.scenario.spec import Flow, Product, Scenario


def test_a_key_path_leads_to_the_model_that_describes_it() -> None:
    assert model_at(Scenario, ("flows", 3)) is Flow
    assert model_at(Scenario, ("products", "ore")) is Product
    assert model_at(Scenario, ("products",)) is None
    assert model_at(Scenario, ("nonsense", "x")) is None


def test_every_figure_is_found_with_the_unit_of_its_field() -> None:
    units = {at: unit for at, _, unit in figures(load(catalog.folder("two-islands")))}
    assert units["products", "ore", "base_price"] == "USD/{unit}"
    assert units["products", "ore", "lead_time", "foreign"] == "week"
    assert units["activities", "smelting", "inputs", "ore", "amount"] == "{unit}"
    assert units["activities", "smelting", "outputs", "metal"] == "{unit}"
    assert units["activities", "mining", "build_time"] == "week"
    assert units["flows", 0, "quantity"] == "{unit}/year"
    assert units["firms", "North-Ore", "share"] == "1"
    assert units["firms", "Far-Hope", "planned", 1, "capacity"] == "{unit}/year"
    assert units["products", "pump", "behaviour", "final_elasticity"] is None


def test_statements_with_sources_are_found_at_every_depth() -> None:
    found = {at for at, _ in sourced(load(catalog.folder("two-islands")))}
    assert {("orders", 0), ("demand", 0), ("products", "ore", "cover", "buyers")} <= found
