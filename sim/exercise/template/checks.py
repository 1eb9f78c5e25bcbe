"""Checks: every rule asked of an exercise file, all answers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.errors import Problem
from sim.exercise.template.rules import names, orders, story, times
from sim.exercise.template.rules.whole import Whole
from sim.scenario.case import Finding

Rule = Callable[[Whole], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    names.no_overriding,
    names.scenario_rules,
    names.known_seats,
    names.seats_named,
    names.known_policies,
    names.known_objectives,
    names.codes_once,
    names.ids_once,
    orders.orders_understood,
    orders.orders_of_one_unit,
    orders.orders_in_authority,
    orders.orders_not_over,
    times.start_on_a_round,
    times.calendar_has_room,
    times.day_long_enough,
    times.injects_inside,
    story.injects_understood,
)
"""What must hold beyond the shape of the file."""


def check(whole: Whole, rules: Sequence[Rule] = RULES) -> Iterator[Problem]:
    """Yield every problem that the rules find in an exercise file."""
    for rule in rules:
        for found in rule(whole):
            yield whole.problem(found)
