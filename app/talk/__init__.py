"""One conversation with one device, without a network. `now_ms` is the house's steady clock.

conversation  Conversation(opened_ms, new_ref, beats): waiting -> admitting -> live -> closed.
hear(message, now_ms), hear_raw(text, now_ms), check(now_ms) for silence -> tuple[Reply, ...]
Reply = Send(frame) | Close(code, reason) | Admit(hello) | CatchUp(position) | Ask(...)
| Refuse(id, refused) | Saw(n, seq)
After Admit read no frame until admitted(Admitted(...), now_ms) or close(code, reason) was called.
After a Close nothing more is handled: everything answers ().
pace          Allowance(role, now_ms): what a pass may say; one for all sockets of the pass.
freshness     Beats(now_ms): beat(now_ms) -> n; latest(now_ms) -> n; fresh(n, now_ms); observed_at(...).
deltas        delta(first=, last=, at_ms=, entries=, patch=) -> Delta with its frame; merged(deltas).
Waiting: add(*deltas), take(), needs_snapshot, snapshot_taken(). 64 deltas or 256 KiB -> merged.
recall        Recall(head): add(told), since(seq) -> tuple | None (snapshot), forget(head).
presence      Presence: joined, seen, left; screens(now_ms), news(now_ms) -> list | None for frames.presence.
frames        welcome, snapshot, delta, ack, reject, beat, pong, presence -> bytes; actor for an entry.
"""
