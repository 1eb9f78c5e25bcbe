"""Profile: all that the table says of one country, product by product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.dependence.concentration import (
    asymmetry,
    of_exporters,
    of_markets,
    of_suppliers,
    weight_of,
)
from sim.dependence.definitions import DEFINITIONS, Cases, Definition, control
from sim.dependence.levers import Lever, levers
from sim.dependence.pillars import TAGS, Hold, hold, left_by_others, tags
from sim.dependence.trade import Bools, Floats, Rows, Trade, ratio
from sim.errors import SimError, UnknownNameError


@dataclass(frozen=True)
class Good:
    """What one product is to the country."""

    product: str
    supplier: str | None
    """The country it may depend on: the one asked about, else by §D.4; None: it buys none."""
    leading: str | None
    """Its largest supplier."""
    bought: float
    """From the supplier [unit]."""
    imports: float
    exports: float
    home: float
    """Made for own use, 0 where unknown [unit]."""
    share: float
    """Of supplies, from the supplier [1]."""
    control: float
    """The supplier's share of the world market [1]."""
    concentration: float
    """Of imports by seller (§D.8) [1]."""
    outside: float
    """Share of supplies that is imported [1]."""
    values: tuple[float, float, float]
    """What the conditions of the definition look at [1]."""
    met: tuple[bool, bool, bool]
    """Which of them are met."""
    margin: float
    """How far the verdict is from changing (§D.4) [1]."""
    dependent: bool
    autonomy: float | None
    """Share of supplies left without all but friends (§D.5) [1]; None: it needs none."""
    market: float
    """The country's own share of the world market [1]."""
    markets: float
    """Concentration of its exports by buyer (§D.8) [1]."""
    exporters: float
    """Concentration of the world market (§D.8) [1]."""
    holding: float
    hardness: float
    indispensability: float
    """What others would miss (§D.6) [1]."""
    growth: float | None
    """Of the world's trade in it [1/year]; None: unknown."""
    tag: str
    """green, blue, red or "" (§D.11)."""
    loss: float | None
    """What the supplier's stopping would cost the country [% of GDP]; None: unknown."""

    @property
    def index(self) -> int:
        """Return the Strategic Dependency Index, 0 to 3 (§D.4)."""
        return sum(self.met)


@dataclass(frozen=True)
class Between:
    """How a country stands to the one it may depend on (§D.9)."""

    exposure: float
    """Share of its supplies, all products, that comes from there [1]."""
    weight: float
    """Share of its trade that is with it [1]."""
    weight_back: float
    """Share of the other's trade that is with the country [1]."""
    asymmetry: float | None
    """Above one half, the country depends more [1]; None: they do not trade."""
    loss: float | None
    """What it would lose if the other stopped selling anything to it [% of GDP]; None: unknown."""
    loss_back: float | None
    """What the other would lose, the other way round [% of GDP]."""

    @property
    def asymmetry_of_losses(self) -> float | None:
        """Return the asymmetry in losses (§D.9) [1]; None where it is unknown."""
        if self.loss is None or self.loss_back is None:
            return None
        return asymmetry(self.loss_back, self.loss)


@dataclass(frozen=True)
class Profile:
    """A country's dependence, autonomy, indispensability and levers."""

    country: str
    on: str | None
    by: str
    friends: tuple[str, ...]
    unit: str
    goods: tuple[Good, ...]
    """Worst first: by index, margin and what is bought."""
    autonomy: float | None
    """Over all products (§D.5) [1]."""
    between: Between | None
    """None where no other country is asked about."""
    own_levers: tuple[Lever, ...]
    """What the country could withhold (§D.7)."""
    other_levers: tuple[Lever, ...]
    """What the other could withhold from it (§D.7)."""
    notes: tuple[str, ...]

    @property
    def dependent(self) -> tuple[Good, ...]:
        """Return the products for which the country is dependent."""
        return tuple(good for good in self.goods if good.dependent)

    @property
    def by_index(self) -> Mapping[int, int]:
        """Return how many products meet 3, 2, 1 and 0 conditions."""
        counted = Counter(good.index for good in self.goods)
        return {index: counted[index] for index in (3, 2, 1, 0)}

    @property
    def by_tag(self) -> Mapping[str, int]:
        """Return how many products have each tag."""
        counted = Counter(good.tag for good in self.goods)
        return {tag: counted[tag] for tag in TAGS}


def definition_of(by: str) -> Definition:
    """Return the definition of a name; UnknownNameError if there is none."""
    try:
        return DEFINITIONS[by]
    except KeyError:
        raise UnknownNameError("definition", by, list(DEFINITIONS)) from None


def profile(
    trade: Trade,
    country: str,
    parameters: Mapping[str, float],
    *,
    on: str | None = None,
    friends: Sequence[str] | None = None,
    by: str = "hjs",
) -> Profile:
    """Return what a table says of a country, and of it and another where one is named.

    `friends` are those it counts on; None: its allies by treaty, where they are known.
    """
    row, other = trade.countries[country], None if on is None else trade.countries[on]
    if row == other:
        raise SimError(f"{country} cannot depend on itself; name another country")
    helpers = _friends(trade, country, on, friends)
    return Profile(
        country=country,
        on=on,
        by=by,
        friends=helpers,
        unit=trade.unit,
        goods=_goods(trade, row, other, helpers, definition_of(by), parameters),
        autonomy=_autonomy(trade, row, helpers),
        between=None if other is None else _between(trade, row, other),
        own_levers=() if on is None else levers(trade, country, on, helpers, parameters),
        other_levers=() if on is None else levers(trade, on, country, (), parameters),
        notes=(*trade.notes, *_notes(trade, row), *_unforecast(trade, row, other)),
    )


def _friends(
    trade: Trade, country: str, on: str | None, named: Sequence[str] | None
) -> tuple[str, ...]:
    if named is None:
        allied = (trade.allies or {}).get(country, ())
        return tuple(name for name in allied if name != on)
    for name in named:
        trade.countries[name]  # raises for one that is unknown
        if name in (country, on):
            raise SimError(f"{name} cannot stand by {country} here; leave it out of --with")
    return tuple(sorted(set(named)))


def _goods(
    trade: Trade,
    row: int,
    other: int | None,
    friends: Iterable[str],
    definition: Definition,
    parameters: Mapping[str, float],
) -> tuple[Good, ...]:
    cases = _cases(trade, row, other, definition, parameters)
    verdicts = definition.judge(trade, cases, parameters)
    dependent = verdicts.dependent
    if definition.of_leading and other is not None:
        dependent = dependent & (_leading_seller(trade, row) == other)
    held = hold(trade, row, parameters)
    left = left_by_others(trade, row, [trade.countries[name] for name in friends])
    tag = tags(trade, row, dependent, held, parameters)
    values, met, margin = verdicts.values, verdicts.met, verdicts.margin
    columns, leading = _columns(trade, row, cases, held), _leading_seller(trade, row)
    found = []
    for p in np.flatnonzero((trade.supplies[row] > 0.0) | (trade.exports[row] > 0.0)).tolist():
        numbers = {name: float(column[p]) for name, column in columns.items()}
        used, growth = trade.supplies[row, p] > 0.0, float(trade.growth[p])
        found.append(
            Good(
                product=trade.products.name(p),
                supplier=_name(trade, cases.seller[p]),
                leading=_name(trade, leading[p]),
                values=(float(values[p, 0]), float(values[p, 1]), float(values[p, 2])),
                met=(bool(met[p, 0]), bool(met[p, 1]), bool(met[p, 2])),
                margin=float(margin[p]),
                dependent=bool(dependent[p]),
                autonomy=float(left[p] / trade.supplies[row, p]) if used else None,
                growth=growth if np.isfinite(growth) else None,
                tag=tag[p],
                loss=_loss(trade, int(cases.seller[p]), row, int(p)),
                **numbers,
            )
        )
    return tuple(sorted(found, key=lambda g: (-g.index, -g.margin, -g.bought, g.product)))


def _columns(trade: Trade, row: int, cases: Cases, held: Hold) -> dict[str, Floats]:
    """Return the numbers of a Good that every product has, by name; shape (P,) each."""
    market = control(trade)
    return {
        "bought": cases.bought,
        "imports": trade.imports[row],
        "exports": trade.exports[row],
        "home": trade.home[row],
        "share": ratio(cases.bought, trade.supplies[row]),
        "control": np.where(cases.seller >= 0, market[cases.seller, cases.product], 0.0),
        "concentration": of_suppliers(trade)[row],
        "outside": ratio(trade.imports[row], trade.supplies[row]),
        "market": market[row],
        "markets": of_markets(trade)[row],
        "exporters": of_exporters(trade),
        "holding": held.holding,
        "hardness": held.hardness,
        "indispensability": held.indispensability,
    }


def _cases(
    trade: Trade,
    row: int,
    other: int | None,
    definition: Definition,
    parameters: Mapping[str, float],
) -> Cases:
    """Return every product of a country, with the other as seller or by §D.4."""
    products = np.arange(len(trade.products))
    buyer = np.full_like(products, row)
    if other is not None:
        return Cases(buyer, products, np.full_like(products, other), trade.bought(row, [other]))
    looked_at = _looked_at(trade, row, definition, parameters)
    seller, bought = trade.seller[looked_at], trade.value[looked_at]
    none = looked_at < 0
    return Cases(buyer, products, np.where(none, -1, seller), np.where(none, 0.0, bought))


def _looked_at(
    trade: Trade, row: int, definition: Definition, parameters: Mapping[str, float]
) -> Rows:
    """Return the row of the largest supplier that a country depends on, else of the largest (§D.4).

    −1 where it buys none; shape (P,).
    """
    found: Rows = trade.leading[row].copy()
    if definition.of_leading:
        return found
    rows = np.flatnonzero(trade.abroad & (trade.buyer == row))
    rows = rows[definition.judge(trade, Cases.of(trade, rows), parameters).dependent]
    ranked = rows[np.lexsort((-trade.seller[rows], trade.value[rows]))]
    found[trade.product[ranked]] = ranked  # what is written last is largest
    return found


def _leading_seller(trade: Trade, row: int) -> Rows:
    leading = trade.leading[row]
    return np.where(leading >= 0, trade.seller[leading], -1)


def _name(trade: Trade, country: int) -> str | None:
    return trade.countries.name(country) if country >= 0 else None


def _autonomy(trade: Trade, row: int, friends: Iterable[str]) -> float | None:
    whole = float(trade.supplies[row].sum())
    left = left_by_others(trade, row, [trade.countries[name] for name in friends])
    return float(left.sum()) / whole if whole > 0.0 else None


def _between(trade: Trade, row: int, other: int) -> Between:
    whole = float(trade.supplies[row].sum())
    ours, theirs = weight_of(trade, row, other), weight_of(trade, other, row)
    return Between(
        exposure=float(trade.bought(row, [other]).sum()) / whole if whole > 0.0 else 0.0,
        weight=ours,
        weight_back=theirs,
        asymmetry=asymmetry(theirs, ours),
        loss=_whole_loss(trade, other, row),
        loss_back=_whole_loss(trade, row, other),
    )


def _loss(trade: Trade, seller: int, buyer: int, product: int) -> float | None:
    if trade.losses is None or seller < 0 or np.isnan(trade.losses[seller, buyer, product]):
        return None
    return float(trade.losses[seller, buyer, product])


def _whole_loss(trade: Trade, seller: int, buyer: int) -> float | None:
    if trade.losses is None or np.isnan(trade.losses[seller, buyer]).any():
        return None
    return float(trade.losses[seller, buyer].sum())


def _notes(trade: Trade, row: int) -> Iterable[str]:
    name = trade.countries.name(row)
    if not trade.home[row].any():
        yield (
            f"What {name} makes for itself is not in the table: shares are of its imports, and "
            "from abroad come all supplies."
        )
    known: Bools = np.isfinite(trade.growth)
    if not known.any() and not trade.disruptive.any():
        yield "Nothing is known of growth, so no product is red."


def _unforecast(trade: Trade, row: int, other: int | None) -> Iterable[str]:
    """Yield why a scenario holds no forecast of what two countries could do to each other."""
    if trade.losses is None or other is None:
        return
    pairs = ((other, row), (row, other))
    unknown = [trade.countries.name(b) for a, b in pairs if np.isnan(trade.losses[a, b]).any()]
    if unknown:
        yield (
            f"No forecast of losses: the scenario gives no GDP for {' and '.join(unknown)}, of "
            "which they would be shares."
        )
