"""Imports the SDK without the types of all its answers, which nothing here uses.

Of the modules that a plain `import openai` loads, more than half are in `openai.types`: 0.3 s on a
slow machine before a first reply, and 10 MB. They are loaded, by name, when somebody asks for one.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_TYPES = "openai.types"


def load_sdk() -> None:
    """What follows may `import openai`. Thread-safe. Without effect when a host loaded it before.

    Nobody who uses the SDK sees a difference: every name can be imported, and is the same.
    """
    if "openai" in sys.modules:
        return
    finder = _TypesFinder()
    sys.meta_path.insert(0, finder)
    try:
        import openai  # noqa: F401 - that is the purpose
    finally:
        sys.meta_path.remove(finder)


class _TypesFinder(MetaPathFinder):
    """Finds the packages of types as the import system does, and gives them our loader."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != _TYPES and not name.startswith(f"{_TYPES}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        is_package = spec is not None and spec.submodule_search_locations is not None
        if spec is not None and is_package and spec.loader is not None:
            spec.loader = _LateLoader(spec.loader)
        return spec


class _LateLoader(Loader):
    """Runs a package's own code when a name is asked for that is not there yet."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__getattr__"] = _LateNames(module, self._loader)
        # As by its own code, but complete before that has run.
        module.__dict__["__dir__"] = lambda: _all_names(module)


class _LateNames:
    """A package's `__getattr__` until its code has run.

    No lock: two threads that come at once both run the code, which only imports, and so waits for
    nothing but the import system's own locks, which know deadlocks.
    """

    def __init__(self, package: ModuleType, loader: Loader) -> None:
        self._package, self._loader = package, loader
        self._running: set[int] = set()

    def __call__(self, name: str) -> object:
        package = self._package
        if not (name.startswith("__") and name.endswith("__")):
            # First, for modules of the package ask for each other while they are being loaded.
            if PathFinder.find_spec(f"{package.__name__}.{name}", package.__path__) is not None:
                return importlib.import_module(f"{package.__name__}.{name}")
            self.run()
            if name in package.__dict__:
                return package.__dict__[name]
        raise AttributeError(f"module {package.__name__!r} has no attribute {name!r}")

    def run(self) -> None:
        """Run the package's code, unless this thread is doing so."""
        thread = threading.get_ident()
        if thread in self._running:
            return
        self._running.add(thread)
        try:
            self._loader.exec_module(self._package)
        finally:
            self._running.discard(thread)
        for name in ("__getattr__", "__dir__"):
            self._package.__dict__.pop(name, None)


def _all_names(package: ModuleType) -> list[str]:
    late = package.__dict__.get("__getattr__")
    if isinstance(late, _LateNames):
        late.run()
    return sorted(package.__dict__)
