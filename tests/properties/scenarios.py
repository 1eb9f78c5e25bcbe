"""Random small scenarios that pass every check, and random orders for them.

A mine gives ore and, often, a joint product; works make metal from ore, perhaps with power, which
cannot be stored; shops make tools from metal; a trader may carry ore round its origin's border.
Levels are drawn from the top of the chain down, so that nobody uses more than there is.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from sim.game import Game
from sim.orders.base import Order
from sim.orders.sheet import SheetEntry
from sim.parameters import Parameters, load_parameters
from sim.scenario.spec import Scenario

START = dt.date(2020, 1, 6)
TICKS_PER_ROUND = 13
ROUNDS = 40
COUNTRIES = ("A", "B", "C", "D")

Data = dict[str, Any]


def figure(value: float, unit: str) -> Data:
    return {"value": value, "unit": unit, "assumed": "drawn"}


def part(low: float = 0.0, high: float = 1.0) -> st.SearchStrategy[float]:
    """Return numbers with two decimals, which shrink well."""
    return st.integers(round(low * 100), round(high * 100)).map(lambda n: n / 100)


def scenario_of(data: Data) -> Scenario:
    return Scenario.model_validate(data)


def game_of(data: Data, *, behaviour: bool = True, seed: int = 1, **settings: float) -> Game:
    """Return a Game of a scenario before its first round, without seats."""
    return Game.start(
        scenario_of(data),
        seed=seed,
        parameters=Parameters({**load_parameters(), **settings}),  # in range or not
        seats={},
        behaviour=behaviour,
    )


def entry(text: str, id: str = "o", given: dt.date = START) -> SheetEntry:
    """Return an order as an act of record: what it does is looked at, not whether it may."""
    return SheetEntry(given, id, Order.parse(text), settled=True)


@st.composite
def scenarios(
    draw: st.DrawFn, *, dated: bool = True, traders: bool = True, unnamed: int = 3
) -> Data:
    """Return what a valid scenario.yaml says.

    `dated` allows demand series and planned firms, `unnamed` firms at most make up an industry.
    """
    countries = COUNTRIES[: draw(st.integers(2, 4))]
    kinds = {k for k in ("slag", "metal", "power", "tool") if draw(st.booleans())} | {"ore"}
    if kinds == {"ore"}:
        kinds.add("slag")
    if "metal" not in kinds:
        kinds -= {"power", "tool"}
    if kinds == {"ore"}:
        kinds.add("metal")
    world = _Draft(draw, countries, kinds, unnamed)
    world.mine(traders)
    if "metal" in kinds:
        world.work("works", "metal", {"ore": draw(part(0.5, 3))})
    if "tool" in kinds:
        world.work("shop", "tool", {"metal": draw(part(0.1, 1))})
    world.price()
    data = world.data()
    if dated:
        _dated(draw, data, countries)
    return data


class _Draft:
    """A scenario while it is drawn; quantities are yearly."""

    def __init__(
        self, draw: st.DrawFn, countries: tuple[str, ...], kinds: set[str], unnamed: int
    ) -> None:
        self.draw, self.countries, self.kinds, self.unnamed = draw, countries, kinds, unnamed
        self.got: dict[str, dict[str, float]] = {}
        self.activities: dict[str, Data] = {}
        self.output: list[Data] = []
        self.flows: list[Data] = []
        self.prices: dict[str, float] = {}
        self.power_use = dict.fromkeys(countries, 0.0)

    def mine(self, traders: bool) -> None:
        products = ["ore", *(["slag"] if "slag" in self.kinds else [])]
        yields = {p: self.draw(part(0.1, 2)) for p in products}
        home: str = self.draw(st.sampled_from(self.countries))
        levels = {c: 100.0 * self.draw(st.integers(1, 20)) for c in self._some(home)}
        self._activity("mine", {}, yields, build=26)
        trader = traders and self.draw(st.booleans())
        for product in products:
            made = {c: level * yields[product] for c, level in levels.items()}
            kept = 0.8 if trader and product == "ore" else 1.0
            self._sell(product, made, kept)
        for c, level in levels.items():
            self._produce("mine", c, level)
        if trader:
            self._trade(home, levels[home] * yields["ore"])

    def _trade(self, home: str, made: float) -> None:
        """Let somebody abroad carry up to a tenth of the home country's ore."""
        base = self.draw(st.sampled_from([c for c in self.countries if c != home]))
        level = made * 0.1 * self.draw(part(0.2, 1))
        ore = {"amount": figure(1, "t"), "criticality": figure(1, "1")}
        self.activities["carry"] = {
            "name": "Carrying ore", "kind": "trade", "unit": "t", "origin": home,
            "inputs": {"ore": ore}, "outputs": {"ore": figure(1, "t")},
            "utilisation": figure(0.6, "1"), "markup": figure(self.draw(part(0, 0.5)), "1"),
            "delay": figure(self.draw(st.integers(0, 4)), "week"),
            "channel": self.draw(st.sampled_from(["unquoted", "undeclared"])),
        }  # fmt: skip
        grows: bool = self.draw(st.booleans())
        if grows:
            self.activities["carry"]["build_time"] = figure(8, "week")
        self._produce("carry", base, level)
        self.got["ore"][home] -= level
        self.got["ore"][base] += level
        third = [c for c in self.countries if c not in (home, base)]
        on: bool = self.draw(st.booleans())
        if third and on:
            self._flow("ore", base, third[0], 0.3 * level, by="carry")

    def work(self, name: str, product: str, recipe: dict[str, float]) -> None:
        """Let countries that have the inputs make something from them."""
        powered = "power" in self.kinds and self.draw(st.booleans())
        inputs = {
            p: {"amount": figure(a, "t"), "criticality": figure(self.draw(part()), "1")}
            for p, a in recipe.items()
        }
        if powered:
            inputs["power"] = {"amount": figure(2, "MWh"), "criticality": figure(0.8, "1")}
        made: dict[str, float] = {}
        for c in self.countries:
            most = min(self.got[p].get(c, 0.0) / a for p, a in recipe.items())
            if most > 1e-3 and (not made or self.draw(st.booleans())):
                made[c] = most * self.draw(part(0.1, 0.9))
        self._activity(name, inputs, {product: 1.0}, build=0)
        for c, level in made.items():
            self._produce(name, c, level)
            for p, a in recipe.items():
                self.got[p][c] -= a * level
            self.power_use[c] += 2.0 * level if powered else 0.0
        self._sell(product, made, 1.0)

    def price(self) -> None:
        """Let every product cost more than what goes into it."""
        self.prices = {"ore": self.draw(part(1, 50)), "slag": self.draw(part(0.1, 5)), "power": 1.0}
        for name, product in (("works", "metal"), ("shop", "tool")):
            if name in self.activities:
                inputs = self.activities[name]["inputs"].items()
                cost = sum(i["amount"]["value"] * self.prices[p] for p, i in inputs)
                self.prices[product] = cost * self.draw(part(1.5, 3))
        if "power" in self.kinds:
            self._activity("plant", {}, {"power": 1.0}, build=0, unit="MWh")
            self.got["power"] = {}
            for c in self.countries:
                used = self.power_use[c]
                level = used * self.draw(part(1, 2)) if used else self.draw(part(1, 9))
                self._produce("plant", c, level)

    def data(self) -> Data:
        made = {p for a in self.activities.values() for p in a["outputs"]}
        return {
            "format": 1, "name": "drawn", "title": "Drawn", "summary": "Drawn by a test.",
            "calendar": {
                "start": START, "tick_days": 7,
                "ticks_per_round": TICKS_PER_ROUND, "rounds": ROUNDS,
            },
            "countries": {c: {"name": f"Country {c}"} for c in self.countries},
            "products": {p: self._product(p) for p in sorted(made)},
            "activities": self.activities,
            "output": self.output,
            "flows": self.flows,
        }  # fmt: skip

    def _product(self, name: str) -> Data:
        if name == "power":
            return {
                "name": "Power", "unit": "MWh", "base_price": figure(1.0, "USD/MWh"),
                "storability": "perishable", "freight": figure(0, "1"),
            }  # fmt: skip
        draw = self.draw
        return {
            "name": name.title(),
            "unit": "t",
            "base_price": figure(self.prices[name], "USD/t"),
            "cover": {
                "buyers": figure(draw(st.integers(2, 10)), "week"),
                "sellers": figure(draw(st.integers(1, 6)), "week"),
            },
            "lead_time": {
                "domestic": figure(1, "week"),
                "foreign": figure(draw(st.integers(1, 6)), "week"),
            },
            "freight": figure(draw(part(0, 0.1)), "1"),
        }

    def _activity(
        self, name: str, inputs: Data, yields: dict[str, float], *, build: int, unit: str = "t"
    ) -> None:
        self.activities[name] = {
            "name": name.title(), "unit": unit, "inputs": inputs,
            "outputs": {p: figure(y, unit) for p, y in yields.items()},
            "utilisation": figure(self.draw(part(0.6, 0.95)), "1"),
            **({"build_time": figure(build, "week")} if build else {}),
        }  # fmt: skip

    def _produce(self, activity: str, country: str, level: float) -> None:
        unit = self.activities[activity]["unit"]
        self.output.append(
            {
                "activity": activity,
                "country": country,
                "level": figure(level, f"{unit}/year"),
                "unnamed": self.draw(st.integers(1, self.unnamed)) if self.unnamed > 1 else 1,
            }
        )

    def _sell(self, product: str, made: dict[str, float], kept: float) -> None:
        """Send parts of what is made abroad; `kept` of it may go."""
        self.got[product] = dict.fromkeys(self.countries, 0.0)
        for c, amount in made.items():
            others = [o for o in self.countries if o != c]
            for other in others:
                sent = amount * kept * 0.9 * self.draw(part()) / len(others)
                if sent > 0:
                    self._flow(product, c, other, sent)
                    self.got[product][other] += sent
                    self.got[product][c] -= sent
            self.got[product][c] += amount

    def _flow(self, product: str, origin: str, to: str, amount: float, by: str = "") -> None:
        row: Data = {"product": product, "from": origin, "to": to}
        self.flows.append(row | {"quantity": figure(amount, "t/year")} | ({"by": by} if by else {}))

    def _some(self, one: str) -> list[str]:
        return [c for c in self.countries if c == one or self.draw(st.booleans())]


def _dated(draw: st.DrawFn, data: Data, countries: tuple[str, ...]) -> None:
    if draw(st.booleans()):
        day = START + dt.timedelta(days=draw(st.integers(30, 300)))
        data["firms"] = {
            "New": {
                "name": "New", "country": draw(st.sampled_from(countries)), "activity": "mine",
                "role": "newcomer", "assumed": "drawn",
                "planned": [{"date": day, "capacity": figure(draw(part(10, 300)), "t/year")}],
            }
        }  # fmt: skip
    if draw(st.booleans()):
        points = {START: 1.0, START + dt.timedelta(days=200): draw(part(0.5, 1.5))}
        data["demand"] = [
            {"country": draw(st.sampled_from(countries)), "product": "*", "points": points,
             "assumed": "drawn"}
        ]  # fmt: skip


@st.composite
def order_texts(draw: st.DrawFn, data: Data) -> tuple[str, str]:
    """Return a seat and an order that is understood; it may still be refused."""
    product = draw(st.sampled_from(sorted(data["products"])))
    seat = draw(st.sampled_from(sorted(data["countries"])))
    other = draw(st.sampled_from([c for c in sorted(data["countries"]) if c != seat]))
    activity = draw(st.sampled_from(sorted(data["activities"])))
    rate, year = draw(part()), "until=2020-12-31"
    return seat, draw(
        st.sampled_from(
            [
                f"export_ban product={product} target={other}",
                f"export_ban product={product}",
                f"export_licensing product={product} target={other} rate={rate}",
                f"export_quota product={product} amount={100 * rate} {year}",
                f"export_duty product={product} rate={rate}",
                f"import_tariff product={product} origin={other} rate={rate}",
                f"customs_slowdown product={product} target={other} share={rate} until=2020-04-12",
                f"consumer_boycott product={product} origin={other} rate={rate}",
                f"domestic_first product={product}",
                f"production_cap activity={activity} rate={rate}",
                f"production_tax activity={activity} rate={rate}",
                f"enforcement activity={activity} rate={rate}",
                f"substitution_rd product={product} factor={1 + rate}",
                f"stockpile_build product={product} amount={50 * rate} until=2020-06-30",
                f"stockpile_release product={product} amount={20 * rate} {year}",
            ]
        )
    )


@st.composite
def games(draw: st.DrawFn, *, most_orders: int = 4) -> tuple[Data, list[tuple[str, SheetEntry]]]:
    """Return a scenario and orders given on its first day."""
    data = draw(scenarios())
    texts = [draw(order_texts(data)) for _ in range(draw(st.integers(0, most_orders)))]
    return data, [(seat, entry(text, f"o{n}")) for n, (seat, text) in enumerate(texts)]


def played(data: Data, orders: list[tuple[str, SheetEntry]], rounds: int, **options: Any) -> Game:
    """Return a Game in which the orders were given at once and some rounds played."""
    game = game_of(data, **options)
    submit(game, orders)
    for _ in range(rounds):
        game.resolve()
    return game


def submit(game: Game, orders: list[tuple[str, SheetEntry]]) -> None:
    for seat in dict.fromkeys(seat for seat, _ in orders):
        game.submit(seat, tuple(e for s, e in orders if s == seat))
