"""Data: results as plain values for JSON; docs/reference/json.md says what each means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cli.output import rounded
from cli.politics_data import climbing, descending, end_data, round_politics
from sim.replay.affairs import affairs
from sim.replay.course import CaseCourse, Round
from sim.replay.replay import ReplayResult
from sim.replay.run import RunResult
from sim.replay.score import Count, Score, SeriesScore, Skill, TargetScore
from sim.scenario.plan import plan_of

Plain = dict[str, Any]


def replay_data(result: ReplayResult, timing: Mapping[str, float]) -> Plain:
    """Return a replay as plain values."""
    beside = result.without_score
    return {
        "scenario": result.case.scenario.name,
        "seed": result.seed,
        "ticks": result.ticks,
        "without": list(result.without),
        "settings": dict(result.settings),
        "targets": [
            _target(target, beside.targets[row] if beside else None)
            for row, target in enumerate(result.score.targets)
        ],
        "series": [
            _series(series, beside.series[row] if beside else None)
            for row, series in enumerate(result.score.series)
        ],
        "score": _score(result.score),
        "rounds": _rounds(result.course, result.without_course),
        "timing": dict(timing),
    }


def run_data(result: RunResult, timing: Mapping[str, float]) -> Plain:
    """Return a run as plain values."""
    course = affairs(result)
    rounds = zip(_rounds(result.course), result.journal, course, strict=True)
    return {
        "scenario": result.scenario.name,
        "seed": result.seed,
        "ticks": result.ticks,
        "without": list(result.without),
        "settings": dict(result.settings),
        "policies": dict(result.policies),
        "planned": [order.id for order in plan_of(result.scenario)],
        "rounds": [played | round_politics(entry, after) for played, entry, after in rounds],
        **end_data(course[-1], result.setting),
        "dominance": climbing(result.dominance),
        "ways_down": descending(result.ways),
        "timing": dict(timing),
    }


def _target(scored: TargetScore, beside: TargetScore | None) -> Plain:
    target = scored.target
    data = {
        "name": target.name,
        "title": target.title,
        "kind": target.kind,
        "unit": target.unit,
        "form": target.form,
        "dated": target.dated.isoformat(),
        "sample": scored.sample,
        "observed": target.observed,
        "simulated": rounded(scored.simulated),
        "low": target.low,
        "high": target.high,
        "inside": scored.inside,
    }
    return data | {"without": rounded(beside.simulated)} if beside else data


def _series(scored: SeriesScore, beside: SeriesScore | None) -> Plain:
    series, points = scored.series, scored.points
    data = {
        "name": series.name,
        "title": series.title,
        "unit": series.unit,
        "kind": series.kind,
        "periods": [point.period for point in points],
        "dates": [point.span.middle.isoformat() for point in points],
        "observed": [point.observed for point in points],
        "simulated": [rounded(point.simulated) for point in points],
        "behaviour_off": [rounded(point.off) for point in points],
        "persistence": [rounded(point.persistence) for point in points],
        "sample": [point.sample for point in points],
        "unscored": [point.unscored for point in points],
        "skill": rounded(scored.skill().least),
        "skills": {
            "all": _skill(scored.skill()),
            "in_sample": _skill(scored.skill("in")),
            "out_of_sample": _skill(scored.skill("out")),
        },
    }
    if beside:
        data["without"] = [rounded(point.simulated) for point in beside.points]
    return data


def _skill(skill: Skill) -> Plain:
    return {
        "n": skill.n,
        "error": rounded(skill.error),
        "behaviour_off": rounded(skill.off),
        "persistence": rounded(skill.persistence),
    }


def _score(score: Score) -> Plain:
    return {
        "emergent_targets_inside": {
            "all": _count(score.inside()),
            "in_sample": _count(score.inside("in")),
            "out_of_sample": _count(score.inside("out")),
        },
        "emergent_series_ahead": {
            "all": _count(score.ahead()),
            "in_sample": _count(score.ahead("in")),
            "out_of_sample": _count(score.ahead("out")),
        },
        "all_series_ahead": _count(score.ahead(emergent_only=False)),
        "series": len(score.series),
        "series_with_six_dates": score.long_series,
    }


def _count(count: Count) -> Plain:
    return {"hits": count.hits, "of": count.of, "share": rounded(count.share)}


def _rounds(course: CaseCourse, beside: CaseCourse | None = None) -> list[Plain]:
    others: Sequence[Round | None] = beside.rounds if beside else [None] * len(course.rounds)
    return [
        _round(course, played, other) for played, other in zip(course.rounds, others, strict=True)
    ]


def _round(course: CaseCourse, played: Round, other: Round | None) -> Plain:
    return {
        "round": played.number,
        "start": played.start.isoformat(),
        "end": played.end.isoformat(),
        "happenings": [
            {
                "date": happening.date.isoformat(),
                "text": happening.text,
                "order": happening.order,
                "outcome": happening.outcome,
                "reason": happening.reason,
                "meant": happening.meant,
            }
            for happening in played.happenings
        ],
        "indicators": [
            {"label": key.label, "unit": key.unit, "value": rounded(played.values[row])}
            | ({"without": rounded(other.values[row])} if other else {})
            for row, key in enumerate(course.keys)
        ],
    }
