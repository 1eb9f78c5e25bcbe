"""Case: what the rules look at, a scenario as far as it can be read.

One mistake must not hide the others. So an entry of wrong shape is left out of the scenario
here, while its name stays known; and before the goods account is drawn up, entries that other
rules object to are left out too, with every product whose account they would spoil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from sim.errors import Problem, Severity
from sim.scenario.balance import Balance, balance
from sim.scenario.fields import model_at
from sim.scenario.source import KeyPath, Places
from sim.scenario.spec import FORMAT, Scenario

LISTS = (
    "output", "flows", "demand", "in_force", "orders", "injects", "relations", "exposures",
    "disputes",
)  # fmt: skip
"""The scenario's lists; the other collections are mappings."""

_STAND_INS: dict[str, object] = {
    "format": FORMAT,
    "name": "unnamed",
    "title": "-",
    "summary": "-",
    "calendar": {"start": "2000-01-01", "ticks_per_round": 1, "rounds": 1},
}
"""For the head of a file whose own is wrong, so that the rest can be looked at."""


@dataclass(frozen=True)
class Finding:
    """What a rule objects to; list entries counted as in the case's scenario."""

    at: KeyPath
    message: str
    severity: Severity = "error"
    at_key: bool = False


@dataclass(frozen=True)
class Case:
    """A scenario as far as it can be read, and the names that its file gives."""

    scenario: Scenario
    places: Places
    data: Mapping[str, Any]
    """What the file says, whatever its shape."""
    names: Mapping[str, tuple[str, ...]]
    """Collection -> names in the file, those of entries left out included."""
    kept: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """List -> the numbers its entries have in the file, where some are left out."""
    left_out: frozenset[KeyPath] = frozenset()
    """Entries of the file that the scenario lacks."""
    dated: bool = True
    """Whether the calendar is the file's own."""
    spoilt: frozenset[str] = frozenset()
    """Products whose goods account is not whole."""

    @cached_property
    def account(self) -> Balance:
        """Return the base year's goods account; names and units must be sound."""
        return balance(self.scenario)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Return the names that can give orders."""
        return (*self.names["countries"], *self.names["firms"])

    def in_file(self, at: KeyPath) -> KeyPath:
        """Return a key path with list entries counted as in the file."""
        if len(at) > 1 and at[0] in self.kept and isinstance(at[1], int):
            return (at[0], self.kept[str(at[0])][at[1]], *at[2:])
        return at

    def problem(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its place."""
        return self.places.problem(
            self.in_file(finding.at),
            finding.message,
            severity=finding.severity,
            at_key=finding.at_key,
        )


@dataclass(frozen=True)
class Rule:
    """Something that must hold, and what it needs to be asked at all."""

    check: Callable[[Case], Iterator[Finding]]
    needs: Literal["entries", "calendar", "account"] = "entries"
    """entries: each entry for itself; calendar: the file's own; account: sound figures."""
    spoils: bool = False
    """Whether the entries it objects to are to be kept out of the goods account."""

    @property
    def name(self) -> str:
        """Return the rule's name."""
        return self.check.__name__


def sound_case(scenario: Scenario, places: Places) -> Case:
    """Return a sound scenario as its rules look at it."""
    names = {key: getattr(scenario, key) for key in Scenario.model_fields}
    known = {key: tuple(found) if isinstance(found, dict) else () for key, found in names.items()}
    return Case(scenario, places, {}, known)


def case_of(data: object, places: Places, wrong: Iterable[KeyPath] = ()) -> Case | None:
    """Return the case of a file's data without its entries of wrong shape; None if none is left.

    `wrong` are the key paths at which the shape is not as it should be.
    """
    if not isinstance(data, dict):
        return None
    names = {key: _names(data.get(key)) for key in Scenario.model_fields}
    drop = {_entry(at) for at in wrong}
    mended = _without(data, drop)
    try:
        scenario = Scenario.model_validate(mended, strict=False)
    except ValidationError:
        return None
    kept = {
        key: tuple(n for n in range(len(data[key])) if (key, n) not in drop)
        for key in LISTS
        if isinstance(data.get(key), list)
    }
    dated = not any(at[:1] in ((), ("calendar",)) for at in drop)
    return Case(scenario, places, data, names, kept, frozenset(drop), dated)


def sound(case: Case, troubled: Iterable[KeyPath]) -> Case | None:
    """Return the case without troubled entries, and with the products that they spoil.

    `troubled` are key paths in the file. None if any product could be spoilt.
    """
    lost = {at[:2] for at in troubled if not _ACCOUNTED_NOT & set(at[2:3])} | case.left_out
    entries = {at for at in lost if at[0] in _ACCOUNTED and len(at) <= 2}
    spoilt: set[str] = set()
    for at in entries:
        touched = _touched(case.data, at)
        if touched is None:
            return None
        spoilt |= touched
    return _reduced(case, entries, frozenset(spoilt))


_ACCOUNTED = ("countries", "products", "activities", "output", "flows", "firms")
"""Collections from which the goods account is drawn up."""

_ACCOUNTED_NOT = {
    "behaviour", "build_time", "cover", "delay", "freight", "jobs", "lead_time", "markup",
    "secondary", "utilisation",
}  # fmt: skip
"""Keys of products and activities that have no part in it."""


def _touched(data: Mapping[str, Any], entry: KeyPath) -> set[str] | None:
    """Return the products whose account an entry's loss spoils; None if it cannot be told."""
    kind, name = entry if len(entry) == 2 else (entry[0], None)
    if kind == "firms":
        return set()
    if name is None or kind == "countries":
        return None
    if kind == "products":
        groups = [_traded(data, activity) for activity in _mapping(data, "activities")]
        known = [group for group in groups if group is not None]
        if len(known) < len(groups):
            return None
        return {str(name)}.union(*(group for group in known if name in group))
    if kind == "activities":
        return _traded(data, name)
    row = data[str(kind)][name]
    if not isinstance(row, dict):
        return None
    if kind == "output":
        return _traded(data, row.get("activity"))
    product = row.get("product")
    known_product = isinstance(product, str) and product in _mapping(data, "products")
    return {str(product)} if known_product else None


def _traded(data: Mapping[str, Any], activity: object) -> set[str] | None:
    """Return an activity's inputs and outputs; None if they are not all known products."""
    entry = _mapping(data, "activities").get(str(activity))
    if not isinstance(entry, dict):
        return None
    traded = {*_mapping(entry, "inputs"), *_mapping(entry, "outputs")}
    return traded if traded <= set(_mapping(data, "products")) else None


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what stands under a key if it is a mapping, else an empty one."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _reduced(case: Case, entries: set[KeyPath], spoilt: frozenset[str]) -> Case:
    """Return the case without the entries, and without what mentions a product so lost."""
    whole = case.scenario
    gone = {at[1] for at in entries if at[0] == "products"}
    products = {name: made for name, made in whole.products.items() if name not in gone}
    activities = {
        name: made
        for name, made in whole.activities.items()
        if ("activities", name) not in entries and products.keys() >= made.inputs.keys()
        and products.keys() >= made.outputs.keys()
    }  # fmt: skip
    output = [
        n for n, row in enumerate(whole.output)
        if case.in_file(("output", n)) not in entries and row.activity in activities
    ]  # fmt: skip
    flows = [
        n for n, row in enumerate(whole.flows)
        if case.in_file(("flows", n)) not in entries and row.product in products
        and (row.by is None or row.by in activities)
    ]  # fmt: skip
    firms = {
        name: firm for name, firm in whole.firms.items()
        if ("firms", name) not in entries and (firm.activity is None or firm.activity in activities)
    }  # fmt: skip
    changes = {
        "products": products,
        "activities": activities,
        "output": tuple(whole.output[n] for n in output),
        "flows": tuple(whole.flows[n] for n in flows),
        "firms": firms,
    }
    kept = {key: tuple(int(case.in_file((key, n))[1]) for n in rows)
            for key, rows in (("output", output), ("flows", flows))}  # fmt: skip
    return replace(case, scenario=whole.model_copy(update=changes), kept=kept, spoilt=spoilt)


def _names(entries: object) -> tuple[str, ...]:
    return tuple(str(name) for name in entries) if isinstance(entries, dict) else ()


def _entry(at: KeyPath) -> KeyPath:
    """Return what to leave out for a wrong place: an unknown key alone, else the whole entry."""
    around = model_at(Scenario, at[:-1])
    known = {info.alias or name for name, info in around.model_fields.items()} if around else ()
    return at if around and at[-1] not in known else at[:2]


def _without(data: Mapping[str, Any], drop: set[KeyPath]) -> dict[str, Any]:
    """Return a copy of the data lacking what is to be dropped; its head is replaced."""
    heads = {str(at[0]) for at in drop if at} & set(_STAND_INS)
    rest = {
        key: _pruned(value, (key,), drop)
        for key, value in data.items()
        if key not in heads and (key,) not in drop
    }
    return rest | {key: _STAND_INS[key] for key in heads}


def _pruned(value: object, at: KeyPath, drop: set[KeyPath]) -> object:
    if isinstance(value, dict):
        return {
            key: _pruned(child, (*at, key), drop)
            for key, child in value.items()
            if (*at, key) not in drop
        }
    if isinstance(value, list):
        return [
            _pruned(child, (*at, n), drop) for n, child in enumerate(value) if (*at, n) not in drop
        ]
    return value
