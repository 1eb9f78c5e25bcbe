"""An exercise conducted with the model: rounds, injects, overruling, going back, running on."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.acts import WHITE, SeatAct
from sim.exercise.conduct import (
    create,
    explanation,
    injects,
    lines,
    orders,
    rounds,
    seats,
    white,
)
from sim.exercise.conduct.adjudication import Kept, kept, resolved
from sim.exercise.conduct.sheets import sheets
from sim.exercise.conduct.verify import verified
from sim.exercise.exercise import Exercise
from sim.exercise.fold import HOME, check
from sim.exercise.msel.rows import InjectRow
from sim.exercise.state import NotNowError, Said
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS, Adjudicated, Locked, Published
from sim.exercise.topics.seats import Chair
from sim.exercise.topics.white import WHITE_CELL
from sim.game import Game
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.records import to_bytes
from sim.scenario import catalog
from sim.world.store import digest
from sim.world.world import frozen
from tests.exercise.made_up import Watch

BAN = "export_licensing product=magnet target=SORIN rate=0.9"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def day(tmp_path: Path, watch: Watch) -> Iterator[Exercise]:
    """An exercise in which people play KORVA and SORIN of three-chokepoints, nobody the others."""
    chairs = {
        seat: Chair(kind="human" if seat in ("KORVA", "SORIN") else "script", policy="passive")
        for seat in ("KORVA", "MERID", "ALDER", "SORIN", "TARRA", "PELA")
    }
    made = create.create(
        tmp_path / "day.exercise", "three-chokepoints", seed=7, chairs=chairs, clock=watch
    )
    yield made
    made.close()


def started(day: Exercise) -> Table:
    table = Table(day)
    rounds.start(day, table)
    return table


def the_ban(day: Exercise) -> str:
    """Return the id of the only order that KORVA gave."""
    (order,) = day.of(ROUNDS).sheets["KORVA"].orders
    return order.id


def ordered(day: Exercise, table: Table, *texts: str, seat: str = "KORVA") -> None:
    """Bring the next round under review, with orders of one seat; others stay silent."""
    rounds.open_round(day)
    for text in texts:
        orders.add(day, seat, seat, text)
    rounds.lock(day, table)
    rounds.adjudicate(day, table)


def test_a_new_exercise_holds_all_that_it_needs(day: Exercise) -> None:
    scenario = catalog.find("three-chokepoints") / "scenario.yaml"
    assert day.setup.scenario_text == scenario.read_text("utf-8")
    assert day.of(INJECTS).rows
    with Exercise.open(day.file.path) as again:
        assert Table(again).beginning.world.tick == 0


def test_everything_wrong_with_the_seats_is_told_at_once(tmp_path: Path) -> None:
    chairs = {
        "KORVO": Chair(kind="human"),
        "SORIN": Chair(kind="script", policy="angry"),
        "ALDER": Chair(kind="program"),
    }
    with pytest.raises(SimError) as told:
        create.create(tmp_path / "x.exercise", "three-chokepoints", chairs=chairs)
    for part in ("Did you mean 'KORVA'", "policy 'angry'", "ALDER: a program seat needs"):
        assert part in str(told.value)
    assert not (tmp_path / "x.exercise").exists()


def test_orders_are_adjudicated_and_a_silent_seat_gives_its_default_orders(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    sheets = day.of(ROUNDS).sheets
    assert (sheets["KORVA"].origin, sheets["SORIN"].origin) == ("draft", "default")
    defaults = table.template.seats["SORIN"].default_orders
    assert len(sheets["SORIN"].orders) == len(defaults)
    assert sheets["TARRA"].origin == "none"
    rulings = table.result(1).entry.rulings
    (ban,) = sheets["KORVA"].orders
    assert [r.outcome for r in rulings if r.order_id == ban.id] == ["carried out"]


class Answers:
    """A program that orders a licence and lifts it on the same sheet, with ids of its own."""

    def sheet(self, seat: str, command: tuple[str, ...], table: Table) -> tuple[OrderSheet, str]:
        day = table.game().observe(seat).start
        texts = (BAN, f"lift order={seat}-99-1,a-tariff")
        sheet = (SheetEntry(day, f"{seat}-99-{n}", Order.parse(t)) for n, t in enumerate(texts, 1))
        return tuple(sheet), ""


def test_ids_of_what_a_program_orders_are_like_those_of_people(day: Exercise) -> None:
    table = started(day)
    seats.assign(day, "KORVA", Chair(kind="program", command=("machine",)))
    rounds.open_round(day)
    orders.add(day, "SORIN", "SORIN", "hold")
    rounds.lock(day, table, Answers())
    sheets = day.of(ROUNDS).sheets
    (_, lift), (written,) = sheets["KORVA"].orders, sheets["SORIN"].orders
    ids = [line.id for line in (*sheets["KORVA"].orders, written)]
    assert all(re.fullmatch(r"(KORVA|SORIN)-1-[A-Z0-9]{3}", id) for id in ids)
    assert lift.text == f"lift order={ids[0]},a-tariff"  # what it names goes by its new id


def test_what_history_lifts_is_what_it_ordered_in_an_earlier_round(tmp_path: Path) -> None:
    text = (catalog.find("two-islands") / "scenario.yaml").read_text("utf-8")
    over = (
        "  - {id: over, date: 2030-09-02, by: NORTH, order: lift order=ore-squeeze, title: Over,\n"
    )
    over += "     assumed: invented}\n\ninjects:\n"
    (tmp_path / "scenario.yaml").write_text(text.replace("\ninjects:\n", over), "utf-8")
    chairs = {"NORTH": Chair(kind="script", policy="history")}
    with create.create(tmp_path / "x.exercise", str(tmp_path), chairs=chairs) as made:
        table, texts = started(made), []
        for _ in range(3):
            ordered(made, table)
            texts += [(o.id, o.text) for o in made.of(ROUNDS).sheets["NORTH"].orders]
            rounds.publish(made, table)
        (squeeze, _), (_, lifted) = texts
        assert squeeze.startswith("NORTH-2-") and lifted == f"lift order={squeeze}"
        assert all(m.origin != squeeze or m.until for m in table.game().world.measures)
        assert verified(made, table) == ()


def test_reopening_gives_the_game_that_was_left(day: Exercise) -> None:
    table = started(day)
    for _ in range(2):
        ordered(day, table, BAN)
        rounds.publish(day, table)
    with Exercise.open(day.file.path) as again:
        assert digest(Table(again).game().world) == digest(table.game().world)
        assert verified(again, Table(again)) == ()


def test_a_record_that_does_not_follow_from_its_orders_is_found(day: Exercise) -> None:
    table = started(day)
    rounds.open_round(day)
    orders.add(day, "KORVA", "KORVA", BAN)
    rounds.lock(day, table)
    record = table.after((resolved(day, table).name,)).record()
    world = replace(record.world, price=frozen(1.1 * record.world.price))
    entry = replace(record.entry, state=digest(world))
    name, records = day.keep(to_bytes(replace(record, entry=entry, world=world)))
    forged = Adjudicated(round=1, record=name, digest=entry.state)
    day.do(WHITE, forged, records)
    (found,) = verified(day, table)
    assert str(found) == f"entry {day.state.head}, line main, round 1: price differs"


def test_a_sheet_that_was_locked_otherwise_than_it_was_written_is_found(day: Exercise) -> None:
    table = started(day)
    rounds.open_round(day)
    orders.add(day, "KORVA", "KORVA", BAN)
    written = sheets(day, table, None)
    forged = {**written, "KORVA": written["MERID"]}
    day.do(WHITE, Locked(round=1, sheets=forged))
    rounds.adjudicate(day, table)
    assert [found.what for found in verified(day, table)] == [
        "the sheet of KORVA is not what was written for it"
    ]


def test_a_missing_record_is_told_and_the_rest_is_looked_at(day: Exercise) -> None:
    table = started(day)
    for _ in range(2):
        ordered(day, table, BAN)
        rounds.publish(day, table)
    lost = day.of(ROUNDS).records[0]
    connection = sqlite3.connect(day.file.path)
    connection.execute("DELETE FROM records WHERE hash = ?", (lost,))
    connection.commit()
    connection.close()
    with Exercise.open(day.file.path) as again:
        found = verified(again, Table(again))
    assert found and all(f"{lost} is missing" in one.what for one in found)


def test_a_round_that_was_unlocked_while_the_model_was_at_work_is_worked_out_again(
    day: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = started(day)
    rounds.open_round(day)
    orders.add(day, "KORVA", "KORVA", "hold")
    rounds.lock(day, table)
    meanwhile = [True]

    def slow(exercise: Exercise, board: Table) -> Kept:
        found = resolved(exercise, board)
        if meanwhile.pop() if meanwhile else False:
            with Exercise.open(day.file.path) as other:
                rounds.unlock(other, "a sheet was forgotten")
                orders.add(other, WHITE, "KORVA", BAN)
                rounds.lock(other, Table(other))
        return found

    monkeypatch.setattr("sim.exercise.conduct.adjudication.resolved", slow)
    result = rounds.adjudicate(day, table)
    monkeypatch.undo()
    assert any("export_licensing" in r.order for r in result.entry.rulings)
    assert verified(day, table) == ()


def test_two_who_overrule_at_once_both_have_their_way(
    day: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = started(day)
    ordered(day, table, BAN)
    meanwhile = [True]

    def slow(board: Table, game: Game) -> Kept:
        found = kept(board, game)
        if meanwhile.pop() if meanwhile else False:
            with Exercise.open(day.file.path) as other:
                white.patch(other, Table(other), ["SORIN.support = 22"], "one")
        return found

    monkeypatch.setattr(white, "kept", slow)
    white.patch(day, table, ["KORVA.support = 11"], "other")
    monkeypatch.undo()
    support = table.result(1).game.world.politics.support
    rows = table.beginning.network.countries
    assert (support[rows["KORVA"]], support[rows["SORIN"]]) == (11, 22)
    assert verified(day, table) == ()


def test_an_inject_about_what_is_gone_does_not_stop_the_round(day: Exercise) -> None:
    table = started(day)
    row = InjectRow(id="X8", title="A pit floods", effects=("PELA.capacity(mining) *= 0.5",))
    injects.set_rows(day, table, [row])
    rounds.open_round(day)
    injects.fire(day, "X8")
    rounds.lock(day, table)
    assert rounds.adjudicate(day, table).round == 1


def test_a_ruling_is_overruled_and_the_round_run_again(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    own = table.result(1)
    assert any(m.by == "KORVA" for m in own.game.world.measures)
    white.decide_ruling(day, table, the_ban(day), "refused", "the customs law does not allow it")
    now = table.result(1)
    (ruling,) = (r for r in now.entry.rulings if r.order_id == the_ban(day))
    assert ruling.outcome == "refused" and "customs law" in ruling.reason
    assert not any(m.by == "KORVA" for m in now.game.world.measures)
    assert table.own_result(1).entry == own.entry
    assert verified(day, table) == ()


def test_a_drawn_outcome_is_overruled_and_nothing_drawn_before_it_moves(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    draws = table.result(1).entry.draws
    drawn = next(d for d in draws if not d.happened and d.probability > 0.0)
    white.decide_draw(day, table, drawn.subject, drawn.what, True, "it was in the news")
    again = table.result(1).entry.draws
    assert any(d.happened for d in again if (d.subject, d.what) == (drawn.subject, drawn.what))
    place = next(n for n, d in enumerate(draws) if d == drawn)
    assert again[:place] == draws[:place]


def test_a_quantity_is_patched_and_other_ways_of_overruling_keep_it(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    row = table.beginning.network.countries["SORIN"]
    before = float(table.result(1).game.world.politics.support[row])
    white.patch(day, table, ["SORIN.support -= 3"], "a scandal")
    assert float(table.result(1).game.world.politics.support[row]) == pytest.approx(before - 3)
    white.decide_ruling(day, table, the_ban(day), "refused", "not theirs to order")
    after = table.result(1).game
    assert after.journal[-1].patches == ("SORIN.support -= 3",)
    assert len(day.of(WHITE_CELL).overruled) == 2
    assert verified(day, table) == ()


@pytest.mark.parametrize(
    ("do", "hint"),
    [
        (lambda d, t: white.patch(d, t, ["SORIM.support -= 3"], "x"), "Did you mean 'SORIN'"),
        (lambda d, t: white.decide_ruling(d, t, "KORVA-1-9", "refused", "x"), "KORVA-1-"),
        (lambda d, t: white.decide_draw(d, t, "KORVA", "flood", True, "x"), "KORVA"),
    ],
)
def test_what_cannot_be_overruled_is_told_and_nothing_changes(
    day: Exercise, do: object, hint: str
) -> None:
    table = started(day)
    ordered(day, table, BAN)
    before = day.state
    with pytest.raises(SimError, match=hint):
        do(day, table)  # type: ignore[operator]
    assert day.state == before


def test_a_remark_leaves_the_world_alone(day: Exercise) -> None:
    table = started(day)
    ordered(day, table)
    before = day.of(ROUNDS).records
    white.annotate(day, 1, "The figure is low: it leaves out services.", "asked in the room")
    assert day.of(ROUNDS).records == before
    assert day.of(WHITE_CELL).remarks[0].round == 1


def test_an_idea_that_is_allowed_acts_in_the_round(day: Exercise) -> None:
    table = started(day)
    rounds.open_round(day)
    orders.ask_custom(day, "SORIN", "SORIN", "Airlift magnets from old stores", "+ stock")
    (id,) = day.of(ORDERS).customs
    with pytest.raises(SimError, match="magnt"):
        orders.allow_custom(day, table, id, ["SORIN.stock(magnt) *= 1.2"], "they exist")
    orders.allow_custom(day, table, id, ["SORIN.support += 2"], "plausible", points=4, usd=2e8)
    rounds.lock(day, table)
    result = rounds.adjudicate(day, table)
    assert [str(p) for p in result.moment.patches] == [
        "SORIN.support += 2", "SORIN.capital -= 4", "SORIN.spent += 200000000",
    ]  # fmt: skip
    assert result.moment.patches[0].of == "idea-1-1"  # whose it was stays with its seat
    assert day.of(ORDERS).customs[id].acted == 1


def test_what_is_fired_while_the_model_is_at_work_waits_for_the_next_round(day: Exercise) -> None:
    table = started(day)
    for id in day.of(INJECTS).rows:
        injects.set_status(day, id, "skipped")
    injects.set_rows(day, table, [InjectRow(id="L1", title="L", effects=("SORIN.support -= 4",))])
    rounds.open_round(day)
    rounds.lock(day, table)
    kept = resolved(day, table)
    injects.fire(day, "L1")
    done = Adjudicated(round=1, record=kept.name, digest=kept.digest, acted=kept.acted)
    day.do(WHITE, done, kept.records)
    rounds.publish(day, table)
    ordered(day, table)
    assert [str(p) for p in table.result(2).moment.patches] == ["SORIN.support -= 4"]
    assert day.of(INJECTS).acted == {1: (), 2: ("L1",)}


def test_injects_fire_by_minute_by_condition_and_by_hand(day: Exercise, watch: Watch) -> None:
    table = started(day)
    rows = [
        InjectRow(id="T1", title="On time", round=1, minute=10),
        InjectRow(id="T2", title="After the cut", when="ordered(KORVA, export_licensing)"),
        InjectRow(id="T3", title="By hand", effects=("SORIN.support -= 4",)),
        InjectRow(id="T4", title="Held", round=1, status="held"),
    ]
    for id in day.of(INJECTS).rows:
        injects.set_status(day, id, "skipped")
    injects.set_rows(day, table, rows)
    rounds.open_round(day)
    assert injects.fire_due(day, table) == []
    watch.go(10)
    rounds.pause(day)
    assert injects.fire_due(day, table) == []
    injects.fire(day, "T3")
    rounds.resume(day)
    assert day.of(INJECTS).fired == {"T3"}
    injects.fire_due(day, table)
    assert day.of(INJECTS).fired == {"T1", "T3"}
    orders.add(day, "KORVA", "KORVA", BAN)
    rounds.lock(day, table)
    result = rounds.adjudicate(day, table)
    assert [p.of for p in result.moment.patches] == ["T3"]
    assert "T2" not in day.of(INJECTS).fired  # nobody may know of the order yet
    rounds.publish(day, table)
    assert "T2" in day.of(INJECTS).fired and "T4" not in day.of(INJECTS).fired


def test_rows_that_name_what_there_is_not_are_refused_together(day: Exercise) -> None:
    table = started(day)
    rows = [
        InjectRow(id="A", title="a", to=("SORIM",)),
        InjectRow(id="B", title="b", when="SORIN.cover(magnt) < 6 weeks"),
        InjectRow(id="C", title="c", effects=("KORVA: export_bann product=magnet",)),
    ]
    with pytest.raises(SimError) as told:
        injects.set_rows(day, table, rows)
    for part in ("inject A", "'SORIN'", "inject B", "'magnet'", "inject C", "export_ban"):
        assert part in str(told.value)


def test_two_lines_from_one_start_differ_only_by_what_was_ordered(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    rounds.publish(day, table)
    lines.branch(day, "calm", 1)
    ordered(day, table)
    rounds.publish(day, table)
    assert digest(table.game(1, "main").world) != digest(table.game(1, "calm").world)
    lines.branch(day, "same", 1, "main")
    ordered(day, table, BAN)
    rounds.publish(day, table)
    assert table.game(1, "main").world.politics.disputes == table.game().world.politics.disputes


def test_the_world_is_run_on_after_the_end(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    rounds.publish(day, table)
    rounds.end(day, table, months=6)
    assert table.projected().tick > table.published().tick
    assert day.of(ROUNDS).months == 6
    with pytest.raises(SimError, match="the exercise is over"):
        rounds.open_round(day)


def test_causes_are_kept_until_the_round_is_overruled(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    explanation.explain(day, table, 1, names=["SORIN.price(magnet)"], members=0)
    (traced,) = explanation.causes(day, 1)
    assert traced.number == "SORIN.price(magnet)" and traced.before is not None
    shares = sum(cause.share for cause in traced.causes)
    assert traced.after == pytest.approx(traced.before + shares)
    white.decide_ruling(day, table, the_ban(day), "refused", "no")
    assert explanation.causes(day, 1) == ()


def test_what_is_not_a_seats_to_do_is_refused_before_anything_is_told_of_it(day: Exercise) -> None:
    table = started(day)
    ordered(day, table, BAN)
    told = set()
    for kind in HOME:
        if not issubclass(kind, SeatAct):
            with pytest.raises(NotNowError) as refused:
                check(day.state, Said(0, day.clock(), "KORVA", kind.model_construct()))
            told.add(str(refused.value))
    assert len(told) == 1
    with pytest.raises(NotNowError, match="for the white cell"):
        day.do("KORVA", Published(round=1))


def test_a_row_that_was_fired_on_another_line_can_be_fired_on_this_one(day: Exercise) -> None:
    table = started(day)
    rounds.open_round(day)
    injects.set_rows(day, table, [InjectRow(id="L1", title="L")])
    injects.fire(day, "L1")
    row = day.of(INJECTS).rows["L1"]
    lines.rewind(day, 1)
    injects.set_rows(day, table, [row])
    assert day.of(INJECTS).rows["L1"].status == "approved"
    injects.fire(day, "L1")
    injects.set_rows(day, table, [row])  # as it is
    assert day.of(INJECTS).rows["L1"].status == "fired"


def test_the_price_of_an_idea_is_taken_to_the_last_digit(day: Exercise) -> None:
    table = started(day)
    rounds.open_round(day)
    orders.ask_custom(day, "SORIN", "SORIN", "Airlift magnets")
    (id,) = day.of(ORDERS).customs
    orders.allow_custom(day, table, id, [], "plausible", points=0.25, usd=1234567)
    assert day.of(ORDERS).customs[id].effects == ("SORIN.capital -= 0.25", "SORIN.spent += 1234567")
    with pytest.raises(SimError, match="no -4 points") as refused:
        orders.allow_custom(day, table, id, [], "a gift", points=-4, usd=float("nan"))
    assert "no nan USD" in str(refused.value)
