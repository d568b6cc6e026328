"""The demo's programme: what happens, line by line, as the stage manager hears it."""

from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.text import Text

from app.cli.poster import poster
from app.demo.collection import IN_FULL
from app.demo.crew_sim.rows import Row, word
from app.demo.evening import Evening
from app.files.spoken import Names, spoken

STEPS: Final = frozenset(
    {
        "run_began", "day_opened", "house_opened", "first_looks_called", "lined_up",
        "show_started", "finale_started", "show_ended", "show_wrapped",
    }
)  # fmt: skip
TROUBLE: Final = frozenset(
    {
        "hold_began", "help_requested", "look_skipped", "look_cut", "looks_swapped", "exit_false",
        "model_asked_after", "item_substituted", "cue_anchor_lost", "cue_failed", "show_stopped",
        "look_sent_back", "model_no_show", "show_cancelled",
    }
)  # fmt: skip
RELIEF: Final = frozenset(
    {
        "hold_released", "help_finished", "look_reinserted", "model_en_route", "option_chosen",
        "stop_lifted", "call_taken", "item_handed_over",
    }
)  # fmt: skip
STYLES: Final = {
    **dict.fromkeys(STEPS, "bold"),
    **dict.fromkeys(TROUBLE, "yellow"),
    **dict.fromkeys(RELIEF, "green"),
    "look_out": "dim",
}


class Programme:
    """Prints to a terminal, or plainly to a file."""

    def __init__(self, console: Console, evening: Evening) -> None:
        self._console = console
        self._evening = evening

    def announce(self) -> None:
        """Print the links, and from now on what happens."""
        poster(self._console, IN_FULL, self._evening.invitations, self._evening.home)
        self._evening.watcher.tells = self._tell

    def _tell(self, entry: Row) -> None:
        mirror = self._evening.watcher.line.mirror
        names = Names(mirror.state)
        events = entry.get("events")
        for event in events if isinstance(events, list) else ():
            style = STYLES.get(word(event, "type"))
            if style is not None:
                now_ms = self._evening.watcher.line.now_ms()
                self._say(now_ms, spoken(event, names), style)

    def _say(self, now_ms: int, sentence: str, style: str) -> None:
        clock = datetime.fromtimestamp(now_ms / 1000, tz=UTC).astimezone()
        line = Text.assemble((f"{clock:%H:%M:%S}  ", "dim"), (sentence, style))
        self._console.print(line, soft_wrap=True)
