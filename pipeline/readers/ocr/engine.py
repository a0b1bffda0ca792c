"""The recogniser: RapidOCR (PP-OCR models) on onnxruntime, one thread, made once a process when first needed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from pipeline.errors import ReadError
from pipeline.readers.ocr.cache import folder, kept
from pipeline.readers.ocr.values import Strip

Pixels = NDArray[np.uint8]

_SETTINGS: dict[str, Any] = {
    # One thread a process: the batch has a process a core.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
    # The default shrinks a page of 200 dpi; a detector that sees less was measured to add signs to numbers.
    "Global.max_side_len": 4000,
    # Pages are turned as a whole; a classifier of single lines turns “60” into “09”.
    "Global.use_cls": False,
    # What is too unsure to be used is decided, and counted, by us.
    "Global.text_score": 0.0,
    # Lines differ in length: a batch pads them all to the longest, one by one is a third faster on a CPU.
    "Rec.rec_batch_num": 1,
}


def recognised(image: Pixels) -> tuple[Strip, ...]:
    """The strips of text in a picture (height × width × RGB), in the recogniser's order; kept in the cache."""
    return kept(_key("page", image), lambda: tuple(_strips(image)))


def recognised_line(image: Pixels) -> Strip:
    """What a picture of one line says, its characters spread evenly; kept in the cache."""
    return kept(_key("line", image), lambda: (_line(image),))[0]


def _key(kind: str, image: Pixels) -> str:
    digest = hashlib.sha256(f"{version()} {kind} {image.shape}".encode())
    digest.update(np.ascontiguousarray(image).data)
    return digest.hexdigest()


@cache
def version() -> str:
    """What decides what is recognised: libraries, models by name, and our settings of them."""
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in ("rapidocr", "onnxruntime")]
    models = [Path(path).name for path in _models().values()]
    return json.dumps([*libraries, *models, _SETTINGS], sort_keys=True)


def described() -> str:
    """The engine, its models and the cache, in words for `jihe doctor`."""
    models = ", ".join(Path(path).stem for path in _models().values())
    return f"rapidocr {importlib.metadata.version('rapidocr')} ({models}); cache: {folder() or 'off'}"


@cache
def _models() -> dict[str, str]:
    """The models inside the wheel. Named outright, because RapidOCR would fetch what it does not find."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    found = {}
    for task in ("det", "rec"):
        names = sorted(path for path in folder.glob("*.onnx") if f"_{task}_" in path.name)
        if not names:
            do = "pip install --force-reinstall 'rapidocr>=3.10'"
            raise ReadError("this rapidocr comes without its models", where=str(folder), do=do)
        found[task] = str(names[0])
    return found


@cache
def _engine() -> Any:  # noqa: ANN401 - what it returns depends on how it is called
    cv2.setNumThreads(1)
    models = {f"{task.title()}.model_path": path for task, path in _models().items()}
    return RapidOCR(params=_SETTINGS | models)


def _strips(image: Pixels) -> Iterator[Strip]:
    found = _engine()(_bgr(image), use_det=True, return_word_box=True, return_single_char_box=True)
    if found.boxes is None:
        return
    words = found.word_results if len(found.word_results) == len(found.txts) else ((),) * len(found.txts)
    for box, text, score, chars in zip(found.boxes, found.txts, found.scores, words, strict=True):
        yield _strip(box, text, float(score), chars)


def _line(image: Pixels) -> Strip:
    found = _engine()(_bgr(image), use_det=False, use_rec=True, return_word_box=False)
    text, score = (found.txts[0], float(found.scores[0])) if found.txts else ("", 0.0)
    height, width = (float(side) for side in image.shape[:2])
    corners = (0.0, 0.0), (width, 0.0), (width, height), (0.0, height)
    middles = tuple((index + 0.5) / len(text) for index in range(len(text)))
    return Strip(corners, text, middles, (round(score, 4),) * len(text))


def _bgr(image: Pixels) -> Pixels:
    return np.ascontiguousarray(image[:, :, ::-1])


def _strip(box: NDArray[Any], text: str, score: float, chars: Sequence[tuple[str, float, Any]]) -> Strip:
    corners = tuple((round(float(x), 1), round(float(y), 1)) for x, y in box)
    quad = Strip((corners[0], corners[1], corners[2], corners[3]), text, (), ())
    middles, sure = [], []
    rest = list(chars)
    for index, char in enumerate(text):
        # Spaces have no box; where the engine gives none at all, characters stand evenly.
        if rest and rest[0][0] == char:
            _, confidence, corner = rest.pop(0)
            middles.append(_along(quad, corner))
            sure.append(round(float(confidence), 4))
        else:
            middles.append(middles[-1] if middles and char == " " else (index + 0.5) / len(text))
            sure.append(round(score, 4))
    return Strip(quad.corners, text, tuple(middles), tuple(sure))


def _along(strip: Strip, box: Any) -> float:  # noqa: ANN401 - four pairs, as lists or arrays
    x, y = sum(float(p[0]) for p in box) / 4, sum(float(p[1]) for p in box) / 4
    (x0, y0), (x1, y1) = strip.start, strip.end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2 or 1.0
    return round(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 4)
