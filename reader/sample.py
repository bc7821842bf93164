"""Where the article lies that comes with postil to try it on."""

from __future__ import annotations

from pathlib import Path

from annotations.errors import NotFoundError

ARTICLE = "bamako.md"


def sample_folder() -> Path:
    """The folder of the sample: in an installed postil beside this module, else the checkout's.

    Plain path arithmetic: `importlib.resources` costs a start more than all else the CLI imports.

    Raises:
        NotFoundError: This copy of postil carries none.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "sample", here.parent / "sample"):
        if (folder / ARTICLE).is_file():
            return folder
    sentence = "This copy of postil carries no sample."
    raise NotFoundError(sentence, hint="Install postil from its wheel, or open a file of your own.")


def sample_article() -> Path:
    """The sample's article."""
    return sample_folder() / ARTICLE
