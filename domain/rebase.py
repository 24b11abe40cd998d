"""A commit carried over newer commits: whole, or not at all.

Receives a commit's steps and the maps of what came since (from `draft.py`), gives back the steps
as they stand now. The rules are those of docs/rebase.md, held word for word by web/src/rebase.ts;
position maps are our own, so that the two sides cannot drift apart through their libraries.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from prosemirror.model import Slice
from prosemirror.transform import (
    AddMarkStep,
    AttrStep,
    RemoveMarkStep,
    ReplaceAroundStep,
    ReplaceStep,
    Step,
)

from domain.errors import Conflict

# (start, old, new): `old` units at `start`, before the step, became `new` units.
Range = tuple[int, int, int]
Map = tuple[Range, ...]
Piece = tuple[int, int]

BEFORE, AFTER = -1, 1

# Moves of a range through a map: about a microsecond each, while everybody waits. Only the server counts.
MOST_MOVES = 100_000


def map_of(step: Step) -> Map:
    """What a step does to positions."""
    match step:
        case ReplaceStep():
            return ((step.from_, step.to - step.from_, step.slice.size),)
        case ReplaceAroundStep():
            return (
                (step.from_, step.gap_from - step.from_, step.insert),
                (step.gap_to, step.to - step.gap_to, step.slice.size - step.insert),
            )
        case _:
            return ()


def inverse(a_map: Map) -> Map:
    """The map that leads back."""
    back: list[Range] = []
    shift = 0
    for start, old, new in a_map:
        back.append((start + shift, new, old))
        shift += new - old
    return tuple(back)


class Work:
    """What carrying one commit has cost so far."""

    def __init__(self) -> None:
        self._left = MOST_MOVES

    def take(self, moves: int) -> None:
        """So many moves more; raises Conflict where they are too many."""
        self._left -= moves
        if self._left < 0:
            raise Conflict("too much was written since its base")


@dataclass
class Track:
    """A sequence of maps; `mirror[i] = k` says that map k brings back what map i takes away."""

    maps: list[Map]
    mirror: dict[int, int] = field(default_factory=dict)
    work: Work = field(default_factory=Work)

    def surviving(self, start: int, end: int) -> list[Piece]:
        """Where the units of [start, end) stand at the end of the track, as pieces in order."""
        pieces: list[Piece] = []
        # A list of work, not recursion: a track may be thousands of maps long.
        moving = [(0, start, end)]
        while moving:
            at, start, end = moving.pop()
            self.work.take(1)
            if at < len(self.maps):
                moving.extend(self._through(at, start, end))
            else:
                pieces.append((start, end))
        pieces.sort()
        joined: list[Piece] = []
        for piece in pieces:
            if joined and joined[-1][1] == piece[0]:
                joined[-1] = (joined[-1][0], piece[1])
            else:
                joined.append(piece)
        return joined

    def _through(self, at: int, start: int, end: int) -> list[tuple[int, int, int]]:
        """What one map leaves of [start, end): pieces, each with the map that it goes through next."""
        left: list[tuple[int, int, int]] = []
        shift = 0
        for index, (place, old, new) in enumerate(self.maps[at]):
            if place >= end:
                break
            if place + old > start:
                if place > start:
                    left.append((at + 1, start + shift, place + shift))
                low, high = max(place, start), min(place + old, end)
                back = self._recover(at, index, old) if high > low else None
                if back is not None:
                    restored, after = back
                    left.append((after, restored + low - place, restored + high - place))
                start = max(start, place + old)
            shift += new - old
        if start < end:
            left.append((at + 1, start + shift, end + shift))
        return left

    def _recover(self, at: int, index: int, size: int) -> tuple[int, int] | None:
        """Where a range that map `at` deletes starts again behind its mirror, and the map to go on with."""
        mirror = self.mirror.get(at)
        if mirror is None or index >= len(self.maps[mirror]):
            return None
        place, _, new = self.maps[mirror][index]
        if new != size:
            return None
        shift = sum(after - before for _, before, after in self.maps[mirror][:index])
        return place + shift, mirror + 1

    def position(self, pos: int, side: int) -> int:
        """Where a position stands at the end of the track; `side` says where to go at an insertion."""
        self.work.take(len(self.maps))
        at = 0
        while at < len(self.maps):
            pos, at = self._step(pos, side, at)
        return pos

    def _step(self, pos: int, side: int, at: int) -> tuple[int, int]:
        shift = 0
        for index, (place, old, new) in enumerate(self.maps[at]):
            if place > pos:
                break
            if pos <= place + old:
                if pos != (place if side < 0 else place + old):
                    back = self._recover(at, index, old)
                    if back is not None:
                        return back[0] + pos - place, back[1]
                stays = side < 0 if not old or place < pos < place + old else pos == place
                return place + shift + (0 if stays else new), at + 1
            shift += new - old
        return pos + shift, at + 1


def carry(step: Step, track: Track, side: int = AFTER) -> list[Step] | None:
    """The step as it stands behind the track; None where it would touch what its author did not see."""
    match step:
        case ReplaceStep():
            return _carry_replace(step, track, side)
        case ReplaceAroundStep():
            return _carry_around(step, track)
        case AddMarkStep() | RemoveMarkStep():
            pieces = track.surviving(step.from_, step.to)
            return [type(step)(pieces[0][0], pieces[-1][1], step.mark)] if pieces else None
        case AttrStep():
            pieces = track.surviving(step.pos, step.pos + 1)
            return [AttrStep(pieces[0][0], step.attr, step.value)] if pieces else None
        case _:
            return None


def _carry_replace(step: ReplaceStep, track: Track, side: int) -> list[Step] | None:
    pieces = track.surviving(step.from_, step.to) if step.to > step.from_ else []
    if step.slice.size == 0:
        return [ReplaceStep(a, b, Slice.empty, step.structure) for a, b in reversed(pieces)] or None
    if not pieces:
        at = track.position(step.from_, side)
        return [ReplaceStep(at, at, step.slice, step.structure)]
    if len(pieces) > 1:
        return None
    return [ReplaceStep(*pieces[0], step.slice, step.structure)]


def _carry_around(step: ReplaceAroundStep, track: Track) -> list[Step] | None:
    if step.gap_to > step.gap_from and not track.surviving(step.gap_from, step.gap_to):
        return None
    left = _side(track, step.from_, step.gap_from, AFTER)
    right = _side(track, step.gap_to, step.to, BEFORE)
    if left is None or right is None or left[1] > right[0]:
        return None
    return [ReplaceAroundStep(left[0], right[1], left[1], right[0], step.slice, step.insert, step.structure)]


def _side(track: Track, start: int, end: int, side: int) -> Piece | None:
    """One removed side of a replaceAround: whole and in one piece, or None."""
    if start == end:
        at = track.position(start, side)
        return at, at
    pieces = track.surviving(start, end)
    whole = len(pieces) == 1 and pieces[0][1] - pieces[0][0] == end - start
    return pieces[0] if whole else None


def carry_all(
    steps: Iterable[Step], over: Sequence[Map], place: Callable[[Step], None], side: int = AFTER
) -> bool:
    """Carry a commit's steps in order; `place` takes each carried step (and raises where it does not apply).

    Gives False at the first step that cannot be carried: the commit is then refused whole. Raises Conflict
    where it would take too long.
    """
    work = Work()
    undone: list[Map] = []
    redone: list[Map] = []
    # Of each earlier step of the commit, where in `redone` its one carried step stands.
    mirrors: list[int | None] = []
    for step in steps:
        maps = [*reversed(undone), *over, *redone]
        behind = len(undone) + len(over)
        mirror = {len(undone) - 1 - i: behind + again for i, again in enumerate(mirrors) if again is not None}
        carried = carry(step, Track(maps, mirror, work), side)
        if carried is None:
            return False
        mirrors.append(len(redone) if len(carried) == 1 else None)
        undone.append(inverse(map_of(step)))
        for new in carried:
            place(new)
            redone.append(map_of(new))
    return True
