"""Jobs that stand in for training, so that the tests of core.workers need no TensorFlow."""

from __future__ import annotations

import os
import signal
import time

from core.problems import Problem
from core.workers.cancelled import Cancelled
from core.workers.pauses import WAITING, Partial

WARM: list[int] = []


class Stranger(Exception):
    """An error that cannot be unpickled: it wants two arguments and tells of one."""

    def __init__(self, first, second):
        super().__init__(first)


def warm_up():
    WARM.append(os.getpid())


def warmed(report):
    return WARM


def whoami(report):
    return os.getpid()


def square(report, number, seconds=0.0):
    time.sleep(seconds)
    return number * number


def stamped(report, frames=0, frame_seconds=0.02):
    """Frames of a plain job: it keeps its worker. Returns when it began and ended."""
    began = time.monotonic()
    for frame in range(frames):
        time.sleep(frame_seconds)
        report(frame + 1, frames)
    return began, time.monotonic()


def cut(report, frames, frame_seconds=0.01):
    """Frames of a job that can be set aside. Returns when each ended, and the processes."""
    ends = []
    for frame in range(frames):
        time.sleep(frame_seconds)
        ends.append(time.monotonic())
        report(frame + 1, frames)
        yield
    return ends, os.getpid()


def giving_back(report, frames, frame_seconds=0.01):
    """Frames of a job that gives back those that are done, and why there are no more."""
    done, why = [], ""
    while len(done) < frames and not why:
        time.sleep(frame_seconds)
        done.append(time.monotonic())
        try:
            report(len(done), frames)
        except Cancelled as cancelled:
            why = cancelled.why
        yield
    return done, why


def giving_back_at_once(report, frames, frame_seconds=0.01):
    """The same as a plain job: it keeps its worker."""
    running = giving_back(report, frames, frame_seconds)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def waiting(report, path):
    """Can do nothing until a file is there."""
    while not os.path.exists(path):
        time.sleep(0.005)
        yield WAITING
    return "seen"


def closing(report, path, reports=True):
    """Goes on until it is closed, and then says so in a file."""
    try:
        while True:
            time.sleep(0.01)
            if reports:
                report(1, 2)
            yield
    finally:
        with open(path, "w") as file:
            file.write("closed")


def stuck(report):
    time.sleep(60)


def growing(report, megabytes):
    """Keeps what it takes, as compiled programs do."""
    WARM.append(bytearray(os.urandom(1024)) * (megabytes * 1024))
    return os.getpid()


def holding(report, megabytes):
    """Holds so much until it is closed."""
    held = bytearray(os.urandom(1024)) * (megabytes * 1024)
    while held:
        time.sleep(0.01)
        report(1, 2)
        yield


def suicidal(report, path, deaths):
    """Ends its own process so many times, then returns how often it was called."""
    with open(path, "a+") as file:
        file.write("x")
        file.seek(0)
        calls = len(file.read())
    if calls <= deaths:
        os.kill(os.getpid(), 9)
    return calls


def raises(report, kind):
    if kind == "problem":
        raise Problem("Lower the rate {rate} to {bound}.", rate="3", bound="1")
    if kind == "builtin":
        raise ZeroDivisionError("by nothing")
    if kind == "stranger":
        raise Stranger("a", "b")
    if kind == "exit":
        raise SystemExit("enough")
    return lambda: None  # "result": cannot be pickled


def cannot_start():
    os.kill(os.getpid(), 9)


def stand_in(report, experiment, **options):
    return experiment, options


def showing(report, frames=20, frame_seconds=0.05):
    """Frames of a job that shows the numbers of those done; returns all of them, and how often it
    was asked to show them."""
    done, asked = [], 0

    def shown():
        nonlocal asked
        asked += 1
        return list(done)

    for frame in range(frames):
        time.sleep(frame_seconds)
        done.append(frame)
        report(frame + 1, frames)
        yield Partial(shown)
    return done, asked


def ends_itself(report, code, secret=""):
    """Ends its process: with an exit code, or below 0 by a signal."""
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)


def busy(report, seconds):
    """Computes in Python without a word."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))
    return os.getpid()


def freezes_once():
    """Starts well only from the second time on; the file is named by the environment."""
    with open(os.environ["STARTS_FILE"], "a+") as file:
        file.write("x")
        file.seek(0)
        starts = len(file.read())
    if starts == 1:
        os.kill(os.getpid(), signal.SIGSTOP)


def starts_frozen():
    os.kill(os.getpid(), signal.SIGSTOP)


def counts_and_ends():
    with open(os.environ["STARTS_FILE"], "a") as file:
        file.write("x")
    os._exit(7)


def lacks_a_module():
    raise ModuleNotFoundError("No module named 'tensorflow'")


def lacks_a_library():
    raise OSError("/srv/secret/lib/libtensorflow_cc.so.2: cannot open shared object file")


def is_illegal():
    os.kill(os.getpid(), signal.SIGILL)
