"""Politics data: disputes, chances and losses of a run as plain values for JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cli.account import chance_text
from cli.output import rounded
from sim.adjudication.dominance import Climb, Dominance
from sim.adjudication.ways import Prospect, WaysDown
from sim.journal import Entry
from sim.politics.contest.escalation import LADDER, rung_of
from sim.politics.forecast import Launch
from sim.replay.affairs import Affairs, Ripple
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Draw
from sim.world.rulings import Ruling
from sim.world.setting import Setting

Plain = dict[str, Any]


def round_politics(entry: Entry, after: Affairs) -> Plain:
    """Return what was ordered, what happened by chance, and how politics stood after a round."""
    return {
        "orders": [_ruling(ruling) for ruling in entry.rulings],
        "events": [
            {"date": e.date.isoformat(), "kind": e.kind, "text": e.text, "subject": e.subject}
            for e in entry.events
        ],
        "draws": [_draw(draw, after) for draw in entry.draws],
        "countries": {
            country: {
                "support": rounded(backing.support),
                "capital": rounded(backing.capital),
                "damage": rounded(sum(by[country] for by in after.damage.values())),
            }
            for country, backing in after.backing.items()
        },
        "disputes": [_dispute(dispute, after) for dispute in after.disputes],
        "deterrence": [
            {"dispute": m.dispute, "openly": _launch(m.openly), "denied": _launch(m.denied)}
            for m in entry.meters
        ],
    }


def _launch(launch: Launch) -> Plain:
    return {
        "worth": rounded(launch.worth),
        "begins": rounded(launch.probability),
        "parts": [{"name": name, "value": rounded(value)} for name, value in launch.parts],
    }


def end_data(last: Affairs, setting: Setting) -> Plain:
    """Return how disputes ended, who paid, and the deals."""
    return {
        "disputes": [
            {"id": d.id, "demand": d.demand, "issue": d.issue, **_dispute(d, last)}
            for d in last.disputes
        ],
        "paid": _paid(last, setting),
        "deals": [_deal(deal) for deal in last.deals],
    }


def _ruling(ruling: Ruling) -> Plain:
    return {
        "id": ruling.order_id,
        "seat": ruling.seat,
        "date": ruling.date.isoformat(),
        "order": ruling.order,
        "outcome": ruling.outcome,
        "reason": ruling.reason,
        "meant": ruling.meant,
    }


def _draw(draw: Draw, after: Affairs) -> Plain:
    odds = draw.odds
    return {
        "date": draw.date.isoformat(),
        "subject": draw.subject,
        "what": draw.what,
        "text": chance_text(draw, after.disputes),
        "probability": rounded(draw.probability),
        "drawn": rounded(draw.drawn),
        "happened": draw.happened,
        "odds": {
            "scale": odds.scale,
            "months": rounded(odds.months),
            "base": rounded(odds.base),
            "parts": [{"name": name, "value": rounded(value)} for name, value in odds.parts],
        },
    }


def _dispute(dispute: Dispute, after: Affairs) -> Plain:
    return {
        "id": dispute.id,
        "sender": dispute.sender,
        "target": dispute.target,
        "partners": list(dispute.partners),
        "defenders": list(dispute.defenders),
        "stage": dispute.stage,
        "ending": dispute.ending,
        "months": rounded(dispute.months),
        "escalation": rounded(dispute.escalation),
        "rung": rung_of(dispute.escalation).name,
        "damage": _rounded(after.damage[dispute.id]),
        "lost": _rounded(after.lost[dispute.id]),
        "lost_usd": _rounded(after.usd[dispute.id]),
        "ripple": _ripple(after.ripple[dispute.id]),
    }


def _paid(last: Affairs, setting: Setting) -> Plain:
    """Return what each party, and each third country that was hit, lost through all disputes."""
    countries = dict.fromkeys(country for by in last.lost.values() for country in by)
    polity = setting.polity
    return {
        country: {
            "part": "third" if country in last.thirds else "party",
            "developing": country in polity.developing,
            "gdp_percent": (
                rounded(sum(by[country] for by in last.lost.values()))
                if math.isfinite(polity.gdp_of(country))
                else None
            ),
            "usd": rounded(sum(by[country] for by in last.usd.values())),
        }
        for country in countries
    }


def _ripple(ripple: Ripple) -> Plain:
    """Return what a dispute cost others; an index is null where the parties lost nothing."""
    index, developing = ripple.index, ripple.developing_index
    return {
        "index": None if index is None else rounded(index),
        "developing_index": None if developing is None else rounded(developing),
        "parties_usd": rounded(ripple.parties),
        "thirds_usd": rounded(ripple.thirds),
        "developing_usd": rounded(ripple.developing),
        "thirds_gdp_percent": rounded(ripple.thirds_gdp),
        "developing_gdp_percent": rounded(ripple.developing_gdp),
        "hardest_hit": ripple.hardest[0] if ripple.hardest else None,
        "hardest_gdp_percent": rounded(ripple.hardest[1]) if ripple.hardest else None,
    }


def climbing(found: Sequence[Dominance]) -> list[Plain]:
    """Return who could climb further, in each dispute that is open at the end."""
    return [
        {
            "dispute": one.dispute,
            "sender": one.sender,
            "target": one.target,
            "rungs": [
                {
                    "rung": level.rung,
                    "name": LADDER[level.rung].name,
                    "lead": rounded(level.lead),
                    "ahead": one.ahead(level),
                    "sender": _climb(level.sender),
                    "target": _climb(level.target),
                }
                for level in one.levels
            ],
        }
        for one in found
    ]


def _climb(climb: Climb | None) -> Plain | None:
    if climb is None:
        return None
    return {
        "order": str(climb.order),
        "rung": climb.rung,
        "loss_other": rounded(climb.loss_other),
        "loss_self": rounded(climb.loss_self),
        "worth": rounded(climb.worth),
    }


def descending(found: Sequence[WaysDown]) -> list[Plain]:
    """Return the ways down from each dispute that is open at the end."""
    return [
        {
            "dispute": one.dispute,
            "sender": one.sender,
            "target": one.target,
            "months": rounded(one.months),
            "as_it_is": _prospect(one.as_it_is),
            "ways": [
                {"name": way.name, "by": way.by, "instrument": way.instrument}
                | _prospect(way.prospect)
                for way in one.ways
            ],
        }
        for one in found
    ]


def _prospect(prospect: Prospect) -> Plain:
    return {name: rounded(value) for name, value in vars(prospect).items()}


def _deal(deal: Deal) -> Plain:
    return {
        "id": deal.id,
        "parties": list(deal.parties),
        "terms": [{"party": term.party, "text": str(term)} for term in deal.terms],
        "state": deal.state,
        "secret": deal.secret,
        "dispute": deal.dispute,
    }


def _rounded(numbers: Mapping[str, float]) -> Plain:
    return {name: rounded(value) for name, value in numbers.items()}
