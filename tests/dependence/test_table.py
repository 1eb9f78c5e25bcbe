"""Tables of trade as CSV: what is understood, and what is refused with its place."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.dependence import table
from sim.dependence.profile import profile
from sim.dependence.table import TradeError, read, read_table
from sim.dependence.trade import Trade
from tests.dependence.made_up import P, large_table

HEAD = "exporter,importer,product,value"
DETAIL = "reporter,partner,flow,cmdCode,motCode,customsCode,value"
"""As Comtrade has it when it is asked for more than totals."""
GOOD = f"{HEAD}\nCHN,JPN,0302,80\nUSA,JPN,0302,20\nJPN,CHN,8541,90.5\n"


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(TradeError) as raised:
        read(text if isinstance(text, bytes) else text.encode(), "t.csv")
    return str(raised.value).splitlines()


def rows(found: Trade) -> list[tuple[str, str, str, float]]:
    names = [
        [found.countries.name(int(at)) for at in found.seller],
        [found.countries.name(int(at)) for at in found.buyer],
        [found.products.name(int(at)) for at in found.product],
    ]
    return list(zip(*names, found.value.tolist(), strict=True))


PLAIN = [("CHN", "JPN", "0302", 80.0), ("JPN", "CHN", "8541", 90.5), ("USA", "JPN", "0302", 20.0)]


def test_codes_stay_text() -> None:
    assert rows(read(GOOD.encode(), "t.csv")) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace(",", ";").replace(".", ",").encode(),
        GOOD.replace(",", ";").encode(),
        ("sep=;\n" + GOOD.replace(",", ";")).encode(),
        ("\n" + GOOD + "\n\n,,,\n").encode(),
        GOOD.replace("CHN", '"CHN"').replace("80", '" 80 "').encode(),
        GOOD.replace("\n", ",,\n").replace("value,,", "value").encode(),
        GOOD.replace(HEAD, "i,j,k,v").encode(),
        GOOD.replace(HEAD, "Exporter ISO3,Importer ISO3,HS6,Trade Value (US$)").encode(),
        GOOD.replace(HEAD, "seller,buyer,good,quantity").encode(),
        GOOD.replace(HEAD, "from,to,hs_code,USD").encode(),
    ],
)
def test_tables_are_written_in_many_ways(text: bytes) -> None:
    assert rows(read(text, "t.csv")) == PLAIN


def test_of_several_years_the_last_counts_and_growth_is_between() -> None:
    text = (
        "t,i,j,k,v,q\n2018,CHN,JPN,x,100,  NA\n2020,CHN,JPN,x,121,3\n2018,CHN,JPN,y,50,\n"
        "2020,USA,JPN,z,10,1\n"
    )
    found = read(text.encode(), "t.csv")
    assert rows(found) == [("CHN", "JPN", "x", 121.0), ("USA", "JPN", "z", 10.0)]
    assert found.growth[0] == pytest.approx(0.1)
    assert str(found.growth[1:].tolist()) == "[nan, nan]"  # y ended and z began
    assert any("those of 2020" in note for note in found.notes)


def test_growth_and_marks_may_have_columns_of_their_own() -> None:
    text = f"{HEAD},growth,disruptive\nA,B,x,30,0.1,\nC,B,x,10,0.5,\nA,B,y,1,NA,yes\n"
    found = read(text.encode(), "t.csv")
    assert found.growth[0] == pytest.approx((30 * 0.1 + 10 * 0.5) / 40)
    assert found.disruptive.tolist() == [False, True]


def test_comtrade_names_who_reports() -> None:
    text = (
        "refYear,reporterCode,reporterISO,flowCode,partnerISO,cmdCode,motCode,netWgt,primaryValue\n"
        "2022,392,JPN,M,CHN,0302,0,1,80\n"  # counted by the buyer
        "2022,156,CHN,X,JPN,0302,0,1,70\n"  # ... and by the seller
        "2022,156,CHN,X,USA,0302,0,1,40\n"  # by the seller only
        "2022,392,JPN,M,W00,0302,0,1,999\n"
        "2022,392,JPN,M,CHN,TOTAL,0,1,999\n"
        "2022,392,JPN,M,CHN,0302,2100,1,55\n"
        "2022,392,JPN,RX,CHN,0302,0,1,9\n"
        "2022,392,JPN,M,JPN,0302,0,1,9\n"
    )
    found = read(text.encode(), "t.csv")
    assert rows(found) == [("CHN", "JPN", "0302", 80.0), ("CHN", "USA", "0302", 40.0)]
    assert found.notes == (
        "1 rows left out: exports that the buyer reports too.",
        "1 rows left out: goods that came back.",
        "1 rows left out: neither imports nor exports.",
        "1 rows left out: parts by transport.",
        "2 rows left out: sums over countries or products.",
    )


def test_sums_over_the_world_are_no_country() -> None:
    found = read(f"{GOOD}World,JPN,0302,100\n".encode(), "t.csv")
    assert rows(found) == PLAIN


@pytest.mark.parametrize(
    ("values", "doubted"),
    [
        (("1,234", "999"), True),
        (("999", "1.234"), True),
        (("1,234", "2,500"), False),  # all have three digits behind the comma
        (("1,234", "999", "0,5"), False),
        (("1,234", "0,999", "7"), False),
        (("1234,567", "7"), False),
        (("1,234", "12345"), False),  # thousands are not separated here
        (("1234", "7"), False),
    ],
)
def test_signs_that_could_separate_thousands_are_pointed_out(
    values: tuple[str, ...], doubted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"A;B;x{n};{value}" for n, value in enumerate(values)]
    text = "\n".join(["exporter;importer;product;value", *lines]).encode()
    for rows_at_once in (1, 50_000):
        monkeypatch.setattr(table, "BATCH", rows_at_once)
        notes = " ".join(read(text, "t.csv").notes)
        assert ("separates thousands" in notes) == doubted
    if doubted:
        sign = "comma" if "," in "".join(values) else "point"
        assert f"read with a decimal {sign}" in notes


def test_names_that_differ_in_case_only_are_pointed_out() -> None:
    found = read(f"{GOOD}chn,JPN,0302,1\n".encode(), "t.csv")
    assert "count as different countries: 'CHN', 'chn'" in found.notes[0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("CHN,JPN,0302,abc", "t.csv:2:14: value: 'abc' is no number; write one such as 1234.5"),
        ('CHN,JPN,0302,"1,234.5"', "without separators of thousands"),
        ("CHN,JPN,0302,-5", "t.csv:2:14: value: '-5' is negative; what is traded is 0 or more"),
        ("CHN,JPN,0302,nan", "no value; leave the row out, or write 0 if nothing was traded"),
        ("CHN,JPN,0302,", "t.csv:2:14: value: no value"),
        ("CHN,JPN,0302,inf", "'inf' is no number"),
        ("CHN,JPN,0302,1e999", "'1e999' is too large a number"),
        ("CHN,JPN,0302,1e200", "t.csv:2:14: value: '1e200' is too large an amount"),
        ("CHN,JPN,0302,1e19", "none is above 1e+18"),
        ("CHN,JPN,0302,1_000", "'1_000' is no number"),
        ("CHN,JPN,0302,٣", "is no number"),
        ("CHN,JPN,0302", "t.csv:2:9: product: 3 cells, but the header has 4"),
        ("CHN,JPN,0302,1,5", "5 cells, but the header has 4; is there a comma in a number?"),
        (",JPN,0302,1", "t.csv:2:1: exporter: no exporter; name it"),
        ("CHN,  ,0302,1", "t.csv:2:5: importer: no importer; name it"),
        ("CHN,JPN,,1", "t.csv:2:9: product: no product; name it"),
        (f"{'A' * 300},JPN,0302,1", "300 characters; at most 200 make a name"),
        ('CHN,JPN,"0302,1', "not CSV"),
        ('CHN,JPN,"03"02,1', "not CSV"),
        ("CHN,JPN,0302," + "9" * 200_000, "not CSV: field larger"),
        ("CHN,CHN,0302,1", "nothing in it crosses a border"),
        ("CHN,JPN,0302,0", "nothing in it crosses a border"),
    ],
)
def test_a_bad_row_is_told_with_its_place(row: str, message: str) -> None:
    found = faults(f"{HEAD}\n{row}\n")
    assert len(found) == 1
    assert message in found[0]
    assert found[0].startswith("t.csv:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\ufeff \n", "the file is empty"),
        (HEAD, "there is no trade below the header"),
        (f"{HEAD}\nWorld,JPN,x,1\n", "left out: 1 sums over countries or products"),
        (
            f"{DETAIL}\nJPN,CHN,M,x,2100,C04,5\nJPN,CHN,M,x,3200,C00,5\nJPN,W00,M,x,0,C00,5",
            "t.csv:1:1: (header): all rows below the header are left out: 2 parts by transport; "
            "1 sums over countries or products; ask for the totals too: rows with motCode 0",
        ),
        (
            f"{DETAIL}\nJPN,CHN,M,x,2100,C00,5\nJPN,CHN,M,x,0,C04,5",
            "rows with motCode 0 and customsCode C00",
        ),
        ("exporter,importer,product,value,Value\nA,B,x,1,2", "t.csv:1:33: (header): 'Value' is"),
        ("exporter,importer,product\nA,B,x", "no column for the value; name it 'value' (or 'v'"),
        ("exportr,importer,product,value\nA,B,x,1", "Is 'exportr' it?"),
        ("reporter,partner,cmdCode,value\nA,B,x,1", "no column for the flow"),
        ("a\n1", "no column for the exporter"),
        ("year," + HEAD + "\nlast,A,B,x,1", "t.csv:2:1: year: 'last' is no year"),
        (HEAD + ",growth\nA,B,x,1,500", "'500' is no growth in a year"),
        (HEAD + ",disruptive\nA,B,x,1,perhaps", "'perhaps' is neither yes nor no"),
        ("exporter;importer;product;value\nA;B;x;1,5\nA;B;y;1.234\n", "all one way"),
        (b"\xff\xfee\x00", "UTF-16"),
        (b"PK\x03\x04rest", "an archive or a workbook"),
        (GOOD.encode() + b"\x00", "the control character U+0000"),
        (GOOD.encode() + b"\x1b[2J,B,x,1", "t.csv:5:1: (file): found the control character U+001B"),
        ("exporter,importer,product,value\nA\u202eB,C,x,1", "U+202E"),
        (GOOD.encode() + "É".encode("latin-1"), "t.csv:5:1: (file): found byte 0xC9"),
    ],
)
def test_a_bad_file_is_told(text: str | bytes, message: str) -> None:
    assert any(message in line for line in faults(text)), faults(text)


def test_every_problem_at_once_in_file_order_and_no_more_than_twenty() -> None:
    found = faults(f"{HEAD}\n,JPN,x,abc\nA,B,x,-1\n")
    assert [line.split(" ")[0] for line in found] == ["t.csv:2:1:", "t.csv:2:8:", "t.csv:3:7:"]
    many = faults(f"{HEAD}\n" + "A,B,x,bad\n" * 70_000)
    assert len(many) == 21
    assert many[19].startswith("t.csv:21:7:")
    assert many[20] == "and 69,980 more"


def test_there_are_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    assert "more than 2 rows" in faults(GOOD)[0]
    monkeypatch.undo()
    monkeypatch.setattr(table, "MOST_CELLS", 5)
    assert "3 countries and 2 products" in faults(GOOD)[0]
    monkeypatch.undo()
    monkeypatch.setattr(table, "LARGEST_FILE", 20)
    assert "the file has more than 2e-05 MB" in faults(GOOD)[0]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TradeError, match="cannot be read"):
            read_table(path)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    for text in (content, GOOD.encode() + content):
        try:
            read(text, "t.csv")
        except TradeError as error:
            assert error.problems


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=6), max_size=6)
)
@example([['"'], ["=1+1", "A", "x", "1"]])
def test_cells_of_any_kind_are_read_or_refused(cells: list[list[str]]) -> None:
    text = "\n".join([HEAD, *(",".join(row) for row in cells)])
    try:
        found = read(text.encode(), "t.csv")
    except TradeError as error:
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
    else:
        for country in found.countries:
            profile(found, country, P)


def test_many_rows_need_little_room() -> None:
    content = large_table(100_000)
    tracemalloc.start()
    read(content, "t.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * len(content)


def test_rows_given_twice_are_added_up_and_told() -> None:
    text = f"{HEAD}\nA,B,x,3\nA,B,x,3\nA,B,x,3\nA,B,x,4\nA,B,y,0\nA,B,y,0\nB,A,x,3\n"
    found = read(text.encode(), "t.csv")
    assert found.bought(found.countries["B"], [found.countries["A"]])[0] == 13.0
    assert found.notes == ("2 rows were given twice and added up.",)
    assert read(f"{HEAD}\nA,B,x,3\nA,B,x,4\n".encode(), "t.csv").notes == ()


@pytest.mark.parametrize("sign", ["|", "^"])
def test_a_separator_that_is_not_read_is_named(sign: str) -> None:
    text = f"{HEAD}\nA,B,x,3\n".replace(",", sign)
    for head in ("", f"sep={sign}\n"):
        with pytest.raises(TradeError) as told:
            read(f"{head}{text}".encode(), "t.csv")
        said = f"the separator seems to be '{sign}'; comma, semicolon and tab are read"
        assert [problem.message for problem in told.value.problems] == [said]
