"""The search: how far it looks, what its steps tell, and that a line weighs the same wherever it stands on a path."""

from __future__ import annotations

import pickle

import pytest

from edition._grammar.compiled import base
from edition._parser import decode as search
from edition._parser.constraints import HEADLINE_SEEN, TEXT_SEEN
from edition._parser.decode import BEAM_MARGIN, LAYOUT_PRICE, Step, decode, had_after
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.weights import Model, Weights

#: What a short line can be, in an order that no other weight speaks for.
ROLES = ("headline", "kicker", "deck", "crosshead", "label", "other", "signoff", "byline")
TEXT = "河堤步道开放\n望月桥修好了\n"
#: Roles that are out of the question.
NEVER = dict.fromkeys((*ROLES, "paragraph", "caption", "summary", "notice", "editor_note"), -50.0)


def lines(text: str) -> PageFeatures:
    return read_page(text, base())[1]


def read(text: str, weights: Weights) -> list[Step]:
    return decode(lines(text), base().layout, Model.of(weights))


def roles(text: str, weights: Weights) -> list[str]:
    return [step.role for step in read(text, weights)]


@pytest.mark.parametrize("place", range(8))
def test_as_many_states_are_followed_as_the_beam_is_wide(place: int) -> None:
    """What is the eighth best so far can still be the best in the end."""
    own = {role: -0.5 * n for n, role in enumerate(ROLES)}
    wins = {f"after:{ROLES[place]}": {"same": 20.0}}
    weights = {"evidence": {"any": {**NEVER, **own}}, "path": wins}
    assert roles(TEXT, weights)[0] == ROLES[place]


def test_no_more_states_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ninth best is not, which keeps the search linear."""
    own = {role: -0.5 * n for n, role in enumerate(ROLES)}
    weights = {
        "evidence": {"any": {**NEVER, **own, "paragraph": -4.5}},
        "path": {"after:paragraph": {"same": 20.0}},
    }
    assert roles(TEXT, weights)[0] == "headline"
    monkeypatch.setattr(search, "BEAM", 9)
    assert roles(TEXT, weights)[0] == "paragraph"


@pytest.mark.parametrize(("short", "role"), [(9.0, "deck"), (11.0, "headline")])
def test_a_role_may_fall_short_by_so_much(short: float, role: str) -> None:
    """A role whose features speak for it nearly as much as the best one's is considered; what follows may decide for it."""
    weights = {
        "evidence": {"any": {**NEVER, "headline": 0.0, "deck": -short}},
        "path": {"after:edge": {"new deck": 30.0}},
    }
    assert roles("河堤步道开放\n", weights) == [role]


@pytest.mark.parametrize(("lag", "role"), [(7.0, "deck"), (9.0, "headline")])
def test_a_path_may_lag_by_so_much(lag: float, role: str) -> None:
    """A path that lags less than the margin is followed, and can win by what comes after."""
    weights = {
        "evidence": {"any": {**NEVER, "headline": 0.0, "deck": -lag}},
        "path": {"after:deck": {"same": 30.0}},
    }
    assert roles(TEXT, weights)[0] == role


def test_to_leave_the_layout_is_the_last_resort() -> None:
    """It costs more than a path may lag."""
    assert LAYOUT_PRICE > BEAM_MARGIN


def test_steps_are_values() -> None:
    """A step of a long page is printed, compared and pickled like one of a short page."""
    steps = decode(lines("桥上有灯，行人和车都能过去。\n" * 3000), base().layout)
    again = decode(lines("桥上有灯，行人和车都能过去。\n" * 3000), base().layout)
    assert steps == again
    assert len(repr(steps[-1])) < 300
    assert pickle.loads(pickle.dumps(steps[-1])) == steps[-1]


def test_steps_follow_each_other() -> None:
    """Each step begins in the state in which the one before ended."""
    steps = decode(lines(TEXT * 3), base().layout)
    assert steps[0].before == search.EDGE
    assert [step.before for step in steps[1:]] == [step.state for step in steps[:-1]]


def test_a_line_is_always_weighed_in_full() -> None:
    """A line with one role counts with what speaks for it, so that readings of a page can be compared."""
    lead = "本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\n"
    steps = read(lead, {"evidence": {"opens:lead": {"opening": 3.0}}})
    assert steps[0].score == 3.0


LONG = "石板编了号，一块一块照原样铺回去，匠人们用的还是老法子，缝里灌了糯米灰浆，工期因此多出二十来天光景。\n"


def test_running_text_weighs_the_same_with_a_note_open_above_it() -> None:
    """Whether an editor's note is open on some path says nothing of what a paragraph counts on the others."""
    weights = {"evidence": {"any": {"paragraph": 2.0, "editor_note": -1.0}}}
    below_text = read(LONG + LONG, {**weights, "path": {"after:edge": {"new editor_note": -20.0}}})
    below_both = read(LONG + LONG, weights)
    assert [step.score for step in below_text] == [step.score for step in below_both] == [2.0, 4.0]


@pytest.mark.parametrize(
    ("role", "had"),
    [("continued_from", HEADLINE_SEEN), ("continuation", HEADLINE_SEEN | TEXT_SEEN)],
)
def test_a_rest_has_its_headline_elsewhere(role: str, had: int) -> None:
    """Behind 上接 a text goes on as it does below a headline: that stands on another page."""
    assert had_after(role, "new", -1) == had
