"""The digest of a version: what an approval binds to and anybody can compute again."""

import hashlib

import rfc8785
from prosemirror.model import Node


def digest(schema: int, doc: Node) -> str:
    """SHA-256, in hexadecimal, of the RFC 8785 form of `{schema, doc}`."""
    return hashlib.sha256(rfc8785.dumps({"schema": schema, "doc": doc.to_json()})).hexdigest()
