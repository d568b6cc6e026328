"""Plant one fault after another in a copy of the show, and see that the tests bite.

python scripts/bite.py            every planted fault, against the machine and against the tests
python scripts/bite.py exits      only those in pages whose name begins so
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from tests.show.mutants import MUTANTS, Mutant  # noqa: E402 - the house must be on the path first

MACHINE: Final = "tests/show/test_any_evening.py"
PROMISES: Final = f"{MACHINE}::test_whatever_people_do_the_promises_hold"
AT_ONCE: Final = max(1, (os.cpu_count() or 2) // 2)
SECONDS_MAX: Final = 600  # a fault that makes the show hang is found, too


def main() -> int:
    wanted = [mutant for mutant in MUTANTS if mutant.page.startswith(tuple(sys.argv[1:] or ("",)))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        print("machine  tests    page              what the planted fault means")
        found = []
        for mutant, (by_machine, by_tests) in zip(wanted, pool.map(bitten, wanted), strict=True):
            found.append((by_machine, by_tests))
            words = f"{_word(found=by_machine):9}{_word(found=by_tests):9}"
            print(f"{words}{mutant.page:18}{mutant.means}", flush=True)
    machine = sum(by_machine for by_machine, _ in found)
    escaped = sum(not any(by) for by in found)
    print(f"\n{len(found)} planted, {machine} found by the machine, {escaped} escaped")
    return 1 if escaped else 0


def bitten(mutant: Mutant) -> tuple[bool, bool]:
    """Tell whether the machine finds the fault, and whether the other tests do."""
    with tempfile.TemporaryDirectory(prefix="bite-") as place:
        copy = Path(place)
        for part in ("app", "tests"):
            shutil.copytree(
                HOUSE / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "static")
            )
        shutil.copy(HOUSE / "pyproject.toml", copy)
        page = copy / "app" / "show" / mutant.page
        text = page.read_text()
        assert text.count(mutant.was) == 1, f"{mutant.page}: no longer there once: {mutant.was}"
        page.write_text(text.replace(mutant.was, mutant.slip))
        return _fails(copy, PROMISES), _fails(copy, "tests/show", f"--ignore={MACHINE}")


def _fails(place: Path, *tests: str) -> bool:
    """Run the tests in the copy. Anything but passed or failed is our own mistake."""
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    try:
        ran = subprocess.run(
            [*asked, "--hypothesis-profile=bite", *tests],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_MAX,
        )
    except subprocess.TimeoutExpired:
        return True
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return ran.returncode == 1


def _word(*, found: bool) -> str:
    return "found" if found else "-"


if __name__ == "__main__":
    sys.exit(main())
