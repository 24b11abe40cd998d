"""The registers on a real server: read as on paper, opened where those have come to, numbers made void."""

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from domain.register import RegisterKind
from service.acts.registers import number
from service.authority import now
from service.procedure import Reading
from tests.reading import words
from tests.service.errand import HOUSE, Errand, as_new, refused
from tests.serving import BODY, Served, joined, member, serving

REGISTERS = f"{HOUSE}/registers"
VOID = f"{REGISTERS}/void"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("registers")
    member(folder, "سلمى التازي")
    with serving(folder) as served:
        yield served


@pytest.fixture
def secretary(served: Served) -> Iterator[Errand]:
    with as_new(served, "عمر السوسي", "secretary") as errand:
        yield errand


def opened(errand: Errand, kind: RegisterKind, year: int, following: int) -> httpx.Response:
    fields = {"kind": kind, "year": str(year), "next": str(following)}
    return errand.send(REGISTERS, REGISTERS, **fields)


def numbered(served: Served, kind: RegisterKind, year: int, title: str) -> None:
    """Something gets the next number, as a decision gives it."""
    with joined(served.folder) as (store, _):
        reading = Reading(store)
        _, events = number(reading, BODY, kind, year, uuid4(), title, "somebody", now())
        store.save([events], [reading.expects])


def test_empty_it_teaches_what_it_will_hold(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    member(folder, "سلمى التازي")
    with serving(folder) as served, as_new(served, "إدريس بنعلي") as idriss:
        assert "لا سجل بعد لكل نوع وسنة سجل" in idriss.words(REGISTERS)
        assert "<form" not in idriss.page(REGISTERS).split("<main")[1]


def test_it_goes_on_from_the_register_on_paper(served: Served, secretary: Errand) -> None:
    answer = opened(secretary, "letter", 2022, 7)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REGISTERS}#letter-2022")
    page = secretary.words(REGISTERS)
    assert "سجل المراسلات لسنة 2022 تتمة للسجل الورقي ابتداء من الرقم 07/2022." in page
    assert "لم يُسند منه رقم بعد." in page
    assert "الرقم الموالي: 07/2022" in page
    refused(opened(secretary, "letter", 2022, 9), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")


@pytest.mark.parametrize("following", [0, -3])
def test_numbers_begin_at_one(secretary: Errand, following: int) -> None:
    refused(opened(secretary, "letter", 2031, following), 400, "أرقام السجل تبدأ من 1.")


@pytest.mark.parametrize("year", [22, 20222, 10**30])
def test_a_year_is_of_our_time(secretary: Errand, year: int) -> None:
    assert opened(secretary, "letter", year, 1).status_code == 400


def test_a_number_is_made_void_with_its_reason_and_stays_in_the_sequence(
    served: Served, secretary: Errand
) -> None:
    numbered(served, "opinion", 2022, "رأي حول <الإنارة>")
    form = {"kind": "opinion", "year": "2022", "number": "2", "reason": "سُجل مرتين على الورق"}
    void = secretary.post(VOID, **form)
    assert (void.status_code, void.headers["location"]) == (303, f"{REGISTERS}#opinion-2022")
    page = secretary.words(f"{REGISTERS}?kind=opinion&year=2022")
    for line in (
        r"01/2022 \S+ \d+ \S+ \d{4} رأي حول <الإنارة> مسجل",
        r"02/2022 \S+ \d+ \S+ \d{4} — رقم ملغى: «سُجل مرتين على الورق»",
    ):
        assert re.search(line, page), page


def test_the_form_says_which_number_it_makes_void_and_no_other_is(served: Served, secretary: Errand) -> None:
    opened(secretary, "receipt", 2022, 3)
    voided = secretary.send(REGISTERS, VOID, 'value="receipt"', reason="تكرار")
    assert voided.status_code == 303
    form = {"kind": "receipt", "year": "2022", "number": "3", "reason": "تكرار"}
    # A page from before, or a second touch: the next number is another one now.
    refused(secretary.post(VOID, **form), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")
    assert "الرقم الموالي: 04/2022" in secretary.words(f"{REGISTERS}?kind=receipt")


def test_without_a_reason_nothing_is_void(served: Served, secretary: Errand) -> None:
    opened(secretary, "programme", 2022, 1)
    form = {"kind": "programme", "year": "2022", "number": "1"}
    refused(secretary.post(VOID, **form, reason=" "), 400, "السبب غير مكتوب.")
    refused(secretary.post(VOID, **{**form, "year": "2023"}, reason="تكرار"), 409, "لا يمكن هذا الإجراء")
    assert "الرقم الموالي: 01/2022" in secretary.words(f"{REGISTERS}?kind=programme")


def test_what_is_shown_is_chosen_in_plain_words(served: Served, secretary: Errand) -> None:
    opened(secretary, "report", 2021, 1)
    opened(secretary, "report", 2020, 1)
    page = secretary.page(f"{REGISTERS}?kind=report&year=2020")
    assert "سجل تقارير الاجتماعات لسنة 2020" in words(page)
    assert "سجل تقارير الاجتماعات لسنة 2021" not in words(page)
    assert 'href="?kind=report&amp;year=2021"' in page
    assert secretary.browser.get(f"{REGISTERS}?kind=poem").status_code == 400


def test_who_keeps_no_register_reads_it_only(served: Served, secretary: Errand) -> None:
    opened(secretary, "letter", 2019, 1)
    with as_new(served, "إدريس بنعلي") as idriss, as_new(served, "مصطفى العمراني", "clerk") as clerk:
        assert "سجل المراسلات لسنة 2019" in idriss.words(REGISTERS)
        assert "<form" not in idriss.page(REGISTERS).split("<main")[1]
        form = {"kind": "letter", "year": "2019"}
        refused(idriss.post(REGISTERS, **form, next="1"), 403, "ليس من مهام صفتك")
        refused(idriss.post(VOID, **form, number="1", reason="تكرار"), 403, "ليس من مهام صفتك")
        clerk.page(REGISTERS, 403)
