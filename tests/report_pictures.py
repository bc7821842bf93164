"""Makes the README's pictures of exports, `sample/report-html.png` and `sample/report-docx.png`.

The sample with its marks is taken into a library of its own, exported as a person would, and drawn by the
programs that people read it with: Chromium, and LibreOffice with pdftoppm. They must be installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.terminal import environment

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample"
HTML_PICTURE, DOCX_PICTURE = SAMPLE / "report-html.png", SAMPLE / "report-docx.png"

WINDOW, SCALE = "1000,1390", 0.7
"""Of the browser, in pixels, and the picture's pixels for one of these: text and notes stand side by side."""

DOCX_DPI = 80

PATIENCE_S = 120


def main() -> None:
    """Export, draw, and put the pictures in place."""
    parser = argparse.ArgumentParser(prog="python -m tests.report_pictures", description=__doc__)
    parser.add_argument("--into", type=Path, default=SAMPLE, help="the folder (default: sample)")
    into: Path = parser.parse_args().into
    with tempfile.TemporaryDirectory(prefix="postil-pictures-") as name:
        folder = Path(name)
        _export(folder, "visit.html")
        _export(folder, "quotes.docx", "--group", "tag", "--cite", "apa")
        _draw_html(folder / "visit.html", into / HTML_PICTURE.name)
        _draw_docx(folder / "quotes.docx", into / DOCX_PICTURE.name)


def _export(folder: Path, name: str, *options: str) -> None:
    env = environment(HOME=str(folder), PYTHONPATH=str(ROOT), POSTIL_DB=str(folder / "library.db"))
    postil = [sys.executable, "-m", "reader"]
    _run([*postil, "import", str(SAMPLE / "bamako.yaml")], folder, env)
    _run([*postil, "export", "--all", "-o", name, *options], folder, env)


def _draw_html(page: Path, picture: Path) -> None:
    shot = page.with_suffix(".png")
    browser = _program("chromium", "chromium-browser", "google-chrome")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    options += [
        f"--window-size={WINDOW}",
        f"--force-device-scale-factor={SCALE}",
        f"--user-data-dir={page.parent / 'browser'}",
    ]
    _run([browser, *options, f"--screenshot={shot}", page.as_uri()], page.parent)
    _keep(shot, picture)


def _draw_docx(document: Path, picture: Path) -> None:
    folder, home = document.parent, (document.parent / "office").as_uri()
    office = _program("soffice", "libreoffice")
    options = [f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf"]
    _run([office, *options, "--outdir", str(folder), str(document)], folder)
    pdf, shot = document.with_suffix(".pdf"), folder / "page"
    options = ["-png", "-r", str(DOCX_DPI), "-f", "1", "-singlefile"]
    _run([_program("pdftoppm"), *options, str(pdf), str(shot)], folder)
    _keep(folder / "page.png", picture)


def _keep(shot: Path, picture: Path) -> None:
    shutil.copyfile(shot, picture)
    print(f"{picture}: {picture.stat().st_size:,} bytes")


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit(f"{names[0]} is needed for this.")
    return found


def _run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env=env,
        check=True,
        timeout=PATIENCE_S,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
