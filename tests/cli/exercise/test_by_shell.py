"""A whole exercise by commands of the shell, as a facilitator with one laptop gives them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.exercise.shell import COLUMNS, countervail, data, done


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def codes(folder: Path) -> dict[str, str]:
    made = data("exercise", "new", "two-islands", "--marking", "EXERCISE ONLY")
    return {row["seat"]: row["code"] for row in made["seats"]}


def test_the_shortest_day(folder: Path, codes: dict[str, str]) -> None:
    south = ("--as", "south", "--code", codes["SOUTH"])
    done("exercise", "start")
    done("round", "open", "--minutes", "20")
    ordered = data(
        "order", "add", "import_tariff", "product=ore", "origin=NORTH", "rate=0.2", *south
    )
    assert ordered["order"] == "import_tariff product=ore origin=NORTH rate=0.2"
    done("order", "add", "export_ban product=ore target=SOUTH", "--seat", "NORTH")
    assert len(data("order", "show", *south)["orders"]) == 1
    done("order", "submit", *south)
    missing = [row["seat"] for row in data("order", "missing")["missing"]]
    assert missing == ["NORTH", "FAR"]
    done("order", "submit", "--seat", "NORTH")
    locked = data("round", "lock")
    assert locked["sheets"]["FAR"]["origin"] == "default"
    result = data("round", "adjudicate", "--bare")
    assert {r["outcome"] for r in result["rulings"]} == {"carried out"}
    assert countervail("round", "show", *south).exit_code == 2, (
        "nothing is known before publication"
    )
    overruled = data(
        "white", "overrule", ordered["id"], "--outcome", "refused", "--because", "no law",
    )  # fmt: skip
    assert {r["id"]: r["outcome"] for r in overruled["rulings"]}[ordered["id"]] == "refused"
    done("white", "adjust", "SOUTH.support", "-=", "3", "--because", "a bad week")
    done("white", "note", "The room was loud", "--because", "it was")
    done("white", "accept")
    seen = data("round", "show", *south)
    assert [r["outcome"] for r in seen["rulings"]] == ["refused"]
    assert data("screen")["press"] == []
    done("rewind", "1", "--no-input")
    assert data("exercise", "status")["line"] == "main.2"
    done("switch", "main")
    done("branch", "bolder", "1")
    done("switch", "main")
    done("exercise", "end", "--no-input")
    done("hotwash", "We asked too late", "--kind", "improve")
    done("eval", "rate", "O1", "S", "--comment", "slow")
    compared = data("compare", "bolder", "--number", "SOUTH.support")
    assert compared["courses"][0]["values"][0] == [47.0]
    assert data("log", "verify")["ok"]
    kinds = {entry["kind"] for entry in data("log", "show", "--from", "1")["entries"]}
    assert {"created", "ordered", "overruled", "branched", "ended"} <= kinds


def test_every_changing_command_echoes_what_it_understood_and_its_number(
    codes: dict[str, str],
) -> None:
    started = countervail("exercise", "start")
    assert started.stderr.startswith("log ")
    done("round", "open")
    told = countervail("order", "add", "export_ban", "product=ore", "--seat", "NORTH").stderr
    (order,) = data("order", "show", "--seat", "NORTH")["orders"]
    assert told.splitlines()[0].split(": ", 1)[1] == f"{order['id']}: export_ban product=ore"
    number = int(told.split(":")[0].removeprefix("log "))
    assert data("log", "show", "--from", str(number))["entries"][0]["kind"] == "ordered"


def test_a_seat_is_not_told_numbers_that_count_what_others_do(codes: dict[str, str]) -> None:
    done("exercise", "start")
    done("round", "open")
    south = ("--as", "SOUTH", "--code", codes["SOUTH"])
    told = countervail("order", "add", "export_ban", "product=metal", *south, "--json")
    assert "log" not in told.stderr
    assert "log" not in json.loads(told.stdout)


def test_the_wrong_code_opens_nothing(codes: dict[str, str]) -> None:
    for code in ("", "XXXXXX", codes["NORTH"]):
        refused = countervail("order", "show", "--as", "SOUTH", "--code", code)
        assert refused.exit_code == 2
        assert refused.stdout == ""


def test_what_is_destructive_asks_once(codes: dict[str, str]) -> None:
    done("exercise", "start")
    done("round", "open")
    refused = countervail("exercise", "end")
    assert refused.exit_code == 2
    assert "--no-input" in refused.stderr
    assert data("exercise", "status")["head"]["clocks"]["phase"] == "open"
    done("exercise", "end", "--no-input")


def test_mistakes_are_told_with_exit_code_2(folder: Path) -> None:
    for arguments, said in (
        (("exercise", "status"), "there is no exercise in this folder"),
        (("exercise", "new", "two-island"), "two-islands"),
        (("exercise", "new", "two-islands", "--seat", "NORT=human"), "NORTH"),
        (("exercise", "new", "two-islands", "--seat", "NORTH=script:bold"), "policy"),
        (("exercise", "new", "two-islands", "--format", "long"), "format"),
        (("exercise", "status", "--exercise", "none.exercise"), "none.exercise"),
        (("exercise", "pair", "two-islands", "a.exercise"), "name two"),
        (("play", "two-islands", "--seat", "EAST"), "unknown seat 'EAST'"),
    ):
        refused = countervail(*arguments)
        assert refused.exit_code == 2, arguments
        assert said in refused.stderr, arguments
        assert "Traceback" not in refused.output


def test_two_exercises_in_a_folder_have_to_be_told_apart(codes: dict[str, str]) -> None:
    done("exercise", "pair", "two-islands")
    refused = countervail("exercise", "status")
    assert refused.exit_code == 2
    assert "--exercise" in refused.stderr
    assert len(data("exercise", "list")["exercises"]) == 3
    assert data("exercise", "status", "--exercise", "two-islands-a.exercise")["line"] == "main"


def test_where_the_tables_of_a_pair_part_is_told(folder: Path) -> None:
    done("exercise", "pair", "two-islands", "a.exercise", "b.exercise")
    for file in ("a.exercise", "b.exercise"):
        there = ("--exercise", file)
        done("exercise", "start", *there)
        done("round", "open", *there)
        if file == "a.exercise":
            done("order", "add", "export_ban", "product=ore", "--seat", "NORTH", *there)
        done("round", "lock", *there)
        done("round", "adjudicate", "--bare", *there)
        done("round", "publish", *there)
    parted = data("compare", "b.exercise", "--apart", "--exercise", "a.exercise")["rounds"]
    assert parted[0]["orders"] == [
        {"seat": "NORTH", "one": ["export_ban product=ore"], "other": []}
    ]
    shown = done("compare", "b.exercise", "--apart", "--exercise", "a.exercise")
    assert "this table" in shown


@pytest.mark.parametrize(
    "command",
    [
        ("exercise", "status"), ("seat", "list"), ("order", "options", "--seat", "SOUTH"),
        ("order", "options", "coerce", "--seat", "SOUTH"), ("inject", "list"), ("screen", "--once"),
        ("eval", "show"), ("log", "show"), ("order", "missing"), ("hotwash",), ("msel", "show"),
    ],
)  # fmt: skip
def test_screens_bear_the_mark_and_fit(codes: dict[str, str], command: tuple[str, ...]) -> None:
    done("exercise", "start")
    done("round", "open")
    lines = done(*command).splitlines()
    assert lines[0].strip() == lines[-1].strip() == "EXERCISE ONLY"
    assert max(map(len, lines)) <= COLUMNS
    plain = done(*command, "--plain")
    assert plain.isascii()
    assert max(map(len, plain.splitlines())) <= 72
    assert json.loads(done(*command, "--json"))["marking"] == "EXERCISE ONLY"


def test_no_colour_in_a_pipe(codes: dict[str, str], folder: Path) -> None:
    program = [sys.executable, "-c", "from cli.app import main; main()", "exercise", "status"]
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "1"}
    out = subprocess.run(program, capture_output=True, env=around, check=True).stdout
    assert b"\x1b" not in out
    assert b"NORTH" in out


def test_seats_are_assigned_taken_over_and_handed_back(codes: dict[str, str]) -> None:
    done("seat", "assign", "SOUTH", "script:passive")
    done("seat", "takeover", "north", "--because", "the team is late")
    rows = {row["seat"]: row for row in data("seat", "list")["seats"]}
    assert rows["SOUTH"]["who"] == "script:passive"
    assert (rows["NORTH"]["who"], rows["NORTH"]["taken_from"]) == ("white", "human")
    done("seat", "handback", "NORTH")
    new = data("seat", "assign", "SOUTH", "human:Team", "2", "--new-code")["code"]
    assert new != codes["SOUTH"]


def test_injects_are_added_held_retimed_and_fired(codes: dict[str, str]) -> None:
    done("exercise", "start")
    done("inject", "add", "X1", "A ship is held in port", "--to", "SOUTH", "--round", "2")
    done("inject", "hold", "X1")
    done("inject", "retime", "X1", "--round", "1", "--minute", "5")
    assert data("inject", "show", "x1")["minute"] == 5
    done("exercise", "pause")
    done("inject", "fire", "X1")
    seen = data("round", "brief", "--as", "SOUTH", "--code", codes["SOUTH"])
    assert [one["text"] for one in seen["injects"]] == ["A ship is held in port"]
    assert data("round", "brief", "--as", "FAR", "--code", codes["FAR"])["injects"] == []
    assert countervail("inject", "add", "X1", "again").exit_code == 2


def test_the_list_of_injects_goes_to_a_spreadsheet_and_back(
    codes: dict[str, str], folder: Path
) -> None:
    for name in ("list.csv", "list.xlsx"):
        done("msel", "export", name)
        assert data("msel", "check", name)["ok"]
        done("msel", "import", name)
    (folder / "bad.csv").write_text("No.,Title,Text,To,Round\nI1,x,y,EAST,two\n", "utf-8")
    refused = countervail("msel", "check", "bad.csv")
    assert refused.exit_code == 2
    assert "'two'" in refused.stdout


def test_talk_requests_and_deals(codes: dict[str, str]) -> None:
    south = ("--as", "SOUTH", "--code", codes["SOUTH"])
    north = ("--as", "NORTH", "--code", codes["NORTH"])
    done("exercise", "start")
    done("round", "open")
    done("msg", "north,white", "we do not agree", *south)
    assert [one["text"] for one in data("msg", *north)["items"]] == ["we do not agree"]
    assert data("msg", "--as", "FAR", "--code", codes["FAR"])["items"] == []
    done("press", "All is well", *north)
    assert data("press", *south)["items"][0]["text"] == "All is well"
    id = data("rfi", "ask", "how much ore is there", *south)["id"]
    done("rfi", "answer", id, "enough for a month")
    assert data("rfi", "list", *south)["rfis"][0]["answer"] == "enough for a month"
    assert data("rfi", "list", *north)["rfis"] == []
    deal = data("deal", "propose", "NORTH", "--text", "ore for peace", *south)["id"]
    done("deal", "sign", deal, *north)
    assert data("deal", "list", *south)["deals"][0]["state"] == "agreed"


def test_the_log_goes_out_and_comes_back(codes: dict[str, str], folder: Path) -> None:
    done("exercise", "start")
    done("log", "mark", "coffee")
    done("log", "export", "all.jsonl")
    done("log", "import", "all.jsonl", "again.exercise")
    one = data("log", "show", "--from", "1", "--exercise", "two-islands.exercise")["entries"]
    two = data("log", "show", "--from", "1", "--exercise", "again.exercise")["entries"]
    assert one == two


def test_a_damaged_file_is_told_and_salvaged(codes: dict[str, str], folder: Path) -> None:
    import sqlite3

    done("exercise", "start")
    path = folder / "two-islands.exercise"
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entries_stay")
        connection.execute("UPDATE entries SET by = 'SOUTH' WHERE number = 4")
    connection.close()
    refused = countervail("exercise", "status")
    assert refused.exit_code == 2
    assert "last whole entry is 3" in refused.stderr
    saved = data("log", "salvage", "saved.exercise", "--damaged", str(path))
    assert saved["last"] == 3


def test_reports_and_papers_are_written(codes: dict[str, str], folder: Path) -> None:
    files = data("print", "roles", "--to", "html", "--out", "papers", "--seat", "SOUTH")["files"]
    assert all((folder / file).stat().st_size for file in files)
    done("exercise", "start")
    done("round", "open")
    done("round", "lock")
    done("round", "adjudicate", "--bare")
    done("round", "publish")
    report = data("aar", "build", "--to", "md")["files"][0]
    assert "EXERCISE ONLY" in (folder / report).read_text("utf-8")


def test_a_scenario_of_ones_own_begins_as_a_copy(folder: Path) -> None:
    done("scenario", "new", "mine")
    assert done("scenario", "check", "mine").strip().endswith(": OK")
    assert countervail("scenario", "new", "mine").exit_code == 2
