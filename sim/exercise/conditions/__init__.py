"""Conditions: when an inject fires by itself, in a small language that is parsed, never run.

    JPN.cover(ndpr) < 6 weeks and round >= 2
    ordered(CHN, export_embargo) or lantern-islets.concession > 20 %

Numbers are those that `run --explain` explains (`sim.explain.published`). What has no value is
neither below nor above anything: a condition that rests on it does not hold, nor does its `not`.

Here is what reads them. `judge` and `facts` say whether they hold: they load the model, which takes
most of a second.
"""

from sim.exercise.conditions.parse import DEEPEST, LONGEST, ConditionError, parse
from sim.exercise.conditions.terms import Condition

__all__ = ["DEEPEST", "LONGEST", "Condition", "ConditionError", "parse"]
