"""A loader in a process of its own, with limits of time and memory.

Some parsers read what strangers wrote in a language that does not forgive mistakes, or take more of the
machine than a reader should. What becomes of such a process (it crashes, takes too long, needs too
much) is one sentence here. The process reads its standard input, which is the source itself, and
writes its answer to its standard output.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from annotations.errors import PostilError, SourceError, UnreadableSourceError
from reader.loaders.loaded import Hint, Loaded, Pause, go_on
from reader.loaders.source import SourceBytes, SourceFile, shown_size

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

MEMORY_LIMIT_BYTES = 512 << 20
"""Of address space: what a parser may take, whatever the source asks of it."""

TIME_LIMIT_S = 60.0
"""A source that takes longer is most likely made to do so."""

POLL_S = 0.02
"""How long the answer is waited for between two pauses: the time in which a cancelled one ends."""

_SOURCE, _ANSWER, _COMPLAINTS = range(3)
"""Descriptors of the process."""

_OWN = frozenset(
    (
        "annotations.annotation",
        "annotations.document",
        "annotations.model",
        "reader.loaders.loaded",
    )
)
"""Modules whose own classes, which are values, an answer may hold."""

_FOREIGN = frozenset((("array", "array"), ("array", "_array_reconstructor"), ("builtins", "range")))
"""What else it may: numbers, and the leaves of a document without containers."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from reader.loaders.isolated import serve; serve()"
)
"""Not `-m`: that would look for modules in the folder the person stands in, where strangers' may lie."""

_FAILED, _NO_MEMORY, _LOADED = "failed", "memory", "loaded"
_REFUSED = "refused"


class IsolatedLoad:
    """A source on its way through a loader in a process of its own."""

    def __init__(self, module: str, source: SourceBytes, hint: Hint, *, is_head: bool) -> None:
        """Start the process.

        Args:
            module: Of the loader; it has a function `load`.
            source: What it reads; it has to stay open until then.
            hint: As for any loader.
            is_head: Whether the head suffices.

        Raises:
            UnreadableSourceError: There is no process to be had.
        """
        import subprocess  # noqa: PLC0415  # no start of a plain text waits for it

        self._source, self._hint = source, hint
        self._answer: bytes | None = None
        self._end_s = time.monotonic() + TIME_LIMIT_S
        order = json.dumps({"module": module, "hint": hint._asdict(), "is_head": is_head})
        try:
            with _descriptor_of(source) as descriptor:
                self._process = subprocess.Popen(  # noqa: S603  # this very program
                    [sys.executable, "-P", "-c", _START, json.dumps(sys.path), order],
                    stdin=descriptor,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        except OSError as error:
            reason = "the system gives no process to read it in"
            raise UnreadableSourceError(hint.name, reason) from error

    def is_there(self, within_s: float) -> bool:
        """True once the process has answered; waits for it so long."""
        import subprocess  # noqa: PLC0415  # see above

        if self._answer is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._answer, _ = self._process.communicate(timeout=within_s)
        return self._answer is not None

    def result(self, pause: Pause = go_on) -> Loaded:
        """The article, waited for.

        Args:
            pause: Called while waiting; what it raises ends the process.

        Raises:
            SourceError: What the loader says, or what became of its process.
        """
        try:
            while not self.is_there(POLL_S):
                pause()
                if time.monotonic() > self._end_s and not self._hint.is_forced:
                    self._refuse_time()
        except BaseException:
            self.cancel()
            raise
        assert self._answer is not None
        return self._understood(self._answer)

    @property
    def is_ended(self) -> bool:
        """True once the process is no more."""
        return self._process.poll() is not None

    def cancel(self) -> None:
        """End the process, if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _understood(self, answer: bytes) -> Loaded:
        kind, value = _unpacked(answer)
        if kind == _LOADED:
            assert isinstance(value, Loaded)
            if value.is_whole:
                self._source.sha256 = value.document.source_sha256 or self._source.sha256
            return value._replace(is_dear=True)
        if kind == _REFUSED:
            assert isinstance(value, tuple)
            sentence, hint = value
            raise SourceError(sentence, hint=hint)
        if kind == _NO_MEMORY:
            reason = f"it takes more than {shown_size(MEMORY_LIMIT_BYTES)} of memory"
            raise UnreadableSourceError(self._hint.name, reason, hint=_FORCE)
        if kind == _FAILED:
            reason = f"what reads it failed on it ({value})"
            raise UnreadableSourceError(self._hint.name, reason)
        if self._process.returncode == -_cpu_signal():
            self._refuse_time()
        raise UnreadableSourceError(self._hint.name, "what reads it crashed on it")

    def _refuse_time(self) -> NoReturn:
        reason = f"it takes more than {TIME_LIMIT_S:.0f} seconds"
        raise UnreadableSourceError(self._hint.name, reason, hint=_FORCE)


_FORCE = "--force reads it without limits."


def _descriptor_of(source: SourceBytes) -> AbstractContextManager[int | BinaryIO]:
    """What a process reads the source from: the open file itself, else a file without a name."""
    from contextlib import nullcontext  # noqa: PLC0415  # see above

    if isinstance(source, SourceFile) and source.descriptor >= 0:
        return nullcontext(source.descriptor)
    import tempfile  # noqa: PLC0415  # see above

    file = tempfile.TemporaryFile()  # noqa: SIM115  # the caller closes it
    for chunk in source.chunks(is_hashed=False):
        file.write(chunk)
    file.seek(0)
    return file


def _unpacked(answer: bytes) -> tuple[str, object]:
    """An answer's kind and value; of a process that was ended before it gave one, nothing."""
    import pickle  # noqa: PLC0415  # see above

    class Unpickler(pickle.Unpickler):
        """Makes values of ours alone: the process has read what a stranger wrote."""

        def find_class(self, module: str, name: str) -> object:
            if module in _OWN or (module, name) in _FOREIGN:
                found: object = super().find_class(module, name)
                # Not what such a module has imported, nor its functions.
                if (module, name) in _FOREIGN or (
                    isinstance(found, type) and found.__module__ == module
                ):
                    return found
            message = f"{module}.{name} is no part of an answer"
            raise pickle.UnpicklingError(message)

    try:
        kind, value = Unpickler(io.BytesIO(answer)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError):
        return "", None
    return kind, value


def _cpu_signal() -> int:
    import signal  # noqa: PLC0415  # see above

    return getattr(signal, "SIGXCPU", 0)


# --- in the process -----------------------------------------------------------------------------


def serve() -> None:
    """Load what stands on standard input, answer on standard output, and end."""
    # Libraries may print: what goes to standard output from now on is no part of the answer.
    answer = os.dup(_ANSWER)
    os.dup2(_COMPLAINTS, _ANSWER)
    # The process is short: what would be collected is given back with all the rest.
    gc.disable()
    order = json.loads(sys.argv[2])
    hint = Hint(**order["hint"])
    if not hint.is_forced:
        _set_limits()
    kind, value = _loaded(order["module"], hint, is_head=order["is_head"])
    import pickle  # noqa: PLC0415  # a parser that crashes needs none

    try:
        packed = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        packed = pickle.dumps((_NO_MEMORY, None))
    with os.fdopen(answer, "wb") as stream:
        stream.write(packed)
    # What a library would do at its end nobody waits for, and some crash doing it.
    os._exit(0)


def _loaded(module: str, hint: Hint, *, is_head: bool) -> tuple[str, object]:
    try:
        load = import_module(module).load
        source = SourceFile(Path(hint.name), _SOURCE, os.fstat(_SOURCE))
        return _LOADED, load(source, hint, is_head=is_head, pause=go_on)
    except PostilError as error:
        return _REFUSED, (str(error), error.hint)
    except MemoryError:
        return _NO_MEMORY, None
    except Exception as error:  # noqa: BLE001  # it is reported, as the sentence of the reader's process
        return _FAILED, type(error).__name__


def _set_limits() -> None:
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT_BYTES),
        (resource.RLIMIT_CPU, int(TIME_LIMIT_S) + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS refuses limits of address space; the others hold there.
        try:
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):
            continue
