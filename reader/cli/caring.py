"""`postil schema`, `doctor` and `forget`: looking after files and library."""

from __future__ import annotations

import click

from annotations.errors import InvalidValueError
from reader.cli.articles import known_article
from reader.cli.options import Invocation, command, json_option, pass_invocation, source_argument
from reader.cli.printing import print_json, print_json_array, print_line
from reader.cli.speaking import ExitCode, ask


@command(
    "schema",
    examples=(
        ("postil schema > postil-1.schema.json", "Keep it beside your own tools."),
        ("postil schema | jq .properties.annotations", "Look at a part."),
    ),
)
def schema_command() -> ExitCode:
    """Print the JSON Schema that describes annotated YAML files of the format postil/1."""
    from annotations.exchange import yaml as annotated_yaml  # noqa: PLC0415 - help needs no yaml

    print_json(annotated_yaml.schema())
    return ExitCode.DONE


@command(
    "doctor",
    examples=(
        ("postil doctor", "Check the library; say what is wrong and what to do."),
        ("postil doctor --repair", "Mend what follows from what is sound, then check."),
        ("postil doctor --db other.db --json", "Check another one, for a script."),
    ),
)
@click.option("--repair", is_flag=True, help="First mend what can be derived: never a guess.")
@json_option
@pass_invocation
def doctor_command(invocation: Invocation, *, repair: bool, as_json: bool) -> ExitCode:
    """Check the library: its file, the texts against their hashes, the marks against the texts.

    Without --repair nothing is changed. Status 1 if something is wrong; what is only worth knowing is
    a note. What --repair can write anew follows from what is there, such as the index for searching;
    what cannot be known any more is only in a backup.
    """
    with invocation.library() as library:
        mended = library.safekeeping.repair().result() if repair else []
        findings = library.safekeeping.examine()
        path = library.path
    is_sound = all(each.severity == "note" for each in findings)
    if as_json:
        print_json_array(
            {
                "severity": each.severity,
                "sentence": each.sentence,
                "hint": each.hint,
                "repairable": each.is_derivable,
            }
            for each in findings
        )
    else:
        for sentence in mended:
            print_line(f"repaired: {sentence}")
        for each in findings:
            print_line(f"{each.severity}: {each.sentence}")
            if each.hint:
                print_line(f"  {each.hint}")
        if is_sound:
            print_line(f"{path} is sound.")
    return ExitCode.DONE if is_sound else ExitCode.NO


@command(
    "forget",
    examples=(
        ("postil forget bamako.md", "Remove an article with its marks and history; it asks."),
        ("postil forget 7f3a9c --yes", "Without asking, as a script must."),
    ),
)
@source_argument()
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_invocation
def forget_command(invocation: Invocation, *, source: str, yes: bool) -> ExitCode:
    """Remove SOURCE from the library for good: text, marks, history, search. No undo.

    The file itself is not touched. Backups that still hold the article are named.
    """
    with invocation.library() as library:
        article = known_article(library, source)
        marks = len(library.annotations(article.id))
        if not yes:
            answer = ask(
                f"Forget “{article.name}” with {marks:,} mark{'' if marks == 1 else 's'} for good?"
            )
            if answer is None:
                sentence = f"Forgetting “{article.name}” cannot be undone, and nobody can be asked."
                raise InvalidValueError(sentence, hint="Add --yes to do it without asking.")
            if not answer:
                return ExitCode.NO
        backups = library.forget(article.id).result()
    print_line(f"forgotten: {article.name}")
    for backup in backups:
        print_line(f"  still in {backup}")
    return ExitCode.DONE
