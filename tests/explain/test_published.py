"""Published numbers: their names, faults in a name, and where they are read (§W.2, §W.3)."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sim.errors import SimError
from sim.explain.played import Played, undisturbed
from sim.explain.published import (
    MOST_FAULTS,
    READINGS,
    Number,
    foreseen,
    names_of,
    published,
    published_of,
)
from sim.indicators import INDICATORS, Selection, measure
from sim.odds import logistic
from sim.parameters import catalogue
from sim.replay.course import record_of
from sim.timeline import Period
from sim.world.disputes import Stage
from tests.explain.made_up import ORDERS, number, played
from tests.world.trading import play


def last(rounds: int = 2) -> Played:
    game = played(rounds)
    return Played(game, undisturbed(game, game.moments[-1]))


def value(text: str) -> float:
    found = number(text).value(last())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("price", "'price' names no number; write SUBJECT.what or SUBJECT.what(argument), such as "
                  "A.price(ore)"),
        ("B.", "names no number"),
        ("B.price(ore", "names no number"),
        ("BB.price(ore)", "unknown country or dispute 'BB'; known: A, B, C, T, quarrel, world. "
                          "Did you mean 'B'?"),
        ("B.prise(ore)", "unknown number of a country 'prise'"),
        ("B.prise(ore)", "Did you mean 'price'?"),
        ("quarrel.concesion", "unknown number of a dispute 'concesion'; known: attribution, "
                              "backed_down, conceded, concession, escalation, joint, months, open, "
                              "settled, settlement, withdrawal, withdrawn. Did you mean "
                              "'concession'?"),
        ("quarrel.price(ore)", "unknown number of a dispute 'price'"),
        ("B.price(oar)", "B.price(oar): unknown product, activity or country 'oar'"),
        ("B.price", "B.price: price needs a product; none is named"),
        ("B.cover", "B.cover: cover takes a product in brackets"),
        ("B.cover(oar)", "unknown product 'oar'; known: metal, ore. Did you mean 'ore'?"),
        ("B.damage(ore)", "damage takes nothing in brackets"),
        ("B.relations", "relations takes a country in brackets"),
        ("B.join(querrel)", "unknown dispute 'querrel'; known: quarrel. Did you mean 'quarrel'?"),
        ("B.imports(ore,B)", "partner 'B' is the country itself"),
        ("world.damage", "unknown number of a world 'damage'"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_what_would_do(text: str, said: str) -> None:
    with pytest.raises(SimError) as raised:
        number(text)
    assert said in str(raised.value)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(SimError, match=r"(?s)'x' names no number.*unknown country or dispute 'N'"):
        published_of(["x", "B.support", "N.support"], played())


@pytest.mark.parametrize(
    "text", ["B.damage", "B.imports(ore,A)", "quarrel.escalation", "world.world_output(ore)"]
)
def test_a_name_comes_back(text: str) -> None:
    assert str(number(text)) == text
    assert number(f" {text.replace(',', ', ')} ") == number(text)


def test_where_there_is_none_to_name_that_is_said() -> None:
    scenario = played().scenario.model_copy(update={"disputes": ()})
    with pytest.raises(SimError, match="unknown dispute 'foo'; known: none"):
        foreseen(["B.join(foo)"], scenario)


def test_no_more_than_twenty_faults_are_listed() -> None:
    with pytest.raises(SimError) as raised:
        published_of([f"N{n}.support" for n in range(25)], played())
    *told, last_line = str(raised.value).splitlines()
    assert len(told) == MOST_FAULTS
    assert last_line == "and 5 more"


def test_a_number_named_twice_is_one() -> None:
    assert len(published_of(["B.damage", "B.damage"], played())) == 1


def test_a_dispute_that_began_in_play_has_numbers() -> None:
    game = played()
    assert published("new.escalation", game.scenario, ["new"]).kind == "dispute"
    missing = published("new.escalation", game.scenario, ["new"])
    assert missing.value(last()) == 0.0  # in a re-run without the order that began it


def test_before_play_only_a_dispute_that_may_begin_in_it_is_let_pass() -> None:
    scenario = played().scenario
    texts = ["C-A-1.escalation", "B.join(C-A-2)", "quarrel.joint"]
    assert [str(n) for n in foreseen(texts, scenario)] == texts
    for text in ("C-A.escalation", "C-X-1.escalation", "querrel.joint", "C-A-1.escaltion"):
        with pytest.raises(SimError, match="unknown"):
            foreseen([text], scenario)


def test_numbers_are_read_where_the_round_left_them() -> None:
    world, politics = played().world, played().world.politics
    b, c = (played().network.countries[name] for name in "BC")
    (dispute,) = politics.disputes
    assert value("B.support") == politics.support[b]
    assert value("B.capital") == politics.capital[b]
    assert value("B.legitimacy") == politics.legitimacy[b]
    assert value("B.relations(C)") == politics.relations[b, c]
    assert value("quarrel.escalation") == dispute.escalation > 0.0
    assert value("quarrel.attribution") == logistic(dispute.attribution)
    assert 0.0 < value("B.cover(ore)") < 52.0
    assert world.tick == 26


def test_what_flows_is_that_of_the_round() -> None:
    game = played()
    entry = game.journal[-1]
    for text, name, of in (
        ("B.imports(ore,A)", "imports", Selection("B", "A", ("ore",))),
        ("B.price(ore)", "buyer_price", Selection("B", None, ("ore",))),
        ("B.output(works)", "output", Selection("B", activity="works")),
        ("world.world_output(ore)", "world_output", Selection(products=("ore",))),
    ):
        whole = measure(record_of(game), name, of, Period(entry.start, entry.end))
        assert value(text) == pytest.approx(whole, rel=1e-12), text


def test_chances_of_a_rounds_months_multiply() -> None:
    game = play({"rounds": 1, "before": {"parameters": {"tempo": 1.0}}}, ORDERS)
    draws = [d for d in game.journal[0].draws if d.what == "conceded"]
    assert len(draws) == 3
    none = 1.0
    for draw in draws:
        none *= 1.0 - draw.probability
    found = number("quarrel.concession").value(Played(game, undisturbed(game, game.moments[0])))
    assert none < 1.0
    assert found == pytest.approx(1.0 - none)


@pytest.mark.parametrize(
    ("ending", "what"),
    [("conceded", "conceded"), ("settled", "settled"), ("withdrawn", "withdrawn"),
     ("backed down", "backed_down"), (None, "open")],
)  # fmt: skip
def test_how_a_dispute_stands_at_the_end_of_a_round_is_yes_or_no(ending: Any, what: str) -> None:
    stage: Stage = "imposed" if ending is None else "closed"
    politics = played().world.politics
    (dispute,) = politics.disputes
    changed = politics.with_dispute(replace(dispute, stage=stage, ending=ending, months=3.5))
    one = cast(Played, SimpleNamespace(world=SimpleNamespace(politics=changed)))
    ends = ("conceded", "settled", "withdrawn", "backed_down", "open")
    assert {end for end in ends if number(f"quarrel.{end}").value(one)} == {what}
    assert number(f"quarrel.{what}").value(one) == 1.0
    assert number("quarrel.months").value(one) == 3.5


def test_a_dispute_that_has_not_begun_has_not_ended() -> None:
    for what in ("conceded", "settled", "withdrawn", "backed_down", "open", "months"):
        assert published(f"new.{what}", played().scenario, ["new"]).value(last()) == 0.0


def test_who_joins_is_read_from_the_journal() -> None:
    def answer(dispute: str, chance: float) -> Any:
        odds = SimpleNamespace(probability=chance)
        joining = SimpleNamespace(country="C", odds=odds, probability=1.0)  # it has joined
        return SimpleNamespace(dispute=dispute, joins=(joining,), chance=chance / 2)

    entry = SimpleNamespace(joins=(answer("quarrel", 0.4), answer("other", 0.6)))
    one = cast(Played, SimpleNamespace(entry=entry))
    game = played()
    assert number("C.join(quarrel)", game).value(one) == 0.4
    assert number("C.join", game).value(one) == 0.6
    assert number("T.join", game).value(one) == 0.0
    assert number("quarrel.joint", game).value(one) == 0.2


def test_cover_counts_what_the_state_holds() -> None:
    order = "stockpile_build product=ore amount=500 until=2020-04-05"
    game = play({"rounds": 1}, {1: [{"B": order}]})
    plain = play({"rounds": 1}, {})
    found = [number("B.cover(ore)").value(Played(g, undisturbed(g, g.moments[0])))
             for g in (game, plain)]  # fmt: skip
    assert found[0] is not None and found[1] is not None and found[0] > 1.2 * found[1]


def test_changes_of_quantities_are_told_as_shares() -> None:
    assert number("B.imports(ore)").relative and number("B.price(ore)").relative
    absolute = ("B.damage", "B.support", "B.cover(ore)", "quarrel.concession", "quarrel.escalation")
    assert not any(number(text).relative for text in absolute)


def every_reading() -> list[Any]:
    return [(k, n, r) for k, readings in READINGS.items() for n, r in readings.items()]


@pytest.mark.parametrize(("kind", "name", "reading"), every_reading())
def test_every_number_rests_on_parameters_there_are(kind: str, name: str, reading: Any) -> None:
    for start in reading.behind:
        assert start == "goods" or any(p.startswith(start) for p in catalogue()), (name, start)
    assert reading.meaning[0].isupper() and not reading.meaning.endswith(".")


def test_no_reading_hides_an_indicator() -> None:
    assert not set(READINGS["country"]) & set(INDICATORS)
    assert set(names_of("country")) > {"price", "damage", *INDICATORS}
    assert isinstance(number("B.damage"), Number)
