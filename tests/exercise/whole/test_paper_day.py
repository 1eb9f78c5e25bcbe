"""Paper day: four teams and three rounds from one terminal of 72 columns, without a network.

A facilitator types, as pexpect types for her, what teams hand in on paper.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from cli.registry.registry import NOUNS
from tests.exercise.whole.desk import Desk, desk_in, faults

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]

MARK = "EXERCISE EXERCISE EXERCISE - FICTION, UNCLASSIFIED"

SPOKEN_OF = {
    "scenario", "exercise", "seat", "round", "order", "inject", "msel", "white", "rfi", "deal",
    "msg", "press", "log", "rewind", "branch", "switch", "compare", "eval", "hotwash", "aar",
    "print", "play", "screen",
}  # fmt: skip
"""All that is spoken of in an exercise."""

TEAMS = ("KORVA", "SORIN", "ALDER", "MERID")


def test_a_day_on_paper(tmp_path: Path) -> None:
    with desk_in(tmp_path) as desk:
        codes = before_the_day(desk)
        home = first_round(desk, codes)
        home = second_round(desk, codes, home)
        third_round(desk)
        other_courses(desk)
        after_the_day(desk)
        alone_at_night(desk)
    assert set(NOUNS) >= SPOKEN_OF
    assert desk.nouns >= set(NOUNS)
    assert desk.network == ""
    wrong = {fault for screen in desk.seen for fault in faults(screen, MARK)}
    assert not wrong
    reports_open(tmp_path)


def test_a_case_is_played_from_a_pipe(tmp_path: Path) -> None:
    lines = "order add J7\n1\nsubmit\nsubmit\nsubmit\n"
    program = [sys.executable, "-c", "from cli.app import main; main()"]
    played = subprocess.run(
        [*program, "play", "rare-earth-2010", "--seat", "JPN", "--to", "alone.exercise"],
        cwd=tmp_path, input=lines, capture_output=True, text=True, encoding="utf-8", timeout=120,
        check=True,
    )  # fmt: skip
    assert played.stderr.count("noted: JPN-1-") == 2
    assert "ENDEX" in played.stdout
    assert "support at home" in played.stdout
    assert not any(sign in played.stdout for sign in ("\x1b", "JPN> "))


def before_the_day(desk: Desk) -> dict[str, str]:
    """Make the exercise, print its papers, and return the code of each seat."""
    desk.run("scenario new ours --like two-islands --plain")
    desk.run("exercise new three-chokepoints --to day.exercise --seed 7 --plain")
    desk.run("exercise list --plain")
    desk.run("print pack --out papers --to html --plain")
    assert len(list((desk.folder / "papers").glob("*.html"))) >= 1 + 2 * len(TEAMS)
    shown = marked(desk.run("seat list --plain"))
    codes = dict(re.findall(r"^([\w-]+) +\S+ +([A-Z0-9]{6})\b", shown, re.MULTILINE))
    assert set(TEAMS) <= set(codes)
    return codes


def first_round(desk: Desk, codes: dict[str, str]) -> str:
    """Lead the first round from a prompt; return the code of the white cell's screen."""
    home = opened(desk)
    assert "STARTEX" in desk.type("exercise start")
    desk.type("round brief")
    for team in TEAMS:  # each reads its brief at the screen
        desk.type(f"seat as {team}", codes[team])
        assert desk.speaker == team
        assert "For you alone" in marked(desk.type("round brief"))
        desk.type("seat as white", home)
    assert desk.speaker == "white"
    assert "I01" in desk.type("round open --minutes 12")
    assert "missing: " in marked(desk.type("exercise status"))
    marked(desk.type("order options --seat SORIN"))
    assert "NOUN" in desk.type("?")

    assert "did you mean K1" in " ".join(desk.type("order enter KORVA J1").split())
    handed_in = desk.type("order enter KORVA K1 K4 rate=0.4 K7", "y")
    assert "KORVA 3 orders, handed in" in handed_in
    assert "rate=0.4" in handed_in
    assert "order withdraw --seat KORVA" in desk.type("order enter KORVA K1")
    assert "SORIN 2 orders" in desk.type("order enter SORIN", "S1", "S2", "", "y")
    sheet_of(desk.folder / "merid.xlsx", "MERID", ("M1", "we must know"), ("M6", ""))
    assert "MERID 2 orders, handed in" in desk.type("order import merid.xlsx")

    desk.type("msg ALDER Will you stand with us? --seat SORIN")
    desk.type("press We shall answer lawfully. --headline A statement --seat MERID")
    assert "RFI-SORIN-1" in desk.type("rfi ask For how long do magnets last? --seat SORIN")
    desk.type("rfi answer RFI-SORIN-1 For three weeks.")
    assert "For three weeks" in marked(desk.type("rfi list"))
    offer = desk.type("deal propose ALDER --give supply:chip:1 --ask hold_off --seat SORIN")
    deal = found(r"D-\w{4}", offer)
    assert f"{deal} is signed by ALDER" in desk.type(f"deal sign {deal} --seat ALDER")
    assert "signed" in marked(desk.type("deal list"))
    idea = desk.type("order custom The Prime Minister telephones the chairman. --seat SORIN")
    desk.type(
        f"order allow {found(r'SORIN-1-[0-9A-Z]+', idea)} --because it costs little "
        "--effect lantern-islets.escalation -= 0.1"
    )

    assert "I14" in desk.type("inject fire I14")
    assert "round 1, minute 0" in desk.type("inject retime I02 --minute 0")
    desk.type("inject skip I20")
    desk.type("exercise pause --because the alarm rings")
    assert "PAUSED" in desk.type("exercise status")
    desk.type("exercise resume")
    assert re.search(r"I02 +fired", marked(desk.type("inject list")))
    assert "ALDER" in marked(desk.type("order missing"))
    desk.type("order ping")
    desk.type("round extend 3")
    desk.type("seat takeover ALDER white --because they are still at lunch")
    desk.type("order enter ALDER A14 A10 --no-ask")
    desk.type("seat handback ALDER")
    desk.type("round lock")
    desk.type("round unlock --because a wrong code was entered")
    desk.type("order withdraw --seat ALDER")
    desk.type("order drop 2 --seat ALDER")
    desk.type("order submit --seat ALDER")
    assert "ALDER: 1 order" in desk.type("round lock")

    shown = desk.type("round adjudicate --range 20")
    bare, why = shown.index("round 1 is adjudicated"), shown.index("round 1 is explained")
    assert bare < shown.index("Orders") < why < shown.index(" to ", why)
    assert "SORIN.damage" in shown[why:]
    assert "KORVA-1-" in marked(desk.type("round review"))
    desk.type("round publish")
    return home


def second_round(desk: Desk, codes: dict[str, str], home: str) -> str:
    """Lead the second round, in which the power fails, and overrule what the model found."""
    desk.type("round brief")
    desk.type("seat as SORIN", codes["SORIN"])
    assert "carried out" in marked(desk.type("round brief"))
    desk.type("seat as white", home)
    desk.type("round open")
    desk.type("order enter KORVA K2 --no-ask")
    desk.type("order enter SORIN S9 --draft --no-ask")
    desk.kill()

    home = opened(desk)
    status = marked(desk.type("exercise status"))
    assert "Round 2 of 3, open" in status
    order = found(r"KORVA-2-\w+", marked(desk.type("order show --seat KORVA")))
    desk.type("order submit --seat SORIN")
    desk.type("order enter ALDER A6 --no-ask")
    desk.type("inject add X1 The docks are on strike. --title A strike --to SORIN")
    desk.type("inject fire X1")
    desk.type("msel export list.xlsx")
    assert "OK" in desk.type("msel check list.xlsx")
    desk.type("msel import list.xlsx")
    desk.type("round lock")
    desk.type("round adjudicate --range 20")

    changed = desk.type(f"white overrule {order} --outcome delayed --because the seal was missing")
    assert f"the model's own rulings: {order}: carried out" in changed
    assert "lantern-islets: reports" in marked(desk.type("round review"))
    desk.type("white overrule lantern-islets --draw reports --not --because the firms kept silent")
    assert "SORIN.support" in desk.type("white adjust SORIN.support -= 3 --because a bad day")
    desk.type("white note Nobody foresaw the strike. --because they asked")
    desk.type("white reveal The film was real. --to SORIN")
    assert "is explained" in desk.type("white explain --members 20")
    assert "round 2 is published" in desk.type("white accept")
    return home


def third_round(desk: Desk) -> None:
    """Lead the last round, in which nobody hands in anything."""
    desk.type("round brief")
    desk.type("round open")
    desk.type("deal list")
    desk.type("round lock")
    desk.type("round adjudicate --bare")
    desk.type("round publish")
    assert "Round 3" in marked(desk.type("screen --once"))
    desk.type("log mark The coffee is cold.")
    marked(desk.type("log show"))


def other_courses(desk: Desk) -> None:
    """Play the third round again, then a course of its own, and lay them side by side."""
    assert "from the start of round 3" in desk.type("rewind 3", "y")
    for line in ("round open", "order enter KORVA K12 --no-ask", "round lock"):
        desk.type(line)
    desk.type("round adjudicate --bare")
    desk.type("round publish")
    played = found(r"line (\S+) is played now", desk.type("rewind 3", "y"))
    desk.type("branch calm 1")
    for line in ("round open", "round lock", "round adjudicate --bare", "round publish"):
        desk.type(line)
    assert "line main is played now" in desk.type("switch main")
    assert "calm" in marked(desk.type(f"compare calm {played} --number SORIN.damage"))


def after_the_day(desk: Desk) -> None:
    """Evaluate, end, write the report, and check the log."""
    desk.type("eval objective O9 Speak early --look O9a=somebody calls on the first day")
    desk.type("eval note Sorin asked for its stocks first. --objective O2 --seat SORIN --round 1")
    desk.type("eval rate O2 P --comment in time")
    desk.type("eval rate O1 S --row O1a --evaluator Anna")
    desk.type("eval improve Nobody knows the stocks. --owner METI --due 2032")
    assert "Q1" in marked(desk.type("eval form"))
    desk.type("eval form Q1=4 --name Ben --seat SORIN")
    assert "O2" in marked(desk.type("eval show"))
    assert "24 months" in desk.type("exercise end --project 24m", "y")
    desk.type("hotwash We waited too long. --kind improve --seat SORIN")
    assert "We waited too long" in marked(desk.type("hotwash"))
    assert "day-aar.md" in desk.type("aar build --to docx,html,md")
    assert "are whole" in desk.type("log verify")
    desk.type("log export day.jsonl")
    desk.end("quit")
    desk.run("log import day.jsonl copy.exercise --plain")
    assert "are whole" in desk.run("log verify --exercise copy.exercise --plain")


def alone_at_night(desk: Desk) -> None:
    """Play a case alone, to its end."""
    desk.open("play rare-earth-2010 --seat JPN --to alone.exercise --plain")
    assert desk.speaker == "JPN"
    assert "JPN-1-" in desk.type("1")
    desk.type("order options de-escalate")
    desk.type("submit")
    assert "carried out" in desk.type("round show 1")
    desk.type("submit")
    assert "support at home" in desk.end("submit")


def opened(desk: Desk) -> str:
    """Open the facilitator's prompt, and return the code by which the white cell comes back."""
    return found(r"code\s+([A-Z0-9]{6})", desk.open("exercise open day.exercise --plain"))


def found(pattern: str, text: str) -> str:
    """Return what a pattern finds in a text: its group, or all of it."""
    match = re.search(pattern, text)
    assert match, f"no {pattern} in: {text}"
    return match[1] if match.groups() else match[0]


def marked(screen: str) -> str:
    """Return a screen that has the handling mark at its head and at its foot, news aside."""
    lines = [line.strip() for line in screen.splitlines()]
    assert lines.count(MARK) == 2, screen
    assert lines[-1] == MARK, screen
    return "\n".join(lines[lines.index(MARK) :])


def sheet_of(path: Path, seat: str, *orders: tuple[str, str]) -> None:
    """Write a team's order sheet."""
    book = openpyxl.Workbook()
    book.active.append(["Seat", "Order", "Reason"])
    for order, reason in orders:
        book.active.append([seat, order, reason])
    book.save(path)


def reports_open(folder: Path) -> None:
    """See that the after-action report is whole in each of its forms."""
    report = folder / "day-aar.docx"
    texts = [paragraph.text for paragraph in docx.Document(str(report)).paragraphs]
    assert any("We waited too long" in text for text in texts)
    html = (folder / "day-aar.html").read_text(encoding="utf-8")
    assert "EXERCISE EXERCISE EXERCISE" in html
    assert "Sorin asked for its stocks first" in (folder / "day-aar.md").read_text(encoding="utf-8")
    office = shutil.which("soffice")
    if office:
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(report)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        assert report.with_suffix(".pdf").stat().st_size > 1000
