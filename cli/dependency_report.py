"""Dependency report: who depends on whom, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.layout import points
from cli.output import WIDTH
from sim.dependence.levers import Lever
from sim.dependence.pairs import Pair
from sim.dependence.pillars import TAGS
from sim.dependence.profile import Between, Good, Profile, definition_of
from sim.dependence.trade import Trade
from sim.figures import figure, money

WIDEST_MATRIX = WIDTH - 2
"""Columns for names side by side; where they need more, pairs are listed."""

NAMED = 6
"""Products that the verdict names."""

NAME_WIDTH = 20
"""Columns for a product; longer names are cut, and are whole in JSON and CSV."""


def profile_report(
    source: str, measured: Profile, parameters: Mapping[str, float], top: int
) -> Iterator[RenderableType]:
    """Yield a country's dependence, what it holds, and what both sides could withhold."""
    on = measured.on or "its suppliers"
    yield Text(f"{source}: dependence of {measured.country} on {on}", style="bold")
    yield from _summary(measured, parameters)
    yield _goods(measured, top)
    yield Text(f"{_legend(measured.by, parameters)}\n")
    yield from _more(len(measured.goods), top)
    held = sorted(
        (good for good in measured.goods if good.indispensability > 0.0),
        key=lambda good: (-good.indispensability, good.product),
    )
    yield from _held(measured.country, held, top)
    if measured.on:
        yield from _levers(measured.country, measured.on, measured.own_levers, measured, top)
        yield from _levers(measured.on, measured.country, measured.other_levers, measured, top)
    yield from _notes(measured.notes)


def pairs_report(
    source: str,
    by: str,
    trade: Trade,
    found: Sequence[Pair],
    parameters: Mapping[str, float],
    top: int,
) -> Iterator[RenderableType]:
    """Yield for how many products each country depends on each other."""
    yield Text(f"{source}: who depends on whom", style="bold")
    yield Text(
        f"{len(trade.countries)} countries, {len(trade.products)} products. A country is dependent "
        f"where all three conditions are met ({definition_of(by).title}):"
    )
    yield from _conditions(by, parameters)
    lengths = [len(name) + 2 for name in trade.countries]
    if max(lengths) + sum(lengths) <= WIDEST_MATRIX:
        yield _matrix(trade, found)
        yield Text("Products for which the row's country depends on the column's.")
    else:
        yield _list(found[:top], trade.unit)
        yield from _more(len(found), top, "pairs")
    if not found:
        yield Text("Nobody depends on anybody.")
    yield from _notes(trade.notes)


def _summary(measured: Profile, parameters: Mapping[str, float]) -> Iterator[RenderableType]:
    title = definition_of(measured.by).title
    on_largest = measured.by == "eu" and measured.on
    also = f", and {measured.on} is the largest supplier" if on_largest else ""
    yield Text(_verdict(measured), style="bold")
    yield Text(f"Strategic dependency: all three conditions are met{also} ({title}):")
    yield from _conditions(measured.by, parameters)
    counts = ", ".join(f"{count} meet {index}" for index, count in measured.by_index.items())
    yield Text(f"Conditions: {counts}.")
    tags = "; ".join(f"{n} {tag}: {TAGS[tag]}" for tag, n in measured.by_tag.items())
    yield Text(f"Tags: {tags}.")
    friends = ", ".join(measured.friends) or "nobody"
    yield Text(_scope(measured))
    yield Text(
        f"Autonomy: {_share(measured.autonomy)} of what {measured.country} uses is made at "
        f"home or comes from friends ({friends})."
    )
    if measured.between and measured.on:
        yield from _between(measured.country, measured.on, measured.between)


def _verdict(measured: Profile) -> str:
    """Return for how many products a country is dependent, and for which."""
    on = measured.on or "others"
    names = [good.product for good in measured.dependent]
    cut = [name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…" for name in names]
    more = f" and {len(cut) - NAMED} more" if len(cut) > NAMED else ""
    listed = f": {', '.join(cut[:NAMED])}{more}" if cut else ""
    count = f"{len(names) or 'none'} of {len(measured.goods)} products"
    return f"{measured.country} depends on {on} for {count}{listed}."


def _scope(measured: Profile) -> str:
    """Return what the shares of everything are shares of; and what outweighs the rest in it."""
    used = {good.product: good.imports + good.home for good in measured.goods}
    whole, largest = sum(used.values()), max(used, key=lambda name: used[name], default="")
    heavy = whole > 0.0 and used[largest] > 0.5 * whole
    most = f" ({_share(used[largest] / whole)} of the use is {largest})" if heavy else ""
    amount = "quantity" if measured.unit == "quantity" else "value"
    return f"Over all products of this table, by {amount}{most}:"


def _legend(by: str, parameters: Mapping[str, float]) -> str:
    """Return what the columns of a definition are measured in."""
    exports = f"{parameters['eu_ratio']:g} times exports"
    points = {
        "hjs": "(1): net imports over trade, in points",
        "eu": f"(3): imports less {exports}, over the two together, in points",
    }
    return f"{points[by]}. margin: of the weakest condition, in points."


def _conditions(by: str, parameters: Mapping[str, float]) -> Iterator[RenderableType]:
    asked = definition_of(by).asked(parameters)
    listed = "; ".join(f"({n}) {condition}" for n, condition in enumerate(asked, 1))
    yield Padding(Text(f"{listed}."), (0, 0, 0, 2))


def _between(country: str, on: str, between: Between) -> Iterator[RenderableType]:
    ours, theirs = _share(between.weight), _share(between.weight_back)
    yield Text(
        f"{on} supplies {_share(between.exposure)} of what {country} uses. {ours} of {country}'s "
        f"trade is with {on}, {theirs} of {on}'s with {country}: asymmetry "
        f"{_number(between.asymmetry)} (above 0.5, {country} depends more)."
    )
    if between.loss is not None and between.loss_back is not None:
        yield Text(
            f"Forecast of a full cut-off: {country} loses {figure(between.loss)} % of GDP a year, "
            f"{on} {figure(between.loss_back)} %: asymmetry {_number(between.asymmetry_of_losses)}."
        )


def _goods(measured: Profile, top: int) -> Table:
    eu = measured.by == "eu"
    leading = measured.on is None or eu
    table = _table("product")
    if leading:
        table.add_column("from", no_wrap=True, overflow="ellipsis", max_width=10)
    for heading in ("(1)", "(2)", "(3)", "met", "margin"):
        table.add_column(heading, justify="right", no_wrap=True)
    if not leading:
        table.add_column("autonomy", justify="right", no_wrap=True)
    table.add_column("tag", no_wrap=True)
    for good in measured.goods[:top]:
        cells: list[RenderableType] = [Text(good.product)]
        if leading:
            cells.append(Text((good.leading if eu else good.supplier) or "–"))
        written = zip(WRITTEN[measured.by], good.values, strict=True)
        cells += [Text(as_text(value)) for as_text, value in written]
        cells += [Text(f"{good.index} of 3"), Text(points(good.margin))]
        if not leading:
            cells.append(Text(_share(good.autonomy)))
        table.add_row(*cells, _tag(good.tag))
    return table


def _held(country: str, goods: Sequence[Good], top: int) -> Iterator[RenderableType]:
    yield Text(f"What others need from {country}", style="bold")
    if not goods:
        yield Text("Nothing that others could not replace within a year.\n")
        return
    table = _table("product")
    for heading in ("of others' supplies", "hard to replace", "indispensable"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("tag", no_wrap=True)
    for good in goods[:top]:
        table.add_row(
            Text(good.product),
            _share(good.holding),
            _number(good.hardness),
            _number(good.indispensability),
            _tag(good.tag),
        )
    yield table
    yield from _more(len(goods), top)


def _levers(
    country: str, other: str, levers: Sequence[Lever], measured: Profile, top: int
) -> Iterator[RenderableType]:
    yield Text(f"What {country} could withhold from {other}", style="bold")
    if not levers:
        yield Text(f"Nothing of which {other} gets most from there.\n")
        return
    friends = country == measured.country and bool(measured.friends)
    known = any(lever.loss is not None for lever in levers)
    table = _table("product")
    table.add_column("of its supplies", justify="right", no_wrap=True)
    if friends:
        table.add_column("with friends", justify="right", no_wrap=True)
    table.add_column("sold", justify="right", no_wrap=True)
    if known:
        for heading in ("loss", "own cost"):
            table.add_column(heading, justify="right", no_wrap=True)
    for lever in levers[:top]:
        cells = [_share(lever.alone), *([_share(lever.together)] if friends else [])]
        cells.append(_amount(lever.sold, measured.unit))
        if known:
            cells += [figure(lever.loss), figure(lever.cost)]
        table.add_row(Text(lever.product), *cells)
    yield table
    losses = " loss, own cost: forecast, % of GDP a year." if known else ""
    yield Text(f"sold: {_unit(measured.unit)}.{losses}\n")
    yield from _more(len(levers), top)


def _matrix(trade: Trade, found: Sequence[Pair]) -> Table:
    count = {(pair.country, pair.on): pair.products for pair in found}
    table = _table("")
    for name in trade.countries:
        table.add_column(Text(name), justify="right", no_wrap=True, overflow="ellipsis")
    for one in trade.countries:
        cells = [
            "·" if one == other else str(count.get((one, other), 0)) for other in trade.countries
        ]
        table.add_row(Text(one), *cells)
    return table


def _list(found: Sequence[Pair], unit: str) -> Table:
    table = _table("country")
    table.add_column("depends on", no_wrap=True, overflow="ellipsis", max_width=NAME_WIDTH)
    for heading in ("products", "worth", "of imports"):
        table.add_column(heading, justify="right", no_wrap=True)
    for pair in found:
        cells = (str(pair.products), _amount(pair.value, unit), _share(pair.share))
        table.add_row(Text(pair.country), Text(pair.on), *cells)
    return table


def _more(count: int, top: int, what: str = "products") -> Iterator[RenderableType]:
    if count > top:
        yield Text(f"{count - top} more {what}; --top {count} prints all.\n")


def _notes(notes: Sequence[str]) -> Iterator[RenderableType]:
    for note in notes:
        yield Text(f"Note: {note}", style="dim")


def _tag(tag: str) -> Text:
    return Text(tag, style=tag) if tag else Text("–")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100.0 * value:.0f} %"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


WRITTEN: Mapping[str, tuple[Callable[[float], str], ...]] = {
    "hjs": (points, _share, _share),
    "eu": (_number, _share, points),
}
"""Definition -> how what each of its conditions looks at is written."""


def _amount(value: float, unit: str) -> str:
    return money(value) if unit == "USD/year" else figure(value)


def _unit(unit: str) -> str:
    """Return the unit of amounts in words."""
    return {"USD/year": "USD a year", "quantity": "quantity as in the table"}.get(unit, unit)


def _table(first: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=False)
    table.add_column(first, no_wrap=True, overflow="ellipsis", max_width=NAME_WIDTH)
    return table
