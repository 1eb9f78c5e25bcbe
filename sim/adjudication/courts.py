"""Courts: cases against measures, decided when their time has come (§A.24)."""

from __future__ import annotations

from sim.odds import Odds, logit
from sim.orders.effects.deed import Standing
from sim.orders.effects.restrict import ended
from sim.orders.instruments import instruments
from sim.rng import Streams
from sim.values import replace
from sim.world.disputes import Draw
from sim.world.measures import Measure
from sim.world.setting import Setting


def decided(
    standing: Standing, setting: Setting, tick: int, draw: Streams
) -> tuple[Standing, list[Draw]]:
    """Return the standing after the cases that fall due in the round, and what was drawn."""
    end = tick + setting.timeline.ticks_per_round
    draws: list[Draw] = []
    for suit in standing.measures:
        if suit.kind != "suit" or suit.until is None or not tick <= suit.until < end:
            continue
        found = [m for m in standing.measures if m.origin == suit.against]
        if not any(m.in_force(tick) for m in found):
            continue
        odds = suit_odds(found, setting)
        stream = f"suit {suit.by} {suit.against}"
        u = float(draw(stream).random())
        date = setting.timeline.date(tick)
        what = f"the case of {suit.by} against {suit.against} is won"
        drawn = Draw.alone(date, suit.id, what, odds, u, stream)
        draws.append(drawn)
        standing = _ruled(standing, suit, setting, tick, won=drawn.happened)
    return standing, draws


def suit_odds(measures: list[Measure], setting: Setting) -> Odds:
    """Return how likely a case is to be won, by how the measures stand to trade rules."""
    named = [instruments()[m.instrument].wto for m in measures if m.instrument in instruments()]
    key = "suit_wins" if "inconsistent" in named else "suit_contestable"
    return Odds(logit(setting.parameters[key]))


def _ruled(
    standing: Standing, suit: Measure, setting: Setting, tick: int, *, won: bool
) -> Standing:
    """End the measures of those who lose and obey; a case that is lost costs a good name."""
    text = f"The case of {suit.by} against {suit.against} is {'won' if won else 'lost'}"
    standing = standing.told(setting.timeline.date(tick), "SuitDecided", text, suit.id)
    if not won:
        return standing
    politics = standing.politics
    loss = REPROACH * setting.parameters["legitimacy_loss"]
    obeying = []
    for respondent in suit.targets:
        row = setting.network.countries[respondent]
        politics = politics.changed("legitimacy", row, -loss, 0.0, 1.0)
        if setting.polity.trait("wto_adherence", respondent) >= setting.parameters["obeys_from"]:
            obeying.append(respondent)
    over = ended(standing.measures, (suit.against,), tick)
    measures = tuple(
        new if old.by in obeying else old
        for old, new in zip(standing.measures, over, strict=True)
    )  # fmt: skip
    return replace(standing, measures=measures, politics=politics)


REPROACH = 2.0
"""A case that is lost costs as much of a good name as so many breaches."""
