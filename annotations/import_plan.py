"""What taking files of marks in changes, or would change: one value for the command line and the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.results import Imported


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What articles taken in together come to, or would come to."""

    articles: tuple[Imported, ...]
    """What each comes to, in the order they came."""
    step: int | None = None
    """The number of the step of the history that it became; None if nothing was changed."""

    @property
    def added(self) -> int:
        """Marks that are new here."""
        return sum(each.added for each in self.articles)

    @property
    def updated(self) -> int:
        """Marks that are here in an older state."""
        return sum(each.updated for each in self.articles)

    @property
    def deleted(self) -> int:
        """Marks that are here and were deleted there."""
        return sum(each.deleted for each in self.articles)

    @property
    def unchanged(self) -> int:
        """Marks that change nothing here: known as they are, newer here, or deleted here."""
        return sum(each.unchanged for each in self.articles)

    @property
    def unplaced(self) -> int:
        """Of those new or changed, the ones whose quote stands nowhere here as yet."""
        return sum(each.unplaced for each in self.articles)

    @property
    def reports(self) -> tuple[str, ...]:
        """A sentence for each thing a person should look at."""
        return tuple(report for each in self.articles for report in each.reports)

    @property
    def is_empty(self) -> bool:
        """True if no mark would change."""
        return not (self.added or self.updated or self.deleted)
