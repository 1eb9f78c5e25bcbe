"""Checks: every rule asked of an experiment file, all answers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.batch.experiment.rules import design, levers, outcomes, parameters, ranges, sets
from sim.batch.experiment.rules.whole import Whole
from sim.errors import Problem
from sim.scenario.case import Finding

Rule = Callable[[Whole], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    parameters.parameters_known,
    parameters.parameters_felt,
    parameters.parameters_once,
    parameters.values_plausible,
    ranges.ranges_ordered,
    ranges.ranges_plausible,
    ranges.ranges_sourced,
    ranges.shapes_complete,
    ranges.shapes_inside,
    ranges.groups_apart,
    levers.levers_with_choice,
    levers.seats_known,
    levers.policies_known,
    levers.orders_understood,
    levers.orders_in_authority,
    levers.orders_dated,
    levers.left_out_known,
    levers.stocks_possible,
    levers.stocks_once,
    levers.pledges_named,
    levers.levers_apart,
    sets.sets_name_options,
    sets.sets_complete,
    sets.sets_once,
    sets.sets_countable,
    outcomes.something_looked_at,
    outcomes.numbers_published,
    outcomes.numbers_with_value,
    outcomes.wanted_with_direction,
    outcomes.observed_sourced,
    outcomes.names_apart,
    design.keys_of_method,
    design.samples_of_method,
    design.levels_even,
    design.doubling_ends,
    design.groups_of_method,
    design.start_within,
    design.rounds_there,
    design.something_varied,
    design.design_of_a_size,
)
"""What must hold beyond the shape of the file."""


def check(whole: Whole, rules: Sequence[Rule] = RULES) -> Iterator[Problem]:
    """Yield every problem that the rules find in an experiment file."""
    for rule in rules:
        for found in rule(whole):
            yield whole.problem(found)
