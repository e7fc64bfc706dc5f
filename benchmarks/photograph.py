"""What an activation function costs on an 8-bit photograph: time, and with --memory, memory.

    python -m benchmarks.photograph
    python -m benchmarks.photograph --memory

Time: 12 megapixels of luminance through each element-wise function by table, the table included,
against one bare float32 `exp` pass of NumPy over as many numbers. Memory (Linux): a fresh process
reads a picture of 40 megapixels and exports it in full resolution; the growth is its peak less
what it took at rest, uploaded file and finished PNG included.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from core.activations import ELEMENTWISE
from core.images import Treatment, apply_table, export_png, grey_levels, read, sample_bytes

_SHAPE = (3000, 4000)
_REPEATS = 7
_GAIN = 4.0
_BOUND = 1.0
_LARGE = (7300, 5475)
_MODES = ("luminance", "channels")


def main() -> None:
    """Print the table that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memory", action="store_true", help="measure memory instead of time")
    parser.add_argument("--measure", nargs=2, metavar=("FILE", "MODE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(*_growth(Path(arguments.measure[0]), arguments.measure[1]))
    elif arguments.memory:
        print(memory_table())
    else:
        print(time_table())


def time_table() -> str:
    """Ratio to one float32 `exp` pass, for each function; a Markdown table, worst in bold."""
    pixels = np.random.default_rng(0).integers(0, 256, _SHAPE, dtype=np.uint8)
    numbers = pixels.astype(np.float32) / 255
    centres = np.array([0.5])

    def by_table(treatment: Treatment) -> np.ndarray:
        outputs = treatment.outputs(treatment.inputs(centres))
        return apply_table(pixels, grey_levels(outputs, -1, 1))

    jobs: dict[str, Callable[[], np.ndarray]] = {"bare exp": lambda: np.exp(numbers)}
    for key in ELEMENTWISE:
        treatment = Treatment(gain=_GAIN, activation=key)
        jobs[key] = lambda treatment=treatment: by_table(treatment)
    jobs["(histogram, for the median)"] = lambda: Image.fromarray(pixels).histogram()
    times = {name: [] for name in jobs}
    for _ in range(_REPEATS):
        for name, job in jobs.items():
            times[name].append(_seconds(job))
    medians = {name: statistics.median(values) for name, values in times.items()}
    bare = medians.pop("bare exp")
    worst = max(ELEMENTWISE, key=medians.get)
    lines = [
        f"One bare float32 `exp` pass over 12 megapixels: {1000 * bare:.1f} ms "
        f"(median of {_REPEATS}, interleaved). Bound: at most {_BOUND:g}×.",
        "",
        "| function | ms | × bare exp |",
        "|---|---:|---:|",
    ]
    for name, seconds in medians.items():
        row = [name, f"{1000 * seconds:.1f}", f"{seconds / bare:.2f}"]
        lines.append(f"| {' | '.join(f'**{cell}**' if name == worst else cell for cell in row)} |")
    return "\n".join(lines)


def memory_table() -> str:
    """Growth of a fresh process over `read` and `export_png`; a Markdown table."""
    lines = [
        "| 40 megapixels as | file, MB | export | at rest, MB | growth, MB | PNG, MB | s |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in large_files().items():
            file = Path(folder, "picture")
            file.write_bytes(data)
            for mode in _MODES:
                command = [sys.executable, "-m", "benchmarks.photograph", "--measure", file, mode]
                run = subprocess.run(command, check=True, capture_output=True, text=True)
                rest, growth, size, seconds = map(float, run.stdout.split())
                lines.append(
                    f"| {name} | {len(data) / 1e6:.1f} | {mode} | {rest:.0f} | {growth:.0f} "
                    f"| {size:.1f} | {seconds:.1f} |"
                )
    return "\n".join(lines)


def large_files() -> dict[str, bytes]:
    """A noisy photograph of 40 megapixels, and softer ones, as files of several kinds."""
    soft = Image.open(io.BytesIO(sample_bytes("china"))).resize(_LARGE, Image.Resampling.BICUBIC)
    noise = np.random.default_rng(0).normal(0, 4, (*_LARGE[::-1], 1))
    noisy = Image.fromarray((np.asarray(soft) + noise).clip(0, 255).astype(np.uint8))
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6
    transparent = soft.copy()
    transparent.putalpha(200)
    return {
        "JPEG, noisy, turned": _file(noisy, "JPEG", quality=90, exif=turned),
        "PNG with alpha": _file(transparent, "PNG", compress_level=3),
        "GIF": _file(soft.quantize(32), "GIF"),
    }


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _growth(file: Path, mode: str) -> tuple[float, float, float, float]:
    """Memory at rest and growth in MB, size of the PNG in MB, seconds for the export."""
    read(sample_bytes("china"))  # what is loaded at first use belongs to the process at rest
    rest = _status("VmRSS")
    data = file.read_bytes()
    read(data)
    start = time.perf_counter()
    png = export_png(data, Treatment(mode=mode, gain=_GAIN), -1, 1)
    seconds = time.perf_counter() - start
    return rest, _status("VmHWM") - rest, len(png) / 1e6, seconds


def _status(name: str) -> float:
    """An entry of /proc/self/status in MB; ru_maxrss would include the parent's peak."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(name)


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    result = job()
    seconds = time.perf_counter() - start
    del result  # freeing is not part of the work
    return seconds


if __name__ == "__main__":
    main()
