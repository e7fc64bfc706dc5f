"""Fashion-MNIST through `keras.datasets`: downloaded once to the Keras home, in a worker."""

from __future__ import annotations

import gzip
import logging
import math
import os
import socket
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from keras.datasets import fashion_mnist

from core.datasets.example_sets import FASHION_CLASSES, FASHION_MNIST
from core.datasets.examples import Examples, ExampleSettings, digits_instead, images, load
from core.datasets.split import split
from core.problems import Problem
from core.workers.pauses import WAITING

if TYPE_CHECKING:
    from core.datasets.tables import Table

SIZES = {
    "train-labels-idx1-ubyte.gz": 29_515,
    "train-images-idx3-ubyte.gz": 26_421_880,
    "t10k-labels-idx1-ubyte.gz": 5_148,
    "t10k-images-idx3-ubyte.gz": 4_422_102,
}
"""The files and their bytes; only the progress depends on the latter."""

STALLED = 20.0
"""Seconds without a new byte after which a download is given up."""

ASK_AGAIN = 300.0
"""Seconds for which a download that failed is not tried again."""

_NO_ANSWER = 10.0  # seconds
_LOOK_EVERY = 0.05  # seconds
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, ValueError)
_SIDE = 28
_BRIGHTEST = 255

_one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="fashion-mnist")
_lock = threading.Lock()
_asked: Future | None = None
_failed = -math.inf
"""When the last download failed, on the clock of `time.monotonic`."""


def loading(
    settings: ExampleSettings,
    table: Table | None = None,
    on_bytes: Callable[[int, int], None] | None = None,
) -> Generator[str, None, Examples]:
    """The examples of some settings, Fashion-MNIST too; the rest as `core.datasets.examples.load`.

    Args:
        settings: What is asked for.
        table: The visitor's own, if that is asked for.
        on_bytes: Called while Fashion-MNIST is downloaded, with the bytes that are there and those
            of all; may raise `Cancelled`.

    Returns:
        The examples; digits, which say why, if Fashion-MNIST cannot be had. Pauses with
        `core.workers.pauses.WAITING` meanwhile.

    Raises:
        Problem: As `core.datasets.examples.load`.
    """
    if settings.data != FASHION_MNIST:
        return load(settings, table)
    try:
        arrays = yield from _result(_files(), on_bytes)
    except _NotThere:
        why = Problem(
            "Fashion-MNIST is not on this computer and could not be downloaded. Handwritten digits "
            "are used instead."
        )
        return digits_instead(settings, why)
    return (yield from _result(_one_at_a_time.submit(_examples, settings, arrays)))


class _NotThere(Exception):
    """The files are not there and did not come."""


def _files() -> Future:
    """The arrays of the files; asked for once, and again some minutes after that failed."""
    global _asked
    with _lock:
        failed = _asked is not None and _asked.done() and _asked.exception() is not None
        if _asked is None or (failed and time.monotonic() - _failed >= ASK_AGAIN):
            _asked = _one_at_a_time.submit(_load)
        return _asked


def _load() -> Any:
    """What `keras.datasets.fashion_mnist.load_data` returns."""
    global _failed
    # Without a limit, a server that does not answer is waited for for ever.
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_NO_ANSWER)
    try:
        try:
            return fashion_mnist.load_data()
        except _DAMAGED:
            # A download that was cut short left a part of a file, which Keras takes for the whole.
            for name in SIZES:
                (_directory() / name).unlink(missing_ok=True)
            return fashion_mnist.load_data()
    except Exception as error:
        _failed = time.monotonic()
        # Keras raises a bare Exception if there is no network.
        logging.getLogger(__name__).warning("Fashion-MNIST did not come: %s", error)
        raise _NotThere from error
    finally:
        socket.setdefaulttimeout(before)


def _result(
    future: Future, on_bytes: Callable[[int, int], None] | None = None
) -> Generator[str, None, Any]:
    """What a future returns, with pauses until then; `_NotThere` if no byte comes for long."""
    there, since = -1, time.monotonic()
    while not wait([future], _LOOK_EVERY).done:
        now = _bytes_there()
        if now != there:
            there, since = now, time.monotonic()
        elif time.monotonic() - since > STALLED:
            raise _NotThere
        if on_bytes is not None:
            on_bytes(min(there, sum(SIZES.values())), sum(SIZES.values()))
        yield WAITING
    return future.result()


def _examples(settings: ExampleSettings, arrays: Any) -> Examples:
    (pixels, labels), (test_pixels, test_labels) = arrays
    train, validation, _none = split(
        labels.astype(np.int64),
        settings.train_share,
        settings.validation_share,
        0,
        settings.data_seed,
    )
    return images(
        (
            (pixels[train], labels[train]),
            (pixels[validation], labels[validation]),
            (test_pixels, test_labels),
        ),
        brightest=_BRIGHTEST,
        side=_SIDE,
        classes=FASHION_CLASSES,
        name=FASHION_MNIST,
    )


def _bytes_there() -> int:
    paths = [_directory() / name for name in SIZES]
    return sum(path.stat().st_size for path in paths if path.exists())


def _directory() -> Path:
    """Where `keras.utils.get_file` puts the files, by its documentation."""
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    if not os.access(home, os.W_OK):
        home = Path(tempfile.gettempdir(), ".keras")
    return home / "datasets" / "fashion-mnist"
