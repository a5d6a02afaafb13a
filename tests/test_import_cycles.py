from __future__ import annotations

from graphlib import TopologicalSorter

import grimp


def test_no_module_imports_itself_in_a_circle_not_even_for_its_types() -> None:
    graph = grimp.build_graph("agent_tui", cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}

    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle
