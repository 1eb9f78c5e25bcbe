"""Politics data: disputes, chances and losses of a run as plain values for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.account import chance_text
from cli.output import rounded
from sim.journal import Entry
from sim.replay.affairs import Affairs, Losses
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
    }


def end_data(last: Affairs, setting: Setting) -> Plain:
    """Return how disputes ended, who paid, and the deals."""
    return {
        "disputes": [
            {"id": d.id, "demand": d.demand, "issue": d.issue, **_dispute(d, last)}
            for d in last.disputes
        ],
        "paid": _paid(last.lost, setting),
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
        "damage": _rounded(after.damage[dispute.id]),
        "lost": _rounded(after.lost[dispute.id]),
    }


def _paid(lost: Losses, setting: Setting) -> Plain:
    """Return what each party lost through all disputes."""
    countries = dict.fromkeys(country for by in lost.values() for country in by)
    whole = {country: sum(by[country] for by in lost.values()) for country in countries}
    return {
        country: {
            "gdp_percent": rounded(loss),
            "usd": rounded(loss / 100.0 * setting.polity.gdp_of(country)),
        }
        for country, loss in whole.items()
    }


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
