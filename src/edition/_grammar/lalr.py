"""Drive the LALR tables that Lark made.

The whole of LALR parsing is here: a stack of states, a stack of values, and for each token a look into a row. What
Lark's own driver adds (errors with context, callbacks by name, interactive use) is not needed, because the grammars of
this library accept every sequence of their terminals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from edition._grammar.patterns import Program, compiled

#: A token's value, or what a rule was made into. Which of these stands where is told by the grammar, in no type.
Value: TypeAlias = Any
#: What makes a rule's value out of the values of its symbols.
Action: TypeAlias = Callable[[list[Value]], Value]

END = "$END"


class Table:
    """One grammar's LALR table, ready to run."""

    __slots__ = ("_end", "_lexer", "_programs", "_rules", "_scanners", "_start", "_states")

    def __init__(
        self,
        start: Mapping[str, int],
        end: Mapping[str, int],
        states: list[dict[str, int]],
        rules: Iterable[tuple[str, int, list[str]]],
        lexer: Mapping[str, tuple[int, str]],
        *,
        programs: Mapping[str, Program],
    ) -> None:
        self._start = start
        self._end = end
        self._states = states
        self._rules = [(name, length) for name, length, _ in rules]
        self._lexer = lexer
        self._programs = programs
        self._scanners: dict[frozenset[str], re.Pattern[str]] = {}

    def told(self) -> list[object]:
        """All that it is made of, as plain data."""
        return [self._start, self._end, self._states, self._rules, self._lexer]

    def parse(
        self, start: str, tokens: Iterable[tuple[str, Value]], actions: Mapping[str, Action]
    ) -> Value:
        """Parse tokens (terminal, value) and return what the actions made of the start rule.

        A rule whose name begins with an underscore has no value of its own: its children become its parent's. A rule
        without an action is a list of its children. Raises KeyError on a token that the grammar has no place for.
        """
        states, rules = self._states, self._rules
        stack: list[int] = [self._start[start]]
        values: list[Value] = []
        for name, value in tokens:
            while (step := states[stack[-1]][name]) < 0:
                self._reduce(rules[-1 - step], stack, values, actions)
            stack.append(step)
            values.append(value)
        return self._finish(start, stack, values, actions)

    def _finish(
        self, start: str, stack: list[int], values: list[Value], actions: Mapping[str, Action]
    ) -> Value:
        final = self._end[start]
        while stack[-1] != final:
            self._reduce(self._rules[-1 - self._states[stack[-1]][END]], stack, values, actions)
        return values[-1]

    def _reduce(
        self,
        rule: tuple[str, int],
        stack: list[int],
        values: list[Value],
        actions: Mapping[str, Action],
    ) -> None:
        name, length = rule
        children: list[Value] = []
        if length:
            parts = values[-length:]
            del stack[-length:], values[-length:]
            # A list is the children of an inlined rule. Growing the first one in place keeps long repeats linear.
            if type(parts[0]) is _Inlined:
                children = parts[0]
                parts = parts[1:]
            for part in parts:
                if type(part) is _Inlined:
                    children += part
                else:
                    children.append(part)
        if name[0] == "_":
            values.append(children if type(children) is _Inlined else _Inlined(children))
        else:
            action = actions.get(name)
            values.append(children if action is None else action(children))
        stack.append(self._states[stack[-1]][name])

    def scan(self, start: str, text: str, actions: Mapping[str, Action]) -> Value:
        """Parse text with the grammar's own terminals: in each state only those that the state has a place for."""
        states, rules = self._states, self._rules
        stack: list[int] = [self._start[start]]
        values: list[Value] = []
        at, length = 0, len(text)
        while at < length:
            match = self._scanner(stack[-1]).match(text, at)
            if match is None or match.end() == at:
                raise KeyError(text[at])
            name = match.lastgroup or ""
            while (step := states[stack[-1]][name]) < 0:
                self._reduce(rules[-1 - step], stack, values, actions)
            stack.append(step)
            values.append((name, match.group()))
            at = match.end()
        return self._finish(start, stack, values, actions)

    def _scanner(self, state: int) -> re.Pattern[str]:
        names = frozenset(self._lexer.keys() & self._states[state].keys())
        scanner = self._scanners.get(names)
        if scanner is None:
            name, expression = self._scanning(names)
            scanner = self._scanners[names] = compiled(expression, self._programs.get(name))
        return scanner

    def _scanning(self, names: Iterable[str]) -> tuple[str, str]:
        """The name of what scans for one of some terminals, and its regular expression."""
        ranked = sorted((self._lexer[name], name) for name in names)
        name = f"({'|'.join([name for _, name in ranked])})"
        return name, "|".join([f"(?P<{name}>{pattern})" for (_, pattern), name in ranked])

    def expressions(self) -> dict[str, str]:
        """Every regular expression that a scan can ask for, by its name."""
        terminals = [self._lexer.keys() & row.keys() for row in self._states]
        return dict(self._scanning(names) for names in terminals if names)


class _Inlined(list[Value]):
    """The children of a rule that has no value of its own."""

    __slots__ = ()
