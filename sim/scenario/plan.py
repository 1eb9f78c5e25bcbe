"""Plan: dated orders in a file beside a scenario, checked as the scenario's own are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.case import Case, Finding, Rule
from sim.scenario.checks import RULES
from sim.scenario.shape import shape
from sim.scenario.source import LARGEST_FILE, Document, KeyPath, Places, parse
from sim.scenario.spec import DatedOrder, Scenario, Strict, Text

KEY = "orders"


class PlannedOrder(DatedOrder):
    """What a country or firm is to order, and when; adjudication judges it like any other."""

    title: Text = ""


class Plan(Strict):
    """A file of orders."""

    orders: tuple[PlannedOrder, ...] = Field(min_length=1)


def load_plan(
    path: Path, scenario: Scenario, rules: Sequence[Rule] = RULES
) -> tuple[PlannedOrder, ...]:
    """Return the orders of a file for a scenario; ScenarioError with every error if it has any."""
    document = _document(path)
    problems = set(document.problems)
    if document.data is not None:
        shaped = shape(Plan, document)
        problems.update(shaped.problems)
        rows = _Rows.of(document, shaped.wrong)
        problems.update(_objections(rows, scenario, document.places, rules))
        if not problems:
            return rows.orders
    raise ScenarioError(tuple(sorted(problems)))


def with_plan(scenario: Scenario, plan: Sequence[DatedOrder]) -> Scenario:
    """Return a scenario with the orders of a plan beside its own."""
    return scenario.model_copy(update={KEY: (*scenario.orders, *plan)}) if plan else scenario


def plan_of(scenario: Scenario) -> tuple[PlannedOrder, ...]:
    """Return the orders of a plan that a scenario was given."""
    return tuple(row for row in scenario.orders if isinstance(row, PlannedOrder))


def _document(path: Path) -> Document:
    """Return a file's text as data; a file that cannot be read is a problem of it."""
    try:
        with path.open("rb") as stream:
            return parse(stream.read(LARGEST_FILE + 1), str(path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"cannot be read ({reason}); give a file with dated orders"
        problem = Problem(str(path), 1, 1, "(file)", message)
        return Document(None, Places(str(path)), (problem,))


@dataclass(frozen=True)
class _Rows:
    """The orders of a file that can be read, and their numbers there."""

    orders: tuple[PlannedOrder, ...]
    numbers: tuple[int, ...]

    @staticmethod
    def of(document: Document, wrong: Sequence[KeyPath]) -> _Rows:
        """Return the rows of a file but those of wrong shape; one mistake hides no other."""
        data = document.data if isinstance(document.data, dict) else {}
        listed = data.get(KEY)
        troubled = {at[1] for at in wrong if at[:1] == (KEY,) and len(at) > 1}
        found = {}
        for n, row in enumerate(listed if isinstance(listed, list) else ()):
            if n not in troubled:
                try:
                    found[n] = PlannedOrder.model_validate_json(json.dumps(row), strict=True)
                except ValidationError:
                    continue  # told with the shape of the file
        return _Rows(tuple(found.values()), tuple(found))


def _objections(
    rows: _Rows, scenario: Scenario, places: Places, rules: Sequence[Rule]
) -> Iterator[Problem]:
    """Yield the errors that the rules of a scenario find in a plan's rows.

    The rules look at the scenario with the rows after its own; what they say of these is kept.
    """
    first = len(scenario.orders)
    case = Case(
        scenario=with_plan(scenario, rows.orders),
        places=places,
        data={},
        names={key: _names(getattr(scenario, key)) for key in Scenario.model_fields},
        kept={KEY: (*range(first), *rows.numbers)},
    )
    asked = [rule for rule in rules if rule.needs != "account" and rule.name != "repeated_ids"]
    findings = [finding for rule in asked for finding in rule.check(case)]
    for finding in (*findings, *_repeated(rows, scenario)):
        own = finding.at[0] == KEY and len(finding.at) > 1 and int(finding.at[1]) >= first
        if own and finding.severity == "error":
            yield case.problem(finding)


def _repeated(rows: _Rows, scenario: Scenario) -> Iterator[Finding]:
    """Object to an id that another order of the plan, or an act of the scenario, bears."""
    orders = [row.id for row in (*scenario.in_force, *scenario.orders)]
    acts = [inject.id for inject in scenario.injects if inject.order]
    taken = dict.fromkeys((*orders, *acts), "of the scenario")
    for n, row in enumerate(rows.orders, start=len(scenario.orders)):
        if row.id in taken:
            message = f"'{row.id}' is the id of an order {taken[row.id]} already; take another"
            yield Finding((KEY, n, "id"), message)
        taken.setdefault(row.id, "of this file")


def _names(entries: object) -> tuple[str, ...]:
    return tuple(str(name) for name in entries) if isinstance(entries, dict) else ()
