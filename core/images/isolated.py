"""Full resolution in a process of its own: its memory is given back, and its end is its own.

Decoding 40 megapixels takes Pillow 160 MB, which a long-lived server would keep in part; and a
file made to break a decoder breaks a process that holds nothing but that file. Sent are JSON and
the file's bytes, never a pickle, so that nothing a decoder does is executed here.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import logging
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from core.images.full_resolution import export_png
from core.images.treatment import Treatment
from core.problems import Problem

_ROOT = Path(__file__).parent.parent.parent
_HEAD = struct.Struct(">cQ")  # kind of message, length of what follows
_JOB, _FILE, _PROGRESS, _PROBLEM, _DONE = b"J", b"F", b"P", b"E", b"D"
_SECONDS, _BYTES = 120, 3 * 2**30
_LOGGED = 2_000  # bytes of what a process that broke wrote about itself
_logger = logging.getLogger(__name__)
# The memory of one large picture at a time is what the server has to spare.
_one_at_a_time = threading.Lock()


class _Broken(Exception):
    """The process ended without an answer."""


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdout.close()
    # What was not sent any more is of no interest to anybody.
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()


def export_png_apart(
    data: bytes,
    treatment: Treatment,
    low: float,
    high: float,
    on_progress: Callable[[float], None] = lambda share: None,
) -> bytes:
    """As `export_png`, in a process that lives for this one picture.

    Args:
        data: The photograph's file.
        treatment: What is done to it.
        low: Value shown black.
        high: Value shown white.
        on_progress: Called with the share done, in [0, 1]; what it raises ends the process.

    Returns:
        A PNG file.

    Raises:
        Problem: If the file is not a picture, is damaged or too large, or broke the process.
    """
    job = {"treatment": dataclasses.asdict(treatment), "low": low, "high": high}
    with _one_at_a_time, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=_ROOT,
        )
        try:
            # A process that ends early says so by what it does not answer.
            with contextlib.suppress(BrokenPipeError):
                _send(process.stdin, _JOB, json.dumps(job).encode())
                _send(process.stdin, _FILE, data)
            return _answer(process.stdout, on_progress)
        except _Broken:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)  # its end may follow a moment after its last word
            _logger.error("Full resolution ended with %s: %s", process.returncode, _tail(errors))
            raise Problem(
                "The picture could not be worked on in full resolution. Save it again "
                "as JPEG or PNG, or make it smaller."
            ) from None
        finally:
            _end(process)


def _answer(pipe: BinaryIO, on_progress: Callable[[float], None]) -> bytes:
    """The picture that the process sends at its end; its progress is passed on until then."""
    while True:
        kind, content = _receive(pipe)
        if kind == _DONE:
            return content
        if kind == _PROBLEM:
            said = json.loads(content)
            template, values = said["template"], said["values"]
            raise Problem(template, **values)
        if kind != _PROGRESS:
            raise _Broken
        on_progress(float(content))


def _tail(errors: BinaryIO) -> str:
    """The last of what the process wrote about itself."""
    size = errors.seek(0, io.SEEK_END)
    errors.seek(max(size - _LOGGED, 0))
    return errors.read().decode(errors="replace")


def _send(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    pipe.write(_HEAD.pack(kind, len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: BinaryIO) -> tuple[bytes, bytes]:
    """The next message; an empty kind if there is none any more."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b"", b""
    kind, length = _HEAD.unpack(head)
    return kind, pipe.read(length)


def _work() -> None:
    """What the process does: one job from standard input, messages to standard output."""
    _bound()
    _job, job = _receive(sys.stdin.buffer)
    _file, data = _receive(sys.stdin.buffer)
    wanted, out = json.loads(job), sys.stdout.buffer
    try:
        png = export_png(
            data,
            Treatment(
                **{**wanted["treatment"], "parameters": dict(wanted["treatment"]["parameters"])}
            ),
            wanted["low"],
            wanted["high"],
            on_progress=lambda share: _send(out, _PROGRESS, f"{share:.3f}".encode()),
        )
    except Problem as problem:
        said = {"template": problem.template, "values": problem.values}
        _send(out, _PROBLEM, json.dumps(said, default=str).encode())
    else:
        _send(out, _DONE, png)


def _bound() -> None:
    """Let the system end the process before it takes too much time or memory."""
    with contextlib.suppress(ImportError):  # Windows has no such limits.
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


if __name__ == "__main__":
    _work()
