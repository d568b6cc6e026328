"""The demo's poster: its links and codes, set for a terminal."""

from collections.abc import Sequence
from typing import Final

import segno
from rich.columns import Columns
from rich.console import Console, Group
from rich.text import Text

from app.demo.invitations import Invitation

CODES: Final = ("Show caller", "Dresser", "Backstage monitor")  # more would not fit on a screen
QUIET: Final = 2  # modules of white round a code


def poster(console: Console, title: str, invitations: Sequence[Invitation], home: str) -> None:
    """Print one link for each screen, and a few as codes for phones."""
    console.print()
    console.rule(f"[bold]{title}[/]", style="dim")
    everything = Invitation(screen="Everything", whose="owner", url=home)
    for one in (everything, *invitations):
        line = Text.assemble(
            (f"{one.screen:<20} ", "bold"),
            (f"{one.whose:<17} ", "dim"),
            (one.url, f"link {one.url}"),
        )
        console.print(line, soft_wrap=True)  # never broken by us: a link is copied whole
    console.print()
    if console.is_terminal:
        console.print(Columns([_code(one) for one in _chosen(invitations)], padding=(0, 4)))
        console.print()


def _chosen(invitations: Sequence[Invitation]) -> list[Invitation]:
    first = {one.screen: one for one in reversed(invitations)}
    return [first[screen] for screen in CODES if screen in first]


def _code(one: Invitation) -> Group:
    return Group(Text(one.screen, style="bold"), qr(one.url))


def qr(url: str) -> Text:
    """Return a QR code as text, two rows of it in each line."""
    matrix = [[bool(dark) for dark in row] for row in segno.make_qr(url, error="l").matrix]
    wide = len(matrix) + 2 * QUIET
    edge = [[False] * wide for _ in range(QUIET)]
    rows = [*edge, *([*edge[0][:QUIET], *row, *edge[0][:QUIET]] for row in matrix), *edge]
    if len(rows) % 2:
        rows.append([False] * wide)
    halves = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    lines = (
        "".join(halves[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return Text("\n".join(lines), style="black on white", no_wrap=True)
