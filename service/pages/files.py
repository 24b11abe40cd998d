"""A file as an answer: for keeping, never to be run by the browser, under a name that people can read."""

from urllib.parse import quote

from litestar import Response

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


def as_file(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """These bytes for downloading; browsers hold to the media type that we say (`app.py` has them told)."""
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )
