"""Files that are damaged, too large or no pictures at all give a sentence, and nothing else."""

import struct
import threading
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.images import FORMATS, read, sample_bytes
from core.images.decoding import decoded, open_picture
from core.problems import Problem
from tests.core.images.image_files import SIZE, colours, file_of, greys, noise, oriented, with_alpha

# Pillow warns of damaged metadata; here as in production that is no error.
pillow_may_warn = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def header_only_png(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    start += struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(bytes(1000))
    return start + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\0", "could not be read"),
        (b"Dear Sir or Madam,", "could not be read"),
        (b"%PDF-1.7 ...", "could not be read"),
        (header_only_png(8000, 5001), "more than 40 megapixels"),
        (header_only_png(12000, 10000), "more than 40 megapixels"),
        (header_only_png(60000, 60000), "more than 40 megapixels"),
        (header_only_png(1, 40_000_000), "a side may have at most 32768"),
        (header_only_png(40_000_000, 1), "a side may have at most 32768"),
        (header_only_png(300, 300), "damaged or incomplete"),
        (sample_bytes("china")[:100_000], "damaged or incomplete"),
        (sample_bytes("china")[:300], "damaged or incomplete"),
        (sample_bytes("ramp")[:-300], "damaged or incomplete"),
        (sample_bytes("china")[:30], "damaged or incomplete"),
        (sample_bytes("ramp")[:30], "could not be read"),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_bad_file_gives_a_sentence(data, words):
    with pytest.raises(Problem, match=words):
        read(data)


def test_picture_of_40_megapixels_is_accepted():
    open_picture(header_only_png(8000, 5000))


@pytest.mark.parametrize("kind", ["EPS", "PCX", "TGA", "ICO", "SGI"])
def test_formats_that_are_not_needed_are_refused(kind):
    assert kind not in FORMATS
    with pytest.raises(Problem, match="could not be read"):
        read(file_of(Image.new("RGB", (32, 32)), kind))


def test_file_that_takes_too_much_memory_to_decode_is_refused():
    image = Image.new("RGB", (6000, 5000))
    assert read(file_of(image, "JPEG")).width == 6000
    data = file_of(image, "JPEG", progressive=True, subsampling=0)
    with pytest.raises(Problem, match=r"30.0 megapixels; .* \(JPEG\) at most 23 can"):
        read(data)
    with pytest.raises(Problem, match=r"\(WEBP\) at most 14 can"):
        read(file_of(Image.new("RGB", (4000, 4000)), "WEBP", lossless=True, method=0))
    assert read(file_of(Image.new("RGB", (4000, 3000)), "WEBP", method=0)).width == 4000


def test_large_pictures_are_decoded_one_at_a_time():
    data = file_of(Image.new("RGB", (4000, 3000)))
    second_is_done = threading.Event()

    def second():
        with decoded(open_picture(data)):
            second_is_done.set()

    with decoded(open_picture(data)):
        thread = threading.Thread(target=second)
        thread.start()
        assert not second_is_done.wait(0.5)
        with decoded(open_picture(file_of(colours()))) as small:
            assert small.width == SIZE[0]
    thread.join()
    assert second_is_done.is_set()


def test_lock_is_released_after_a_damaged_picture():
    data = file_of(Image.new("RGB", (4000, 3000)))
    with pytest.raises(Problem, match="damaged"):
        read(data[:-100])
    assert read(data).width == 4000


SEEDS = [
    file_of(colours()),
    file_of(with_alpha(colours())),
    file_of(greys().quantize(16), transparency=2),
    file_of(Image.fromarray(noise(17, 23).astype(np.uint16) * 257)),
    oriented(colours(), 6, "JPEG"),
    file_of(colours(), "JPEG", progressive=True),
    file_of(colours().convert("CMYK"), "JPEG"),
    file_of(colours(), "MPO", save_all=True, append_images=[colours()]),
    file_of(greys().quantize(16), "GIF"),
    file_of(with_alpha(colours()), "WEBP"),
    file_of(colours(), "WEBP", lossless=True, exif=Image.Exif()),
    file_of(greys().quantize(16), "BMP"),
    file_of(colours(), "PPM"),
    b"P2 3 2 255 0 1 2 3 4 255\n",
    oriented(colours(), 8, "TIFF"),
    oriented(colours(), 5, "TIFF", compression="tiff_lzw"),
    file_of(greys().convert("1"), "TIFF", compression="group4"),
    file_of(colours(), "TIFF", compression="jpeg"),
    file_of(Image.fromarray(noise(17, 23).astype(np.float32)), "TIFF"),
    *([file_of(colours(), "AVIF")] if "AVIF" in FORMATS else []),
]


@st.composite
def mutated(draw):
    """A real file with bytes changed, cut out or doubled."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        # Headers stand at the beginning: half of the changes there.
        place = place % 64 if draw(st.booleans()) else place
        change = draw(st.sampled_from(["set", "cut", "insert"]))
        piece = draw(st.one_of(st.binary(min_size=1, max_size=4), st.just(b"\xff\xff\xff\xff")))
        if change == "set":
            data[place : place + len(piece)] = piece
        elif change == "cut":
            del data[place : place + draw(st.integers(1, 40))]
        else:
            data[place:place] = piece
    return bytes(data)


@pillow_may_warn
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=200), mutated(), mutated(), mutated()))
def test_hostile_bytes_give_a_picture_or_a_sentence(data):
    try:
        photograph = read(data)
    except Problem:
        return
    assert photograph.pixels.dtype == np.uint8
    assert 1 <= max(photograph.pixels.shape[:2]) <= 640


def test_seeds_of_the_mutations_are_all_read():
    for data in SEEDS:
        assert read(data).pixels.size
