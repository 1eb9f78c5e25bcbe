"""Explain data: explained numbers as plain values for JSON; docs/reference/json.md has the keys."""

from __future__ import annotations

from typing import Any

from cli.explain import ByRound, sentence
from cli.output import rounded
from sim.explain.explained import Explained
from sim.explain.trail import Part

Plain = dict[str, Any]


def explained_data(found: ByRound) -> list[Plain]:
    """Return explained numbers, in the order of rounds."""
    return [_explained(one) for numbers in found.values() for one in numbers]


def _explained(one: Explained) -> Plain:
    trail, number = one.trail, one.number
    return {
        "round": trail.round,
        "name": str(number),
        "unit": number.unit,
        "meaning": number.meaning,
        "direction": number.direction,
        "value": rounded(trail.whole, 12),
        "before": rounded(trail.base, 12),
        "parts": [_part(part) for part in trail.parts],
        "exact": trail.exact,
        "reruns": trail.reruns,
        "sentence": sentence(trail),
        "range": _range(one),
        "mark": one.mark.status,
        "moved_by": {name: rounded(share) for name, share in one.mark.shares.items()},
        "moved_by_the_rest": rounded(one.mark.rest),
    }


def _part(part: Part) -> Plain:
    return {
        "id": part.item.id,
        "seat": part.item.seat,
        "title": part.item.title,
        "kind": part.item.kind,
        "share": rounded(part.share, 12),
        "error": rounded(part.error),
    }


def _range(one: Explained) -> Plain | None:
    found = one.range
    if found is None:
        return None
    return {
        "low": rounded(found.low),
        "median": rounded(found.median),
        "high": rounded(found.high),
        "members": found.members,
    }
