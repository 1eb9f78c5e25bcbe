"""The life of a round: what follows what, both clocks, and what `rewind` takes back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exercise.acts import WHITE, Act
from sim.exercise.conduct import lines as conduct
from sim.exercise.exercise import Exercise
from sim.exercise.fold import folded
from sim.exercise.state import NotNowError
from sim.exercise.topics.orders import ORDERS, CustomRuled, Ordered, Submitted
from sim.exercise.topics.rounds import (
    CLOCK,
    ROUNDS,
    Adjudicated,
    Briefed,
    Ended,
    Extended,
    Locked,
    Opened,
    Overruled,
    Paused,
    Published,
    Resumed,
    Started,
    Unlocked,
    remaining,
)
from tests.exercise.made_up import Watch, exercise, opened, played


def test_a_round_goes_from_brief_to_publication(tmp_path: Path) -> None:
    made = exercise(tmp_path)
    seen = []
    for act in (
        Started(), Briefed(round=1), Opened(round=1), Locked(round=1, sheets={}),
        Adjudicated(round=1, record="r", digest="d"), Published(round=1), Opened(round=2),
    ):  # fmt: skip
        made.do(WHITE, act)
        seen.append(made.of(ROUNDS).phase)
    assert seen == ["between", "brief", "open", "locked", "review", "between", "open"]
    assert made.of(ROUNDS).published == 1


@pytest.mark.parametrize(
    ("act", "hint"),
    [
        (Started(), "round lock"),
        (Briefed(round=2), "round lock"),
        (Adjudicated(round=1, record="r", digest="d"), "round 1 is open"),
        (Published(round=1), "round lock"),
        (Unlocked(because="late"), "round 1 is open"),
        (Locked(round=2, sheets={}), "round 1 is under way"),
    ],
)
def test_what_cannot_be_done_now_is_refused_with_what_would_do(
    tmp_path: Path, act: Act, hint: str
) -> None:
    made = opened(exercise(tmp_path))
    before = made.state
    with pytest.raises(NotNowError, match=hint):
        made.do(WHITE, act)
    assert made.state == before and len(made.entries()) == before.head


def test_acts_done_together_are_all_written_or_none(tmp_path: Path) -> None:
    made = exercise(tmp_path)
    with pytest.raises(NotNowError):
        made.do_all(WHITE, (Started(), Briefed(round=1), Briefed(round=1)))
    assert made.of(ROUNDS).phase == "planning"


def test_pauses_do_not_count_and_extensions_do(tmp_path: Path) -> None:
    watch = Watch()
    made = opened(exercise(tmp_path, watch), minutes=25)
    watch.go(10)
    made.do(WHITE, Paused(because="lunch"))
    watch.go(60)
    assert remaining(made.state, watch()) == 15 * 60
    made.do(WHITE, Resumed())
    watch.go(5)
    made.do(WHITE, Extended(minutes=10))
    assert remaining(made.state, watch()) == 20 * 60
    assert made.of(CLOCK).elapsed(watch()) == 15 * 60
    watch.go(30)
    assert remaining(made.state, watch()) == -10 * 60


def test_an_unlocked_round_goes_on_with_what_was_written(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    made.do("NORTH", Ordered(seat="NORTH", id="NORTH-1-1", text="ban"))
    made.do("NORTH", Submitted(seat="NORTH"))
    made.do(WHITE, Locked(round=1, sheets={}))
    made.do(WHITE, Unlocked(because="a sheet was forgotten"))
    assert made.of(ORDERS).draft("NORTH").submitted
    assert not made.of(ROUNDS).sheets


def test_an_overruled_round_keeps_the_models_own_result(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    made.do_all(
        WHITE,
        (
            Locked(round=1, sheets={}),
            Adjudicated(round=1, record="own", digest="d"),
            Overruled(round=1, way="patch", because="agreed in the room", record="new", digest="e"),
        ),
    )
    rounds = made.of(ROUNDS)
    assert (rounds.models, rounds.records) == (("own",), ("new",))


def test_going_back_begins_a_line_and_deletes_nothing(tmp_path: Path) -> None:
    made = played(opened(exercise(tmp_path)))
    made.do(WHITE, Opened(round=2))
    played(made, "r2")
    written = made.entries()
    assert conduct.rewind(made, 2) == "main.2"
    assert made.of(ROUNDS).records == ("r1",) and made.of(ROUNDS).phase == "between"
    assert made.entries()[: len(written)] == written
    made.do(WHITE, Opened(round=2))
    played(made, "other")
    conduct.switch(made, "main")
    assert made.of(ROUNDS).records == ("r1", "r2")
    conduct.switch(made, "main.2")
    assert made.of(ROUNDS).records == ("r1", "other")
    assert conduct.rewind(made, 1) == "main.3"
    assert made.of(ROUNDS).records == ()
    with pytest.raises(NotNowError, match="round 3 has not begun"):
        conduct.branch(made, "what-if", 3, "main")
    assert conduct.branch(made, "what-if", 2, "main") == "what-if"
    assert made.of(ROUNDS).records == ("r1",)


def test_the_rooms_clock_is_not_taken_back(tmp_path: Path) -> None:
    watch = Watch()
    made = opened(exercise(tmp_path, watch))
    watch.go(30)
    conduct.rewind(made, 1)
    assert made.of(CLOCK).elapsed(watch()) == 30 * 60


def test_startex_cannot_be_taken_back(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.rewind(made, 1)
    assert made.of(ROUNDS).phase == "between"


def test_an_exercise_that_ends_in_mid_round_has_only_the_rounds_that_were_published(
    tmp_path: Path,
) -> None:
    made = played(opened(exercise(tmp_path)))
    made.do(WHITE, Opened(round=2))
    made.do(WHITE, Ended())
    assert made.of(ROUNDS).phase == "over" and made.of(ROUNDS).published == 1


def test_reopening_a_file_gives_the_state_it_was_left_in(tmp_path: Path) -> None:
    made = played(opened(exercise(tmp_path)))
    conduct.rewind(made, 1)
    with Exercise.open(made.file.path) as again:
        assert again.state == made.state


def test_two_programs_see_what_the_other_did(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    with Exercise.open(made.file.path) as other:
        other.do("NORTH", Ordered(seat="NORTH", id="NORTH-1-1", text="ban"))
        made.do("SOUTH", Ordered(seat="SOUTH", id="SOUTH-1-2", text="ban"))
        other.refresh()
        assert other.state == made.state
        assert made.of(ORDERS).draft("NORTH").orders and made.of(ORDERS).draft("SOUTH").orders


STEPS = st.lists(
    st.sampled_from(["brief", "open", "lock", "unlock", "adjudicate", "publish", "rewind", "end"]),
    max_size=25,
)


@given(STEPS)
def test_whatever_is_tried_the_log_leads_to_the_state_and_rounds_are_whole(
    steps: list[str],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = exercise(Path(folder))
        made.do(WHITE, Started())
        for step in steps:
            _try(made, step)
            rounds = made.of(ROUNDS)
            reviewed = rounds.phase == "review"
            assert len(rounds.records) == rounds.published + reviewed
            assert len(rounds.records) == len(rounds.models)
        assert folded(made.entries()) == made.state
        made.close()


def _try(made: Exercise, step: str) -> None:
    rounds = made.of(ROUNDS)
    acts: dict[str, Act] = {
        "brief": Briefed(round=rounds.round + 1),
        "open": Opened(round=rounds.round + (rounds.phase != "brief")),
        "lock": Locked(round=rounds.round, sheets={}),
        "unlock": Unlocked(because="why not"),
        "adjudicate": Adjudicated(round=rounds.round, record=f"r{made.state.head}", digest="d"),
        "publish": Published(round=rounds.round),
        "end": Ended(),
    }
    try:
        if step == "rewind":
            conduct.rewind(made, max(1, rounds.round))
        else:
            made.do(WHITE, acts[step])
    except NotNowError:
        return


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\x07", "\u202e", "\x9b"])
def test_a_text_that_would_take_over_a_terminal_is_refused(tmp_path: Path, hidden: str) -> None:
    with pytest.raises(SimError, match="control character"):
        Paused(because=f"lunch {hidden}")
    made = opened(exercise(tmp_path))
    made.do(WHITE, Paused(because="lunch\nat noon"))


def test_the_clock_of_a_line_stands_still_while_another_is_played(tmp_path: Path) -> None:
    watch = Watch()
    made = opened(exercise(tmp_path, watch), minutes=20)
    watch.go(5)
    conduct.branch(made, "what-if", 1)
    made.do(WHITE, Opened(round=1, minutes=30))
    watch.go(60)
    conduct.switch(made, "main")
    assert remaining(made.state, watch()) == 15 * 60
    watch.go(5)
    conduct.switch(made, "what-if")
    assert remaining(made.state, watch()) == -30 * 60
    conduct.switch(made, "main")
    assert remaining(made.state, watch()) == 10 * 60


@pytest.mark.parametrize("months", [-5, 601])
def test_the_world_is_run_on_for_no_time_that_there_is_not(months: int) -> None:
    with pytest.raises(SimError, match="months"):
        Ended(months=months)


def test_so_is_one_within_a_list(tmp_path: Path) -> None:
    with pytest.raises(SimError, match="control character"):
        CustomRuled(id="a", allowed=True, effects=("A.support -= 3", "\x1b[2J"), because="x")
