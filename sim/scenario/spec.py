"""What a scenario says: the frozen models behind `scenario.yaml`, format 1.

Shapes only. Whether names exist and numbers agree with each other is asked in
`sim.scenario.checks`; whether a dated order is understood, in `sim.orders`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
"""A name used for reference: a letter, then letters, digits, `_` or `-`."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Strict(BaseModel):
    """Frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Sourced(Strict):
    """Where a statement comes from: a source's code, or the reasoning behind an assumption."""

    source: str | None = Field(None, description="Code in `sources`; several joined by '+'")
    assumed: Text | None = Field(None, description="Why this is assumed, where no source gives it")
    note: Text | None = None


class Figure(Sourced):
    """A number with its unit and source."""

    value: float
    unit: str = Field(description="Unit; '1' for a share or ratio")


class Unit(str):
    """The unit a field's figures convert to; `{unit}` stands for the product's own unit."""


Share = Annotated[Figure, Unit("1")]
Weeks = Annotated[Figure, Unit("week")]
Days = Annotated[Figure, Unit("day")]
Months = Annotated[Figure, Unit("month")]


class Source(Strict):
    """Something published that figures are taken from."""

    title: Text
    address: str | None = None
    grade: Literal["A", "B", "C"] = Field(
        description="A official, company, wire or journal; B trade press or relay; C weak"
    )
    note: Text | None = None


class Calendar(Strict):
    """The scenario's time: when it starts, how long a tick and a round are."""

    start: dt.date
    tick_days: int = Field(7, ge=1, le=31, description="Days in a tick")
    ticks_per_round: int = Field(ge=1, le=520)
    rounds: int = Field(ge=1, le=1000)


class Country(Strict):
    """A country or group of countries that trades as one."""

    name: Text
    role: Text | None = None
    gdp: Annotated[Figure, Unit("USD/year")] | None = Field(
        None, description="Needed where the country is party to a dispute"
    )
    government: Id = Field("generic", description="Whose ministries decide; see the guide")
    bloc: bool = Field(False, description="Whether it acts as an institution of several states")
    developing: bool = Field(
        False, description="Whether it counts as a developing country where losses are told"
    )
    traits: dict[str, Figure] = Field(
        default_factory=dict, description="Values of country parameters that differ from default"
    )


class Relation(Sourced):
    """How one country stands to another; a row serves both ways unless the reverse is given."""

    origin: Id = Field(alias="from")
    to: Id
    value: float = Field(ge=-1, le=1, description="-1 enemies, 0 indifferent, 1 close friends")
    treaty: bool = Field(False, description="Whether they are allied by treaty")

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )


class ExposureRow(Strict):
    """A yearly stream of money between countries outside the goods that are modelled."""

    channel: Literal[
        "tourism", "students", "investment", "finance", "consumers", "aid", "infrastructure"
    ]
    spender: Id = Field(alias="from", description="Who spends, and can withhold it")
    earner: Id = Field(alias="to", description="Who earns it")
    value: Annotated[Figure, Unit("USD/year")]

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )


class DisputeRow(Sourced):
    """A quarrel that is there when the scenario starts."""

    id: Id
    sender: Id
    target: Id
    demand: Text
    issue: Literal["regulatory", "economic", "security", "sovereignty"]
    stake_sender: float = Field(ge=0, le=1, description="How much it matters to the sender")
    stake_target: float = Field(ge=0, le=1, description="How much it matters to the target")
    divisible: bool = Field(False, description="Whether there is a middle to meet in")


class ClubRow(Sourced):
    """Countries that mean to answer together when one of them is pressed."""

    name: Text
    members: tuple[Id, ...] = Field(min_length=1, max_length=300)
    rule: Literal["consensus", "majority", "each"] = Field(
        description="Whether all must agree, enough of them, or each for itself"
    )
    meets: Days = Field(description="From a call to the meeting")
    decides: Months = Field(description="From the meeting to the day by which members decide")


class SeatRow(Strict):
    """A playable part, named for its country or firm."""

    title: Text
    policy: Id = Field("passive", description="What plays it when nobody does")
    brief: Text | None = None
    objectives: tuple[Text, ...] = ()


class Cover(Strict):
    """How many weeks of use or sale are normally held in stock."""

    buyers: Weeks = Field(description="By users and consumers, beyond goods under way")
    sellers: Weeks = Field(description="By producers, of goods ready for sale")


class LeadTime(Strict):
    """From a supplier's gate to a buyer's stock."""

    domestic: Weeks
    foreign: Weeks


class Product(Strict):
    """A good or service."""

    name: Text
    unit: Text = Field(description="Unit of quantity: t, kg, vehicle, USD")
    base_price: Annotated[Figure, Unit("USD/{unit}")] = Field(description="At the seller's gate")
    storability: Literal["storable", "perishable"] = "storable"
    cover: Cover | None = Field(None, description="Needed for storable products")
    lead_time: LeadTime | None = Field(None, description="Needed for storable products")
    freight: Share = Field(description="Cost of carriage between countries, share of base price")
    behaviour: dict[str, Figure] = Field(
        default_factory=dict, description="Values of product parameters that differ from default"
    )


class Input(Strict):
    """What one unit of an activity's level takes."""

    amount: Annotated[Figure, Unit("{unit}")] = Field(description="Input per unit of level")
    criticality: Share = Field(description="1: no output without it; 0: can be done without")


class Activity(Strict):
    """A way of making products from products, or of carrying them round a border."""

    name: Text
    kind: Literal["production", "trade"] = "production"
    unit: Text = Field(description="Unit of the activity's level, e.g. t")
    inputs: dict[Id, Input] = Field(default_factory=dict)
    outputs: dict[Id, Annotated[Figure, Unit("{unit}")]] = Field(
        min_length=1, description="Yield of each joint product per unit of level"
    )
    utilisation: Share = Field(description="Normal level as a share of capacity")
    build_time: Weeks | None = Field(None, description="Lead time of new capacity; none: no entry")
    channel: Literal["declared", "unquoted", "undeclared"] = Field(
        "declared", description="How its goods cross the home border; see the guide"
    )
    origin: Id | None = Field(None, description="Trade only: the country whose goods it carries")
    markup: Share | None = Field(None, description="Trade only: cost over the price of its goods")
    delay: Weeks | None = Field(None, description="Added to the lead time of its deliveries")
    jobs: Annotated[Figure, Unit("1")] | None = Field(None, description="Jobs per unit a year")
    secondary: bool = Field(
        False, description="Whether it wins its product from what is thrown away"
    )


class Output(Strict):
    """The yearly level of an activity in a country in the base year."""

    activity: Id
    country: Id
    level: Annotated[Figure, Unit("{unit}/year")]
    unnamed: int = Field(0, ge=0, le=200, description="Firms beside the named ones")


class Flow(Strict):
    """Goods moved in a year of the base, from a country to another."""

    product: Id
    origin: Id = Field(alias="from")
    destination: Id = Field(alias="to")
    quantity: Annotated[Figure, Unit("{unit}/year")]
    by: Id | None = Field(None, description="The activity that sells it; default: producers")

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )


class Opening(Strict):
    """Capacity in place from a date on."""

    date: dt.date
    capacity: Annotated[Figure, Unit("{unit}/year")]


class Firm(Strict):
    """A named firm: its share of an activity's output, or its planned capacity."""

    name: Text
    country: Id
    activity: Id | None = Field(None, description="None: acts, but holds no goods in the model")
    role: Text
    share: Share | None = Field(None, description="Of the activity's output in its country")
    planned: tuple[Opening, ...] = Field((), description="Openings; capacity before the first is 0")
    note: Text | None = None
    source: str | None = None
    assumed: Text | None = None


class Demand(Sourced):
    """A dated course of final demand at base prices, as a multiple of the base year."""

    country: Id
    product: Id | Literal["*"] = Field(description="'*': every product that has no series here")
    unit: Literal["1"] = "1"
    points: dict[dt.date, float] = Field(min_length=1, description="Straight lines between dates")


class StandingOrder(Sourced):
    """An order whose measure is in force when the scenario starts."""

    id: Id
    by: Id
    order: Text


class DatedOrder(StandingOrder):
    """What a country or firm really ordered, and when."""

    date: dt.date
    tags: tuple[Id, ...] = Field((), description="Names for groups of orders, for --without")
    title: Text


class Inject(Sourced):
    """An event told to the seats at a date; it moves nothing unless it has an order."""

    id: Id
    date: dt.date
    title: Text
    text: Text
    to: tuple[Id, ...] = Field((), description="Countries told; none: everybody")
    by: Id | None = Field(None, description="Country or firm that it happens to, if it does more")
    order: Text | None = Field(
        None, description="What it does, as an act of record on its date; needs by"
    )


class Basket(Strict):
    """A published composite price: weights on products' prices."""

    name: Text
    country: Id = Field(description="Whose export price is quoted")
    weights: dict[Id, Share]


class Scenario(Strict):
    """Everything that is so before round 1."""

    format: Literal[1]
    name: Id
    title: Text
    summary: Text
    calendar: Calendar
    sources: dict[str, Source] = Field(default_factory=dict)
    countries: dict[Id, Country] = Field(min_length=1, max_length=300)
    products: dict[Id, Product] = Field(min_length=1, max_length=500)
    activities: dict[Id, Activity] = Field(default_factory=dict, max_length=1000)
    output: tuple[Output, ...] = ()
    flows: tuple[Flow, ...] = ()
    firms: dict[Id, Firm] = Field(default_factory=dict, max_length=2000)
    demand: tuple[Demand, ...] = ()
    in_force: tuple[StandingOrder, ...] = ()
    orders: tuple[DatedOrder, ...] = ()
    injects: tuple[Inject, ...] = ()
    baskets: dict[Id, Basket] = Field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    exposures: tuple[ExposureRow, ...] = ()
    disputes: tuple[DisputeRow, ...] = ()
    clubs: dict[Id, ClubRow] = Field(default_factory=dict, max_length=50)
    seats: dict[Id, SeatRow] = Field(default_factory=dict, max_length=50)
    parameters: dict[str, Figure] = Field(
        default_factory=dict, description="Parameters of the whole economy that differ from default"
    )
