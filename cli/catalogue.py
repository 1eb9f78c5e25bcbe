"""Catalogue: instruments and governments as rows, paragraphs and plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.cases import Case, cases_of
from sim.figures import figure
from sim.language import later, t
from sim.orders.governments import Government, Objection, authority, governments, objectors
from sim.orders.instruments import COMMON, Category, Effect, Instrument, Key
from sim.parameters import catalogue

Plain = dict[str, Any]

CATEGORIES: Mapping[Category, str] = {
    "coerce": later("Coerce: press on another country"),
    "protect": later("Protect: guard against pressure"),
    "promote": later("Promote: build what others withhold"),
    "partner": later("Partner: act with others"),
    "de-escalate": later("De-escalate: give, talk, end"),
}
"""Category -> what its instruments have in common, in the order they are shown."""

DEPTHS: Mapping[str, str] = {
    "economic": "it changes measures that the economy reads",
    "account": "it moves money only",
    "political": "it changes disputes, rules and what people think",
}

GATES: Mapping[str, str] = {
    "designated": "In Japan and Korea the products must be designated as critical first (§A.8).",
    "consulted": "An ally must have been consulted in the last two rounds (§A.9).",
    "attributed": "It must be held likely enough that the other side did it (§A.10).",
    "legal_power": "One must hold enough of the supply of what is withheld (§A.11).",
    "dependence": "The other side must depend enough on what is withheld (§A.11).",
    "club_vote": "The members vote on it (§A.13).",
    "regulation": "The goods must move under a rule of one's own (§A.5).",
}
"""Gate -> what it asks, in a sentence."""

WTO: Mapping[str, str] = {
    "consistent": "within trade rules",
    "contestable": "can be contested under trade rules",
    "inconsistent": "breaks trade rules",
    "outside": "outside trade rules",
}


# Lists.


def rows(found: Iterable[Instrument]) -> Iterator[RenderableType]:
    """Yield a table of instruments for each category."""
    chosen = list(found)
    for category, title in CATEGORIES.items():
        group = [instrument for instrument in chosen if instrument.category == category]
        if group:
            yield Text(f"{t(title)} ({len(group)})", style="bold")
            yield Padding(_listed(group), (0, 0, 1, 0))
    yield Text(
        "rung: of the ladder of escalation. capital: political cost, 0 to 6. months: from order "
        "to act. decides: the role that does, and where another does."
    )


def _listed(group: Iterable[Instrument]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=0, show_edge=False, expand=False)
    table.add_column("instrument", width=31)
    table.add_column("depth", no_wrap=True)
    for heading in ("rung", "capital", "months"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("decides")
    for instrument in group:
        named = Text(instrument.name, "bold").append(f"\n{t(instrument.title)}", "not bold")
        table.add_row(
            named,
            instrument.depth,
            str(instrument.rung),
            figure(instrument.capital),
            _span(instrument.lead_months.decide),
            deciders(instrument),
        )
    return table


def deciders(instrument: Instrument) -> str:
    """Return the roles that decide on an instrument: the usual one, then those that differ."""
    roles: dict[str, list[str]] = {}
    for where, role in instrument.authority.items():
        roles.setdefault(role, []).append(where)
    usual = instrument.authority.get("any")
    parts = [usual] if usual else []
    for role, places in roles.items():
        named = [place for place in places if place not in ("any", "firm")]
        parts += [f"{', '.join(named)}: {role}"] if named else []
    return "; ".join([*parts, *(["firms"] if "firm" in instrument.authority else [])])


# One instrument.


def entry(instrument: Instrument) -> Iterator[RenderableType]:
    """Yield all that the catalogue says of an instrument, for reading."""
    yield Text(f"{instrument.name}: {t(instrument.title)}", style="bold")
    yield Text(
        f"{t(CATEGORIES[instrument.category])}. {instrument.depth.capitalize()}: "
        f"{DEPTHS[instrument.depth]}."
    )
    yield from _paragraph("In the world", instrument.world)
    yield from _paragraph("Here", instrument.here)
    yield from _grid("Composed of", ((e.do, _given(e)) for e in instrument.effects))
    yield from _grid("Keys", map(_key_row, own_keys(instrument), own_keys(instrument).values()))
    yield Padding(Text(f"Every order may carry {_common()}."), (0, 0, 0, 2))
    yield from _grid("Who decides", _deciding(instrument))
    yield from _grid("Cost and time", _costs(instrument))
    yield from _grid("Law", _law(instrument))
    yield from _bullets("What answers it", instrument.counters)
    yield from _bullets("Examples", instrument.examples)
    yield from _bullets("What came of it", [str(one) for one in instrument.precedent])
    yield from _bullets("Sources", instrument.sources)
    yield Padding(Text(f"Confidence: {instrument.confidence}."), (1, 0, 0, 0))
    yield from _exercised(instrument.name)


def own_keys(instrument: Instrument) -> Mapping[str, Key]:
    """Return the keys of an instrument that not every order may carry."""
    return {name: key for name, key in instrument.keys.items() if name not in COMMON}


def key_text(key: Key) -> str:
    """Return what a key may say: range, unit and default, or choices; nothing for names."""
    if key.kind == "choice":
        return " or ".join(key.choices)
    if key.kind == "date":
        return "a day such as 2031-01-06"
    return f"{_range(key)}{_default(key)}" if key.kind == "number" else ""


def key_meaning(key: Key) -> str:
    """Return what a key means and what it may say."""
    may = key_text(key)
    return f"{key.meaning}: {may}" if may else key.meaning


def deciding(instrument: Instrument) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield government, ministry that decides, its title, and who speaks against it."""
    for name, government in governments().items():
        ministry = authority(instrument, name)
        if ministry is not None:
            against = objectors(instrument, name, spent=0.0, ally=False)
            yield name, ministry, government.ministries[ministry].title, against


def objection(rule: Objection) -> str:
    """Return what a ministry speaks against, in words."""
    parts = [f"orders that {rule.category}" if rule.category else "orders"]
    parts += [f"from rung {rule.rung} on"] if rule.rung is not None else []
    parts += [f"against an {rule.against}"] if rule.against else []
    parts += [f"that spend {rule.budget:.0%} of a year's budget"] if rule.budget is not None else []
    return " ".join(parts)


def council(government: Government) -> str:
    """Return how members vote, or nothing where there are none."""
    made = government.council
    if made is None:
        return ""
    return (
        f"Its {len(made.members)} members vote; a majority is {made.quorum_members:.0%} of them "
        f"with {made.quorum_people:.0%} of the people."
    )


def _key_row(name: str, key: Key) -> tuple[str, str]:
    return f"{name}=", f"{key_meaning(key)} ({'needed' if key.required else 'optional'})"


def _range(key: Key) -> str:
    unit = "" if key.unit == "1" else f", in {key.unit}"
    upto = "on" if math.isinf(key.high) else f"to {key.high:g}"
    return f"from {key.low:g} {upto}{unit}"


def _default(key: Key) -> str:
    return "" if key.default is None else f"; {key.default:g} if left out"


def _common() -> str:
    return ", ".join(f"{name}= ({key.meaning})" for name, key in COMMON.items())


def _given(effect: Effect) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in effect.given.items()) or "–"


def _value(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def _deciding(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for government, ministry, title, against in deciding(instrument):
        objects = f"; against it: {', '.join(against)}" if against else ""
        yield government, f"{ministry}, {title}{objects}"
    if "firm" in instrument.authority:
        yield "firms", f"the firm's own {instrument.authority['firm']}"


def _costs(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield "capital", _capital(instrument)
    yield "borne by", instrument.borne_by
    yield "decided", f"within {_span(instrument.lead_months.decide)} months"
    yield "bites", f"{_span(instrument.lead_months.effect)} months later"
    yield "rung", f"{instrument.rung} on the ladder of escalation, −2 to 8"
    yield "deniability", f"{instrument.deniability:.0%}"
    yield "reversibility", f"{instrument.reversibility:.0%}"


def _capital(instrument: Instrument) -> str:
    if not instrument.capital:
        return "0: no political cost of its own"
    price = catalogue()["capital_price"].default * instrument.capital
    return (
        f"{instrument.capital:g} of 6: {figure(0.5 * price)} to {figure(1.5 * price)} points of "
        "political capital, the more parties are at odds"
    )


def _law(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield "basis", "; ".join(instrument.legal_basis)
    note = f": {instrument.wto_note}" if instrument.wto_note else ""
    yield "WTO", f"{WTO[instrument.wto]}{note}"
    if instrument.attribution:
        yield (
            "condition",
            "Against a sender it must be held at least "
            f"{instrument.attribution:.0%} likely that it did it (§A.10).",
        )
    for gate in instrument.gates:
        if gate != "attributed":  # said above
            yield "condition", GATES.get(gate, gate)


def _exercised(name: str) -> Iterator[RenderableType]:
    found = cases_of(name)
    if found is None:
        yield from _paragraph(
            "Tests",
            "The cases that exercise it are in tests/cases of the source, and named in "
            "docs/reference/orders.md.",
        )
    else:
        told = [f"{case.name} ({case.file})" for case in found]
        yield from _bullets("Tests that exercise it", told or ["none yet"])


def _paragraph(title: str, text: str) -> Iterator[RenderableType]:
    yield Padding(Text(title, style="bold"), (1, 0, 0, 0))
    yield Padding(Text(" ".join(text.split())), (0, 0, 0, 2))


def _bullets(title: str, texts: Iterable[str]) -> Iterator[RenderableType]:
    yield from _grid(title, (("–", text) for text in texts))


def _grid(title: str, pairs: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in pairs:
        grid.add_row(Text(name), Text(" ".join(text.split())))
    if grid.row_count:
        yield Padding(Text(title, style="bold"), (1, 0, 0, 0))
        yield Padding(grid, (0, 0, 0, 2))


def _span(months: tuple[float, float]) -> str:
    low, high = months
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


# Plain values.


def row_data(instrument: Instrument) -> Plain:
    """Return what a list says of an instrument as plain values."""
    return {
        "name": instrument.name,
        "title": instrument.title,
        "category": instrument.category,
        "depth": instrument.depth,
        "rung": instrument.rung,
        "capital": instrument.capital,
        "lead_months": instrument.lead_months.model_dump(mode="json"),
        "authority": dict(instrument.authority),
    }


def entry_data(instrument: Instrument) -> Plain:
    """Return all that the catalogue says of an instrument as plain values."""
    found = cases_of(instrument.name)
    data = instrument.model_dump(mode="json", exclude={"keys"})
    return {
        **data,
        "keys": {name: _key_data(key) for name, key in instrument.keys.items()},
        "decides": [
            {"government": name, "ministry": ministry, "title": title, "objectors": list(against)}
            for name, ministry, title, against in deciding(instrument)
        ],
        "cases": None if found is None else list(map(_case_data, found)),
    }


def _key_data(key: Key) -> Plain:
    data = key.model_dump(mode="json")
    if key.kind != "number":
        return {name: data[name] for name in ("kind", "meaning", "required", "of", "choices")}
    high = None if math.isinf(key.high) else key.high
    return {**{k: v for k, v in data.items() if k not in ("of", "choices")}, "high": high}


def _case_data(case: Case) -> Plain:
    return {"file": case.file, "name": case.name}
