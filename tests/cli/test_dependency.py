"""`countervail dependency`: scenarios and tables, on paper and as data."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.app import app

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/how-to/measure-dependence.md").read_text("utf-8")
HEAVY = ("mesa", "numba", "matplotlib", "scipy.special", "pandas", "plotext")
REFERENCE = (ROOT / "docs/reference/json.md").read_text("utf-8")


def dependency(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["dependency", *arguments], env={"COLUMNS": "80"})


def data(*arguments: str) -> dict[str, Any]:
    done = dependency(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def table(tmp_path: Path) -> str:
    """Give the table of the guide as a file."""
    found = re.search(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    path = tmp_path / "trade.csv"
    path.write_text(found[1], "utf-8")
    return str(path)


def test_a_scenario_by_pair() -> None:
    found = data("three-chokepoints", "--country", "SORIN", "--on", "KORVA")
    goods = {good["product"]: good for good in found["goods"]}
    assert [name for name, good in goods.items() if good["dependent"]] == ["refined", "magnet"]
    assert {name: good["tag"] for name, good in goods.items() if good["tag"]} == {
        "refined": "green",
        "magnet": "green",
        "chemical": "blue",
    }
    assert found["with"] == ["ALDER"]
    assert [lever["product"] for lever in found["own_levers"]] == ["tool"]
    assert [lever["product"] for lever in found["other_levers"]] == ["refined", "magnet"]
    assert found["between"]["asymmetry"] > 0.5
    assert found["between"]["asymmetry_of_losses"] > 0.5


def test_japan_in_2010_depends_on_china_for_its_rare_earths() -> None:
    found = data("rare-earth-2010", "--country", "JPN", "--on", "CHN")
    dependent = {good["product"] for good in found["goods"] if good["dependent"]}
    assert dependent == {"dytb", "ndpr", "lace"}


def test_the_verdict_comes_first_and_says_what_shares_are_of() -> None:
    told = dependency("rare-earth-2010", "--country", "JPN", "--on", "CHN").stdout
    assert told.splitlines()[1] == "JPN depends on CHN for 3 of 9 products: dytb, ndpr, lace."
    flat = " ".join(told.split())
    assert "all products of this table, by value (92 % of the use is hybrids): Autonomy" in flat
    assert "(1): net imports over trade, in points." in flat
    assert "sold: USD a year." in flat
    assert "No forecast of losses: the scenario gives no GDP for JPN and CHN" in flat


def test_a_verdict_names_some_and_counts_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = [f"A,B,good{n},{n + 1}" for n in range(8)]
    path.write_text("\n".join(["exporter,importer,product,quantity", *lines]), "utf-8")
    flat = " ".join(dependency(str(path), "--country", "B", "--on", "A").stdout.split())
    assert "B depends on A for 8 of 8 products: good7, good6" in flat
    assert "good2 and 2 more." in flat
    assert "by quantity:" in flat
    assert "sold: quantity as in the table." in flat
    assert "A depends on others for none of 8 products." in " ".join(
        dependency(str(path), "--country", "A").stdout.split()
    )


def test_the_forecast_is_there_where_gdp_is() -> None:
    told = dependency("three-chokepoints", "--country", "SORIN", "--on", "KORVA").stdout
    assert "Forecast of a full cut-off" in told
    assert "No forecast" not in told


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    os.mkfifo(tmp_path / "scenario.yaml")
    for source in (tmp_path / "pipe.csv", tmp_path / "scenario.yaml"):
        done = dependency(str(source))
        assert done.exit_code == 2
        assert "no file but a pipe" in done.stderr


def test_the_guide_says_what_the_command_finds(table: str) -> None:
    found = data(table, "--country", "JPN", "--on", "CHN", "--with", "USA,VNM")
    tags = {good["product"]: good["tag"] for good in found["goods"]}
    assert tags == {"850511": "green", "370790": "blue", "850760": "red"}
    magnets = found["goods"][0]
    assert (magnets["imports"], magnets["exports"], magnets["share"]) == (80.0, 10.0, 0.75)
    assert magnets["control"] == pytest.approx(100 / 130, abs=1e-5)
    assert [(lever["product"], lever["alone"]) for lever in found["own_levers"]] == [
        ("370790", 0.9)
    ]


def test_the_reference_names_every_key(table: str) -> None:
    part = REFERENCE.partition("## `countervail dependency")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)(?:\[\])?`", part))
    found = data("three-chokepoints", "--country", "SORIN", "--on", "KORVA")
    keys = {*found, *found["goods"][0], *found["between"], *found["own_levers"][0]}
    pairs = data(table)
    keys |= {*pairs, *pairs["pairs"][0]}
    assert keys - named == set()


def test_tables_fit_eighty_columns_and_have_no_colour(table: str, tmp_path: Path) -> None:
    wide = str(tmp_path / "wide.csv")
    row = f'{"B" * 60},"Kingdom of a long name, the",{"A long name of a good " * 5},12345678.9'
    Path(wide).write_text(f"exporter,importer,product,value\n{row}\n", "utf-8")
    for words in (
        ("three-chokepoints",),
        ("three-chokepoints", "--country", "MERID", "--by", "eu", "--on", "KORVA"),
        ("three-chokepoints", "--country", "PELA", "--top", "3"),
        (table, "--country", "JPN", "--on", "CHN", "--with", "USA"),
        (table, "--country", "USA"),
        (wide,),
        (wide, "--country", "Kingdom of a long name, the", "--by", "eu", "--on", "B" * 60),
        (wide, "--country", "Kingdom of a long name, the", "--on", "B" * 60),
        (wide, "--country", "B" * 60, "--on", "Kingdom of a long name, the"),
    ):
        told = dependency(*words)
        assert told.exit_code == 0, told.output
        assert max(map(len, told.stdout.splitlines())) <= 80, words
        assert "\x1b" not in told.stdout
        assert "conditions" in told.stdout
        assert "100…" not in told.stdout


def test_words_and_not_colours_say_what_to_do(table: str) -> None:
    told = dependency(table, "--country", "JPN", "--on", "CHN").stdout
    for words in ("green: diversify", "blue: protect", "red: invest", "3 of 3", "Autonomy: 0 %"):
        assert words in told
    assert "850511 +78 75 % 77 % 3 of 3" in " ".join(told.split())


def test_many_countries_are_listed_in_pairs(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = [f"Land{n},Land{n + 1},x{n},{n + 1}" for n in range(12)]
    path.write_text("\n".join(["exporter,importer,product,value", *lines]), "utf-8")
    told = dependency(str(path), "--top", "5").stdout
    assert "depends on" in told
    assert "7 more pairs; --top 12 prints all." in told


def test_thresholds_can_be_set(table: str) -> None:
    words = (table, "--country", "JPN", "--on", "CHN")
    assert data(*words)["dependent"] == 1
    strict = data(*words, "--set", "hjs_share=0.8")
    assert strict["dependent"] == 0
    assert strict["settings"] == {"hjs_share": 0.8}


def test_a_bloc_counts_as_one(table: str) -> None:
    found = data(table, "--country", "WEST", "--bloc", "WEST=JPN,USA", "--by", "eu")
    goods = {good["product"]: good for good in found["goods"]}
    assert goods["850511"]["home"] == 10.0
    assert goods["850511"]["imports"] == 120.0


def test_friends_can_be_sent_away() -> None:
    words = ("three-chokepoints", "--country", "SORIN", "--on", "KORVA", "--with")
    assert data(*words, "none")["own_levers"] == []
    assert data(*words, "ALDER,MERID")["with"] == ["ALDER", "MERID"]


def test_files_are_written(tmp_path: Path, table: str) -> None:
    words = (table, "--country", "JPN", "--on", "CHN")
    told = dependency(*words, "--out", str(tmp_path / "out"))
    assert told.exit_code == 0, told.output
    files = {path.name: path for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"result.json", "dependence.csv", "dependence.png", "dependence.svg"}
    assert json.loads(files["result.json"].read_text("utf-8")) == data(*words)
    rows = list(csv.DictReader(files["dependence.csv"].read_text("utf-8").splitlines()))
    assert [row["product"] for row in rows] == ["850511", "850760", "370790"]
    assert rows[0]["dependent"] == "yes"
    good = data(*words)["goods"][0]
    assert [float(rows[0][f"({n})"]) for n in (1, 2, 3)] == good["values"]
    everybody = dependency(table, "--out", str(tmp_path / "all"))
    assert everybody.exit_code == 0
    assert {path.name for path in (tmp_path / "all").iterdir()} == {"result.json", "pairs.csv"}


def test_names_that_are_formulas_are_only_names(tmp_path: Path) -> None:
    path, name = tmp_path / "t.csv", "=HYPERLINK($x$)[red]\\alpha"
    rows = (f"CHN,JPN,{name},5", "CHN,JPN,磁石,5", "+1,JPN,y,5", "JPN,CHN,z,1")
    path.write_text("\n".join(["exporter,importer,product,value", *rows]), "utf-8")
    told = dependency(str(path), "--country", "JPN", "--out", str(tmp_path / "out"))
    assert told.exit_code == 0, told.output
    assert "=HYPERLINK($x$)[red" in told.stdout
    found = list(csv.reader((tmp_path / "out/dependence.csv").read_text("utf-8").splitlines()))
    cells = [cell for row in found for cell in row]
    assert f"'{name}" in cells
    assert "'+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("TABLE", "--country", "JPM"),
            "unknown country 'JPM'; known: CHN, JPN, USA, VNM. Did you",
        ),
        (("TABLE", "--country", "JPN", "--on", "CHA"), "Did you mean 'CHN'?"),
        (("TABLE", "--country", "JPN", "--on", "JPN"), "cannot depend on itself"),
        (("TABLE", "--on", "CHN"), "say whose dependence is meant"),
        (("TABLE", "--with", "USA"), "say whose friends they are"),
        (("TABLE", "--country", "JPN", "--with", "USA,"), "write names such as USA,AUS"),
        (("TABLE", "--country", "JPN", "--with", "UKR"), "unknown country 'UKR'"),
        (("TABLE", "--country", "JPN", "--with", "none,USA"), "'none' stands alone"),
        (("TABLE", "--out", ""), "name a folder"),
        (("TABLE", "--set", "tempo=2"), "what does: hjs_share, hjs_control"),
        (("TABLE", "--set", "mixing=0.1"), "--set mixing: it changes nothing here"),
        (("three-chokepoints", "--set", "tempo=2"), "dependence_gate, mixing, forecast_"),
        (("TABLE", "--bloc", "EU"), "write NAME=C,C"),
        (("TABLE", "--bloc", "EU=DEU"), "unknown country 'DEU'"),
        (("TABLE", "--bloc", "CHN=JPN,USA"), "a country that is no member is called so"),
        (("TABLE", "--bloc", "W=JPN", "--bloc", "W=USA"), "W is there already"),
        (("TABLE", "--bloc", "W=JPN,USA", "--bloc", "E=USA"), "USA is in W and in E"),
        (("TABLE", "--by", "hsj"), "unknown definition 'hsj'; known: eu, hjs"),
        (("TABLE", "--set", "hjs_shar=0.5"), "Did you mean 'hjs_share'?"),
        (("TABLE", "--set", "hjs_share=2"), "outside its plausible range"),
        (("none.csv",), "none.csv:1:1: (file): cannot be read (no such file or directory)"),
        (("three-chokepoint",), "Did you mean 'three-chokepoints'?"),
    ],
)
def test_mistakes_are_told(words: tuple[str, ...], message: str, table: str) -> None:
    done = dependency(*(table if word == "TABLE" else word for word in words))
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_bad_table_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("exporter,importer,product,value\nA,B,x,one\nA,B,x,-1\n", "utf-8")
    done = dependency(str(path))
    assert done.exit_code == 2
    assert [line.removeprefix(str(path))[:6] for line in done.stderr.splitlines()] == [
        ":2:7: ",
        ":3:7: ",
    ]


@pytest.mark.parametrize("words", [["--help"], ["TABLE"], ["TABLE", "--country", "JPN"]])
def test_help_and_tables_load_nothing_heavy(words: list[str], table: str) -> None:
    words = [table if word == "TABLE" else word for word in words]
    code = (
        "import sys\n"
        "from cli.app import app\n"
        f"try: app(['dependency', *{words!r}])\n"
        "except SystemExit as end: print(end.code, file=sys.stderr)\n"
        f"heavy = {HEAVY!r}\n"
        "print([m for m in heavy if m in sys.modules], 'numpy' in sys.modules, file=sys.stderr)\n"
    )
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=around, text=True)
    assert done.stderr.split("\n")[:2] == ["0", f"[] {words != ['--help']}"]
