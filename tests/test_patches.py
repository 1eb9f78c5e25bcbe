"""A patch says what it changes, changes that, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.game import Game, digest
from sim.odds import logistic
from sim.patches import Patch, check, missing, patched
from sim.patches.patch import number_of
from sim.patches.quantities import GOODS, QUANTITIES, Place, Quantity
from sim.units import WORDED
from sim.world.world import World, arrays
from tests.world.trading import play

ARGUMENTS = {"nothing": "", "product": "(ore)", "country": "(C)", "activity or firm": "(mining)"}

EVERY = [
    (f"{subject}.{what}{ARGUMENTS[quantity.takes]}", quantity)
    for kind, subject in (("country", "A"), ("dispute", "quarrel"))
    for what, quantity in QUANTITIES[kind].items()  # type: ignore[index]
]
"""A quantity of each kind by its whole name."""

MOVED = {
    "stock": {"stock"}, "state_stock": {"stock"}, "seller_stock": {"seller_stock"},
    "capacity": {"capacity"}, "support": {"support"}, "capital": {"capital"},
    "legitimacy": {"legitimacy"}, "relations": {"relations"}, "spent": {"spent"},
    "home_price": {"price", "markup", "link_price", "slot_price"},
    "price": {"price", "markup", "link_price", "slot_price"},
}  # fmt: skip
"""Arrays of the World or its politics that a quantity moves; disputes are no arrays."""

OF_A_DISPUTE = tuple(QUANTITIES["dispute"])


@cache
def game() -> Game:
    """Return a play in its second round, in which a state holds some ore; nobody may change it."""
    stock = "stockpile_build product=ore amount=200 until=2020-12-31"
    return play({"rounds": 1}, {1: [{"A": stock}]})


def after(text: str, world: World | None = None) -> World:
    start = world or game().world
    return patched(start, [Patch.parse(text)], game().setting, game().scenario)[0]


def value(text: str, quantity: Quantity, world: World) -> float:
    patch = Patch.parse(f"{text} = 0")
    found = quantity.read(world, Place(patch.subject, patch.argument, game().setting))
    assert found is not None
    return found


def faults(text: str) -> str:
    return "\n".join(check(Patch.parse(text), game().scenario))


# The text.


@given(
    subject=st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,9}", fullmatch=True),
    what=st.from_regex(r"[a-z_]{1,9}", fullmatch=True),
    argument=st.from_regex(r"[A-Za-z0-9_-]{0,9}", fullmatch=True),
    operator=st.sampled_from(["=", "+=", "-=", "*="]),
    value=st.floats(allow_nan=False, allow_infinity=False),
    unit=st.sampled_from(["", "t", "USD/kg", "%"]),
)
def test_a_patch_comes_back_from_its_text(
    subject: str, what: str, argument: str, operator: str, value: float, unit: str
) -> None:
    patch = Patch(subject, what, argument, operator, value + 0.0, unit)  # type: ignore[arg-type]
    assert Patch.parse(str(patch)) == patch


@given(st.text(max_size=300))
def test_any_other_text_is_refused_kindly(text: str) -> None:
    try:
        assert Patch.parse(Patch.parse(text).__str__()) == Patch.parse(text)
    except SimError as error:
        assert "is no patch; write SUBJECT.what" in str(error)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("AA.support -= 3", "unknown country or dispute 'AA'"),
        ("A.suport -= 3", "Did you mean 'support'?"),
        ("quarrel.support -= 3", "unknown quantity of a dispute to patch 'support'"),
        ("A.stock(oer) *= 2", "unknown product 'oer'; known: metal, ore. Did you mean 'ore'?"),
        ("A.stock *= 2", "stock takes a product in brackets"),
        ("A.support(ore) = 2", "support takes nothing in brackets"),
        ("A.capacity(minning) *= 2", "Did you mean 'mining'?"),
        ("A.capacity(Forge) *= 2", "unknown activity or firm 'Forge'"),  # it is B's
        ("A.relations(A) = 0", "'A' is the country itself"),
        ("A.support = 101", "support is 0 to 100, not 101"),
        ("A.relations(B) = -2", "relations is -1 to 1, not -2"),
        ("A.support -= 3 t", "support is counted in points; leave 't' out"),
        ("A.stock(ore) += 3 USD", "unit 'USD' cannot be turned into 't'"),
        ("A.stock(ore) += 3 tt", "unknown unit 'tt'"),
        ("A.stock(ore) *= 2 t", "unit 't' cannot be turned into '1'"),
        ("A.stock(ore) *= -1", "a factor is 0 or more"),
        ("A.stock(ore) = -1", "stock is 0 or more, not -1"),
        ("A.stock(ore) = 1e30", "1e+30 is too large"),
        ("A.price(ore) = 0", "a price is above 0"),
        ("quarrel.attribution = 200 %", "attribution is 0 to 1, not 2"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    assert told in faults(text)


def test_units_are_converted() -> None:
    scenario = game().scenario
    for text, number in (
        ("A.stock(ore) += 2 kt", 2000.0),
        ("A.price(ore) = 0.12 USD/kg", 120.0),
        ("quarrel.attribution = 40 %", 0.4),
        ("A.capacity(mining) *= 50 %", 0.5),
        ("A.stock(ore) += 2 tonnes", 2.0),
        ("A.support -= 3 points", 3.0),
        ("A.support -= 3 %", 3.0),
        ("A.support = 40 of 100", 40.0),
        ("quarrel.escalation += 2 rungs", 2.0),
    ):
        assert faults(text) == ""
        assert number_of(Patch.parse(text), scenario) == pytest.approx(number)


# What it changes.


@pytest.mark.parametrize(("name", "quantity"), EVERY)
@pytest.mark.parametrize("change", ["= {}", "+= {}", "-= {}", "*= 0.5", "*= 1.5"])
def test_a_quantity_is_moved_to_where_it_is_wanted(
    name: str, quantity: Quantity, change: str
) -> None:
    before = value(name, quantity, game().world)
    number = 0.1 if quantity.high == 1.0 else 2.0
    text = f"{name} {change.format(number)}"
    assert faults(text) == ""
    operator = change.split()[0]
    wanted = {
        "=": number, "+=": before + number, "-=": before - number,
        "*=": before * float(text.split()[-1]),
    }[operator]  # fmt: skip
    bounded = min(quantity.high, max(quantity.low, wanted))
    # Nothing is held to be quite sure.
    assert value(name, quantity, after(text)) == pytest.approx(bounded, abs=2e-6)


@given(
    st.sampled_from(EVERY),
    st.sampled_from(["=", "+=", "-=", "*="]),
    st.floats(0.0, 1.0),
)
def test_nothing_moves_that_a_patch_does_not_name(
    chosen: tuple[str, Quantity], operator: str, number: float
) -> None:
    (name, _), before = chosen, game().world
    world = after(f"{name} {operator} {number}")
    what = Patch.parse(f"{name} = 0").what
    old, new = ({**arrays(w), **arrays(w.politics)} for w in (before, world))
    different = {n for n in old if not np.array_equal(old[n], new[n])}
    assert different <= MOVED.get(what, set())
    assert (world.tick, world.measures) == (before.tick, before.measures)
    (quarrel,), (was,) = world.politics.disputes, before.politics.disputes
    assert quarrel == (
        replace(was, **{what: getattr(quarrel, what)}) if what in OF_A_DISPUTE else was
    )
    for array in new.values():
        assert not array.flags.writeable
        assert np.isfinite(array).all()


@given(st.floats(0.0, 3.0))
def test_goods_of_others_and_where_goods_come_from_stay(factor: float) -> None:
    network, before = game().network, game().world
    world = after(f"A.stock(ore) *= {factor}")
    own = (network.slot_country == network.countries["A"]) & (
        network.slot_product == network.products["ore"]
    )
    state = network.slot_kind == 2
    assert np.array_equal(world.stock[~own | state], before.stock[~own | state])
    assert world.stock[own & ~state] == pytest.approx(before.stock[own & ~state] * factor)
    assert (world.stock >= 0.0).all()


def test_relations_change_one_way() -> None:
    world, countries = after("A.relations(B) -= 0.2"), game().network.countries
    one, two = countries["A"], countries["B"]
    before, now = game().world.politics.relations, world.politics.relations
    assert now[one, two] == pytest.approx(before[one, two] - 0.2)
    assert now[two, one] == before[two, one]


def test_more_is_never_taken_than_there_is() -> None:
    quantities = QUANTITIES["country"]
    assert value("A.stock(ore)", quantities["stock"], after("A.stock(ore) -= 1e12")) == 0.0
    assert value("A.support", quantities["support"], after("A.support += 1e3")) == 100.0


def test_a_stockpile_is_begun_where_there_was_none() -> None:
    quantity = QUANTITIES["country"]["state_stock"]
    assert value("B.state_stock(ore)", quantity, game().world) == 0.0
    world = after("B.state_stock(ore) += 1 kt")
    assert value("B.state_stock(ore)", quantity, world) == pytest.approx(1000.0)
    sold = game().world.seller_stock[
        game().network.outlet_product == game().network.products["ore"]
    ]
    added = (world.stock - game().world.stock).sum(axis=0)
    assert added / added.sum() == pytest.approx(sold.sum(axis=0) / sold.sum())


def test_a_firms_capacity_is_in_units_a_year() -> None:
    network = game().network
    world = after("A.capacity(Delver) = 500")
    changed = np.flatnonzero(world.capacity != game().world.capacity)
    assert [network.firms.name(int(f)) for f in changed] == ["Delver"]
    assert world.capacity[changed[0]] / game().timeline.tick_years == pytest.approx(500.0)


def test_attribution_is_a_probability() -> None:
    dispute = after("quarrel.attribution = 0.25").politics.dispute("quarrel")
    assert dispute is not None
    assert logistic(dispute.attribution) == pytest.approx(0.25)


def test_who_pays_more_pays_it_to_whoever_supplies_it() -> None:
    paid = QUANTITIES["country"]["price"]
    before, world = game().world, after("B.price(ore) *= 1.5")
    assert value("B.price(ore)", paid, world) == pytest.approx(
        1.5 * value("B.price(ore)", paid, before)
    )
    assert value("C.price(ore)", paid, world) > value("C.price(ore)", paid, before)
    assert value("A.price(metal)", paid, world) == value("A.price(metal)", paid, before)


def test_a_dearer_price_comes_down_again_in_its_own_time() -> None:
    own = QUANTITIES["country"]["home_price"]
    name = "A.home_price(ore)"
    before = value(name, own, game().world)
    world = after(f"{name} *= 1.5")
    courses = []
    for ticks in (1, 13):
        later, _, _ = game().economy.advance(world, ticks)
        courses.append(value(name, own, later) / before)
    assert 1.2 < courses[0] < 1.6
    assert courses[1] < courses[0]


def test_what_befalls_goods_befalls_the_worlds_beside_as_well() -> None:
    beside = after("A.stock(ore) *= 3")
    quantity = QUANTITIES["country"]["stock"]
    patch = Patch.parse("A.stock(ore) *= 0.5")
    played, others = patched(
        game().world, [patch], game().setting, game().scenario, {"quarrel": beside}
    )
    lost = value("A.stock(ore)", quantity, game().world) - value("A.stock(ore)", quantity, played)
    kept = value("A.stock(ore)", quantity, beside)
    assert value("A.stock(ore)", quantity, others["quarrel"]) == pytest.approx(kept - lost)


def test_what_is_not_there_is_told_and_otherwise_left_alone() -> None:
    row = Patch.parse("T.capacity(works) *= 2")
    (told,) = missing([row], game().world, game().setting, game().scenario)
    assert told == "T.capacity(works) *= 2: there is no T.capacity(works), so nothing to be patched"
    assert digest(after(str(row))) == digest(game().world)


def test_every_quantity_says_its_unit() -> None:
    plain = (*WORDED, "USD")
    for name, quantity in EVERY:
        assert quantity.unit in plain or "{goods}" in quantity.unit, name


def test_the_same_goods_are_patched_but_once() -> None:
    one, two = (after("A.stock(ore) *= 0.75", replace(game().world, tick=n)) for n in (1, 2))
    assert one.stock is two.stock
    assert (one.tick, two.tick) == (1, 2)
    assert after("A.capacity(mining) *= 0.75").stock is not game().world.stock


def test_every_quantity_of_goods_moves_what_is_said_to_be_goods() -> None:
    assert set().union(*(MOVED[what] for what, q in QUANTITIES["country"].items() if q.goods)) == {
        *GOODS
    }
