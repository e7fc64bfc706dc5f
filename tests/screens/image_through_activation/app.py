"""The screen that sends a picture through a function, driven without a browser."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

SCREEN = "image_through_activation"


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def button(app, label: str):
    return next(b for b in app.button if b.label == label)


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if m.label == label)


def caption(app, beginning: str) -> str:
    return next(c.value for c in app.caption if c.value.startswith(beginning))


def sources(app) -> list[str]:
    """Addresses of all pictures shown: the three stages, then the grid."""
    return [picture.url for shown in app.get("image") for picture in shown.proto.imgs]


def shown_pixels(address: str) -> np.ndarray:
    file = base64.b64decode(address.partition("base64,")[2])
    return np.asarray(Image.open(io.BytesIO(file)))
