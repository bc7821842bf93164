"""How many lines stand before a unit, and which unit a line is in, before all is laid out.

Units are counted in groups of 512. A group knows the sum of the heights that were measured, how many
were not, and what such a one probably takes; a Fenwick tree over the groups adds up. So a resize
costs one estimate a group, and no unit has an object of its own.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

GROUP_LENGTH = 512
"""Units of a group: a million units make two thousand groups."""


class LineIndex:
    """Heights of units, exact where they were measured and estimated elsewhere."""

    def __init__(self, count: int, estimate: Callable[[int, int], float]) -> None:
        """Begin with estimates only.

        Args:
            count: Units there are, at least 1.
            estimate: Mean height of the units from one number to another.
        """
        self.count = count
        self.measured_count = 0
        groups = -(-count // GROUP_LENGTH)
        self._groups = groups
        self._means = array("d")
        self._unknown = array("H")
        self._exact_sums = array("I", bytes(4 * groups))
        self._heights: dict[int, array[int]] = {}
        totals = array("q")
        for group in range(groups):
            first = group * GROUP_LENGTH
            last = min(count, first + GROUP_LENGTH)
            mean = max(1.0, estimate(first, last))
            self._means.append(mean)
            self._unknown.append(last - first)
            totals.append(int(mean * (last - first)))
        self._totals = totals
        tree = array("q", [0]) + totals
        for node in range(1, groups + 1):
            parent = node + (node & -node)
            if parent <= groups:
                tree[parent] += tree[node]
        self._tree = tree

    @property
    def total(self) -> int:
        """Lines of all units."""
        return self._before_group(self._groups)

    def height(self, unit: int) -> int:
        """The measured height of a unit; 0 where it was not measured."""
        heights = self._heights.get(unit // GROUP_LENGTH)
        return heights[unit % GROUP_LENGTH] if heights else 0

    def measure(self, unit: int, height: int) -> None:
        """Set the exact height of a unit."""
        group, place = divmod(unit, GROUP_LENGTH)
        heights = self._heights.get(group)
        if heights is None:
            heights = self._heights[group] = array("H", bytes(2 * GROUP_LENGTH))
        if not heights[place]:
            self.measured_count += 1
            self._unknown[group] -= 1
        self._exact_sums[group] += height - heights[place]
        heights[place] = height
        total = self._exact_sums[group] + int(self._unknown[group] * self._means[group])
        self._change(group, total - self._totals[group])
        self._totals[group] = total

    def lines_before(self, unit: int) -> int:
        """Lines of the units before one; of all, if it is their count."""
        group, place = divmod(unit, GROUP_LENGTH)
        if group >= self._groups:
            return self.total
        lines = self._before_group(group)
        heights = self._heights.get(group)
        if heights is None:
            return lines + int(place * self._means[group])
        before = heights[:place]
        return lines + sum(before) + int(before.count(0) * self._means[group])

    def unit_at_line(self, line: int) -> tuple[int, int]:
        """The unit a line falls in, and how many lines into it by what is known so far."""
        line = max(0, min(line, self.total - 1))
        group, rest = self._group_at(line)
        mean = self._means[group]
        heights = self._heights.get(group)
        first = group * GROUP_LENGTH
        length = min(GROUP_LENGTH, self.count - first)
        if heights is None:
            place = min(int((rest + 1) / mean), length - 1)
            while int(place * mean) > rest:
                place -= 1
            return first + place, rest - int(place * mean)
        exact, unknown = 0, 0
        place, begin = 0, 0
        for number in range(length):
            start = exact + int(unknown * mean)
            if start > rest:
                break
            place, begin = number, start
            if heights[number]:
                exact += heights[number]
            else:
                unknown += 1
        return first + place, rest - begin

    def first_unmeasured(self, unit: int) -> int:
        """The first unit from one on whose height is an estimate; the count if there is none."""
        while unit < self.count:
            group, place = divmod(unit, GROUP_LENGTH)
            if not self._unknown[group]:
                unit = (group + 1) * GROUP_LENGTH
                continue
            heights = self._heights.get(group)
            if heights is None:
                return unit
            try:
                unit = group * GROUP_LENGTH + heights.index(0, place)
            except ValueError:
                unit = (group + 1) * GROUP_LENGTH
                continue
            if unit < self.count:
                return unit
        return self.count

    def take_over(self, other: LineIndex, count: int) -> None:
        """Copy what another index measured of the first so many units."""
        for group, heights in other._heights.items():
            first = group * GROUP_LENGTH
            for place, height in enumerate(heights[: max(0, count - first)]):
                if height:
                    self.measure(first + place, height)

    def _change(self, group: int, lines: int) -> None:
        if not lines:
            return
        tree = self._tree
        node = group + 1
        while node <= self._groups:
            tree[node] += lines
            node += node & -node

    def _before_group(self, group: int) -> int:
        tree = self._tree
        total = 0
        node = group
        while node:
            total += tree[node]
            node &= node - 1
        return total

    def _group_at(self, line: int) -> tuple[int, int]:
        """The group a line falls in, and the lines of it before that one."""
        tree = self._tree
        node = 0
        step = 1 << self._groups.bit_length()
        while step:
            following = node + step
            if following <= self._groups and tree[following] <= line:
                node = following
                line -= tree[following]
            step >>= 1
        return min(node, self._groups - 1), line
