"""A garment, shoe or accessory: where it is, and whether it keeps its look from leaving.

expected → on_rack → with_model → returned → packed
detours: missing, in_alteration → ready, damaged, replaced, written_off
What moves it is in `wardrobe.py`.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from app.show.words import NOTE, Instant, ItemId, LookId, ModelId, PassId, Ref, Word


class ItemKind(Word):
    GARMENT = "garment"
    SHOE = "shoe"
    ACCESSORY = "accessory"


class ItemStage(Word):
    EXPECTED = "expected"
    ON_RACK = "on_rack"
    WITH_MODEL = "with_model"
    RETURNED = "returned"
    PACKED = "packed"
    MISSING = "missing"
    IN_ALTERATION = "in_alteration"
    READY = "ready"
    DAMAGED = "damaged"
    REPLACED = "replaced"
    WRITTEN_OFF = "written_off"


BLOCKING: Final = frozenset(
    {ItemStage.EXPECTED, ItemStage.MISSING, ItemStage.IN_ALTERATION, ItemStage.DAMAGED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: ItemId
    look: LookId
    name: str
    kind: ItemKind = ItemKind.GARMENT
    required: bool = True
    size: str | None = None
    status: ItemStage = ItemStage.EXPECTED
    status_at: Instant | None = None
    expected_at: Instant | None = None
    shared_by: tuple[LookId, ...] = ()  # the other looks that need this very piece
    on_look: LookId | None = None  # which look has a shared piece now
    handed_at: Instant | None = None  # since when: the hand-over clock
    location: str | None = None
    value_class: str | None = None  # "high" is signed out and in
    signed_out_at: Instant | None = None
    signed_out_by: PassId | None = None
    signed_out_to: ModelId | None = None
    replaces: ItemId | None = None
    marked_at: Instant | None = None
    marked_by: PassId | None = None
    marked_seq: int | None = None
    rev: int = 1

    @property
    def blocking(self) -> bool:
        return self.required and self.status in BLOCKING


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem:
    look: LookId
    name: str
    item: ItemId | None = None  # made by the show where absent
    kind: ItemKind = ItemKind.GARMENT
    required: bool = True
    size: str | None = None
    shared_by: tuple[LookId, ...] = ()
    expected_at: Instant | None = None
    value_class: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditItem:
    """Change what is given; what is absent stays."""

    item: ItemId
    name: str | None = None
    kind: ItemKind | None = None
    required: bool | None = None
    size: str | None = None
    shared_by: tuple[LookId, ...] | None = None
    expected_at: Instant | None = None
    value_class: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkItem:
    item: ItemId
    status: ItemStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteItem:
    """Another piece takes this one's place: the old one is `replaced`, the new one goes with the look."""

    item: ItemId
    name: str
    size: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A shared piece moves to another look: only after the look that has it is off."""

    item: ItemId
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    item: ItemId
    model: ModelId | None = None
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    item: ItemId


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded:
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdited:
    item: ItemId
    name: str | None = None
    kind: ItemKind | None = None
    required: bool | None = None
    size: str | None = None
    shared_by: tuple[LookId, ...] | None = None
    expected_at: Instant | None = None
    value_class: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMarked:
    item: ItemId
    status: ItemStage
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMarkSuperseded:
    """A mark of an item that came late: something newer is known. Kept, and changes nothing."""

    item: ItemId
    status: ItemStage
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSubstituted:
    item: ItemId
    by: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemHandedOver:
    item: ItemId
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSignedOut:
    item: ItemId
    model: ModelId | None = None
    note: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSignedIn:
    item: ItemId


ItemCommand = AddItem | EditItem | MarkItem | SubstituteItem | HandOver | SignOut | SignIn
ItemEvent = (
    ItemAdded
    | ItemEdited
    | ItemMarked
    | ItemMarkSuperseded
    | ItemSubstituted
    | ItemHandedOver
    | ItemSignedOut
    | ItemSignedIn
)
