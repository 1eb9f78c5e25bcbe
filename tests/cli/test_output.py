import datetime as dt
import io
import os
import subprocess
import sys

import pytest

from cli.output import rounded
from cli.plots import draw
from sim.figures import figure
from sim.replay.lines import Chart, Line


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("2011-07", "2011-07"),
        (0.0, "0"),
        (-0.0, "0"),
        (12345.6, "12,350"),
        (9999.9, "10,000"),
        (-0.4567, "-0.4567"),
        (99.996, "100"),
        (0.000123456, "0.000123"),
        (3.0, "3"),
        (0.1, "0.1"),
    ],
)
def test_figures_have_four_digits_and_no_more(value: float | str | None, text: str) -> None:
    assert figure(value) == text


def test_json_numbers_have_six_digits_and_absence_stays_absent() -> None:
    assert rounded(1.23456789) == 1.23457
    assert rounded(None) is None
    assert rounded(float("nan")) is None
    assert rounded("2011-07") == "2011-07"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("ascii", b"-1 - ^v #= ?"), ("cp1252", "-1 – ^v #= é".encode("cp1252"))],
)
def test_signs_that_the_encoding_lacks_become_similar_ones(encoding: str, written: bytes) -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from cli.output import prepare_streams, write_text\n"
         "prepare_streams()\nwrite_text('\u22121 \u2013 \u25b2\u25bc \u2588\u2592 \xe9')"],
        env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == written


def line(*values: float) -> Line:
    return Line(tuple(dt.date(2010 + n, 1, 1) for n in range(len(values))), values)


def chart(*simulated: float) -> Chart:
    return Chart("s", "Some series", "t", line(1.0, 4.0), line(*simulated), line(2.0, 2.0))


def test_a_chart_is_plain_text_within_80_columns() -> None:
    text = draw(chart(1.0, 2.0, 5.0))
    assert text.startswith("Some series [t]\n")
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert text.count("o") >= 2
    assert all(year in text for year in ("2010", "2011", "2012"))


def test_a_chart_without_values_is_an_empty_frame() -> None:
    empty = Line((), ())
    assert "Nothing" in draw(Chart("s", "Nothing", "t", empty, empty, None))


def test_where_the_encoding_has_no_lines_a_chart_is_drawn_with_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    text = draw(chart(1.0, 2.0, 5.0))
    assert text.isascii()
