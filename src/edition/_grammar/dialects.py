"""The dialects: those that are shipped, those made from a file, and which of them a page is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from edition._grammar.compiled import DialectMark, Grammar, base, dialect, dialect_names

if TYPE_CHECKING:
    from edition._text.entry_points import Offer

#: How many tell-tale signs make a dialect, and in how much text one more is asked for, in code points.
_ENOUGH = 2
_MORE_EACH = 6000
#: By character the dialects whose signs begin with it, and what matches one there.
_Begun: TypeAlias = "dict[str, list[tuple[str, Callable[..., re.Match[str] | None]]]]"
#: The dialects made from files in this process, by their digests.
_OWN: dict[str, Grammar] = {}


@frozen(weakref_slot=False)
class Dialect:
    """A dialect, by name or from a grammar file."""

    name: str
    """The name of a shipped dialect, or of the file without its suffix."""
    grammar: Grammar = field(repr=False, eq=False)
    """The compiled grammar, for internal use."""

    def __reduce__(self) -> tuple[Callable[..., Dialect], tuple[object, ...]]:
        # Another process knows it from then on, too, and has it once, however often it is sent.
        if self.name in dialect_names() and self.grammar is dialect(self.name):
            return Dialect.named, (self.name,)
        return _sent, (self.name, self.grammar)

    @property
    def mark(self) -> DialectMark:
        """The name and a digest of the grammar, as stored by a page."""
        return self.grammar.mark

    @classmethod
    def named(cls, name: str) -> Dialect:
        """A shipped dialect, or one from another package (:mod:`edition.plugins`).

        Raises ValueError for an unknown name, and if the dialect of another package cannot be used.
        """
        if name in dialect_names():
            return cls(name, dialect(name))
        from edition._text.entry_points import offered

        offer = offered("dialects", name)
        if offer is None:
            raise ValueError(
                f"unknown dialect {name!r}: use {', '.join(dialect_names())}, or Dialect.from_file(path)"
            )
        return plugged_dialect(offer)

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Dialect:
        """A dialect from a grammar file that extends or overrides the grammar of mainland dailies.

        Compiles the file, which takes some tenths of a second, so keep the result. Also registers it in this process, so that
        ``parse(text, dialect=page.dialect)`` works. Raises OSError if the file cannot be read, ValueError if it is not UTF-8 or not
        a valid grammar.
        """
        from pathlib import Path

        from lark.exceptions import LarkError

        from edition._grammar.compiler import compile_grammar

        text, name = Path(path).read_text("utf-8"), Path(path).stem
        try:
            grammar = Grammar(compile_grammar(text), name)
        except LarkError as error:
            raise ValueError(f"{path} is not a valid dialect grammar: {error}") from error
        _OWN[grammar.mark.digest] = grammar
        return cls(name, grammar)


def _sent(name: str, grammar: Grammar) -> Dialect:
    """A dialect that comes out of a pickle."""
    return Dialect(name, _OWN.setdefault(grammar.mark.digest, grammar))


def plugged_dialect(offer: Offer) -> Dialect:
    """The dialect that a package offers. Raises PluginError for what is none, or is called otherwise."""
    made = offer.called()
    if not isinstance(made, Dialect):
        raise offer.wrong(f"is no Dialect but a {type(made).__name__}")
    if made.name != offer.name:
        raise offer.wrong(f"calls itself {made.name!r}")
    return made


#: A dialect as callers give it: itself, what a page keeps of it, or the name of one that is shipped or that another package brings.
AnyDialect: TypeAlias = Dialect | DialectMark | str


def names() -> tuple[str, ...]:
    """The names of the shipped dialects.

    >>> names()
    ('mainland', 'hongkong', 'nineties', 'prc-early', 'republican', 'shanghai', 'singapore', 'taiwan')
    """
    return dialect_names()


def detect(text: str, *, also: Iterable[str] = ()) -> str:
    """Detect the dialect of a text; ``mainland`` if the text has too few signs of another.

    ``also`` names dialects from other packages to consider; their signs are the matches of their ``DIALECT_INSIDE``. Raises
    ValueError for an unknown name.

    >>> detect("【明河專訊】昨日有雨。（何青攝）\\n相關字詞﹕天氣")
    'hongkong'
    """
    enough = _ENOUGH + len(text) // _MORE_EACH
    found = _shipped_signs(text)
    for name in also:
        found.setdefault(name, _signs(text, Dialect.named(name).grammar))
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= enough else "mainland"


def _signs(text: str, grammar: Grammar) -> int:
    # Signs are asked of the text as it is printed: the script is one of them.
    return sum(1 for _ in grammar.pattern("DIALECT_INSIDE").finditer(text))


def _shipped_signs(text: str) -> dict[str, int]:
    """How many signs the text has of each shipped dialect, counted as above, in one pass over it."""
    find, begun = _sign_beginnings()
    found = dict.fromkeys(dialect_names()[1:], 0)
    ends = dict.fromkeys(found, 0)
    for begin in find(text):
        at = begin.start()
        for name, match in begun[begin.group()]:
            if at >= ends[name] and (sign := match(text, at)) is not None:
                found[name] += 1
                ends[name] = sign.end()
    return found


@cache
def _sign_beginnings() -> tuple[Callable[[str], Iterator[re.Match[str]]], _Begun]:
    """What finds the characters that signs begin with, and by each of these the dialects whose signs do."""
    begun: _Begun = {}
    for name in dialect_names()[1:]:
        grammar = dialect(name)
        for char in grammar.sign_letters:
            begun.setdefault(char, []).append((name, grammar.pattern("DIALECT_INSIDE").match))
    return re.compile(f"[{re.escape(''.join(begun))}]").finditer, begun


def grammar_for(text: str, wanted: AnyDialect | None) -> Grammar:
    """The grammar to read a page with; the page itself tells where none is wanted.

    Raises ValueError for a dialect that is neither shipped nor known in this process.
    """
    if wanted is None:
        return dialect(detect(text))
    if isinstance(wanted, str):
        return Dialect.named(wanted).grammar
    if isinstance(wanted, Dialect):
        return wanted.grammar
    found = _known(wanted)
    if found is None:
        raise ValueError(
            f"the dialect {wanted.name!r} ({wanted.digest}) is not known in this process: load it with Dialect.from_file(path)"
        )
    return found


def grammar_of(mark: DialectMark) -> Grammar:
    """The grammar of a page's dialect; the mainland's where the dialect is not known in this process."""
    return _known(mark) or base()


def _known(mark: DialectMark) -> Grammar | None:
    """One made from a file is known by its digest, a shipped one by its name, whatever release wrote the mark."""
    shipped = dialect(mark.name) if mark.name in dialect_names() else None
    if shipped is not None and shipped.mark == mark:
        return shipped  # also where a file says the very same
    return _OWN.get(mark.digest, shipped)
