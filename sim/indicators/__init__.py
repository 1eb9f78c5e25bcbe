"""Indicators: named, defined numbers with a unit, read off what a run has recorded."""

from sim.indicators.measure import check, checked_course, course, find, measure, unit
from sim.indicators.readings import INDICATORS, Indicator
from sim.indicators.record import Course, QuotaSpan, Record, Selection, quota_spans

__all__ = [
    "INDICATORS",
    "Course",
    "Indicator",
    "QuotaSpan",
    "Record",
    "Selection",
    "check",
    "checked_course",
    "course",
    "find",
    "measure",
    "quota_spans",
    "unit",
]
