"""One conversation with one device, without a network: bytes in, replies out. `now_ms` is the house's steady clock.

    conversation  Conversation(opened_ms, new_ref, beats): waiting_hello -> admitting -> live -> closed.
                  hear(message, now_ms), hear_raw(raw, now_ms) -> tuple[Reply, ...]; check(now_ms) for silence.
                  Reply = Send(frame) | Close(code, reason) | Admit(hello) | CatchUp(epoch, seq) | Ask(...) | Saw(n, seq).
                  After Admit the shell reads no further frame until it has called admitted(Admitted(...), now_ms)
                  or close(code, reason). After a Close nothing more is handled: hear answers ().
                  Ask holds id, body (as sent, for its fingerprint), asked (command, override, sides), expect,
                  occurred_at, fresh (False: an order whose beat is too old; refuse it stale_order unless the id is
                  a duplicate).
    pace          Bucket: commands a second per pass; Pace.for_role(role). One Paces per pass, shared by its sockets.
    freshness     Beats(now_ms): beat(now_ms) -> n; fresh(n, now_ms) -> bool.
    recall        Recall: add(delta); since(seq) -> deltas or None (too old, ahead, or in the middle of one).
    deltas        Delta(first, last, at_ms, entries, patch); Waiting: add, take, needs_snapshot (64 deltas, 256 KiB).
    presence      Presence: joined, seen, left, screens(now_ms) for the `presence` frame.
    frames        welcome, snapshot, delta, beat, ack, reject, pong, presence: bytes.
"""
