"""Fashion-MNIST comes from the Keras home, from its server, or not at all; then digits stand in.

No test touches the network, nor the Keras home of whoever runs it.
"""

from __future__ import annotations

import gzip
import shutil
import socket
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

from core.datasets.example_sets import FASHION_CLASSES
from core.datasets.examples import load
from core.experiments.race import Race
from core.training import fashion_mnist as fashion
from core.training.fashion_mnist import SIZES, loading
from core.workers.cancelled import Cancelled
from core.workers.pauses import WAITING, without_pause

ASKED = Race(data="fashion_mnist", train_share=0.5, validation_share=0.2, test_share=0.1)
PIXELS = np.random.default_rng(0).integers(0, 256, (250, 28, 28), dtype=np.uint8)
LABELS = (np.arange(250) % 10).astype(np.uint8)
IMAGES, NAMES = 0x803, 0x801  # magic numbers of the IDX format


@pytest.fixture(autouse=True)
def keras_home(monkeypatch, tmp_path):
    """A Keras home without files, in a world without a network."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(home))
    monkeypatch.setattr(fashion, "_asked", None)

    def unknown(*_arguments, **_options):
        raise socket.gaierror("no network")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setattr(socket.socket, "connect", unknown)
    return home / "datasets" / "fashion-mnist"


def write_files(folder: Path) -> None:
    """The four files in their real format: 200 images to train with, 50 to test with."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SIZES:
        part = slice(0, 200) if name.startswith("train") else slice(200, None)
        count = len(LABELS[part])
        if "images" in name:
            content = struct.pack(">IIII", IMAGES, count, 28, 28) + PIXELS[part].tobytes()
        else:
            content = struct.pack(">II", NAMES, count) + LABELS[part].tobytes()
        (folder / name).write_bytes(gzip.compress(content))


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A server that has the files; returns what was fetched from it."""
    write_files(tmp_path / "server")
    fetched = []

    def fetch(address, target, _progress):
        name = address.rsplit("/", 1)[-1]
        shutil.copy(tmp_path / "server" / name, target)
        fetched.append(name)

    monkeypatch.setattr("keras.src.utils.file_utils.urlretrieve", fetch)
    return fetched


def check(examples):
    assert examples.name == "fashion_mnist"
    assert examples.instead is None
    assert examples.classes == FASHION_CLASSES
    assert examples.image == (28, 28)
    assert examples.train_x.shape == (100, 784)
    assert examples.validation_x.shape == (40, 784)
    assert examples.train_x.dtype == np.float32
    np.testing.assert_array_equal(examples.test_x, PIXELS[200:].reshape(50, 784) / np.float32(255))
    np.testing.assert_array_equal(examples.test_y, LABELS[200:])
    np.testing.assert_array_equal(np.bincount(examples.train_y), [10] * 10)
    known = {
        (image.tobytes(), label) for image, label in zip(PIXELS[:200], LABELS[:200], strict=True)
    }
    for inputs, labels in (
        (examples.train_x, examples.train_y),
        (examples.validation_x, examples.validation_y),
    ):
        for image, label in zip(np.rint(examples.raw(inputs)), labels, strict=True):
            assert (image.astype(np.uint8).tobytes(), label) in known


def check_digits(examples):
    digits = load(Race(data="digits", train_share=0.5, validation_share=0.2, test_share=0.1))
    assert examples.name == "digits"
    assert "Fashion-MNIST" in str(examples.instead)
    np.testing.assert_array_equal(examples.train_x, digits.train_x)
    np.testing.assert_array_equal(examples.test_y, digits.test_y)


def test_files_of_the_keras_home_are_read_without_a_network(keras_home):
    write_files(keras_home)
    check(without_pause(loading(ASKED)))


def test_without_files_or_network_digits_stand_in_and_say_so():
    check_digits(without_pause(loading(ASKED)))


def test_what_could_not_be_had_is_asked_for_again_after_some_minutes(keras_home, monkeypatch):
    check_digits(without_pause(loading(ASKED)))
    write_files(keras_home)
    check_digits(without_pause(loading(ASKED)))
    monkeypatch.setattr(fashion, "ASK_AGAIN", 0.0)
    check(without_pause(loading(ASKED)))


def test_files_are_fetched_once(server):
    check(without_pause(loading(ASKED)))
    assert sorted(server) == sorted(SIZES)
    check(without_pause(loading(ASKED)))
    fashion._asked = None  # as in another worker
    check(without_pause(loading(ASKED)))
    assert len(server) == len(SIZES)


@pytest.mark.parametrize("name", SIZES)
def test_a_file_cut_short_is_fetched_again(keras_home, server, name):
    write_files(keras_home)
    file = keras_home / name
    file.write_bytes(file.read_bytes()[:-9])
    check(without_pause(loading(ASKED)))
    assert name in server


def test_damaged_files_that_cannot_be_fetched_again_do_no_harm(keras_home):
    write_files(keras_home)
    (keras_home / next(iter(SIZES))).write_bytes(b"\x1f\x8b")
    check_digits(without_pause(loading(ASKED)))


@pytest.fixture
def slow_server(monkeypatch, server):
    """As `server`, but nothing comes before `going.set()`."""
    going = threading.Event()
    from keras.src.utils import file_utils

    quick = file_utils.urlretrieve

    def fetch(address, target, progress):
        going.wait()
        quick(address, target, progress)

    monkeypatch.setattr("keras.src.utils.file_utils.urlretrieve", fetch)
    yield going
    going.set()
    fashion._one_at_a_time.submit(int).result()


def test_progress_is_told_and_others_have_their_turn_meanwhile(slow_server):
    told = []
    training = loading(ASKED, on_bytes=lambda done, of_all: told.append((done, of_all)))
    assert next(training) == WAITING
    assert told == [(0, sum(SIZES.values()))]
    slow_server.set()
    check(without_pause(training))
    done = [count for count, _of_all in told]
    assert done == sorted(done)


def test_a_download_can_be_cancelled(slow_server):
    def cancel(_done, _of_all):
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        next(loading(ASKED, on_bytes=cancel))


def test_a_download_that_stands_still_is_given_up(slow_server, monkeypatch):
    monkeypatch.setattr(fashion, "STALLED", 0.1)
    check_digits(without_pause(loading(ASKED)))


def test_other_data_are_loaded_as_everywhere():
    asked = Race(data="breast_cancer")
    np.testing.assert_array_equal(without_pause(loading(asked)).train_x, load(asked).train_x)
