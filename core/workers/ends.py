"""Why a worker process is no more, and how long one has given no sign of life."""

from __future__ import annotations

import re
import signal
import time

from core.problems import Problem

LOOK = 1.0
"""Seconds between two looks that count at most, for a server that slept has not looked."""


class Unable(Problem):
    """Nothing can be trained on this server, whatever is asked for."""


class Pulse:
    """How long a process has given no sign of life, as far as the server was awake to see."""

    def __init__(self) -> None:
        self._signs: object = None
        self._looked = time.monotonic()
        self.silence = 0.0

    def look(self, signs: object) -> float:
        """Seconds of silence, now that these are its signs of life: others than before are new."""
        now = time.monotonic()
        self.silence = self.silence + min(now - self._looked, LOOK) if signs == self._signs else 0.0
        self._signs, self._looked = signs, now
        return self.silence


def reason(exit_code: int | None) -> Problem:
    """Why a process has ended that nobody asked to.

    Args:
        exit_code: As `multiprocessing` has it: below 0 a signal, None if it is not known.
    """
    if exit_code is None:
        return Problem("Why it ended is not known.")
    if exit_code >= 0:
        return Problem("It ended by itself, with exit code {code}.", code=exit_code)
    if exit_code == -getattr(signal, "SIGKILL", 0):
        return Problem("It was killed (SIGKILL), as a system does when memory runs out.")
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = str(-exit_code)
    return Problem("It was ended by the signal {signal}.", signal=name)


def reason_at_start(exit_code: int | None) -> Problem:
    """The same for a process that was loading TensorFlow, which ends those that it cannot use."""
    if exit_code is None or exit_code >= 0 or exit_code == -getattr(signal, "SIGKILL", 0):
        return reason(exit_code)
    return unable(reason(exit_code).values["signal"])


def given_up(tries: int, why: Problem) -> Problem:
    """What is told of a run whose process has ended so often, the last time for this reason."""
    return Problem(
        "The process that computed this run ended {tries} times, and the run with it. {reason}",
        tries=tries,
        reason=why,
    )


def not_executed(error: BaseException) -> Problem:
    """Why there is no process at all."""
    # loky stumbles over what it had not made yet when the system refused the next piece.
    causes = (error, error.__context__)
    text = next(filter(None, (getattr(one, "strerror", None) for one in causes)), None)
    text = text or type(error).__name__
    return Problem("It could not be executed: {error}.", error=text)


def not_loaded(error: BaseException) -> str:
    """What a library said that could not be loaded, on one line, without the places of files."""
    line = next(iter(str(error).splitlines()), "")
    return re.sub(r"(?:[A-Za-z]:)?[/\\]\S*[/\\]", "", f"{type(error).__name__}: {line}")[:200]


def unable(why: str) -> Unable:
    """That nothing can be trained here.

    Args:
        why: What TensorFlow said, or the signal that ended the process which loaded it.
    """
    # As a plain one first: who collects the sentences to translate looks for that name.
    problem = Problem(
        "Nothing can be trained on this server: TensorFlow could not be loaded ({why}).", why=why
    )
    return Unable(problem.template, **problem.values)
