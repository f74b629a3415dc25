"""Compile the rules of the grammar files into regular expressions over kinds of tokens.

Lark reads the files. Its rule trees are taken as the loader leaves them, before ``*``, ``+`` and ``?`` are expanded: they say
what a person wrote. A kind of token is one character, so a rule is a short regular expression over a line's kinds, and the
rule stays the only source.
"""

# Lark's grammar loader carries no types.
# pyright: basic

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from attrs import frozen
from lark.exceptions import GrammarError

#: What a run of Han characters can be: kinds that no terminal stands for.
RUNS = (
    "PRESS", "HAN", "NAME", "NAMED_PLACE", "SHORT", "BODY", "TITLED", "ORIGIN", "RUBRIC", "WORDS", "LONG",
)  # fmt: skip
#: Marks that are in most lines.
_MARKS = frozenset(("OPEN", "CLOSE", "BLANK", "COMMA", "COLON", "QUOTE", "NUMBER", "STOP", "LATIN"))
#: Rules whose place in a line a match keeps.
PARTS = frozenset(("people", "source", "place", "day", "target"))


@frozen
class Kinds:
    """One token of any of some kinds."""

    names: frozenset[str]


@frozen
class Sequence:
    """One after another."""

    items: tuple[Node, ...]


@frozen
class Choice:
    """Any of these."""

    options: tuple[Node, ...]


@frozen
class Repeat:
    """So many times; without an end where ``most`` is None."""

    item: Node
    least: int
    most: int | None


@frozen
class Named:
    """Another rule."""

    name: str


Node: TypeAlias = Kinds | Sequence | Choice | Repeat | Named

#: How many tokens a rule may have written in it, those of the rules in it included, before its ways are compiled one by one:
#: of forty a millisecond's work.
_LONG = 40

_TIMES = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def read_rules(definitions: Iterable[Any]) -> dict[str, Node]:
    """The rules of a loaded grammar, by name.

    Raises lark.exceptions.GrammarError for what the rules of this library don't use: templates, literals, aliases.
    """
    return {str(name): _node(tree) for name, _, tree, _ in definitions}


def _node(tree: Any) -> Node:
    name, children = tree.data, tree.children
    if name == "expansions":
        return _one(Choice, [_node(child) for child in children])
    if name == "expansion":
        return _one(Sequence, [_node(child) for child in children])
    if name == "expr":
        item, sign, *bounds = children
        least, most = _TIMES[sign] if sign in _TIMES else (int(bounds[0]), int(bounds[-1]))
        return Repeat(_node(item), least, most)
    if name == "maybe":
        return Repeat(_node(children[0]), 0, 1)
    if name == "value":
        symbol = children[0]
        if type(symbol).__name__ == "Terminal":
            return Kinds(frozenset((str(symbol.name),)))
        if type(symbol).__name__ == "NonTerminal":
            return Named(str(symbol.name))
    raise GrammarError(f"a rule here is made of terminals and other rules, not of: {tree}")


def _one(kind: type[Choice | Sequence], items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else kind(tuple(items))


@frozen
class Way:
    """One of the ways that a rule can be taken, as a regular expression over kinds."""

    pattern: str
    groups: tuple[str, ...]
    """Which part each group of the pattern is."""
    begins: frozenset[str] | None
    """The kinds that a match begins with; None where one may be empty."""
    needs: frozenset[str] | None
    """Kinds of which every match has at least one; None where no few are known."""


@frozen
class Expression:
    """A rule over kinds: the ways that it can be taken, in the order in which they are tried."""

    ways: tuple[Way, ...]
    needs: frozenset[str] | None
    """Kinds of which every match has at least one; None where no few are known."""
    begins: frozenset[str] | None
    """The kinds that a match begins with; None where one may be empty."""
    ends: frozenset[str] | None
    """The kinds that a match ends with; None where one may be empty."""
    kinds: frozenset[str]
    """All kinds that a match may be made of."""


def compile_rule(name: str, rules: Mapping[str, Node], codes: Mapping[str, str]) -> Expression:
    """A rule as regular expressions in which each kind is its code.

    Raises lark.exceptions.GrammarError where the rule takes itself, or one that is not defined.
    """
    whole = _resolved(name, rules, ())
    begins, ends = (_edge(whole, last=last) for last in (False, True))
    return Expression(
        tuple(_way(node, codes) for node in _ways(whole)),
        _needs(whole),
        None if begins[1] else begins[0],
        None if ends[1] else ends[0],
        _kinds(whole),
    )


def _way(node: Any, codes: Mapping[str, str]) -> Way:
    groups: list[str] = []
    pattern = _written(node, codes, groups, kept=True)
    begins, empty = _edge(node, last=False)
    return Way(pattern, tuple(groups), None if empty else begins, _needs(node))


@frozen
class _Part:
    """A rule whose place a match keeps."""

    name: str
    item: Any


def _resolved(name: str, rules: Mapping[str, Node], inside: tuple[str, ...]) -> Any:
    if name in inside:
        raise GrammarError(f"the rule {name} takes itself: {' > '.join((*inside, name))}")
    if name not in rules:
        raise GrammarError(
            f"no rule {name}, which {inside[-1] if inside else 'the parser'} asks for"
        )
    found = _with_rules(rules[name], rules, (*inside, name))
    return _Part(name, found) if name in PARTS else found


def _with_rules(node: Node, rules: Mapping[str, Node], inside: tuple[str, ...]) -> Any:
    match node:
        case Named(name):
            return _resolved(name, rules, inside)
        case Sequence(items):
            found = [_with_rules(item, rules, inside) for item in items]
            return Sequence(tuple(part for item in found for part in _items(item)))
        case Repeat(item, least, most):
            return Repeat(_with_rules(item, rules, inside), least, most)
        case Choice(options):
            found = [_with_rules(option, rules, inside) for option in options]
            single = [option.names for option in found if isinstance(option, Kinds)]
            others = [option for option in found if not isinstance(option, Kinds)]
            kinds = [Kinds(frozenset().union(*single))] if single else []
            return _one(Choice, [*others, *kinds])
        case _:
            return node


def _ways(node: Any) -> list[Any]:
    """The ways that a long rule can be taken, which together match what the rule does.

    A long expression takes long to compile, and of most rules a page needs few of the ways.
    """
    if _size(node) <= _LONG:
        return [node]
    match node:
        case Choice(options):
            return [way for option in options for way in _ways(option)]
        case _Part(name, item):
            return [_Part(name, way) for way in _ways(item)]
        case Sequence(items):
            for n, item in enumerate(items):
                if isinstance(item, Choice | _Part):
                    return [
                        Sequence((*items[:n], *_items(way), *items[n + 1 :])) for way in _ways(item)
                    ]
                # What a choice is drawn out past is a token, or one that may stand there so many times.
                if not isinstance(item.item if isinstance(item, Repeat) else item, Kinds):
                    break
    return [node]


def _size(node: Any) -> int:
    """How many tokens and choices are written in a node."""
    match node:
        case _Part(_, item) | Repeat(item, _, _):
            return _size(item)
        case Sequence(items) | Choice(items):
            return sum(map(_size, items))
    return 1


def _items(node: Any) -> tuple[Any, ...]:
    """What stands one after another in a node."""
    return node.items if isinstance(node, Sequence) else (node,)


def _written(node: Any, codes: Mapping[str, str], groups: list[str], *, kept: bool) -> str:
    """The pattern; parts are groups where ``kept``: inside a repetition a group would hold the last of them alone."""
    match node:
        case Kinds(names):
            unknown = sorted(names - codes.keys())
            if unknown:
                raise GrammarError(
                    f"{unknown[0]} is no word: it begins with _, or nothing says what it is"
                )
            chars = "".join(sorted(codes[name] for name in names))
            return chars if len(chars) == 1 else f"[{chars}]"
        case Sequence(items):
            return "".join(_written(item, codes, groups, kept=kept) for item in items)
        case Choice(options):
            return (
                f"(?:{'|'.join(_written(option, codes, groups, kept=kept) for option in options)})"
            )
        case Repeat(item, least, most):
            once = (least, most) == (0, 1)
            inner = _written(item, codes, groups, kept=kept and once)
            if not (
                isinstance(item, Kinds | Choice) or (isinstance(item, _Part) and kept and once)
            ):
                inner = f"(?:{inner})"
            sign = next((s for s, times in _TIMES.items() if times == (least, most)), None)
            return inner + (sign or f"{{{least},{'' if most is None else most}}}")
        case _Part(name, item):
            if not kept:
                return f"(?:{_written(item, codes, groups, kept=False)})"
            groups.append(name)
            return f"({_written(item, codes, groups, kept=True)})"
    raise TypeError(node)


def _commonness(kinds: frozenset[str]) -> int:
    """How common kinds of tokens are in print: runs of characters are in every line, brackets and blanks in most."""
    return sum(
        100 if kind in RUNS or kind == "OUTLET" else 10 if kind in _MARKS else 1 for kind in kinds
    )


def _needs(node: Any) -> frozenset[str] | None:
    """Kinds of tokens of which one stands in whatever a rule takes: the least common of those that it asks for."""
    match node:
        case Kinds(names):
            return names if len(names) <= 12 else None
        case _Part(_, item):
            return _needs(item)
        case Sequence(items):
            found = [needs for needs in map(_needs, items) if needs is not None]
            return min(found, key=_commonness, default=None)
        case Choice(options):
            every = [_needs(option) for option in options]
            return None if None in every else frozenset().union(*every)  # type: ignore[arg-type]
        case Repeat(item, least, _):
            return _needs(item) if least else None
    raise TypeError(node)


def _edge(node: Any, *, last: bool) -> tuple[frozenset[str], bool]:
    """The kinds that a rule begins with, or ends with, and whether it may take nothing."""
    match node:
        case Kinds(names):
            return names, False
        case _Part(_, item):
            return _edge(item, last=last)
        case Sequence(items):
            found: frozenset[str] = frozenset()
            for item in reversed(items) if last else items:
                kinds, empty = _edge(item, last=last)
                found |= kinds
                if not empty:
                    return found, False
            return found, True
        case Choice(options):
            every = [_edge(option, last=last) for option in options]
            return frozenset().union(*(kinds for kinds, _ in every)), any(e for _, e in every)
        case Repeat(item, least, _):
            kinds, empty = _edge(item, last=last)
            return kinds, empty or least == 0
    raise TypeError(node)


def _kinds(node: Any) -> frozenset[str]:
    """All kinds in a rule."""
    match node:
        case Kinds(names):
            return names
        case _Part(_, item) | Repeat(item, _, _):
            return _kinds(item)
        case Sequence(items) | Choice(items):
            return frozenset().union(*map(_kinds, items))
    raise TypeError(node)
