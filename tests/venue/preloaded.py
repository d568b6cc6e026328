"""Small libraries that stand between a server and its system: compiled when a test wants one."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def why_not_preloaded() -> str:
    """Why nothing can be put between here, or ""."""
    if sys.platform != "linux":
        return "preloading is done on Linux only"
    return "" if shutil.which("gcc") else "gcc not installed"


def built(source: str, folder: Path) -> Path:
    """Compile `source`, which lies beside this file, into `folder`."""
    library = (folder / source).with_suffix(".so").resolve()
    words = ["gcc", "-O2", "-shared", "-fPIC", "-w", "-o", str(library), str(HERE / source)]
    subprocess.run(words, check=True, capture_output=True)
    return library
