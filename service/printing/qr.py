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


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", boost_error=False)
