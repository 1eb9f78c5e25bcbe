"""Completion: what could stand next, of what the speaker may say and know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.registry.registry import commands
from cli.registry.session import Session
from sim.exercise.conduct import orders, talk
from sim.exercise.conduct.deals import propose
from sim.exercise.conduct.injects import set_rows
from sim.exercise.log.entry import Entry
from sim.exercise.msel.rows import InjectRow
from sim.exercise.topics.orders import Ordered
from tests.cli.exercise.shell import playing, speaking

SECRET = "ZQX77"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Yield an exercise in which NORTH and the white cell have done much in secret."""
    with playing(tmp_path_factory.mktemp("completion")) as made:
        exercise, table = made.exercise, made.table
        orders.add(exercise, "NORTH", "NORTH", "export_ban product=ore", f"why {SECRET}")
        orders.ask_custom(exercise, "NORTH", "NORTH", f"a plot {SECRET}")
        talk.message(exercise, "NORTH", "NORTH", ["FAR"], f"between us {SECRET}")
        talk.ask(exercise, "NORTH", "NORTH", f"tell me {SECRET}")
        propose(exercise, table, "NORTH", "NORTH", ["FAR"], text=f"pact {SECRET}", secret=True)
        set_rows(exercise, table, [InjectRow(id=SECRET, text="a secret", to=("NORTH",))])
        yield made


def offered(session: Session, seat: str, line: str) -> list[str]:
    with speaking(session, seat) as prompt:
        return prompt.completions(line)


def test_words_are_completed_from_what_is_begun(session: Session) -> None:
    assert offered(session, "white", "rou") == ["round"]
    assert offered(session, "white", "round ad") == ["adjudicate"]
    assert offered(session, "white", "turn pub") == ["publish"]
    assert offered(session, "white", "round open --mi") == ["--minutes"]
    assert offered(session, "white", "order add export_ban --seat SO") == ["SOUTH"]
    assert SECRET in offered(session, "white", "inject fire ")
    assert "list" in offered(session, "white", "scenario ")
    assert offered(session, "white", "white overrule X --outcome re") == ["refused"]


def test_an_order_is_completed_with_its_keys_and_their_values(session: Session) -> None:
    assert "export_ban" in offered(session, "SOUTH", "order add exp")
    keys = offered(session, "SOUTH", "order add export_ban ")
    assert {"product=ore", "target=NORTH"} <= set(keys)
    assert offered(session, "SOUTH", "order add export_ban product=m") == ["product=metal"]
    left = offered(session, "SOUTH", "order add export_ban product=ore ")
    assert not any(word.startswith("product=") for word in left)


def test_a_seat_is_offered_what_it_may_say_and_no_more(session: Session) -> None:
    known = {command.name for command in commands() if command.seats}
    for noun in offered(session, "SOUTH", ""):
        if noun == "quit":
            continue
        verbs = offered(session, "SOUTH", f"{noun} ")
        for verb in verbs:
            assert f"{noun} {verb}" in known or noun in known
    assert "inject" not in offered(session, "SOUTH", "")


@pytest.mark.parametrize("seat", ["SOUTH", "FAR"])
def test_no_completion_tells_a_seat_what_it_may_not_know(session: Session, seat: str) -> None:
    lines = ["", "order add lift_measure order=", "order add sign_deal deal=", "msg NORTH "]
    for command in commands():
        lines.append(f"{command.name} ")
        lines += [f"{command.name} {argument.flag} " for argument in command.options]
    for line in lines:
        for word in offered(session, seat, line):
            assert SECRET not in word, line
            assert not word.startswith("NORTH-"), line


def test_a_seat_drops_its_own_orders_and_writes_for_itself(session: Session) -> None:
    own = orders.add(session.exercise, "SOUTH", "SOUTH", "import_ban product=metal")
    assert offered(session, "SOUTH", "order drop ") == [_id(own)]
    assert "--seat" not in offered(session, "SOUTH", "order add export_ban --")
    assert "--seat" in offered(session, "white", "order add export_ban --")


def test_what_others_do_changes_no_completion(session: Session) -> None:
    lines = ["order add ", "order add export_ban ", "order drop ", "deal sign ", "msg ", "rfi "]
    before = [offered(session, "SOUTH", line) for line in lines]
    orders.add(session.exercise, "NORTH", "NORTH", "import_ban product=metal")
    orders.submit(session.exercise, "NORTH", "NORTH")
    assert [offered(session, "SOUTH", line) for line in lines] == before


def _id(entry: Entry) -> str:
    return Ordered.model_validate_json(entry.body).id
