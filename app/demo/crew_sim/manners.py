"""What everybody of the crew does: answer when they are spoken to."""

from collections.abc import Iterator

from app.demo.crew_sim.rows import Row, row, rows, whole, word, words
from app.demo.crew_sim.scene import Scene, Wish


def acknowledge(scene: Scene) -> Iterator[Wish]:
    """Say "seen" to what was said to me in this run."""
    began = whole(scene.run, "began_at") or 0
    mine = _addresses(scene)
    for name, message in rows(scene.state, "messages").items():
        if (whole(message, "sent_at") or 0) < began or _has_seen(message, scene.me.pass_id):
            continue
        if mine.isdisjoint(words(message, "to")) or word(message, "sent_by") == scene.me.pass_id:
            continue
        quick = word(message, "kind") == "nudge"
        yield Wish(
            about=f"acknowledge {name}",
            command={"type": "acknowledge", "subject": name},
            after_ms=1_800 if quick else 4_000,
        )


def _has_seen(message: Row, who: str) -> bool:
    return who in row(message, "acks")


def _addresses(scene: Scene) -> set[str]:
    me = scene.me
    named = {
        "role": me.role,
        "crew": me.crew,
        "room": me.room,
        "pass": me.pass_id,
        "department": me.department,
    }
    return {"all", *(f"{kind}:{name}" for kind, name in named.items() if name)}


def say(about: str, to: str, text: str) -> Wish:
    """Send a message, once a run."""
    return Wish(
        about=about,
        command={"type": "send_message", "to": to, "text": text},
        after_ms=3_000,
        once=True,
    )
