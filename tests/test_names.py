"""Names: what can be one, and where one name ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._grammar.compiled import base

names = base().names


def _split(run: str) -> list[str]:
    return [name for _, name in names.split(run)]


@pytest.mark.parametrize(
    ("run", "found"),
    [
        ("余立军何伟", ["余立军", "何伟"]),
        ("杜中武孙传岗", ["杜中武", "孙传岗"]),
        ("何青马兰", ["何青", "马兰"]),
        ("欧阳清和何青", ["欧阳清和", "何青"]),
        ("陈立", ["陈立"]),
        ("四川苟冰", ["苟冰"]),
        ("卡里·尼尔斯", ["卡里·尼尔斯"]),
        ("张拥军姜黎李志成", ["张拥军", "姜黎", "李志成"]),
        ("柳下道人", ["柳下道人"]),
        ("", [""]),
    ],
)
def test_split(run: str, found: list[str]) -> None:
    """Names that stand side by side are cut by their surnames; a place before a name is no part of it."""
    assert _split(run) == found


SURNAMES = st.sampled_from("陈何马白贺祁温秦段卢余姜冯杜")


@given(
    st.lists(
        st.builds(lambda f, g: f + g, SURNAMES, st.sampled_from(["小青", "大立", "小兰", "大勇"])),
        min_size=1,
        max_size=5,
    )
)
def test_names_of_three_are_cut_apart(found: list[str]) -> None:
    """A run of names of three characters, none of which holds another's surname, is cut where they meet."""
    assert _split("".join(found)) == found
    assert names.are_names("".join(found))


@given(st.text(st.sampled_from("陈何马白贺青立兰露勇岚石的了河东"), min_size=1, max_size=15))
def test_split_loses_no_character(run: str) -> None:
    """Whatever the cut, the names together are the run, and each stands where it says."""
    cut = names.split(run)
    assert "".join(name for _, name in cut) == run
    assert all(run[at : at + len(name)] == name for at, name in cut)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("陈立", True),
        ("欧阳清和", True),
        ("余立军何伟", True),
        ("四川苟冰", True),
        ("柳下道人", True),
        ("陈", False),
        ("", False),
        ("晒场", False),
        ("渐渐", False),
        ("综合", False),
        ("张秀兰何青马兰白露贺勇祁岚陈立温石", False),
    ],
)
def test_are_names(run: str, expected: bool) -> None:
    """A run reads as people where each has a surname and a given name, and there are not too many."""
    assert names.are_names(run) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("陈", True), ("陳", True), ("欧阳", True), ("陈立", False), ("的", False), ("", False)],
)
def test_is_surname(text: str, expected: bool) -> None:
    """A surname and nothing more, in either script."""
    assert names.is_surname(text) is expected


@pytest.mark.parametrize(
    ("run", "expected"), [("综合", True), ("左二", True), ("陈立", False), ("综合陈立", False)]
)
def test_is_word(run: str, expected: bool) -> None:
    """A word of the trade is nobody's name."""
    assert names.is_word(run) is expected
