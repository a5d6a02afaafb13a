"""P14: what a fresh virtual environment with agent-tui takes on the disk."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

from benchmarks.catalogue import Skipped
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row

LIMIT_MB = 90.0
_INSTALLERS = ("pip", "setuptools", "pkg_resources", "_distutils_hack")
_LARGEST = 8


def measure(options: Options) -> list[Row]:
    """A wheel is built from this source tree and installed as anybody would, with the registry
    that pip is set up for. MB as du counts them: blocks on the disk, byte code included."""
    source = Path(__file__).resolve().parents[1]
    if options.is_short:
        raise Skipped("a short run installs nothing")
    if not (source / "pyproject.toml").exists():
        raise Skipped("there is no source tree here to build a wheel from")
    with tempfile.TemporaryDirectory(prefix="agent-tui-benchmark-") as name:
        environment = Path(name) / "venv"
        _install(source, Path(name) / "wheels", environment)
        everything = _disk_mb(environment)
        packages = _packages_mb(environment)
    installers = sum(packages.pop(package, 0.0) for package in _INSTALLERS)
    return [
        Row(
            target="P14",
            what="fresh environment, without pip and setuptools",
            unit="MB",
            values=(everything - installers,),
            limit=LIMIT_MB,
        ),
        Row(target="P14", what="the same with both", unit="MB", values=(everything,)),
        *(
            Row(target="", what=f"  {package}", unit="MB", values=(size_mb,))
            for package, size_mb in packages.most_common(_LARGEST)
        ),
    ]


def _install(source: Path, wheels: Path, environment: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(source)])
    venv.create(environment, with_pip=True)
    (wheel,) = wheels.iterdir()
    _run([str(environment / "bin" / "python"), *pip[1:], "install", str(wheel)])


def _run(command: list[str]) -> None:
    # stderr: a registry of one's own may say a word about every package.
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Skipped(f"{command[-2]} failed: {done.stderr[-300:]}")


def _packages_mb(environment: Path) -> Counter[str]:
    (site,) = environment.glob("lib/python*/site-packages")
    return Counter({path.name: _disk_mb(path) for path in site.iterdir()})


def _disk_mb(path: Path) -> float:
    files = [path, *path.rglob("*")] if path.is_dir() else [path]
    return sum(file.lstat().st_blocks * 512 for file in files) / 1024**2


if __name__ == "__main__":
    run_alone("installed_size")
