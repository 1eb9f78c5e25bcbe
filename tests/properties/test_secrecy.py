"""Secrecy: what a seat may not see, changed at will, never changes what it sees."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.adjudication.aftermath import aftermath
from sim.game import Game, digest
from sim.observation import Observation
from sim.orders.base import Order
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute, Toll
from sim.world.measures import Measure
from sim.world.politics import Act
from sim.world.world import World, frozen
from tests.politics.made_up import falls
from tests.systems.test_coalitions import club
from tests.world.trading import play, quarrel

SEATS = ("A", "B", "C", "T", "B.METI", "Forge")

Change = Callable[[World, Game, str, np.random.Generator], World]
"""From a World to one in which something differs that a country may not see."""


@functools.cache
def game() -> Game:
    """Return a game with two quarrels, denied measures, a club, watches and people vetted.

    In one of the quarrels, which is over a claim of A's on T, nothing has been done yet.
    """
    orders = {
        1: [
            {"A": "customs_slowdown product=ore target=B share=0.5"},
            {"B": "data_call"}, {"B": "clearance_reform"}, {"C": "clearance_reform"},
            {"B": "stockpile_build product=ore amount=100 until=2020-04-05"},
            {"A": "tourism_restriction target=B rate=0.4"},
        ],
        2: [{"B": "export_licensing product=metal target=A rate=0.5"}, {"C": "outreach target=T"}],
    }  # fmt: skip
    disputes = [quarrel("quarrel", "A", "B"), quarrel("claim", "A", "T")]
    changes = {"disputes": disputes, **club("each", "B", "C", "T")}
    return play({"rounds": 2, "before": {"changes": changes}}, orders)


def others(game: Game, country: str) -> list[int]:
    return [n for n, c in enumerate(game.network.countries) if c != country]


# --- what can differ ------------------------------------------------------------------------------


def standing(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Change how others' governments stand at home, and what they spent."""
    politics, rows = world.politics, others(game, own)
    for name in ("support", "capital", "rally", "spent"):
        values = getattr(politics, name).copy()
        values[rows] = draw.uniform(0.0, 1.0 if name == "rally" else 100.0, len(rows))
        changed: dict[str, Any] = {name: frozen(values)}
        politics = replace(politics, **changed)
    return replace(world, politics=politics)


def resolve(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Change the resolve of every target, and who took what amiss."""
    politics = world.politics
    for d in politics.disputes:
        misread = tuple((c, world.tick) for c in game.network.countries if draw.random() < 0.5)
        changed = replace(d, resolve=float(draw.standard_normal()), misread=misread)
        politics = politics.with_dispute(changed)
    return replace(world, politics=politics)


def deals(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let others agree on something, or offer it, without a word to anybody."""
    one, two = (game.network.countries.name(n) for n in draw.permutation(others(game, own))[:2])
    terms = (Term(one, "pay", amount=float(draw.uniform(1.0, 1e6))),)
    signed = world.tick - 1 if draw.random() < 0.5 else None
    secret = Deal("whisper", (one, two), terms, world.tick - 2, world.tick + 9, secret=True,
                  signed=signed, state="signed" if signed else "offered")  # fmt: skip
    return replace(world, politics=world.politics.with_deal(secret))


def plans(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let others have ordered what has not begun."""
    seats = [game.network.countries.name(n) for n in others(game, own)]
    day = game.timeline.date(world.tick)
    acts = tuple(
        Act(world.tick + 5, f"{seat}-9-1", seat, f"deal_talks target={own}", day)
        for seat in seats
        if draw.random() < 0.7
    )
    return replace(
        world, politics=replace(world.politics, pending=(*world.politics.pending, *acts))
    )


def stocks(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Change what users and states elsewhere hold, what they expect and what they build."""
    network, row = game.network, game.network.countries[own]
    slots, firms = network.slot_country != row, network.firm_country != row
    changed: dict[str, Any] = {}
    for name, where in (
        ("stock", slots), ("transit", slots), ("risk", slots), ("expected_use", slots),
        ("expected_change", slots), ("projects", firms), ("margin", firms),
    ):  # fmt: skip
        values = getattr(world, name).copy()
        values[where] *= draw.uniform(0.1, 3.0)
        changed[name] = frozen(values)
    return replace(world, **changed)


def hushed(world: World, by: str, target: str, dispute: str | None = None) -> Measure:
    """Return a slow-down of ore that its author denies."""
    return Measure(
        "hush", "hold", by, products=("ore",), targets=(target,), rate=0.5, amount=0.1,
        since=world.tick - 3, known=world.tick - 3, deniability=0.8, dispute=dispute,
        instrument="customs_slowdown", rung=3,
    )  # fmt: skip


def denied(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let others do to each other what they deny, and watch in secret."""
    names = game.network.countries.names
    one, two = (names[n] for n in draw.permutation(others(game, own))[:2])
    ears = Measure("ears", "warning", one, rate=0.5, since=0, deniability=0.9)
    shared = one in ("B", "C")  # who tell each other what they hear
    return world.with_measures(
        (*world.measures, hushed(world, one, two), *(() if shared else (ears,)))
    )


def rumoured(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let a side of the quarrel take one more step that it denies, unless it hits the country.

    Its order can be named by all who know of the quarrel, to go to law over it: rumour runs ahead
    of proof. Its measure is not seen.
    """
    if own in ("A", "B"):
        return world
    return world.with_measures((*world.measures, hushed(world, "A", "B", "quarrel")))


def pressed(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let the quarrel that was quiet begin by a step that is denied, and politics run a month."""
    if own in ("A", "T"):
        return world
    steps = (*world.measures, hushed(world, "A", "T", "claim"))
    hurt = tuple(draw.uniform(0.0, 5.0, len(game.network.countries)).tolist())
    tolls = {"claim": Toll(hurt, hurt, hurt)}
    after, _, _ = aftermath(world.with_measures(steps), game.setting, tolls, 4, falls())
    claim = after.politics.dispute("claim")
    assert claim is not None and claim.stage == "imposed" and claim.escalation == 3.0
    return replace(after, politics=world.politics.with_dispute(claim))


def affairs(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Let others have a quarrel that nobody else has heard of."""
    names = game.network.countries.names
    one, two = (names[n] for n in draw.permutation(others(game, own))[:2])
    hurt = tuple(draw.uniform(0.0, 5.0, len(names)).tolist())
    unheard = Dispute(
        "unheard", one, two, "Be silent.", "security", 0.5, 0.5, stage="imposed", months=3.0,
        attribution=-2.0, public=False, toll=Toll(hurt, hurt, hurt),
        toll_before=Toll(hurt, hurt, hurt),
    )  # fmt: skip
    return replace(world, politics=world.politics.with_dispute(unheard))


def news(world: World, game: Game, own: str, draw: np.random.Generator) -> World:
    """Change what others lost in the round before, of which only those know who watch."""
    if own == "B" or own == "C":  # B asked its firms, and C is told
        return world
    politics, row = world.politics, game.network.countries[own]
    for d in politics.disputes:
        if d.toll is not None:
            hurt = draw.uniform(0.0, 5.0, (3, len(game.network.countries)))
            hurt[:, row] = [d.toll.damage[row], d.toll.sector[row], d.toll.shortage[row]]
            damage, sector, shortage = (tuple(part) for part in hurt.tolist())
            toll = Toll(damage, sector, shortage, usd=damage, ties=float(draw.random()))
            politics = politics.with_dispute(replace(d, toll=toll))
    return replace(world, politics=politics)


HIDDEN: tuple[Change, ...] = (
    standing, resolve, deals, plans, stocks, denied, rumoured, pressed, affairs, news,
)  # fmt: skip

ORDERS = (
    "export_ban product=metal target=A", "customs_slowdown product=ore target=B share=0.3",
    "attribution_campaign target=A", "counter_story target=B", "deal_talks target=A",
    "deal_talks target=C", "sign_deal deal=whisper", "wto_case order=hush", "wto_case order=A-1-1",
    "join_coalition order=hush", "stockpile_release product=ore amount=5 until=2021-01-01",
    "import_tariff product=metal origin=B rate=0.2", "data_call", "consult_2plus2 target=C",
    "joint_statement target=A", "joint_statement target=A dispute=unheard", "outreach target=T",
    "propose_deal target=A give=pay:1000 ask=hold_off", "acquire_stake firm=Forge share=0.05",
    "build_stock product=ore rate=2", "mediation dispute=unheard", "concede target=A",
)  # fmt: skip
"""Orders whose refusal might tell something."""


def said(seen: Observation) -> list[str | None]:
    return [seen.may(order) for order in orders()]


@functools.cache
def orders() -> tuple[Order, ...]:
    return tuple(map(Order.parse, ORDERS))


def observed(world: World, seat: str) -> Observation:
    played = game()
    before, played.world = played.world, world
    try:
        return played.observe(seat)
    finally:
        played.world = before


# --- the property --------------------------------------------------------------------------------


@given(st.sampled_from(SEATS), st.lists(st.sampled_from(HIDDEN), min_size=1), st.integers(0, 99))
def test_what_is_hidden_changes_nothing_that_is_seen(
    seat: str, changes: list[Change], seed: int
) -> None:
    world, draw = game().world, np.random.default_rng(seed)
    plain = observed(world, seat)
    for change in dict.fromkeys(changes):
        world = change(world, game(), game().setting.polity.state_of(seat), draw)
    seen = observed(world, seat)
    for field in fields(Observation):
        if field.compare:
            assert getattr(seen, field.name) == getattr(plain, field.name), field.name
    assert seen == plain
    assert seen.chokepoints == plain.chokepoints
    assert {rumoured, pressed} & {*changes} or said(seen) == said(plain)


# --- and what may be seen is ----------------------------------------------------------------------


@pytest.mark.parametrize("change", HIDDEN, ids=lambda change: change.__name__)
def test_every_change_is_one(change: Change) -> None:
    draw = np.random.default_rng(3)
    changed = {digest(change(game().world, game(), own, draw)) for own in ("C", "T")}
    assert changed != {digest(game().world)}


def test_who_takes_part_sees_what_is_hidden_from_others() -> None:
    world = game().world
    told = world.with_measures((*world.measures, hushed(world, "C", "T")))
    knows = {s: "hush" in [m.id for m in observed(told, s).measures] for s in ("A", "B", "C", "T")}
    assert knows == {"A": False, "B": False, "C": True, "T": True}


def test_what_is_seen_holds_nothing_exact_of_others() -> None:
    assert {*observed(game().world, "A").deterrence} == {"claim"}
    for seat in ("B", "C"):
        for d in observed(game().world, seat).disputes:
            assert (d.resolve, d.toll_before, d.misread) == (0.0, None, ())
            assert d.toll is None or (d.toll.usd, d.toll.ties) == ((), None)
