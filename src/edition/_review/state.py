"""What the browser is told of a page, and what it may ask: plain values, as JSON has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from edition._model.roles import ROLES
from edition._parser.weights import FURNITURE
from edition._review.corrections import Review, Row, names_text
from edition._review.folder import Folder, OpenPage
from edition.pages import Page

#: An object of JSON, whose values are checked where they are read.
Asked: TypeAlias = Mapping[str, object]
#: How much may be written for the people of a block, in code points.
_LONGEST = 4000


class NonsenseError(ValueError):
    """What was asked is nothing that can be asked."""


def session(folder: Folder, lang: str | None) -> dict[str, Any]:
    """What is the same for all pages, and which pages there are."""
    roles = [
        {"name": name, "term": role.term, "family": role.family, "furniture": name in FURNITURE}
        for name, role in ROLES.items()
    ]
    pages = [
        {"name": name, "done": done} for name, done in zip(folder.names, folder.done, strict=True)
    ]
    return {"lang": lang, "roles": roles, "pages": pages}


def page(folder: Folder, index: int, one: OpenPage) -> dict[str, Any]:
    """A page as it stands."""
    review = one.review
    return {
        "index": index,
        "name": folder.names[index],
        "title": _title(review.page),
        "revision": one.revision,
        "rows": [_row(review, row) for row in review.rows],
        "items": [type(item).__name__.lower() for item in review.page.items],
        "saved": one.saved,
        "done": one.done,
        "all_done": folder.done,
        "problem": None
        if one.problem is None
        else {"name": one.problem.name, "told": one.problem.told},
        "undo": bool(one.past),
        "mended": one.mended,
    }


def _title(page: Page) -> str:
    """The paper, the day and the name of a page, as far as it tells them."""
    day = page.date.isoformat() if page.date else None
    return " ".join(one for one in (page.paper, day, page.name) if one)


def _row(review: Review, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "start": row.start,
        "end": row.end,
        "line": row.line,
        "text": review.text[row.start : row.end],
        "role": row.role,
        "tie": row.tie,
        "item": row.item,
        "block": row.block,
        "sure": row.sure,
        "doubtful": row.doubtful,
        "pinned": row.pinned,
    }
    if row.people is not None:
        found["people"] = names_text(row.people)
    return found


def act(folder: Folder, index: int, asked: Asked) -> dict[str, Any]:
    """Do what was asked of a page, save it, and tell how it stands.

    Raises NonsenseError for what nobody can ask, ValueError for what can't be done, with the reason, ConflictError where the page is
    another one by now, and Refused where it can't be read.
    """
    what = asked.get("do")
    doing = _DOING.get(what) if isinstance(what, str) else None
    if doing is None:
        raise NonsenseError("nothing of that name can be done")
    one = folder.at(index, _whole(asked, "revision"))
    doing(folder, index, one, asked)
    return page(folder, index, folder.page(index))


def _correct(folder: Folder, index: int, one: OpenPage, asked: Asked) -> None:
    start, end = _whole(asked, "start"), _whole(asked, "end")
    kinds: dict[str, Callable[[Review], Review]] = {
        "role": lambda review: review.with_role(start, end, _string(asked, "to")),
        "border": lambda review: review.with_border(start, end, _string(asked, "to")),
        "cut": lambda review: review.cut(start, end, _whole(asked, "at")),
        "merge": lambda review: review.merged(start, end),
        "right": lambda review: review.confirmed(start, end),
        "free": lambda review: review.freed(start, end),
        "people": lambda review: review.naming(start, end, _string(asked, "to")),
    }
    one.change(kinds[cast("str", asked["do"])], start, end)
    folder.save(index)


def _undo(folder: Folder, index: int, one: OpenPage, _: Asked) -> None:
    one.undo()
    folder.save(index)


def _finish(folder: Folder, index: int, one: OpenPage, asked: Asked) -> None:
    one.finish(done=asked.get("to") is True)
    folder.save(index)


def _save(folder: Folder, index: int, _: OpenPage, asked: Asked) -> None:
    folder.save(index, over=asked.get("over") is True)


def _reload(folder: Folder, index: int, _: OpenPage, __: Asked) -> None:
    folder.reload(index)


_CORRECTIONS = ("role", "border", "cut", "merge", "right", "free", "people")
_DOING: Mapping[str, Callable[[Folder, int, OpenPage, Asked], None]] = {
    **dict.fromkeys(_CORRECTIONS, _correct),
    "undo": _undo,
    "finish": _finish,
    "save": _save,
    "reload": _reload,
}


def _whole(asked: Asked, key: str) -> int:
    value = asked.get(key)
    if type(value) is not int:
        raise NonsenseError(f"{key} is a whole number")
    return value


def _string(asked: Asked, key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise NonsenseError(f"{key} is a string, and no long one")
    return value
