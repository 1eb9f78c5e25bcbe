"""Told: what of an Observation is said in plain values, field by field, with units.

What no table here names is not told. `UNTOLD` says of the rest why; a test holds both against the
fields there are, so that a new one must be decided on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sim.observation.knowledge import Leverage, Observation, Standpoint
from sim.odds import logistic
from sim.politics.forecast import Launch
from sim.politics.information.chokepoints import Chokepoint
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute, Toll
from sim.world.measures import Measure
from sim.world.politics import Exposure

T = TypeVar("T")


@dataclass(frozen=True)
class Told(Generic[T]):
    """One thing that is told of something that a seat sees."""

    name: str
    unit: str
    meaning: str
    read: Callable[[T, Observation], object] | None = None
    """How it is read; None: it is the attribute of the name."""
    parts: tuple[Told[Any], ...] = ()
    """What is told of it in turn; of each one, where it is a list or bears names."""
    source: str = ""
    """The field that it is read from, where that bears another name."""


def _day(tick: int | None, observation: Observation) -> dt.date | None:
    """Return the first day of a tick; the last day there is for one beyond it."""
    if tick is None:
        return None
    ticks = (observation.end - observation.start).days // observation.tick_days
    ahead = tick - (observation.round - 1) * ticks
    try:
        return observation.start + dt.timedelta(days=ahead * observation.tick_days)
    except OverflowError:
        return dt.date.max


def _losses(dispute: Dispute, observation: Observation) -> Mapping[str, Toll]:
    """Return what a dispute costs by country, each as a Toll of that country alone."""
    toll, own = dispute.toll, observation.own
    if toll is None or own is None:
        return {}
    rows = zip(own.relations, toll.damage, toll.sector, toll.shortage, strict=True)
    return {country: Toll((d,), (s,), (h,)) for country, d, s, h in rows}


OWN: tuple[Told[Standpoint], ...] = (
    Told("country", "", "The seat's country"),
    Told("government", "", "Its form of government, a name in the catalogue of governments"),
    Told("support", "0 to 100", "Support of the government at home"),
    Told("capital", "points", "Political capital left"),
    Told("pressure", "0 to 1", "Pressure from home to give way in one of its quarrels"),
    Told("budget", "USD", "Left to spend this year; null: its GDP is not given"),
    Told("gdp", "USD/year", "GDP; null: it is not given"),
    Told("relations", "−1 to 1", "Country to how one stands to it"),
    Told("allies", "", "Countries that are allied by treaty"),
)

LEVERAGE: tuple[Told[Leverage], ...] = (
    Told("other", "", "The other country"),
    Told("product", "", "What would be cut off"),
    Told("loss_other", "% of GDP a year", "What the other would lose"),
    Told("loss_self", "% of GDP a year", "What the own country would lose"),
)

MEASURE: tuple[Told[Measure], ...] = (
    Told("id", "", "Its id"),
    Told("origin", "", "Id of the order that it comes of, by which orders name it", source="id"),
    Told("kind", "", "What it does: licence, quota, tariff, …"),
    Told("by", "", "Country that takes it"),
    Told("instrument", "", "What it was ordered by; empty: it stood from the start"),
    Told("products", "", "Products it acts on; none: all"),
    Told("targets", "", "Countries it acts on; none: all"),
    Told("activities", "", "Activities it acts on; none: all"),
    Told("firms", "", "Firms it acts on; none: all"),
    Told("buyers", "", "Firms abroad that goods are kept from; none: all"),
    Told("channels", "", "Channels of trade it acts on"),
    Told("over", "", "Stream of money that it cuts, such as tourism"),
    Told("against", "", "Order or club that it is about"),
    Told("rate", "1", "How much, as its kind defines it: of a licence the share let through"),
    Told("amount", "unit or USD", "How much, as its kind defines it"),
    Told("since", "date", "First day in force", lambda m, o: _day(m.since, o)),
    Told("until", "date", "First day no longer in force; null: until it is lifted",
         lambda m, o: _day(m.until, o)),
    Told("known", "date", "First day on which the trade knows of it",
         lambda m, o: _day(m.known, o)),
    Told("dispute", "", "Dispute that it is a step in, or null"),
    Told("rung", "0 to 8", "Rung of the ladder of escalation; below 0 for gifts"),
    Told("deniability", "0 to 1", "0: openly declared, 1: officially denied"),
)  # fmt: skip

LOSS: tuple[Told[Toll], ...] = (
    Told("damage", "% of GDP", "Loss of real income, yearly; below 0: it gains",
         lambda t, o: t.damage[0]),
    Told("sector", "1", "Share of its output that the worst-hit activity lost",
         lambda t, o: t.sector[0]),
    Told("shortage", "1", "1 less what critical uses got of what they wanted",
         lambda t, o: t.shortage[0]),
)  # fmt: skip

DISPUTE: tuple[Told[Dispute], ...] = (
    Told("id", "", "Its id"),
    Told("sender", "", "Country that wants something"),
    Told("target", "", "Country of which it is wanted"),
    Told("partners", "", "Countries that act with the sender"),
    Told("defenders", "", "Countries that act with the target"),
    Told("demand", "", "What is wanted"),
    Told("issue", "", "regulatory, economic, security or sovereignty"),
    Told("stake_sender", "0 to 1", "How much it matters to the sender"),
    Told("stake_target", "0 to 1", "How much it matters to the target"),
    Told("divisible", "", "Whether something lies between all and nothing"),
    Told("institution", "", "Whether the sender acts through an institution or large bloc"),
    Told("public", "", "Whether it was out in the open from the start"),
    Told("stage", "", "latent, threat, imposed or frozen, as far as it has been heard of"),
    Told("since", "date", "First day of the stage", lambda d, o: _day(d.since, o)),
    Told("months", "month", "How long measures have been in force"),
    Told("deadline", "date", "First day after that for an answer to a threat, or null",
         lambda d, o: _day(d.deadline, o)),
    Told("threatened", "", "Order that is threatened; empty: none"),
    Told("expected_target", "% of GDP", "Loss the target expects of the threat"),
    Told("expected_sender", "% of GDP", "Loss the sender expects of carrying it out"),
    Told("talks_until", "date", "First day after the talks, or null",
         lambda d, o: _day(d.talks_until, o)),
    Told("escalation", "0 to 8", "Level reached on the ladder, as far as it has been heard of"),
    Told("attribution", "0 to 1", "How surely the sender is held to be behind the measures",
         lambda d, o: logistic(d.attribution)),
    Told("face", "0 to 1", "How well a way out saves face"),
    Told("face_until", "date", "First day without the offer behind it, or null",
         lambda d, o: _day(d.face_until, o)),
    Told("carrot", "0 to 1", "What the sender offers for compliance"),
    Told("losses", "", "Country to what the dispute costs it, by estimate; others' are late",
         _losses, parts=LOSS, source="toll"),
)  # fmt: skip

TERM: tuple[Told[Term], ...] = (
    Told("party", "", "Country that binds itself"),
    Told("verb", "", "lift, pay, concede, supply or hold_off"),
    Told("subject", "", "Order, dispute or product"),
    Told("amount", "USD or unit/year", "Of what is paid or supplied"),
)

DEAL: tuple[Told[Deal], ...] = (
    Told("id", "", "Its id"),
    Told("parties", "", "Who proposed it, and to whom"),
    Told("terms", "", "What the parties bind themselves to", parts=TERM),
    Told("state", "", "offered, signed, refused, lapsed, broken or kept"),
    Told("offered", "date", "Day of the offer", lambda d, o: _day(d.offered, o)),
    Told("signed", "date", "Day of signing, or null", lambda d, o: _day(d.signed, o)),
    Told("until", "date", "First day on which it binds no longer, or the offer has lapsed",
         lambda d, o: _day(d.until, o)),
    Told("secret", "", "Whether only the parties know of it"),
    Told("dispute", "", "Dispute that it is to settle, or null"),
    Told("months", "month", "How long it binds once it is signed"),
)  # fmt: skip

EXPOSURE: tuple[Told[Exposure], ...] = (
    Told("channel", "", "tourism, students, investment, finance, consumers, aid or infrastructure"),
    Told("spender", "", "Country that spends"),
    Told("earner", "", "Country that earns"),
    Told("value", "USD/year", "How much"),
)

LAUNCH: tuple[Told[Launch], ...] = (
    Told("worth", "1", "What pressing would be worth to the own government", source="parts"),
    Told("parts", "1", "What that is made of: name to part", lambda launch, o: dict(launch.parts)),
    Told("probability", "1", "How likely a government in its place would begin"),
)

CHOKEPOINT: tuple[Told[Chokepoint], ...] = (
    Told("firm", "", "The firm"),
    Told("product", "", "What it makes; the first, where it makes several"),
    Told("size", "1", "Its value added over its country's GDP"),
    Told("stops", "USD/year", "Value added elsewhere that would stop with it"),
    Told("home", "1", "The part of that in its own country"),
)

OBSERVATION: tuple[Told[Observation], ...] = (
    Told("seat", "", "Who sees it"),
    Told("round", "", "Number of the round, from 1"),
    Told("start", "date", "First day of the round"),
    Told("end", "date", "First day after the round"),
    Told("tick_days", "day", "Length of a tick, the step of the economy"),
    Told("own", "", "What the seat's country is in politics, or null", parts=OWN),
    Told("prices", "USD/unit", "Product to the world mean of sellers' prices"),
    Told("cover", "week", "Product to weeks of use in stock at home, by estimate"),
    Told("measures", "", "Measures that are known to be in force or announced", parts=MEASURE),
    Told("disputes", "", "Open disputes that are known", parts=DISPUTE),
    Told("deals", "", "Own deals, and public ones", parts=DEAL),
    Told("exposures", "", "Yearly streams of money between countries", parts=EXPOSURE),
    Told("denial", "", "What it could withhold, strongest first", parts=LEVERAGE),
    Told("market", "", "What it could refuse to buy, strongest first", parts=LEVERAGE),
    Told("threats", "", "What others could withhold from it, strongest first", parts=LEVERAGE),
    Told("deterrence", "", "Own quiet dispute to what pressing in the open would be worth",
         parts=LAUNCH),
    Told("deterrence_denied", "", "The same where all that it does would be denied", parts=LAUNCH),
    Told("chokepoints", "", "Own small firms on which much hangs, as far as it asked for them",
         parts=CHOKEPOINT, source="listed"),
)  # fmt: skip

TABLES: Mapping[type, tuple[Told[Any], ...]] = {
    Observation: OBSERVATION,
    Standpoint: OWN,
    Measure: MEASURE,
    Dispute: DISPUTE,
    Toll: LOSS,
    Deal: DEAL,
    Term: TERM,
    Exposure: EXPOSURE,
    Leverage: LEVERAGE,
    Launch: LAUNCH,
    Chokepoint: CHOKEPOINT,
}
"""What is told of each thing that an Observation holds, in the order of the reference."""

UNTOLD: Mapping[type, Mapping[str, str]] = {
    Observation: {
        "luck": "it is the seed of all chance: who knows it can run the model and read the future",
        "may": "it is a function; the menu says what may be ordered",
    },
    Measure: {
        "continues": "it counts the use of quotas",
        "replaced": "it is for putting back what it took the place of",
        "hushed": "how it will end is known to who ends it",
    },
    Dispute: {
        "resolve": "it is hidden from everybody",
        "toll_before": "it is how losses come to be late",
        "plain_since": "it is what others can be sure of",
        "misread": "it is in the minds of third countries",
        "ending": "disputes that ended are not seen",
    },
    Toll: {
        "usd": "it is not estimated",
        "ties": "it is not estimated",
    },
}
"""What is not told, and why."""
