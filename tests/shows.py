"""Any show whatever, drawn from the types themselves: for what must hold of every value, likely or not."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NewType,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from hypothesis import settings
from hypothesis import strategies as st

from app.show.forecast import Forecast
from app.show.state import Show
from app.show.words import Instant, Ref, Span
from app.views.allow import COLLECTIONS
from app.views.see import KINDS, Moment

SECRET: Final = "§"  # in every personal value: found where it must not be, it has leaked
SIZES: Final = {"height_cm": 178.5, "dress_eu": f"34-36 {SECRET}"}
REFS: Final = tuple(Ref(f"r_{number}") for number in range(12))
# Every third reference has nothing under it any more, every third measurements, the rest a text.
TOLD: Final[Mapping[Ref, object]] = {
    ref: SIZES if number % 3 == 1 else f"Ada {SECRET}{number} Karl"
    for number, ref in enumerate(REFS)
    if number % 3
}
IDS: Final = ("a1", "b2", "c3", "d4")
ADDRESSES: Final = (
    "all",
    "role:dresser",
    "role:pit",
    "room:a1",
    "crew:b2",
    "crew:gone",
    "pass:c3",
    "department:LX",
    "department:FL",
)

# A whole show is hundreds of draws; and a busy machine is no fault of the show's.
of_shows: Final = settings(max_examples=25, deadline=None)
of_each_kind: Final = settings(max_examples=8, deadline=None)  # there are 160 kinds

texts = st.sampled_from(("", "black dress", "Zoë", "14A"))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Draw a value of a type: instants and ids from few, so that they meet each other."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, NewType):
        return st.sampled_from(IDS)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return a(hint)
    return _composed(get_origin(hint), get_args(hint))


def a(kind: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a value of a dataclass, with these fields drawn so."""
    hints = get_type_hints(kind, include_extras=True)
    drawn = {one.name: values(hints[one.name]) for one in fields(kind) if one.name not in known}
    return st.builds(kind, **drawn, **known)


def _composed(origin: Any, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is Annotated:
        return values(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([values(one) for one in arguments])
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    assert origin is Mapping
    return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)


_SIMPLE: Final[Mapping[object, st.SearchStrategy[Any]]] = {
    NoneType: st.none(),
    str: texts,
    int: st.integers(0, 3),
    bool: st.booleans(),
    Instant: st.integers(1_795_687_200_000, 1_795_687_200_003),
    Span: st.sampled_from((0, 15_000, 90_000)),
    Ref: st.sampled_from(REFS),
}
_ADDRESSED: Final = st.lists(st.sampled_from(ADDRESSES), max_size=2).map(tuple)


def _entity(name: str, entity_id: str) -> st.SearchStrategy[Any]:
    known: dict[str, st.SearchStrategy[Any]] = {"id": st.just(entity_id)}
    if name == "messages":
        known["to"] = _ADDRESSED
    return a(KINDS[name], **known)


@st.composite
def collections(draw: st.DrawFn, name: str, least: int = 0) -> Mapping[str, Any]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=least, max_size=2))
    return {one: draw(_entity(name, one)) for one in ids}


@st.composite
def _shows(draw: st.DrawFn) -> Show:
    """Draw a show with something in four of its collections: twelve take long, and show no more."""
    empty: Show = draw(_bare)
    names = draw(st.sets(st.sampled_from(COLLECTIONS), max_size=4))
    held: dict[str, Any] = {name: draw(collections(name, least=1)) for name in names}
    return replace(empty, **held)


_bare = a(Show, **{name: st.just({}) for name in COLLECTIONS}, undoable=st.just(()))
shows = _shows()
forecasts = values(Forecast)
moments = st.builds(
    Moment, show_id=st.just("s1"), show=shows, forecast=forecasts, told=st.just(TOLD)
)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Moment, Moment]:
    """Draw a moment and a later one: some of it changed, the rest the very same values."""
    before = draw(moments)
    changed: dict[str, Any] = {}
    others = draw(st.lists(st.sampled_from(COLLECTIONS), unique=True, max_size=3))
    for name in {*others, draw(st.sampled_from(("looks", "messages", "passes", "crew")))}:
        changed[name] = {**getattr(before.show, name), **draw(collections(name, least=1))}
        for gone in draw(st.sets(st.sampled_from(IDS), max_size=1)):
            changed[name].pop(gone, None)
    if draw(st.booleans()):
        other = draw(_bare)
        changed |= {
            one.name: getattr(other, one.name)
            for one in fields(Show)
            if one.name not in COLLECTIONS
        }
    show = replace(before.show, **changed)
    forecast = draw(forecasts) if draw(st.booleans()) else before.forecast
    return before, replace(before, show=show, forecast=forecast)
