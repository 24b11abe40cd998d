"""An address as a QR code, for a telephone held over paper. Level M, as a photocopy loses some of it."""

from io import BytesIO

import segno


def svg(address: str) -> str:
    """The code as a drawing, for a page or a print; it takes the size that it is given."""
    drawn = BytesIO()
    _code(address).save(drawn, kind="svg", xmldecl=False, nl=False, omitsize=True)
    return drawn.getvalue().decode()


def png(address: str) -> bytes:
    """The code as a picture of 8 points a module."""
    drawn = BytesIO()
    _code(address).save(drawn, kind="png", scale=8)
    return drawn.getvalue()


def text(address: str) -> str:
    """The code as lines of half blocks, for a terminal that prints them black on white."""
    rows = [list(row) for row in _code(address).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    halves = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    return "\n".join(
        "".join(halves[bool(upper), bool(lower)] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", boost_error=False)
