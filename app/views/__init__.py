"""What each role sees of the show: allow-lists, whole states, the patches between two moments, and their hash.

    allow    ALLOWED: role -> collection -> fields, as data. seen_as(role): the owner sees as the producer does.
             collections_of(role) -> frozenset of collection names.
    see      Moment(show_id, show, forecast, told): what is seen. told: Ref -> text, sizes or a picture's mark.
             see(moment, role) -> dict: the whole state, ready for JSON, None left out.
    changes  Step(before, after): what one turn of the desk changed, found once for all roles.
             step.patch(role) -> dict: RFC 7396 merge patch; {} where the role sees no change.
             patch(before, after, role): the same for one role.  apply_patch(state, patch) -> state.
             merge_patches(first, second) -> dict | None: one for both; None where no patch can say it.
    hashes   Hashes.of_moment(moment): sums for every role.  hashes.after(step) -> Hashes.
             hashes.of(role) -> "9c1f03aa".  hash_of(moment, role): the slow way, for one role.

What a `Ref` means never changes: a new value has a new ref. Only a purge takes values away from under their refs;
after it every client needs a snapshot.
"""
