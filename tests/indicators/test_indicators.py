import datetime as dt
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError, UnknownNameError
from sim.indicators import INDICATORS, Record, Selection, check, course, measure, quota_spans, unit
from sim.indicators.readings import Indicator
from sim.timeline import Period
from sim.world.flows import Flows
from sim.world.measures import Measure
from tests.indicators import made_up
from tests.indicators.made_up import BOLT, EAST, FORGING, MINING, NORTH, ORE, SALT, SMUGGLING, SOUTH

WEEK_1 = Period(dt.date(2009, 1, 1), dt.date(2009, 1, 8))
WEEKS_2 = Period(dt.date(2009, 1, 1), dt.date(2009, 1, 15))

SELECTIONS: dict[str, dict[str, Any]] = {
    "country": {"country": "NORTH"},
    "partner": {"partner": "SOUTH"},
    "product": {"products": ("ore",)},
    "goods": {"products": ("ore",)},
    "basket": {"basket": "mix"},
}


def suitable(indicator: Indicator) -> Selection:
    """Return the least selection that an indicator accepts."""
    selection = Selection()
    for part in indicator.needs:
        selection = replace(selection, **SELECTIONS[part])
    return selection


def head(record: Record, ticks: int) -> Record:
    flows = Flows(**{f.name: getattr(record.flows, f.name)[:ticks] for f in fields(Flows)})
    return replace(record, flows=flows)


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_a_value_and_says_what_it_is(name: str) -> None:
    indicator = INDICATORS[name]
    value = measure(made_up.random_record(), name, suitable(indicator), Period.parse("2009-03"))
    assert value is not None
    assert np.isfinite(value)
    assert indicator.definition.endswith(".")
    assert unit(made_up.scenario(), name, suitable(indicator))


@pytest.mark.parametrize("name", INDICATORS)
def test_a_period_not_wholly_simulated_has_no_value(name: str) -> None:
    record, of = made_up.random_record(ticks=10), suitable(INDICATORS[name])
    assert measure(record, name, of, Period.parse("2009-03")) is None
    assert measure(record, name, of, Period.parse("2008-12..2009-01")) is None
    assert measure(record, name, of, Period.parse("2009-02")) is not None


@pytest.mark.parametrize("name", INDICATORS)
@given(cut=st.integers(1, 12))
def test_joined_flows_read_as_the_whole_run(name: str, cut: int) -> None:
    record, of = made_up.random_record(ticks=13), suitable(INDICATORS[name])
    first = head(record, cut).flows
    rest = Flows(**{f.name: getattr(record.flows, f.name)[cut:] for f in fields(Flows)})
    joined = replace(record, flows=Flows.joined([first, rest]))
    period = Period.parse("2009-01..2009-02")
    assert measure(joined, name, of, period) == measure(record, name, of, period)


@pytest.mark.parametrize("name", [n for n, i in INDICATORS.items() if i.over == "sum"])
def test_what_adds_up_over_months_adds_up_to_the_quarter(name: str) -> None:
    record, of = made_up.random_record(), suitable(INDICATORS[name])
    months = [measure(record, name, of, Period.parse(f"2009-0{m}")) for m in (4, 5, 6)]
    quarter = measure(record, name, of, Period.parse("2009-Q2"))
    assert sum(m for m in months if m is not None) == pytest.approx(quarter)


def test_exports_count_declared_goods_and_smuggled_the_rest_and_neither_home_sales() -> None:
    arrays = made_up.blank(2)
    arrays["shipped"][:, NORTH, SOUTH, ORE] = 10
    arrays["declared"][:, NORTH, SOUTH, ORE] = 8
    arrays["shipped"][:, NORTH, EAST, ORE] = arrays["declared"][:, NORTH, EAST, ORE] = 5
    arrays["shipped"][:, NORTH, NORTH, ORE] = arrays["declared"][:, NORTH, NORTH, ORE] = 99
    record = made_up.record(arrays)
    of = Selection("NORTH", products=("ore",))
    to_south = replace(of, partner="SOUTH")
    assert measure(record, "exports", of, WEEKS_2) == 26
    assert measure(record, "exports", to_south, WEEKS_2) == 16
    assert measure(record, "smuggled", of, WEEKS_2) == 4
    assert measure(record, "smuggled_share", to_south, WEEKS_2) == pytest.approx(0.2)


def test_imports_are_told_apart_by_seller_and_by_origin() -> None:
    arrays = made_up.blank(1)
    arrays["arrived"][0, EAST, SOUTH, ORE] = 10
    arrays["arrived"][0, NORTH, SOUTH, ORE] = 30
    arrays["arrived_origin"][0, NORTH, SOUTH, ORE] = 40
    arrays["arrived"][0, SOUTH, SOUTH, ORE] = 60
    arrays["arrived_origin"][0, SOUTH, SOUTH, ORE] = 60
    of = Selection("SOUTH", "NORTH", ("ore",))
    record = made_up.record(arrays)
    assert measure(record, "imports", of, WEEK_1) == 30
    assert measure(record, "imports", replace(of, partner=None), WEEK_1) == 40
    assert measure(record, "import_share", of, WEEK_1) == 0.75
    assert measure(record, "import_share_by_origin", of, WEEK_1) == 1.0


def test_import_value_takes_the_price_of_the_country_of_purchase() -> None:
    arrays = made_up.blank(1)
    arrays["arrived"][0, NORTH, SOUTH, ORE] = 3
    arrays["arrived"][0, EAST, SOUTH, ORE] = 1
    arrays["export_price"][:] = np.nan  # of what nobody sells
    arrays["export_price"][0, NORTH, ORE], arrays["export_price"][0, EAST, ORE] = 100, 7
    assert measure(made_up.record(arrays), "import_value", Selection("SOUTH"), WEEK_1) == 307


def test_a_price_over_several_products_keeps_the_weights_of_the_first_tick() -> None:
    arrays = made_up.blank(2)
    arrays["declared"][0, NORTH, SOUTH, [ORE, SALT]] = 3, 1
    arrays["declared"][1, NORTH, SOUTH, [ORE, SALT]] = 0, 50
    arrays["export_price"][:, NORTH, ORE], arrays["export_price"][:, NORTH, SALT] = 100, 200
    arrays["home_price"][:, NORTH, [ORE, SALT]] = 50
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore", "salt"))
    assert measure(record, "export_price", of, WEEKS_2) == pytest.approx(125)
    assert measure(record, "price_gap", of, WEEKS_2) == pytest.approx(2.5)


def test_unit_value_shifts_with_the_mix_and_is_absent_without_trade() -> None:
    arrays = made_up.blank(2)
    arrays["declared"][0, NORTH, SOUTH, [ORE, SALT]] = 3, 1
    arrays["declared_value"][0, NORTH, SOUTH, [ORE, SALT]] = 300, 500
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore", "salt"))
    week_2 = Period(WEEK_1.end, WEEKS_2.end)
    assert measure(record, "export_unit_value", of, WEEKS_2) == 200
    assert measure(record, "export_unit_value", of, week_2) is None
    assert course(record, "export_unit_value", of).ticks() == [200, None]


def test_basket_price_is_the_weighted_sum() -> None:
    arrays = made_up.blank(1)
    arrays["export_price"][0, NORTH, [ORE, SALT]] = 100, 300
    record = made_up.record(arrays)
    assert measure(record, "basket_price", Selection(basket="mix"), WEEK_1) == 250


def test_a_price_that_is_no_number_is_absent() -> None:
    arrays = made_up.blank(1)
    arrays["export_price"][0, NORTH, ORE] = np.nan
    of = Selection("NORTH", products=("ore",))
    assert measure(made_up.record(arrays), "export_price", of, WEEK_1) is None


def test_quota_use_over_a_year_counts_both_halves() -> None:
    arrays = made_up.blank(104)
    arrays["quota_used"][:, NORTH, ORE] = 1.0
    quotas = (
        made_up.quota("NORTH", "2009-H1", 60.0),
        made_up.quota("NORTH", "2009-H2", 40.0),
        made_up.quota("SOUTH", "2009", 1e6),
    )
    record = made_up.record(arrays, quotas)
    of = Selection("NORTH", products=("ore",))
    year, half = Period.parse("2009"), Period.parse("2009-H2")
    # A tick that straddles the year's end makes a difference of a fraction of a tick.
    assert measure(record, "quota_use", of, year) == pytest.approx(365 / 7 / 100, rel=0.01)
    assert measure(record, "quota_use", of, half) == pytest.approx(184 / 7 / 40, rel=0.01)
    assert measure(record, "quota_use", of, Period.parse("2010")) is None


def test_production_loss_weighs_activities_by_worth_and_leaves_trade_out() -> None:
    arrays = made_up.blank(1)
    arrays["level_wanted"][0, NORTH, [MINING, FORGING, SMUGGLING]] = 1, 100, 5
    arrays["level"][0, NORTH, [MINING, FORGING]] = 1, 50
    record = made_up.record(arrays)
    # A tonne mined is worth 0.5 x 100 + 0.5 x 300 = 200 USD, a bolt 2 USD.
    assert measure(record, "production_loss", Selection("NORTH"), WEEK_1) == pytest.approx(0.25)
    of = Selection("NORTH", activity="forging")
    assert measure(record, "production_loss", of, WEEK_1) == pytest.approx(0.5)


def test_output_is_of_products_or_of_an_activity() -> None:
    arrays = made_up.blank(1)
    arrays["produced"][0, NORTH, ORE], arrays["produced"][0, EAST, ORE] = 6, 2
    arrays["level"][0, NORTH, MINING] = 12
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore",))
    assert measure(record, "output", of, WEEK_1) == 6
    assert measure(record, "output_share", of, WEEK_1) == 0.75
    assert measure(record, "output", Selection("NORTH", activity="mining"), WEEK_1) == 12
    assert measure(record, "world_output", Selection(products=("ore",)), WEEK_1) == 8


def test_recorded_output_leaves_out_what_is_made_to_leave_undeclared() -> None:
    arrays = made_up.blank(1)
    arrays["produced"][0, NORTH, [ORE, SALT]] = 9, 6
    arrays["level"][0, NORTH, [MINING, SMUGGLING]] = 12, 3
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore",))
    assert measure(record, "recorded_output", of, WEEK_1) == 6  # what was carried on is not output
    mining = record.scenario.activities["mining"].model_copy(update={"channel": "undeclared"})
    activities = {**record.scenario.activities, "mining": mining}
    hidden = replace(record, scenario=record.scenario.model_copy(update={"activities": activities}))
    assert measure(hidden, "output", of, WEEK_1) == 6
    assert measure(hidden, "recorded_output", of, WEEK_1) == 0


def test_cover_is_in_months_and_leaves_the_stockpile_out() -> None:
    arrays = made_up.blank(1)
    arrays["buyer_stock"][0, SOUTH, ORE], arrays["state_stock"][0, SOUTH, ORE] = 100, 60
    arrays["used"][0, SOUTH, ORE], arrays["consumed"][0, SOUTH, ORE] = 6, 4
    record, of = made_up.record(arrays), Selection("SOUTH", products=("ore",))
    # 40 t at 10 t a week are 28 days.
    assert measure(record, "buyer_cover", of, WEEK_1) == pytest.approx(28 / 30.436875)
    assert measure(record, "state_stock", of, WEEK_1) == 60


def test_stocks_are_read_at_the_end_of_the_period() -> None:
    arrays = made_up.blank(2)
    arrays["held"][:, NORTH, ORE] = 5, 9
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore",))
    assert measure(record, "held", of, WEEKS_2) == 9


def test_shortage_and_mirror_ratio() -> None:
    arrays = made_up.blank(1)
    arrays["used_wanted"][0, SOUTH, ORE], arrays["consumed_wanted"][0, SOUTH, ORE] = 6, 4
    arrays["used"][0, SOUTH, ORE], arrays["consumed"][0, SOUTH, ORE] = 5, 4
    arrays["arrived"][0, NORTH, SOUTH, ORE] = 12
    arrays["declared"][0, NORTH, SOUTH, ORE] = 10
    record = made_up.record(arrays)
    assert measure(record, "shortage", Selection("SOUTH", products=("ore",)), WEEK_1) == 0.1
    of = Selection("NORTH", "SOUTH", ("ore",))
    assert measure(record, "mirror_ratio", of, WEEK_1) == 1.2


@pytest.mark.parametrize(
    ("name", "of", "message"),
    [
        ("export", Selection("NORTH"), "Did you mean 'exports'?"),
        ("exports", Selection("NORT", products=("ore",)), "Did you mean 'NORTH'?"),
        ("exports", Selection("NORTH", products=("oar",)), "Did you mean 'ore'?"),
        ("exports", Selection("NORTH", "NORTH", ("ore",)), "is the country itself"),
        ("exports", Selection("NORTH"), "exports needs a product"),
        ("exports", Selection("NORTH", products=("ore", "bolt")), "cannot add up piece and t"),
        ("use", Selection("NORTH", "SOUTH", ("ore",)), "use takes no partner"),
        ("output", Selection("NORTH"), "a product or an activity"),
        ("basket_price", Selection(basket="mex"), "Did you mean 'mix'?"),
        ("production_loss", Selection(activity="forgin"), "Did you mean 'forging'?"),
    ],
)
def test_a_selection_that_cannot_be_read_is_said_to_be_so(
    name: str, of: Selection, message: str
) -> None:
    with pytest.raises(SimError) as error:
        check(made_up.scenario(), name, of)
    assert message in str(error.value)


def test_unknown_names_are_told_apart_from_other_mistakes() -> None:
    with pytest.raises(UnknownNameError):
        check(made_up.scenario(), "exports", Selection("NORTH", products=("oar",)))


def test_units_follow_the_goods_selected() -> None:
    spec = made_up.scenario()
    assert unit(spec, "export_price", Selection("SOUTH", products=("bolt",))) == "USD/piece"
    assert unit(spec, "output", Selection("SOUTH", activity="forging")) == "piece"
    assert unit(spec, "basket_price", Selection(basket="mix")) == "USD/t"
    assert unit(spec, "export_value", Selection("SOUTH")) == "USD"


def test_columns_stand_for_the_right_rows() -> None:
    record = made_up.random_record()
    of = Selection("SOUTH", products=("bolt",))
    expected = record.flows.home_price[0, SOUTH, BOLT]
    assert measure(record, "home_price", of, WEEK_1) == pytest.approx(expected)


def test_what_traders_carry_is_neither_made_nor_used() -> None:
    arrays = made_up.blank(1)
    arrays["level"][0, NORTH, SMUGGLING] = arrays["level_wanted"][0, NORTH, SMUGGLING] = 3
    arrays["produced"][0, NORTH, ORE], arrays["used"][0, NORTH, ORE] = 13, 8
    arrays["used_wanted"][0, NORTH, ORE] = 13
    record, of = made_up.record(arrays), Selection("NORTH", products=("ore",))
    assert measure(record, "output", of, WEEK_1) == 10
    assert measure(record, "use", of, WEEK_1) == 5
    assert measure(record, "shortage", of, WEEK_1) == 0.5


def test_a_quota_set_anew_inside_its_period_allows_its_amount_once() -> None:
    def quota(name: str, since: int, until: int, continues: str | None = None) -> Measure:
        return Measure(
            name, "quota", "NORTH", amount=26.0, since=since, until=until, continues=continues
        )

    record = made_up.random_record()
    measures = (quota("a", 0, 20), quota("b", 20, 26, "a"), quota("c", 26, 52))
    duty = Measure("d", "duty", "NORTH", rate=0.1)
    spans = quota_spans((*measures, duty), record.products, record.timeline)
    assert [span.amount for span in spans] == [20.0, 6.0, 26.0]
    assert spans[0].period.end == spans[1].period.start == record.timeline.date(20)
    assert spans[0].products == ("ore", "salt", "bolt")
