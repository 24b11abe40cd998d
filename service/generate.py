"""What is written from the Python sources: the browser's frame types and schema, and the catalogue of events.

`mashura generate` writes the files; a test fails when one of them is not what would be written.
"""

import inspect
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from domain.catalogue import as_markdown
from domain.schema import exported
from service import frames

ROOT = Path(__file__).parent.parent

_CLIENT = (frames.Join, frames.SendCommit, frames.SendCursor, frames.Fetch)
_SERVER = (frames.Joined, frames.Committed, frames.Refused, frames.CursorMoved, frames.People)
_PARTS = (frames.Person, frames.WireCommit, frames.Selection)
_CLOSE_CODES = {
    "malformed": frames.MALFORMED,
    "not_signed_in": frames.NOT_SIGNED_IN,
    "not_allowed": frames.NOT_ALLOWED,
    "unknown_draft": frames.UNKNOWN_DRAFT,
    "too_slow": frames.TOO_SLOW,
    "protocol_too_old": frames.PROTOCOL_TOO_OLD,
    "restarting": frames.RESTARTING,
}
_WORDS: dict[Any, str] = {
    int: "number",
    bool: "boolean",
    str: "string",
    datetime: "string",
    Any: "unknown",
}


def generated() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    schema = json.dumps(exported(), ensure_ascii=False, indent=1)
    return {
        ROOT / "docs/events.md": as_markdown(),
        ROOT / "web/src/generated/schema1.json": schema + "\n",
        ROOT / "web/src/generated/frames.ts": _frames(),
    }


def _frames() -> str:
    codes = "".join(f"  {name}: {code},\n" for name, code in _CLOSE_CODES.items())
    parts = [
        "// The frames of the live protocol, version 1: see docs/protocol.md.",
        "// Written by `mashura generate`.\n",
        f"export const PROTOCOL = {frames.PROTOCOL};\n",
        f"export const CLOSE_CODES = {{\n{codes}}} as const;\n",
        "/** A step as prosemirror-transform writes it. */",
        "export type StepJSON = { stepType: string } & Record<string, unknown>;\n",
        *(_interface(frame) for frame in (*_CLIENT, *_PARTS, *_SERVER)),
        f"export type ClientFrame = {' | '.join(frame.__name__ for frame in _CLIENT)};\n",
        f"export type ServerFrame = {' | '.join(frame.__name__ for frame in _SERVER)};\n",
    ]
    return "\n".join(parts)


def _interface(struct: type[msgspec.Struct]) -> str:
    config = struct.__struct_config__
    lines = [f"/** {inspect.getdoc(struct)} */", f"export interface {struct.__name__} {{"]
    if config.tag is not None:
        lines.append(f'  type: "{config.tag}";')
    for field in msgspec.structs.fields(struct):
        optional = "?" if config.omit_defaults and not field.required else ""
        lines.append(f"  {field.name}{optional}: {_type(field.name, field.type, optional)};")
    return "\n".join([*lines, "}", ""])


def _type(name: str, kind: Any, optional: str = "") -> str:
    if name == "steps":
        return "StepJSON[]"
    match msgspec.inspect.type_info(kind):
        case msgspec.inspect.UnionType(types=types):
            named = [
                _type(name, _plain(one)) for one in types if not isinstance(one, msgspec.inspect.NoneType)
            ]
            return " | ".join([*named, *([] if optional else ["null"])])
        case msgspec.inspect.ListType(item_type=item):
            return f"{_type(name, _plain(item))}[]"
        case msgspec.inspect.StructType(cls=cls):
            return cls.__name__
    return _WORDS[kind]


def _plain(info: Any) -> Any:
    """A Python type again, from what msgspec says of it."""
    match info:
        case msgspec.inspect.StructType(cls=cls):
            return cls
        case msgspec.inspect.ListType(item_type=item):
            return list[_plain(item)]  # type: ignore[misc]
        case msgspec.inspect.IntType():
            return int
        case msgspec.inspect.StrType():
            return str
        case msgspec.inspect.DateTimeType():
            return datetime
        case _:
            return Any
