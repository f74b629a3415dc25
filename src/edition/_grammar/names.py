"""Take a formula's people apart: 本报记者 余立军何伟 通讯员 贺  勇 → three people with their roles."""

from __future__ import annotations

from attrs import frozen

from edition._grammar.compiled import Grammar, base

_BLANKS = " \t\u00a0\u3000"
_DOTS = "·•・．"


@frozen(weakref_slot=False)
class Person:
    """Somebody whom the paper names as author or maker.

    In ``本报记者 陈立 通讯员 贺  勇`` these are ``Person("陈立", "记者")`` and ``Person("贺勇", "通讯员")``.
    """

    name: str
    """The name, closed up where it was padded for layout; an institution's name where it stands for a person's."""
    role: str | None = None
    """What the text calls them: 记者, 通讯员, 摄, 实习生 …; None where it says nothing."""


def people(text: str, grammar: Grammar | None = None) -> tuple[Person, ...]:
    """The people that a byline, lead, sign-off or credit names, in order."""
    grammar = grammar or base()
    found: list[list[str | None]] = []
    role: str | None = None
    unit = ""
    since = 0  # the first name that the next trailing role (摄, ／文) speaks of
    sources = 0  # how many of the last names stand behind 摄, in brackets: （人民视觉）
    before = ""
    for kind, value in grammar.tokens(text):
        if kind == "UNIT":
            unit = value
        elif kind in ("ROLE", "DUTY") or (kind == "TASK" and value[0] not in "/／"):
            role, since, sources = (
                value.strip("/／:：" + _BLANKS).replace("\u3000", ""),
                len(found),
                0,
            )
        elif kind in ("MADE", "TASK"):
            word = value.strip("/／")
            for one in found[since:]:
                one[1] = one[1] or word
            role, since, sources = None, len(found), 0
        elif kind == "NAMES":
            padded = before.strip(_BLANKS) == "" and before != "" and len(value) == 1
            if padded and found and len(found[-1][0] or "") == 1:
                found[-1][0] = (found[-1][0] or "") + value
            else:
                names = split_names(value, grammar)
                found += [[name, role] for name in names]
                if role is None and since and since == len(found) - len(names) - sources:
                    sources += len(names)
        elif kind == "PEN":
            found.append([value, role])
        elif kind == "BODY":
            found.append([value, None])
        before = value if kind == "BETWEEN" else ""
    if sources:
        del found[-sources:]
    if not found and unit:
        return (Person(text.strip("■□◆●" + _BLANKS + "（）()")),)
    return tuple(Person(name or "", role) for name, role in found if name)


def split_names(run: str, grammar: Grammar) -> list[str]:
    """Cut names that stand side by side without a mark, by their surnames.

    >>> split_names("余立军何伟", base()), split_names("四川苟冰", base()), split_names("卡里·尼尔斯", base())
    (['余立军', '何伟'], ['苟冰'], ['卡里·尼尔斯'])
    """
    if any(dot in run for dot in _DOTS) or len(run) <= 3:
        return [run]
    place = grammar.pattern("PROVINCE").match(run)
    if place is not None and is_name(run[place.end() :], grammar):
        run = run[place.end() :]
    surname = grammar.pattern("SURNAME")
    # The cheapest way to cut: best[i] is the cost of run[:i] and where its last name begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        ways = [(9.0 * end, 0)]
        for length in (3, 2, 4):
            begin = end - length
            if begin < 0 or (begin and not best[begin][1] and best[begin][0] >= 9.0 * begin):
                continue
            match = surname.match(run, begin)
            family = len(match.group()) if match else 0
            cost = _COSTS.get((family, length))
            if cost is not None:
                ways.append((best[begin][0] + cost, begin))
        best.append(min(ways, key=lambda way: (way[0], -way[1])))
    if len(run) % 2 == 0 and not surname.match(run) and len(run) <= 8:
        return [run[i : i + 2] for i in range(0, len(run), 2)]
    names: list[str] = []
    end = len(run)
    while end:
        begin = best[end][1]
        names.insert(0, run[begin:end])
        end = begin
    return names


#: What a name of so many characters costs, by the length of its surname (0: none, a pen name).
_COSTS = {(1, 3): 0.0, (1, 2): 0.3, (2, 3): 0.1, (2, 4): 0.0, (0, 2): 2.0, (0, 3): 2.2}


def names_people(text: str, grammar: Grammar, *, loose: bool = False) -> bool:
    """Whether what stands where a formula has names are names, and not a phrase (记者节的由来).

    Short ones are trusted. Of a longer run every name has a surname; where it is loose, the first one.
    """
    for kind, value in grammar.tokens(text):
        if kind != "NAMES" or len(value) <= 3 or any(dot in value for dot in _DOTS):
            continue
        if not (is_name(value, grammar) or (loose and grammar.pattern("SURNAME").match(value))):
            return False
    return True


def is_name(text: str, grammar: Grammar) -> bool:
    """Whether a run of Han characters reads as one or more people with surnames."""
    if not 2 <= len(text) <= 15:
        return False
    surname = grammar.pattern("SURNAME")
    if any(dot in text for dot in _DOTS) or grammar.pattern("PEN_LINE").match(text):
        return True
    if surname.match(text) is None and grammar.pattern("PROVINCE").match(text) is None:
        return False
    return all(
        surname.match(name) is not None and len(name) >= 2 for name in split_names(text, grammar)
    )
