"""What TEI Publisher needs: the recipe is valid, and no element that is written lacks a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree
from tests.test_formats_docs import specimen

import edition
from edition import strategies as es

RECIPE = Path(__file__).absolute().parents[1] / "docs" / "recipes" / "newspaper.odd"
TEI = "{http://www.tei-c.org/ns/1.0}"
#: What stands in a text and has a model in teipublisher.odd, version of January 2026, by its name.
THEIRS = frozenset(
    ("TEI", "ab", "argument", "body", "byline", "cb", "closer", "date", "div", "figure", "fw", "g", "head", "lb",
     "note", "orgName", "p", "pb", "persName", "placeName", "ref", "seg", "signed", "text", "trailer")
)  # fmt: skip


def ours() -> set[str]:
    root = etree.parse(RECIPE).getroot()
    return {one.get("ident") or "" for one in root.iter(f"{TEI}elementSpec") if one.find(f"{TEI}model") is not None}  # fmt: skip


def shown(page: edition.Page) -> set[str]:
    """The elements of the text."""
    root = etree.fromstring(edition.to_tei(page).encode())
    [text] = root.iter(f"{TEI}text")
    return {str(one.tag).removeprefix(TEI) for one in text.iter()}


@given(es.pages(realistic=False))
def test_every_element_has_a_model(page: edition.Page) -> None:
    """In the recipe, or in the ODD that it extends."""
    assert shown(page) <= ours() | THEIRS


def test_every_role_has_a_model() -> None:
    """A page with one block of each."""
    assert shown(specimen()) <= ours() | THEIRS


@pytest.mark.slow
def test_the_recipe_is_valid(schemas_dir: Path) -> None:
    """By the schema of the whole of TEI, which has the elements of ODD."""
    [schema] = (schemas_dir / "tei").glob("*.rng")
    etree.RelaxNG(etree.parse(schema)).assertValid(etree.parse(RECIPE))


@pytest.mark.parametrize("name", ["label", "name", "note", "figure", "head"])
def test_the_recipe_says_what_theirs_does_not(name: str) -> None:
    """The elements that it is there for."""
    assert name in ours()
