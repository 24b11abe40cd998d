"""What is printed as plain data, the same for every kind of file: blocks in order, words cut and turned."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.printing.direction import OF_LANGUAGE, Direction, direction_of
from service.printing.grid import grid_of
from service.printing.inline import BREAK, Run, runs_of, stretches, text_of
from service.printing.sheet import Foot, Letter, Sheet, Signature
from service.printing.words import WORDS, Words

Json = dict[str, Any]

_DIGEST_SHOWN: Final = 12
_ARTICLE: Final = 4  # The level of its heading, below the three of sections.


def matter(printed: Sheet | Letter) -> Json:
    """A sheet or a letter; `sheet.typ` and `letter.typ` are the other place that knows these names."""
    words, direction = WORDS[printed.language], OF_LANGUAGE[printed.language]
    inside = (
        _Text(printed, words, direction).all()
        if isinstance(printed, Sheet)
        else _letter(printed, words, direction)
    )
    return {
        **inside,
        "language": printed.language,
        "direction": direction,
        "head": _lines(printed.head, direction),
        "foot": _foot(printed.foot, words, direction),
    }


def _letter(letter: Letter, words: Words, direction: Direction) -> Json:
    def announced(word: str, said: str) -> Json | None:
        return _announced(word, said, words, direction) if said else None

    return {
        "named": letter.subject,
        "date": _line(letter.place_and_date, direction),
        "number": announced(words.letter, letter.number),
        "sender": _line(letter.sender, direction),
        "to": words.to,
        "recipient": _line(letter.recipient, direction),
        "about": [
            announced(words.subject, letter.subject),
            announced(words.reference, letter.reference),
        ],
        "opening": _lines(letter.opening, direction),
        "body": _lines(letter.body, direction),
        "enclosures": _lines(letter.enclosures, direction),
        "closing": _lines(letter.closing, direction),
        "signatures": [_signature(letter.signature, direction)],
    }


class _Text:
    """The text of a sheet, block by block."""

    def __init__(self, sheet: Sheet, words: Words, direction: Direction) -> None:
        self._sheet = sheet
        self._words = words
        self._direction = direction
        title, *blocks = sheet.doc["content"]
        self._title, self._blocks = title, blocks
        # Only what is numbered can be referred to, so only there a reference finds its place.
        self._places = {block["attrs"]["id"] for block in blocks} & sheet.labels.keys()

    def all(self) -> Json:
        title = text_of(self._runs(self._title)).replace(BREAK, " ")
        return {
            "named": title,
            "title": self._textblock(self._title),
            "blocks": self._inside(self._blocks),
            "record": _lines(self._sheet.record, self._direction),
            "signatures": [_signature(each, self._direction) for each in self._sheet.signatures],
            "draft": self._words.draft if self._sheet.working else None,
        }

    def _inside(self, blocks: Iterable[Mapping[str, Any]]) -> list[Json]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Mapping[str, Any]) -> Json:
        attrs = block.get("attrs", {})
        match block["type"]:
            case "paragraph":
                return {"is": "paragraph", **self._textblock(block)}
            case "section" | "article":
                level = attrs.get("level", _ARTICLE)
                return {"is": "heading", "level": level, **self._numbered(attrs), **self._textblock(block)}
            case "table":
                return self._table(block)
            case "recommendation":
                said = {"notes": self._notes(attrs), "inside": self._inside(block["content"])}
                return {"is": "recommendation", **self._numbered(attrs), **said}
            case "ordered_list" | "bullet_list" as kind:
                items = [self._inside(item["content"]) for item in block["content"]]
                return {"is": kind, "start": attrs.get("start", 1), "items": items}
            case _:
                return {"is": "quotation", "inside": self._inside(block["content"])}

    def _table(self, block: Mapping[str, Any]) -> Json:
        grid = grid_of(block)
        cells = [
            {
                "place": {"x": cell.x, "y": cell.y, "colspan": cell.width, "rowspan": cell.height},
                "heads": cell.heads,
                "inside": self._inside(cell.content),
            }
            for cell in grid.cells
        ]
        return {
            "is": "table",
            "columns": grid.columns,
            "rows": grid.rows,
            "header": grid.header,
            "cells": cells,
        }

    def _numbered(self, attrs: Mapping[str, Any]) -> Json:
        here = attrs["id"]
        return {"label": self._sheet.labels.get(here), "place": here if here in self._places else None}

    def _notes(self, attrs: Mapping[str, Any]) -> list[Json]:
        notes = (
            (self._words.addressee, attrs["addressee"]),
            (self._words.term, attrs["term"]),
            (self._words.indicator, attrs["indicator"]),
        )
        return [_announced(word, said, self._words, self._direction) for word, said in notes if said]

    def _runs(self, block: Mapping[str, Any]) -> list[Run]:
        return runs_of(block, self._sheet.names, self._words.broken_reference)

    def _textblock(self, block: Mapping[str, Any]) -> Json:
        runs = self._runs(block)
        wanted = block.get("attrs", {}).get("dir", "auto")
        direction = direction_of(text_of(runs), self._direction) if wanted == "auto" else wanted
        return {"direction": direction, "words": _words(runs, direction, self._places)}


def _foot(foot: Foot, words: Words, direction: Direction) -> Json:
    facts = [
        foot.number,
        f"{words.version} {foot.version}" if foot.version is not None else None,
        f"{words.digest} {foot.digest[:_DIGEST_SHOWN]}" if foot.digest else None,
    ]
    return {
        "facts": _lines([fact for fact in facts if fact], direction),
        "page": words.page,
        "of": words.pages,
        "address": foot.address,
    }


def _signature(signature: Signature, direction: Direction) -> Json:
    return {"office": _line(signature.office, direction), "name": _line(signature.name, direction)}


def _announced(word: str, said: str, words: Words, direction: Direction) -> Json:
    return {"word": word + words.colon, "said": _line(said, direction)}


def _lines(lines: Iterable[str], direction: Direction) -> list[Json]:
    return [_line(line, direction) for line in lines]


def _line(line: str, around: Direction) -> Json:
    direction = direction_of(line, around)
    return {"direction": direction, "words": _words([Run(line)], direction, set())}


def _words(runs: list[Run], direction: Direction, places: set[str]) -> list[Json]:
    return [
        {"apart": stretch.apart, "runs": [_run(run, places) for run in stretch.runs]}
        for stretch in stretches(runs, direction)
    ]


def _run(run: Run, places: set[str]) -> Json:
    return {
        "text": run.text,
        "breaks": run.text == BREAK,
        "marks": sorted(run.marks),
        "href": run.href,
        "target": run.target if run.target in places else None,
    }
