"""The dialects: those that are shipped, those made from a file, and which of them a page is in."""

from __future__ import annotations

from os import PathLike

from attrs import field, frozen

from edition._grammar.compiled import Grammar, dialect, dialect_names

#: How many tell-tale signs make a dialect, and in how much text one more is asked for, in code points.
_ENOUGH = 2
_MORE_EACH = 6000


@frozen(weakref_slot=False)
class Dialect:
    """A dialect, by name or from a grammar file."""

    name: str
    """The shipped dialect's name, or the file's name without its ending."""
    grammar: Grammar = field(repr=False, eq=False)
    """Its compiled tables, which only a parse looks into."""

    @classmethod
    def named(cls, name: str) -> Dialect:
        """A dialect that the package ships.

        Raises ValueError for a name that it does not ship.
        """
        if name not in dialect_names():
            raise ValueError(
                f"no dialect {name!r}: there are {', '.join(dialect_names())}, or Dialect.from_file(path)"
            )
        return cls(name, dialect(name))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Dialect:
        """A dialect of your own: a grammar file that extends or overrides terminals of the mainland daily.

        The file is compiled when this is called (some tenths of a second); keep the result. Raises OSError where the
        file can't be read, ValueError where it is not UTF-8 or not a grammar.
        """
        from pathlib import Path

        from lark.exceptions import LarkError

        from edition._grammar.compiler import compile_grammar

        text = Path(path).read_text("utf-8")
        try:
            return cls(Path(path).stem, Grammar.made(compile_grammar(text), {}))
        except LarkError as error:
            raise ValueError(f"{path} is no dialect grammar: {error}") from error


def names() -> tuple[str, ...]:
    """The dialects that the package ships.

    >>> names()
    ('mainland', 'hongkong', 'nineties', 'republican', 'taiwan')
    """
    return dialect_names()


def detect(text: str) -> str:
    """The shipped dialect whose tell-tale signs a page shows most, ``mainland`` where it shows none often enough.

    >>> detect("【明河專訊】昨日有雨。（何青攝）\\n相關字詞﹕天氣")
    'hongkong'
    """
    enough = _ENOUGH + len(text) // _MORE_EACH
    found = {name: _signs(text, name) for name in dialect_names()[1:]}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= enough else "mainland"


def _signs(text: str, name: str) -> int:
    grammar = dialect(name)
    if grammar.pattern("DIALECT_CUE").search(text) is None:
        return 0
    return sum(1 for _ in grammar.pattern("DIALECT_INSIDE").finditer(text))


def grammar_for(text: str, wanted: Dialect | str | None) -> Grammar:
    """The grammar to read a page with."""
    if isinstance(wanted, Dialect):
        return wanted.grammar
    return dialect(detect(text)) if wanted is None else Dialect.named(wanted).grammar
