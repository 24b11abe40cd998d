"""What is set apart is what Unicode's algorithm would show in another order, and nothing else."""

import pytest

from service.printing.direction import Direction, direction_of, set_apart
from service.printing.inline import Run, Stretch, stretches


def apart(text: str, direction: Direction = "rtl") -> list[str]:
    return [text[start:end] for start, end in set_apart(text, direction)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("من 2022-2027 إلى", ["2022-2027"]),
        ("من 2022–2027، ثم 3+4", ["2022–2027", "3+4"]),
        ("نسبة 15% ونسبة (12.5%)", ["15%", "12.5%"]),
        ("الهاتف +212 والدرجة -5", ["+212", "-5"]),
        ("لغة C++ ووسم #eval ثم https://a.example/", ["C++", "#eval", "https://a.example/"]),
        # In order without help: one sign between digits, if it is a slash, a point or a colon.
        ("يوم 27 ماي 2022 عدد 02/2022 على 12:30، المادة 5.1", []),
        # A hyphen after a word is no sign of the number; in a Latin phrase all is Latin already.
        ("كوفيد-19", []),
        ("وفق Plan d'action 2022-2027 (12%) ثم", []),
    ],
)
def test_numbers_and_latin_words_that_would_turn(text: str, found: list[str]) -> None:
    assert apart(text) == found


def test_nothing_turns_from_left_to_right() -> None:
    assert apart("Le plan 2022-2027, 12% et C++", "ltr") == []


def test_a_number_in_two_looks_is_one_number() -> None:
    runs = [Run("من 20"), Run("22", frozenset({"strong"})), Run("-2027 إلى")]
    assert list(stretches(runs, "rtl")) == [
        Stretch([Run("من ")]),
        Stretch([Run("20"), Run("22", frozenset({"strong"})), Run("-2027")], apart=True),
        Stretch([Run(" إلى")]),
    ]


@pytest.mark.parametrize(
    ("text", "direction"),
    [("2022 plan برنامج", "ltr"), ("(27) برنامج plan", "rtl"), ("2022", "rtl"), ("", "rtl")],
)
def test_the_first_strong_letter_gives_the_direction(text: str, direction: Direction) -> None:
    assert direction_of(text, "rtl") == direction
