"""The long form: `python -m tests.simulation --shows 10000 --seed soak`; one show again: `--show soak-17`."""

import argparse
import sys

from tests.simulation.case import KNOBS, Weather, drawn
from tests.simulation.evening import play
from tests.simulation.many import soak
from tests.simulation.planted import PLANTED, found_in
from tests.simulation.shrinking import shrunk
from tests.simulation.story import told


def main() -> int:
    """Play, and return 1 if a promise was broken."""
    asked = _arguments()
    if asked.planted:
        return _see_that_planted_faults_are_found(asked.seed)
    if asked.show:
        return _one_show(asked.show, only=asked.only)
    return 1 if soak(asked.shows, asked.seed, asked.processes).broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--shows", type=int, default=1_000, help="how many to play")
    parser.add_argument("--seed", default="soak", help="which ones: any word")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", help="play this one show and tell its story")
    parser.add_argument("--only", nargs="*", choices=sorted(KNOBS), help="with --show: what breaks")
    parser.add_argument("--planted", action="store_true", help="find every planted fault")
    return parser.parse_args()


def _one_show(seed: str, only: list[str] | None) -> int:
    weather = None if only is None else Weather(only=frozenset(only))
    outcome = play(drawn(seed, weather), telling=True)
    print(told(shrunk(outcome) if outcome.broken else outcome))
    return 1 if outcome.broken else 0


def _see_that_planted_faults_are_found(seed: str) -> int:
    missed = 0
    for name, fault in PLANTED.items():
        found = found_in(fault, name=seed)
        missed += found is None
        print(f"-- {name}: {fault.means}")
        print("   not found" if found is None else found.story)
    return missed


if __name__ == "__main__":
    sys.exit(main())
