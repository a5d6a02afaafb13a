from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.completion.folder_tree import FolderTree

CONTENT = {"": ("src/", "a.py"), "src/": ("src/deep/", "src/b.py"), "src/deep/": ("src/deep/c",)}


class Disk:
    """Tells what is in folders when a test lets it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Callable[[tuple[str, ...]], None]]] = []

    def list_folder(self, folder: str, tell: Callable[[tuple[str, ...]], None]) -> None:
        self.waiting.append((folder, tell))

    def answer(self) -> None:
        while self.waiting:
            folder, tell = self.waiting.pop(0)
            tell(CONTENT[folder])


def a_tree() -> tuple[FolderTree, Disk]:
    disk = Disk()
    tree = FolderTree(disk.list_folder, lambda: None)
    disk.answer()
    return tree, disk


def shown(tree: FolderTree) -> list[str]:
    return ["  " * row.depth + row.name for row in tree.rows]


def test_folders_open_and_close() -> None:
    tree, disk = a_tree()
    assert shown(tree) == ["src/", "a.py"]

    tree.open()
    assert shown(tree) == ["src/", "  ", "a.py"]  # awaited
    disk.answer()
    assert shown(tree) == ["src/", "  deep/", "  b.py", "a.py"]

    tree.toggle()
    assert shown(tree) == ["src/", "a.py"]


def test_right_goes_into_an_open_folder_and_left_out_again() -> None:
    tree, disk = a_tree()
    tree.open()
    disk.answer()

    tree.open()
    assert tree.target == "src/deep/"
    tree.move(1)
    tree.close()
    assert tree.target == "src/"
    tree.close()
    assert shown(tree) == ["src/", "a.py"]


def test_the_cursor_stays_on_its_row_when_a_folder_above_fills() -> None:
    tree, disk = a_tree()
    tree.open()
    tree.move(9)

    disk.answer()

    assert tree.target == "a.py"


def test_a_path_is_shown_once_its_folders_have_come() -> None:
    disk = Disk()
    tree = FolderTree(disk.list_folder, lambda: None)

    tree.reveal("src/deep/c")
    disk.answer()

    assert tree.target == "src/deep/c"


def test_an_empty_workspace_has_no_rows_and_no_errors() -> None:
    disk = Disk()
    tree = FolderTree(disk.list_folder, lambda: None)
    disk.waiting.pop()[1](())

    for step in (tree.toggle, tree.open, tree.close, lambda: tree.move(-3)):
        step()

    assert tree.target == ""
