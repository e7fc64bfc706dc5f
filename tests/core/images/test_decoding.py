"""Files of every kind become upright, opaque 8-bit pixels."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageOps, features

from core.images import encode_png, read
from tests.core.images.image_files import SIZE, colours, file_of, greys, noise, oriented, with_alpha

ORIENTATIONS = range(1, 9)


def on_white(pixels, alpha):
    share = alpha.astype(float) / 255
    share = share[..., None] if pixels.ndim == 3 else share
    return pixels * share + 255 * (1 - share)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "PPM", "TIFF"])
@pytest.mark.parametrize("make", [colours, greys])
def test_small_picture_keeps_its_pixels(make, kind):
    image = make()
    photograph = read(file_of(image, kind))
    assert np.array_equal(photograph.pixels, np.asarray(image))
    assert (photograph.width, photograph.height, photograph.format) == (*SIZE, kind)


def test_lossless_webp_keeps_its_pixels():
    assert np.array_equal(read(file_of(colours(), "WEBP", lossless=True)).pixels, colours())


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
def test_avif_is_read():
    picture = read(file_of(Image.linear_gradient("L").convert("RGB"), "AVIF", quality=95)).pixels
    assert np.abs(picture[:, 128, 0] - np.arange(256.0)).max() < 6


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_picture_is_turned_upright(orientation, kind):
    data = oriented(colours(), orientation, kind)
    photograph = read(data)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert np.array_equal(photograph.pixels, np.asarray(expected.convert("RGB")))
    assert (photograph.width, photograph.height) == expected.size


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_large_jpeg_is_shown_small_and_upright(orientation):
    stored = Image.linear_gradient("L").resize((3000, 2000)).convert("RGB")
    photograph = read(oriented(stored, orientation, "JPEG", quality=95))
    turned = orientation == 6
    assert (photograph.width, photograph.height) == ((2000, 3000) if turned else (3000, 2000))
    assert photograph.pixels.shape == ((640, 427, 3) if turned else (427, 640, 3))
    upright = {1: stored, 3: stored.rotate(180), 6: stored.transpose(Image.Transpose.ROTATE_270)}
    small = upright[orientation].resize(photograph.pixels.shape[1::-1])
    assert np.abs(photograph.pixels.astype(int) - np.asarray(small)).max() <= 3


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16"])
@pytest.mark.parametrize("size", [(2500, 1801), (1801, 2500), (3000, 1), (1, 3000)])
def test_copy_keeps_the_mean_of_the_picture(size, mode):
    ramp = np.tile(np.linspace(0, 255, max(size)), (min(size), 1)).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(ramp if size[0] > size[1] else ramp.T))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    photograph = read(file_of(image))
    assert max(photograph.pixels.shape[:2]) == 640
    assert photograph.pixels.mean() == pytest.approx(ramp.mean(), abs=1)


@pytest.mark.parametrize("longest_side", [1, 10, 100])
def test_copy_has_the_size_asked_for(longest_side):
    pixels = read(file_of(colours(300, 100)), longest_side).pixels
    assert pixels.shape == (max(1, round(longest_side / 3)), longest_side, 3)


@pytest.mark.parametrize("make", [colours, greys])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_transparent_pixels_are_laid_on_white(make, kind):
    image = with_alpha(make())
    expected = on_white(np.asarray(make()), np.asarray(image.getchannel("A")))
    assert np.abs(read(file_of(image, kind)).pixels - expected).max() <= 1


def test_transparent_palette_entry_is_laid_on_white():
    image = greys().quantize(8)
    index = np.asarray(image)
    expected = np.asarray(image.convert("RGB")).copy()
    expected[index == 3] = 255
    assert np.array_equal(read(file_of(image, transparency=3)).pixels, expected)


@pytest.mark.parametrize(
    ("image", "key"), [(greys(), 7), (colours(), tuple(noise(17, 23, 3)[4, 5]))]
)
def test_transparent_colour_is_laid_on_white(image, key):
    key = key if image.mode == "L" else tuple(int(part) for part in key)
    pixels = np.asarray(image).copy()
    chosen = pixels == 7 if image.mode == "L" else (pixels == key).all(axis=2)
    pixels[chosen] = 255
    assert chosen.any()
    assert np.array_equal(read(file_of(image, transparency=key)).pixels, pixels)


def test_sixteen_bits_are_divided_by_257():
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    expected = np.rint(values / 257)
    for kind in ("PNG", "TIFF", "PPM"):
        assert np.array_equal(read(file_of(Image.fromarray(values), kind)).pixels, expected)


def test_big_endian_sixteen_bit_tiff_is_read():
    values = np.arange(0, 65536, 257, dtype=np.uint16).reshape(16, 16)
    tags = [(256, 3, 16), (257, 3, 16), (258, 3, 16), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 3, 16), (279, 4, 512)]
    body = values.astype(">u2").tobytes()
    entries = b"".join(
        struct.pack(">HHI", tag, kind, 1)
        + (struct.pack(">HH", value, 0) if kind == 3 else struct.pack(">I", value))
        for tag, kind, value in tags
    )
    data = b"MM\0*" + struct.pack(">I", 8 + len(body)) + body
    data += struct.pack(">H", len(tags)) + entries + b"\0\0\0\0"
    assert np.array_equal(read(data).pixels, np.arange(256).reshape(16, 16))


def test_wide_range_is_scaled_from_smallest_to_largest():
    values = np.linspace(-3, 8, 256, dtype=np.float32).reshape(16, 16)
    pixels = read(file_of(Image.fromarray(values), "TIFF")).pixels
    assert np.array_equal(pixels.ravel(), np.arange(256))
    integers = np.linspace(-1e6, 1e6, 256).astype(np.int32).reshape(16, 16)
    assert np.array_equal(read(file_of(Image.fromarray(integers), "TIFF")).pixels, pixels)


def test_floats_from_0_to_1_keep_their_meaning_and_others_do_no_harm():
    values = np.array([[0.2, 0.4, np.nan, 0.6]], np.float32)
    assert np.array_equal(
        read(file_of(Image.fromarray(values), "TIFF")).pixels, [[51, 102, 0, 153]]
    )
    values = np.array([[0.0, 1.0, -np.inf, np.inf]], np.float32)
    assert np.array_equal(read(file_of(Image.fromarray(values), "TIFF")).pixels, [[0, 255, 0, 255]])
    values = np.full((2, 2), np.nan, np.float32)
    assert not read(file_of(Image.fromarray(values), "TIFF")).pixels.any()


def test_one_bit_is_black_and_white():
    image = greys().convert("1")
    assert np.array_equal(read(file_of(image)).pixels, np.asarray(image) * 255)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "YCbCr"),
        ("TIFF", "CMYK"),
        ("TIFF", "YCbCr"),
        ("TIFF", "LAB"),
        ("TIFF", "RGBX"),
    ],
)
def test_other_colour_spaces_become_rgb(kind, mode):
    image = Image.linear_gradient("L").convert("RGB")
    if mode == "LAB":
        # Lightness from 0 to 255 and no colour: grey throughout.
        neutral = Image.new("L", image.size, 128)
        converted = Image.merge("LAB", (image.getchannel(0), neutral, neutral))
    else:
        converted = image.convert(mode)
    pixels = read(file_of(converted, kind)).pixels.astype(int)
    assert pixels.shape == (256, 256, 3)
    assert pixels[0].max() <= 3
    assert pixels[-1].min() >= 250
    assert np.ptp(pixels, axis=2).max() <= 6
    assert np.all(np.diff(pixels.mean(axis=(1, 2))) >= 0)


def test_photograph_with_a_second_picture_inside_is_a_jpeg():
    data = file_of(colours(), "MPO", save_all=True, append_images=[greys().convert("RGB")])
    photograph = read(data)
    assert photograph.format == "JPEG"
    assert photograph.pixels.shape == (17, 23, 3)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_first_frame_of_an_animation_counts(kind):
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "lime", "blue")]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = file_of(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    assert np.array_equal(read(data).pixels, np.asarray(frames[0]))


def test_damaged_metadata_do_not_spoil_the_picture():
    data = file_of(colours(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff\xff")
    with pytest.warns(UserWarning, match="EXIF"):
        pixels = read(data).pixels
    assert np.array_equal(pixels, np.asarray(colours()))


def test_photograph_holds_nothing_else_of_the_file():
    photograph = read(oriented(colours(), 6, "JPEG"))
    assert set(vars(photograph)) == {"pixels", "width", "height", "format"}
    with pytest.raises(ValueError, match="read-only"):
        photograph.pixels[0, 0] = 0


def test_own_png_of_a_pattern_is_read_like_any_other():
    pixels = noise(5, 7, 3)
    assert np.array_equal(read(encode_png(pixels)).pixels, pixels)
