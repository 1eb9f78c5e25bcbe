"""Offers: what a deal is worth to a seat, and what it answers and proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.seats.choices import Act, act, share
from sim.seats.coalitions import exposure
from sim.seats.moves import expected_loss, inflicted, reach
from sim.seats.view import damage, home, months_since, quarrels, tick
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute
from sim.world.measures import Measure


@dataclass(frozen=True)
class Taste:
    """What a seat holds terms to be worth."""

    stake: float = 2.0
    """A dispute of full stake [% of GDP]."""
    restraint: float = 0.1
    """A year without new measures, for each per cent of GDP that they could cost [1]."""
    lever: float = 0.25
    """Pressure given up, for each per cent of GDP that it costs the other [1]."""
    profit: float = 0.1
    """Of what is delivered, to who gets it and who sells it [1]."""
    residual: float = 0.0
    """A deal that leaves no more than this share of the present loss is good enough [1]."""


USUAL = Taste()
HARD = Taste(lever=0.5)
"""Gives up what presses on others only dearly."""
SOFT = Taste(stake=1.0, lever=0.05)
"""Would rather have quiet than leverage."""
EAGER = Taste(stake=1.5, lever=0.1, residual=0.4)
"""Takes any deal that leaves less than two fifths of the loss."""


def answers(observation: Observation, taste: Taste = USUAL) -> Iterator[Act]:
    """Yield an answer to each offer made to the seat: signatures first."""
    standing = [
        d for d in observation.deals
        if d.state == "offered" and d.parties[1] == home(observation)
        and d.until > tick(observation)
    ]  # fmt: skip
    weighed = [(deal, *weights(observation, deal, taste)) for deal in standing]
    weighed.sort(key=lambda row: row[2] - row[1])
    for deal, given, asked in weighed:
        text = f"it gives us {share(given)} a year and asks {share(asked)}"
        if given > asked or asked <= _bearable(observation, deal, given, taste):
            yield act(f"sign_deal deal={deal.id}", f"The offer of {deal.parties[0]}: {text}.")
        else:
            reason = f"The offer of {deal.parties[0]} is refused: {text}."
            yield act(f"refuse_deal deal={deal.id}", reason)


def weights(observation: Observation, deal: Deal, taste: Taste) -> tuple[float, float]:
    """Return what a deal gives the seat, and what it asks of it [% of GDP a year]."""
    own = home(observation)
    other = deal.parties[0] if deal.parties[1] == own else deal.parties[1]
    given = sum(_worth(observation, t, taste) for t in deal.terms if t.party != own)
    asked = sum(_price(observation, t, taste, other) for t in deal.terms if t.party == own)
    return given, asked


def propose(
    observation: Observation, other: str, give: tuple[str, ...], ask: tuple[str, ...], reason: str
) -> list[Act]:
    """Return the act of proposing a deal, unless an offer to that country is fresh."""
    if offered_lately(observation, other):
        return []
    words = [f"{key}={','.join(terms)}" for key, terms in (("give", give), ("ask", ask)) if terms]
    return [act(" ".join([f"propose_deal target={other}", *words]), reason)]


def offered_lately(observation: Observation, other: str, months: float = 6.0) -> bool:
    """Return whether the seat's country offered that country a deal some months ago or later."""
    own = home(observation)
    return any(
        d.parties == (own, other) and (
            d.state == "signed" or months_since(observation, d.offered) < months
        )
        for d in observation.deals
    )  # fmt: skip


def bound(observation: Observation, other: str) -> bool:
    """Return whether the own country has promised another to begin nothing new."""
    own, now = home(observation), tick(observation)
    return any(
        d.state == "signed" and set(d.parties) == {own, other} and now < d.until
        and any(t.verb == "hold_off" and t.party == own for t in d.terms)
        for d in observation.deals
    )  # fmt: skip


def _worth(observation: Observation, term: Term, taste: Taste) -> float:
    """Return what a term of the other side is worth to the seat [% of GDP a year]."""
    if term.verb == "lift":
        named = _ordered(observation, term.subject)
        return sum(expected_loss(observation, m) for m in named)
    if term.verb == "hold_off":
        return taste.restraint * exposure(observation, term.party)
    if term.verb == "concede":
        return taste.stake * _stake(observation, term.subject)
    return _money(observation, term, taste)


def _price(observation: Observation, term: Term, taste: Taste, other: str) -> float:
    """Return what a term of its own costs the seat [% of GDP a year]."""
    if term.verb == "lift":
        return taste.lever * sum(
            inflicted(observation, m) for m in _ordered(observation, term.subject)
        )
    if term.verb == "hold_off":
        return taste.restraint * taste.lever * reach(observation, other)
    if term.verb == "concede":
        return taste.stake * _stake(observation, term.subject)
    earns = term.verb == "supply"
    return -_money(observation, term, taste) if earns else _money(observation, term, taste)


def _money(observation: Observation, term: Term, taste: Taste) -> float:
    usd = term.amount
    if term.verb == "supply":
        usd = taste.profit * term.amount * observation.prices.get(term.subject, 0.0)
    gdp = observation.own.gdp if observation.own else None
    return 100.0 * usd / gdp if gdp else 0.0


def _stake(observation: Observation, dispute: str) -> float:
    """Return how much the seat's country has at stake in a dispute [0 to 1]."""
    for d in quarrels(observation):
        if d.id == dispute:
            return d.stake_sender if d.sender == home(observation) else d.stake_target
    return 0.0


def _ordered(observation: Observation, order: str) -> list[Measure]:
    return [m for m in observation.measures if m.origin == order]


def _bearable(observation: Observation, deal: Deal, given: float, taste: Taste) -> float:
    """Return what may be asked of one who is content with a part of the loss [% of GDP]."""
    if taste.residual <= 0.0:
        return -1.0
    loss = loss_at_stake(observation, deal.parties[0])
    return taste.residual * loss if given >= (1.0 - taste.residual) * loss > 0.0 else -1.0


def loss_at_stake(observation: Observation, other: str) -> float:
    """Return what a country costs the own one, or threatens it with [% of GDP a year]."""
    found = 0.0
    for dispute in quarrels(observation):
        if other in (dispute.sender, dispute.target):
            found = max(found, loss_in(observation, dispute))
    return found


def loss_in(observation: Observation, dispute: Dispute) -> float:
    """Return what holding out in a dispute costs the own country [% of GDP a year].

    What it costs already; while it is a threat, what was reckoned when it was made.
    """
    own = home(observation)
    expected = dispute.expected_target if dispute.target == own else dispute.expected_sender
    pending = expected if dispute.stage == "threat" else 0.0
    other = dispute.sender if dispute.target == own else dispute.target
    coming = sum(
        expected_loss(observation, m) for m in observation.measures
        if m.by == other and own in m.targets and m.dispute == dispute.id
    )  # fmt: skip
    return max(damage(observation, dispute, own), pending, coming, 0.0)
