"""Merge patches do what RFC 7396 says; two can be made one where one can say it."""

from hypothesis import given
from hypothesis import strategies as st

from app.views.merge_patch import apply_patch, difference, merge_patches

keys = st.sampled_from("abc")
leaves = st.integers(0, 2) | st.lists(st.integers(0, 1), max_size=1)
objects = st.recursive(
    st.dictionaries(keys, leaves, max_size=3),
    lambda inner: st.dictionaries(keys, leaves | inner, max_size=3),
    max_leaves=6,
)
patches = st.recursive(
    st.dictionaries(keys, leaves | st.none(), max_size=3),
    lambda inner: st.dictionaries(keys, leaves | st.none() | inner, max_size=3),
    max_leaves=6,
)


@given(objects, objects)
def test_the_difference_applied_is_the_later_one(
    before: dict[str, object], after: dict[str, object]
) -> None:
    assert apply_patch(before, difference(before, after)) == after


@given(objects, patches, patches)
def test_a_merged_patch_does_what_two_do(
    state: dict[str, object], first: dict[str, object], second: dict[str, object]
) -> None:
    one_by_one = apply_patch(apply_patch(state, first), second)

    both = merge_patches(first, second)

    assert both is None or apply_patch(state, both) == one_by_one


def test_patches_of_different_things_merge() -> None:
    first: dict[str, object] = {"looks": {"l1": {"rev": 2}}, "show": {"hold": {"reason": "vip"}}}
    second: dict[str, object] = {"looks": {"l1": {"rev": 3}, "l2": None}, "show": {"hold": None}}

    merged = {"looks": {"l1": {"rev": 3}, "l2": None}, "show": {"hold": None}}
    assert merge_patches(first, second) == merged


def test_one_object_in_place_of_another_is_more_than_a_patch_can_say() -> None:
    first: dict[str, object] = {"show": {"hold": None}}
    second: dict[str, object] = {"show": {"hold": {"reason": "vip"}}}

    assert merge_patches(first, second) is None


def test_what_is_in_a_list_is_replaced_whole() -> None:
    assert apply_patch({"order": ["a", "b"]}, {"order": ["b"]}) == {"order": ["b"]}
