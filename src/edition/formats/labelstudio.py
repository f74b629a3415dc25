"""Label Studio: pages as tasks in which every line has its role, to be corrected there, and what was corrected read back.

:func:`config` is the labelling interface of a project, :func:`dump` its tasks with predictions, and :func:`load` reads what the
project exports as JSON. Offsets are code points there, as everywhere in ``edition``; a region in UTF-16 units, as old versions
exported them, is known by the text that it quotes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast
from xml.sax.saxutils import quoteattr

from edition import __version__
from edition._model.roles import ROLES
from edition._text.surrogates import refuse_surrogates
from edition.editions import Edition
from edition.formats._annotations import (
    TIES,
    Annotated,
    Mark,
    Tie,
    Units,
    annotated,
    marks_of,
    pages_of,
    tie_named,
)
from edition.formats._json_text import Value, named, values
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import Standoff, to_standoff

#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 64 * 2**20
_TOOL = "Label Studio"
#: The colours of the families of roles.
_COLOURS = {
    "running": "#8c8c8c",
    "heading": "#c0392b",
    "people": "#8e44ad",
    "body": "#2c6e49",
    "picture": "#b9770e",
    "jump": "#2471a3",
    "note": "#117a65",
    "notice": "#616a6b",
}


def config() -> str:
    """The labelling interface for a project of such tasks, in XML: the roles as labels, and for each region how it is tied.

    >>> print(config().split("\\n")[3].strip())
    <Label value="masthead" alias="masthead" hint="报头" background="#8c8c8c"/>
    """
    labels = "\n".join(
        f"    <Label value={quoteattr(name)} alias={quoteattr(name)} hint={quoteattr(role.term)} "
        f'background="{_COLOURS[role.family]}"/>'
        for name, role in ROLES.items()
    )
    ties = "\n".join(f'    <Choice value="{tie}"/>' for tie in TIES)
    return (
        "<View>\n"
        '  <Text name="text" value="$text" granularity="symbol"/>\n'
        '  <Labels name="role" toName="text" choice="single">\n'
        f"{labels}\n"
        "  </Labels>\n"
        '  <Choices name="tie" toName="text" perRegion="true" choice="single-radio">\n'
        f"{ties}\n"
        "  </Choices>\n"
        "</View>\n"
    )


def dump(source: Page | Edition, *, indent: int | None = None) -> str:
    """The pages as tasks to import, in JSON: a task a page, its lines as a prediction that annotators start from.

    The text is the page's to the character. The reading travels with it, in ``data.edition``, so that :func:`load` knows what was changed.
    Raises TypeError for what is no page or issue, and ValueError for a page with a lone surrogate, which no JSON file can hold in UTF-8.

    >>> import edition
    >>> [task] = json.loads(dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")))
    >>> task["predictions"][0]["result"][0]["value"]
    {'start': 0, 'end': 8, 'text': '末班渡船昨日停航', 'labels': ['headline']}
    """
    tasks = [_task(number, page) for number, page in pages_of(source)]
    return json.dumps(tasks, ensure_ascii=False, indent=indent)


def _task(number: int, page: Page) -> dict[str, object]:
    text = str(page)
    refuse_surrogates(text, _TOOL)
    told = to_standoff(page)
    result: list[dict[str, object]] = []
    for n, mark in enumerate(marks_of(told["spans"]), 1):
        about = {"id": f"line-{n}", "to_name": "text"}
        where = {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}
        result.append(
            {
                **about,
                "from_name": "role",
                "type": "labels",
                "value": {**where, "labels": [mark.role]},
            }
        )
        result.append(
            {
                **about,
                "from_name": "tie",
                "type": "choices",
                "value": {**where, "choices": [mark.tie]},
            }
        )
    return {
        "data": {"text": text, "page": number, "edition": told},
        "predictions": [{"model_version": f"edition {__version__}", "result": result}],
    }


def load(data: str | bytes, *, limit: int = LIMIT) -> list[Annotated]:
    """The pages that were annotated, out of an export as JSON: each text with data for :func:`edition.from_standoff`.

    Of several annotations of a task, the one that is the ground truth counts, else the last; tasks without one are left out. Where nothing was
    changed, the data are those that went there. Else all regions are held to, and the rest of the page is read around
    them: a region tells its role, and how it is tied to what stands before it if somebody said so.

    Raises FormatError, with the path in the document, for what is no such export, or larger than ``limit``, for labels that are no
    roles, for regions that overlap, and for offsets that do not fit the text that the region quotes.
    """
    if len(data) > limit:
        raise FormatError(_TOOL, f"{len(data)} characters are more than the limit of {limit}")
    told = values(data)
    if not isinstance(told, list):
        raise FormatError(_TOOL, f"expected an array of tasks, not {named(told)}")
    found = []
    for n, task in enumerate(told):
        path = f"[{n}]"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise FormatError(
                _TOOL, "expected a task with data: export as JSON, not JSON-MIN", path
            )
        result = _result(task, path)
        if result is None:
            continue
        about = cast("dict[str, Value]", task["data"])
        text = about.get("text")
        if not isinstance(text, str):
            raise FormatError(_TOOL, f"expected a string, not {named(text)}", f"{path}.data.text")
        marks = _marks(text, *result)
        was = cast("Standoff | None", about.get("edition"))
        found.append(Annotated(text, annotated(text, marks, was, tool=f"{_TOOL}, {path}")))
    return found


def _result(task: dict[str, Value], path: str) -> tuple[list[Value], str] | None:
    """The regions of the annotation that counts, and where they are."""
    annotations = task.get("annotations")
    if not isinstance(annotations, list):
        raise FormatError(
            _TOOL, f"expected an array, not {named(annotations)}", f"{path}.annotations"
        )
    chosen = None
    for n, one in enumerate(annotations):
        at = f"{path}.annotations[{n}]"
        if not isinstance(one, dict) or not isinstance(one.get("result"), list):
            raise FormatError(_TOOL, "expected an annotation with a result", at)
        if one.get("was_cancelled"):
            continue
        if chosen is None or one.get("ground_truth") or not chosen[0].get("ground_truth"):
            chosen = one, f"{at}.result"
    return (cast("list[Value]", chosen[0]["result"]), chosen[1]) if chosen else None


def _marks(text: str, result: list[Value], path: str) -> list[Mark]:
    units = Units(text)
    roles: dict[str | int, tuple[int, int, str]] = {}
    ties: dict[str | int, Tie] = {}
    for n, region in enumerate(result):
        at = f"{path}[{n}]"
        if not isinstance(region, dict):
            raise FormatError(_TOOL, f"expected an object, not {named(region)}", at)
        value, kind = region.get("value"), region.get("from_name")
        if kind not in ("role", "tie"):
            continue
        if not isinstance(value, dict):
            raise FormatError(_TOOL, f"expected an object, not {named(value)}", f"{at}.value")
        name = region.get("id")
        key = name if isinstance(name, str) else n
        if kind == "role":
            roles[key] = (*_place(text, units, value, at), _only(value, "labels", at))
        else:
            ties[key] = tie_named(_only(value, "choices", at), _TOOL, f"{at}.value.choices")
    return [Mark(start, end, role, ties.get(key)) for key, (start, end, role) in roles.items()]


def _only(value: dict[str, Value], key: str, path: str) -> str:
    names = value.get(key)
    if not isinstance(names, list) or len(names) != 1 or not isinstance(names[0], str):
        raise FormatError(_TOOL, "expected an array of one string", f"{path}.value.{key}")
    return names[0]


def _place(text: str, units: Units, value: Mapping[str, Value], path: str) -> tuple[int, int]:
    """Where a region stands, in code points; the text that it quotes tells whether its offsets count them."""
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int:
        raise FormatError(_TOOL, "expected whole numbers as start and end", f"{path}.value")
    quote = value.get("text")
    wanted = _print(quote) if isinstance(quote, str) else None
    for a, b in ((start, end), (units.back(start), units.back(end))):
        is_inside = a is not None and b is not None and 0 <= a < b <= len(text)
        if is_inside and (wanted is None or _print(text[a:b]) == wanted):
            return cast(int, a), cast(int, b)
    shown = "are outside the text" if wanted is None else "do not fit the text that is quoted"
    raise FormatError(_TOOL, f"the offsets {start} to {end} {shown}", f"{path}.value")


def _print(text: str) -> str:
    """A text without its blanks; line ends are written as a backslash and an n in what is quoted."""
    return "".join(text.replace("\\n", "").split())
