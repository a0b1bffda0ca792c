"""What a page's content does, statement by statement: pdfminer's interpreter, made fast.

States, resources, forms and colours stay pdfminer's. Ours is the way to the statements, and what comes by the thousand
is done without pdfminer's guards: operands of a wrong kind or number raise, and the page is left to pdfplumber.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT
from pdfminer.utils import Matrix

from pipeline.readers.pdf.device import Device
from pipeline.readers.pdf.statements import statements

# pdfminer's own methods; “f*:f_a” where the method has another name.
_METHODS = "h f f*:f_a S s B B*:B_a b b*:b_a n BT T*:T_a g Tc Tw Tz TL Ts m l rg re v y k cm c"
# How strokes look, clips, transparency, marks: nothing of what is printed where. F does nothing in pdfminer.
_SILENT = frozenset(b"w J j M i ri gs G RG K CS SC SCN W W* ET BX EX BMC EMC MP sh Tr F".split())


class Interpreter(PDFPageInterpreter):
    """Raises whatever Python and pdfminer raise where content is unusual."""

    def __init__(self, resources: PDFResourceManager, device: Device) -> None:
        super().__init__(resources, device)
        self._sheet = device

    def execute(self, streams: Sequence[object]) -> None:
        """Do the statements of a page or of a form."""
        known = [stream_value(each) for each in streams]
        self.stream_ids = {stream.objid for stream in known if stream.objid is not None}
        if len(self.stream_ids) < len(known) or self.stream_ids & self.parent_stream_ids:
            raise ValueError("a form in itself")
        methods = self._methods()
        content = b"\n".join(stream.get_data() for stream in known)
        for operator, operands in statements(content, left_out=_SILENT):
            methods[operator](*operands)

    def init_state(self, ctm: Matrix) -> None:
        """Begin a page or form."""
        super().init_state(ctm)
        self._saved: list[tuple[Matrix, dict[str, Any], dict[str, Any]]] = []

    def _methods(self) -> dict[bytes, Callable[..., None]]:
        named = (each.partition(":") for each in _METHODS.split())
        return {name.encode(): getattr(self, f"do_{own or name}") for name, _, own in named} | {
            b"q": self._save,
            b"Q": self._restore,
            b"Tj": self._show,
            b"'": self._show_below,
            b"TJ": self._show_pieces,
            b"Td": self._move,
            b"TD": self._move_and_lead,
            b"Tm": self._place,
            b"Tf": self._set_font,
            b"Do": lambda name: self.do_Do(LIT(name)),
            b"cs": lambda name: self.do_cs(LIT(name)),
            b"sc": self._set_colour,
            b"scn": self._set_colour,
        }

    def _save(self) -> None:
        self._saved.append((self.ctm, vars(self.textstate).copy(), vars(self.graphicstate).copy()))

    def _restore(self) -> None:
        if self._saved:
            self.ctm, text, graphics = self._saved.pop()
            vars(self.textstate).update(text)
            vars(self.graphicstate).update(graphics)
            self.device.set_ctm(self.ctm)

    def _show(self, string: bytes) -> None:
        self._sheet.show(self.textstate, (string,))

    def _show_below(self, string: bytes) -> None:
        self.do_T_a()
        self._sheet.show(self.textstate, (string,))

    def _show_pieces(self, pieces: list[float | bytes]) -> None:
        self._sheet.show(self.textstate, pieces)

    def _move(self, x: float, y: float) -> None:
        state = self.textstate
        a, b, c, d, e, f = state.matrix
        state.matrix = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)
        state.linematrix = (0, 0)

    def _move_and_lead(self, x: float, y: float) -> None:
        self.textstate.leading = y
        self._move(x, y)

    def _place(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:  # noqa: PLR0917 - as in PDF
        self.textstate.matrix = (a, b, c, d, e, f)
        self.textstate.linematrix = (0, 0)

    def _set_colour(self, *components: float | str) -> None:
        # As many as the colour space says; pdfminer takes them from its stack.
        self.argstack = [LIT(each) if isinstance(each, str) else each for each in components]
        self.do_scn()

    def _set_font(self, name: str, size: float) -> None:
        self.textstate.font = self.fontmap[name]
        self.textstate.fontsize = size
