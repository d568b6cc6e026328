"""How each part of a state differs between two moments: every field of it, whoever may see it."""

from collections.abc import Callable, Mapping
from typing import Final

from app.views.counts import house_counts
from app.views.merge_patch import Json, change, difference
from app.views.plain import plain, plain_fields
from app.views.see import (
    FIELDS,
    FORECAST_FIELDS,
    SHOW_FIELDS,
    Entity,
    Moment,
    Style,
    change_fields,
    entity_fields,
    field_value,
    show_field,
)


def entity_change(
    collection: str,
    pair: tuple[Entity | None, Entity | None],
    moments: tuple[Moment, Moment],
    style: Style,
) -> Json | None:
    """Return what an entity's fields become: all of them where it is new, None where it is gone."""
    before, after = pair
    if after is None:
        return None
    if before is None:
        return entity_fields(collection, after, moments[1], style)
    found: Json = {}
    for name in FIELDS[collection]:
        had, has = getattr(before, name), getattr(after, name)
        if had is not has and had != has:
            said = field_value(collection, name, had, moments[0], style)
            says = field_value(collection, name, has, moments[1], style)
            if said != says:
                found[name] = change(said, says)
    return found


def show_change(before: Moment, after: Moment, style: Style) -> Json:
    found: Json = {}
    for name in SHOW_FIELDS:
        if getattr(before.show, name) != getattr(after.show, name):
            said, says = show_field(name, before, style), show_field(name, after, style)
            if said != says:
                found[name] = change(said, says)
    return found


def run_change(before: Moment, after: Moment, _: Style) -> Json | None:
    earlier, later = before.show.run, after.show.run
    if later is None:
        return None if earlier else {}
    if earlier is None:
        return plain_fields(later)
    return {} if earlier is later else difference(plain_fields(earlier), plain_fields(later))


def house_change(before: Moment, after: Moment, _: Style) -> Json:
    earlier, later = before.show, after.show
    if earlier.seats is later.seats and earlier.guests is later.guests:
        return {}
    return difference(plain_fields(house_counts(earlier)), plain_fields(house_counts(later)))


def forecast_change(before: Moment, after: Moment, _: Style) -> Json:
    if before.forecast is after.forecast:
        return {}
    found: Json = {}
    for name in FORECAST_FIELDS:
        had, has = getattr(before.forecast, name), getattr(after.forecast, name)
        if had is has or had == has:
            continue
        if isinstance(has, Mapping):
            told = change_fields if name == "changes" else plain
            found[name] = _mapping_change(had, has, told)
        else:
            found[name] = plain(has)
    return found


def _mapping_change(
    before: Mapping[str, object], after: Mapping[str, object], told: Callable[[object], object]
) -> Json:
    found: Json = {key: None for key in before if key not in after}
    for key, value in after.items():
        had = before.get(key)
        if had is None:
            found[key] = told(value)
        elif had is not value and had != value:
            found[key] = change(told(had), told(value))
    return found


PARTS: Final[Mapping[str, Callable[[Moment, Moment, Style], Json | None]]] = {
    "show": show_change,
    "run": run_change,
    "forecast": forecast_change,
    "house": house_change,
}
