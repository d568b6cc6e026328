"""Merge patches (RFC 7396): what turns one JSON object into another, applied, and two made into one."""

from collections.abc import Mapping

Json = dict[str, object]


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> Json:
    """Return the patch that turns `before` into `after`; neither holds a null."""
    found: Json = {key: None for key in before if key not in after}
    for key, value in after.items():
        if key not in before:
            found[key] = value
        elif before[key] != value:
            found[key] = change(before[key], value)
    return found


def change(before: object, after: object) -> object:
    """Return what stands in a patch where one value follows another."""
    if isinstance(before, dict) and isinstance(after, dict):
        return difference(before, after)
    return after


def apply_patch(state: object, patch: object) -> object:
    """Return the state after a patch; both are left as they are."""
    if not isinstance(patch, dict):
        return patch
    made: Json = dict(state) if isinstance(state, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = apply_patch(made.get(key), value)
    return made


def merge_patches(first: Mapping[str, object], second: Mapping[str, object]) -> Json | None:
    """Return one patch that does what two do, one after the other.

    None where there is none: a patch can't say "put this object in place of that one", which is what
    is left when the first takes a thing away and the second puts an object in its place.
    """
    made: Json = dict(first)
    for key, value in second.items():
        if not isinstance(value, dict) or key not in made:
            made[key] = value
            continue
        earlier = made[key]
        merged = merge_patches(earlier, value) if isinstance(earlier, dict) else None
        if merged is None:
            return None
        made[key] = merged
    return made
