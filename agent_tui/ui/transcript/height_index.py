"""Heights of many items and where each begins: a Fenwick tree."""

from __future__ import annotations

from collections.abc import Iterable


class HeightIndex:
    """Rows per item. `append`, `set`, `start` and `find` cost O(log n), `rebuild` O(n).

    https://doi.org/10.1002/spe.4380240306: node i holds the sum of the items (i - lowbit(i), i].
    """

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tree = [0]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, item: int) -> int:
        return self._heights[item]

    @property
    def total(self) -> int:
        """Rows of all items."""
        return self.start(len(self._heights))

    def rebuild(self, heights: Iterable[int]) -> None:
        """Replace everything."""
        self._heights = list(heights)
        tree = [0, *self._heights]
        for node in range(1, len(tree)):
            parent = node + (node & -node)
            if parent < len(tree):
                tree[parent] += tree[node]
        self._tree = tree

    def append(self, height: int) -> None:
        """Add an item at the end."""
        self._heights.append(height)
        node = len(self._heights)
        first = node - (node & -node)
        below, total = node - 1, height
        while below > first:
            total += self._tree[below]
            below -= below & -below
        self._tree.append(total)

    def set(self, item: int, height: int) -> None:
        """Change the height of an item."""
        change = height - self._heights[item]
        if not change:
            return
        self._heights[item] = height
        node = item + 1
        while node < len(self._tree):
            self._tree[node] += change
            node += node & -node

    def start(self, item: int) -> int:
        """The first row of an item; of the item behind the last one: the total."""
        total = 0
        while item > 0:
            total += self._tree[item]
            item -= item & -item
        return total

    def find(self, row: int) -> tuple[int, int]:
        """The item that a row belongs to, and the row within it. Rows below everything belong to
        the last item; there must be an item."""
        item, size = 0, len(self._tree) - 1
        step = 1 << size.bit_length()
        while step:
            node = item + step
            if node <= size and self._tree[node] <= row:
                item = node
                row -= self._tree[node]
            step >>= 1
        if item == size:
            item -= 1
            row += self._heights[item]
        return item, row
