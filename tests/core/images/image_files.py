"""Small pictures and their files, for the tests of core.images."""

import io

import numpy as np
from PIL import ExifTags, Image

SIZE = (23, 17)


def noise(*shape, seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def colours(width=SIZE[0], height=SIZE[1]):
    return Image.fromarray(noise(height, width, 3))


def greys(width=SIZE[0], height=SIZE[1]):
    return Image.fromarray(noise(height, width))


def file_of(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def oriented(image, orientation, kind="PNG", **options):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "A camera"
    return file_of(image, kind, exif=exif, **options)


def with_alpha(image):
    image = image.copy()
    image.putalpha(Image.fromarray(noise(image.height, image.width, seed=1)))
    return image
