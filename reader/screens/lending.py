"""Lending the terminal to another program, and taking it back however that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from annotations.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

T = TypeVar("T")


class NotLentError(PostilError):
    """This terminal cannot be given away for a while."""

    def __init__(self) -> None:
        super().__init__("This terminal cannot be lent to another program.")


def lend_terminal(app: App[object], work: Callable[[], T]) -> T:
    """Do something that needs the terminal, with the screen taken down meanwhile.

    Raises:
        PostilError: The work failed, or there is no terminal to lend; the screen stands again.
    """
    done: list[T] = []
    failure: PostilError | None = None
    try:
        with app.suspend():
            # Textual does not take the terminal back where an exception passes.
            try:
                done.append(work())
            except PostilError as error:
                failure = error
    except SuspendNotSupported:
        raise NotLentError from None
    if failure is not None:
        raise failure
    return done[0]
