"""What a real page shows (PROTOCOL.md 9), written into the history as the page paints it.

page.expose_function("standbyPainted", partial(note_painted, history, "c-page"))
page.evaluate(WATCH)
"""

from collections.abc import Mapping

from tests.venue.history import History

# Tells what is painted now, and again at each change of it; twice a second, because an age grows by itself.
WATCH = """() => {
  const tell = () => window.standbyPainted({ ...document.documentElement.dataset });
  new MutationObserver(tell).observe(document.documentElement, {
    attributeFilter: ["data-standby", "data-epoch", "data-seq"],
  });
  setInterval(tell, 500);
  tell();
}"""


def note_painted(history: History, who: str, shown: Mapping[str, str]) -> None:
    """Write down what `document.documentElement.dataset` says; nothing before the page says anything."""
    if "standby" not in shown:
        return
    history.painted(
        who,
        standby=shown["standby"],
        epoch=shown.get("epoch", ""),
        seq=int(shown.get("seq", 0)),
        age_ms=int(float(shown.get("ageMs", 0))),
    )
