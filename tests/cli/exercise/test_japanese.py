"""A game in Japanese: what a seat reads at the terminal, its mistakes, and 72 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import Result

from cli.output import PLAIN_WIDTH
from sim.exercise.exercise import Exercise
from tests.cli.exercise.shell import countervail
from tests.language.test_papers import english_in

LINES = (
    "order options protect", "order options export_ban", "1", "order add import_tarif product=ore",
    "order add import_tariff product=iron rate=0.2", "order add export_ban product=ore",
    "order show", "order drop 7", "order custom 港を閉じる", "order frob", "msg white 聞こえますか",
    "msg", "press 本日は晴天なり", "press", "rfi ask 在庫は", "rfi list", "deal list",
    "deal propose NORTH --text 了解", "deal list", "exercise status", "round brief", "?",
    "order add ?", "99", "submit", "order add export_ban product=ore", "submit", "round show",
    "submit", "submit",
)  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day") / "alone.exercise"


@pytest.fixture(scope="module")
def done(file: Path) -> Result:
    """A game that is played to its end, with every command and many mistakes."""
    given = ("--seat", "SOUTH", "--language", "ja", "--plain", "--to", str(file))
    return countervail("play", "two-islands", *given, typed="\n".join(LINES) + "\n")


def test_a_seat_reads_and_errs_in_japanese(done: Result) -> None:
    assert done.exit_code == 0, done.output
    assert "SOUTH が出せる指示" in done.stdout
    assert "輸出を禁止する" in done.stdout
    assert "書き方" in done.stdout
    assert "不明" in done.stderr
    assert not english_in(" ".join(done.stdout.split()))
    assert not english_in(" ".join(done.stderr.split()))


def test_wide_signs_fit_the_columns(done: Result) -> None:
    assert max(map(cell_len, done.stdout.splitlines())) <= PLAIN_WIDTH


def test_the_exercise_keeps_its_language_and_one_command_can_have_another(
    done: Result, file: Path
) -> None:
    with Exercise.open(file) as exercise:
        assert exercise.setup.language == "ja"
    own = countervail("exercise", "status", "--exercise", str(file), "--plain")
    assert "終了" in own.stdout
    other = countervail(
        "exercise", "status", "--exercise", str(file), "--plain", "--language", "en"
    )
    assert "終了" not in other.stdout


def test_a_language_that_nobody_speaks_is_one_error(file: Path, tmp_path: Path) -> None:
    for given in (
        ("play", "two-islands", "--seat", "SOUTH", "--language", "fr"),
        ("exercise", "new", "two-islands", "--language", "fr", "--to", str(tmp_path / "x")),
        ("exercise", "status", "--exercise", str(file), "--language", "fr"),
    ):
        wrong = countervail(*given)
        assert wrong.exit_code == 2
        assert "unknown language 'fr'; known: en, ja" in wrong.stderr
