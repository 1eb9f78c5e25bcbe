"""The prompt: a typed line and what is answered, for the white cell and for seats."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.prompt.lines import Lines
from cli.registry.command import Answer
from cli.registry.session import Session
from cli.registry.shown import plain_lines
from sim.errors import SimError
from sim.exercise.conduct import injects, orders, rounds, talk
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS, Written
from tests.cli.exercise.shell import codes, playing, speaking


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with playing(tmp_path_factory.mktemp("prompt")) as made:
        yield made


def read(answer: Answer) -> str:
    return "\n".join(plain_lines(answer.shown))


def test_a_line_is_answered_with_what_was_understood(session: Session) -> None:
    with speaking(session) as prompt:
        (told, *_) = prompt.answer("order add export_ban product=ore --seat NORTH").told
        assert re.fullmatch(r"log \d+: NORTH-1-\S+: export_ban product=ore", told)
        assert "export_ban" in read(prompt.answer("action show --seat north"))


def test_nobody_needs_quotes(session: Session) -> None:
    with speaking(session) as prompt:
        prompt.answer("msg SOUTH,FAR We don't agree --under The Islander")
    with speaking(session, "SOUTH") as prompt:
        assert "We don't agree" in read(prompt.answer("msg"))
        assert "The Islander" in read(prompt.answer("msg"))


def test_help_is_to_be_had_after_any_word(session: Session) -> None:
    with speaking(session) as prompt:
        assert "adjudicate" in read(prompt.answer("?"))
        assert "round publish" in read(prompt.answer("round ?"))
        assert "--minutes" in read(prompt.answer("round open ?"))
        assert read(prompt.answer("help turn open")) == read(prompt.answer("round open ?"))
    with speaking(session, "SOUTH") as prompt:
        assert "adjudicate" not in read(prompt.answer("?"))
        assert "there is no 'inject'" in read(prompt.answer("inject ?"))


def test_a_question_mark_at_the_end_of_a_text_is_part_of_it(session: Session) -> None:
    with speaking(session, "SOUTH") as prompt:
        prompt.answer("msg white may we meet ?")
        prompt.answer("rfi ask who holds the ore?")
    with speaking(session) as prompt:
        assert "may we meet ?" in read(prompt.answer("msg"))
        assert "who holds the ore?" in read(prompt.answer("rfi list"))


def test_numbers_take_lines_of_the_last_menu(session: Session) -> None:
    with speaking(session, "FAR") as prompt:
        with pytest.raises(SimError, match="no menu"):
            prompt.answer("1")
        first = read(prompt.answer("order options"))
        coerce = re.search(r"(\d+)\s+Coerce", first)
        assert coerce
        second = read(prompt.answer(coerce[1]))
        tariff = re.search(r"(\d+)\s+export_ban", second)
        assert tariff
        third = read(prompt.answer(tariff[1]))
        assert "export_ban" in third
        prompt.answer("1")
        assert [o.text.split()[0] for o in _sheet(session, "FAR")] == ["export_ban"]
        with pytest.raises(SimError, match="the menu has the numbers"):
            prompt.answer("999")


def test_codes_of_a_playbook_are_orders(tmp_path: Path) -> None:
    with playing(tmp_path, "three-chokepoints") as made, speaking(made, "SORIN") as prompt:
        menu = prompt.answer("order options").data
        code, order = menu["playbook"][0]["code"], menu["playbook"][0]["order"]
        assert len(menu["playbook"]) <= 15
        assert prompt.answer(f"order add {code.lower()}").data["order"] == order
        assert prompt.answer("1").data["order"] == order
        with pytest.raises(SimError, match="unknown instrument"):
            prompt.answer("order add K1")  # another seat's code


def test_a_bare_code_is_an_order_of_a_seat(tmp_path: Path) -> None:
    with playing(tmp_path, "three-chokepoints") as made:
        with speaking(made, "SORIN") as prompt:
            whole = prompt.answer("order add S1").data["order"]
            assert prompt.answer("s1").data["order"] == whole
            ordered = prompt.answer("import_tariff product=magnet rate=0.2 --reason so it is")
            assert ordered.data["order"] == "import_tariff product=magnet rate=0.2"
            with pytest.raises(SimError, match="unknown command"):
                prompt.answer("K1")  # another seat's code
        with speaking(made) as prompt, pytest.raises(SimError, match="unknown command"):
            prompt.answer("S1")


def test_what_a_seat_may_not_say_is_unknown_to_it(session: Session) -> None:
    with speaking(session, "SOUTH") as prompt:
        for line in ("round lock", "inject list", "log show", "white reveal x", "seat list",
                     "order missing", "order enter NORTH", "run two-islands", "scenario list",
                     "exercise open", "rewind 1", "screen", "aar build"):  # fmt: skip
            with pytest.raises(SimError, match=r"unknown|could be"):
                prompt.answer(line)
        for line in ("order show --seat NORTH", "order add export_ban --seat NORTH",
                     "msg white hello --seat NORTH"):  # fmt: skip
            with pytest.raises(SimError, match="you are SOUTH"):
                prompt.answer(line)


def test_the_screen_changes_hands_by_code_only(session: Session) -> None:
    known = codes(session)
    with speaking(session) as prompt:
        prompt.answer("order options --seat SOUTH")
        prompt.answer(f"seat as south --code {known['SOUTH'].lower()}")
        assert prompt.name == "SOUTH> "
        with pytest.raises(SimError, match="no menu"):
            prompt.answer("1")
        for line in (f"seat as NORTH --code {known['SOUTH']}", "seat as white --code XXXXXX",
                     "seat as white", "seat as NORTH"):  # fmt: skip
            with pytest.raises(SimError, match="this is not"):
                prompt.answer(line)
            assert prompt.name == "SOUTH> "
        prompt.answer("seat as white --code home42")
        assert prompt.name == "white> "


def test_a_seat_that_joined_by_itself_never_becomes_the_white_cell(session: Session) -> None:
    with speaking(session, "SOUTH") as prompt:
        prompt.code = ""
        for line in ("seat as white", "seat as white --code HOME42"):
            with pytest.raises(SimError, match="not the white cell's code"):
                prompt.answer(line)


def test_the_toolbar_tells_the_phase_and_the_mark(session: Session) -> None:
    with speaking(session, "SOUTH") as prompt:
        assert "round 1 open  SOUTH" in prompt.toolbar()
        assert session.exercise.setup.marking in prompt.toolbar()


def test_injects_whose_time_has_come_fire_by_themselves(tmp_path: Path) -> None:
    with playing(tmp_path) as made:
        rows = made.exercise.of(INJECTS).rows
        soon = rows["nets-cut"].model_copy(update={"id": "soon", "date": None, "round": 1})
        injects.set_rows(made.exercise, made.table, [soon])
        with speaking(made) as prompt:
            assert ["soon" in told for told in prompt.tick()] == [True]
            assert prompt.tick() == []
            injects.set_rows(made.exercise, made.table, [soon.model_copy(update={"id": "next"})])
            prompt.answer("exercise pause")
            assert prompt.tick() == []
            assert "next is told" in prompt.answer("inject fire next").told[0]


def test_who_sits_at_a_prompt_is_told_what_came_for_them(tmp_path: Path) -> None:
    with playing(tmp_path) as made:
        exercise = made.exercise
        with speaking(made, "SOUTH") as south:
            assert south.tick() == []
            talk.message(exercise, "NORTH", "NORTH", ["SOUTH"], "come to the harbour")
            talk.message(exercise, "NORTH", "NORTH", ["FAR"], "not for everybody")
            orders.submit(exercise, "NORTH", "NORTH")
            assert south.tick() == ["From NORTH: `msg` reads it"]
            assert south.tick() == []
        with speaking(made) as white:
            assert white.tick() == []
            orders.submit(exercise, "SOUTH", "SOUTH")
            talk.ask(exercise, "FAR", "FAR", "who holds the ore")
            assert white.tick() == ["SOUTH has handed in", "RFI-FAR-1 of FAR: who holds the ore"]


def test_a_seat_at_its_own_prompt_is_told_the_phase(tmp_path: Path) -> None:
    with playing(tmp_path) as made, speaking(made, "SOUTH") as south:
        south.leads = False
        south.tick()
        rounds.lock(made.exercise, made.table)
        (told,) = south.tick()
        assert "locked" in told
        rounds.adjudicate(made.exercise, made.table)
        assert south.tick() == [], "seats see nothing of a review"
        rounds.publish(made.exercise, made.table)
        assert len(south.tick()) == 1


def test_commands_of_the_shell_can_be_run_meanwhile(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking(session) as prompt:
        prompt.answer("scenario list")
        assert "two-islands" in capsys.readouterr().out
        prompt.answer("order list --category coerce")
        assert "export_ban" in capsys.readouterr().out
        assert prompt.answer("scenario check nowhere").code == 2


def test_a_mistake_does_not_end_the_prompt(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking(session) as prompt:
        prompt.say("round opn")
        assert "Did you mean 'open'" in capsys.readouterr().err
        assert not prompt.over
        prompt.say("quit")
        assert prompt.over


def test_lines_are_read_to_their_end(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("one\ntwo\n"))
    with speaking(session) as prompt:
        lines = Lines(prompt)
        assert [lines.line("> ") for _ in range(4)] == ["one", "two", None, None]


@given(line=st.text(max_size=60))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_seat_types_the_exercise_goes_on(session: Session, line: str) -> None:
    head = session.exercise.state.head
    with speaking(session, "NORTH") as prompt:
        try:
            prompt.answer(line)
        except SimError as error:
            assert str(error)
            assert session.exercise.state.head == head


def _sheet(session: Session, seat: str) -> tuple[Written, ...]:
    return session.exercise.of(ORDERS).draft(seat).orders
