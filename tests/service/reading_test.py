"""The pages of the record over HTTP: real events in a real store, read by a real follower."""

import hashlib
import re
from uuid import uuid4

import pytest
import rfc8785
from prosemirror.transform import AddMarkStep

from domain.schema import SCHEMA
from service.pages.paper import audit
from tests.projections.writing import deletion, poison
from tests.service.house import House


def test_a_stranger_is_sent_to_the_door(house: House) -> None:
    paper = house.paper()
    house.browser.cookies.clear()
    for path in ("/", "/adopted", f"/drafts/{paper.id}/audit", f"/drafts/{paper.id}/at/0"):
        answer = house.browser.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/signin")


def test_an_address_that_is_nowhere_leads_a_stranger_where_strangers_may_go(house: House) -> None:
    house.browser.cookies.clear()
    page = house.words("/nowhere", 404)
    assert "يرجى الانطلاق من الصفحة الأولى." in page
    assert "مكتبك" not in page


def test_the_desk_teaches_while_it_is_empty_and_then_lists_papers(house: House) -> None:
    assert "لا نص بعد" in house.words("/")
    paper = house.paper()
    paper.later(minutes=12).type(house.driss.id, " مهمة")
    page = house.words("/")
    assert "رأي &lt;حول&gt; الإنارة رأي استشاري مسودة · النسخة 1" in page
    assert "آخر تغيير: إدريس، الجمعة 27 ماي 2022، 10:12" in page
    assert f'href="/drafts/{paper.id}"' in house.text("/")
    paper.adopt(by=house.driss.id)
    assert "صودق عليه · عدد 01/2022 · النسخة 1" in house.words("/")


def test_the_trail_is_sentences(house: House) -> None:
    paper = house.paper()
    paper.later(minutes=2).type(house.salma.id, " لتعميم الإنارة العمومية")
    paper.later(minutes=3).commit(house.salma.id, [deletion(1, 4)])
    paper.later(minutes=1).adopt(by=house.driss.id)
    page = house.words(f"/drafts/{paper.id}/audit")
    assert "بدء النص — سلمى &lt;بناني&gt;، 10:00" in page
    assert (
        "تعديل العنوان والتوصية 1 — سلمى &lt;بناني&gt;: إضافة 24 حرفا وحذف 3 أحرف، من 10:02 إلى 10:05" in page
    )
    digest = paper.draft.digest[:12]
    assert f"عرض على الهيئة: النسخة 2 — coordinator، 10:06، البصمة {digest}" in page
    vote = "2 لفائدة، 1 ضد، 0 امتناع، بحضور 3 من 4"
    assert f"المصادقة على النسخة 2 برقم 01/2022: {vote} — إدريس، 10:06، البصمة {digest}" in page
    assert page.index("برقم 01/2022") < page.index("تعديل العنوان") < page.index("بدء النص")


def test_a_row_unfolds_to_its_commits(house: House) -> None:
    paper = house.paper()
    position = paper.later(minutes=2).type(house.salma.id, " <b>قوية</b>")
    paper.commit(house.salma.id, [AddMarkStep(1, 3, SCHEMA.mark("strong"))])
    paper.commit(house.driss.id, [deletion(1, 4)])
    address = f"/drafts/{paper.id}/audit/{position}"
    assert address in house.text(f"/drafts/{paper.id}/audit")
    page = house.text(address)
    assert "<ins" in page
    assert "&lt;b&gt;قوية&lt;/b&gt;" in page
    assert "<del" not in page
    assert "تغيير في التنسيق" in page
    assert [f"/drafts/{paper.id}/at/{version}" in page for version in (1, 2, 3)] == [True, True, False]
    fragment = house.text(f"{address}?fragment=true")
    assert "<html" not in fragment
    assert fragment.strip() in page
    house.text(f"/drafts/{uuid4()}/audit/{position}", 404)
    house.text(f"/drafts/{paper.id}/audit/999", 404)
    for beyond in (f"audit/{10**30}", f"audit?before={10**30}", f"audit?before=-{10**30}"):
        house.text(f"/drafts/{paper.id}/{beyond}", 400)


def test_letters_that_go_on_are_read_as_one_passage(house: House) -> None:
    paper = house.paper()
    position = paper.later(seconds=1).type(house.salma.id, "ا")
    for letter in "لهيئة":
        paper.later(seconds=1).type(house.salma.id, letter)
    end = paper.draft.doc.content.size - 2
    paper.commit(house.salma.id, [deletion(end - 1, end)])
    paper.type(house.salma.id, "ات")
    here = paper.draft.doc.content.size - 2
    paper.type(house.driss.id, "!")
    paper.type(house.salma.id, "و", at=here)
    paper.type(house.salma.id, "ب", at=1)
    paper.type(house.salma.id, "ج", at=1)
    paper.type(house.salma.id, "د", at=2)
    address = f"/drafts/{paper.id}/audit/{position}"
    read = [" ".join(found) for found in commits_of(house.text(address))]
    who = "سلمى &lt;بناني&gt;"
    assert read == [
        f"من النسخة 1 إلى النسخة 6 من 10:00:01 إلى 10:00:06 {who} أُضيف الهيئة",
        f"النسخة 7 10:00:06 {who} حُذف ة",
        f"النسخة 8 10:00:06 {who} أُضيف ات",
        f"النسخة 10 10:00:06 {who} أُضيف و",
        f"النسخة 11 10:00:06 {who} أُضيف ب",
        f"من النسخة 12 إلى النسخة 13 10:00:06 {who} أُضيف جد",
    ]
    assert [f'/at/{version}"' in house.text(address) for version in (1, 2, 6)] == [True, False, True]


def commits_of(page: str) -> list[list[str]]:
    """The words of each reading in an unfolded row."""
    [listed] = re.findall(r'<ol class="rows commits">(.*?)</ol>', page, flags=re.DOTALL)
    return [re.sub(r"<[^>]*>", "", each).split() for each in listed.split("<li>")[1:]]


def test_older_rows_follow_on_the_next_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ROWS", 2)
    paper = house.paper()
    for _ in range(4):
        paper.later(minutes=6).type(house.salma.id, "ا")
    seen, path = [], f"/drafts/{paper.id}/audit"
    while path:
        page = house.text(path)
        seen += re.findall(r'id="row-(\d+)"', page)
        older = re.search(r'href="([^"]*before=\d+)"', page)
        path = older[1] if older else ""
    assert seen == sorted(set(seen), key=int, reverse=True)
    assert len(seen) == 5


def test_both_times_are_said_where_a_device_s_clock_differs(house: House) -> None:
    paper = house.paper()
    claimed = paper.now.replace(hour=6, minute=40)
    position = paper.later(minutes=2).type(house.salma.id, "ليلا", typed_at=claimed)
    for path in (f"/drafts/{paper.id}/audit", f"/drafts/{paper.id}/audit/{position}"):
        assert "10:02 (حسب ساعة الجهاز: 07:40)" in house.words(path)


def test_an_event_that_cannot_be_read_is_told_and_hides_nothing_else(house: House) -> None:
    paper, sound = house.paper(), house.paper()
    paper.type(house.salma.id, "قبل")
    poison(house.folder, paper.id, 3, "draft.unheard_of")
    sound.type(house.salma.id, "بعد")
    page = house.words(f"/drafts/{paper.id}/audit")
    assert f"تعذرت قراءة حدث واحد من السجل، عند الموضع {house.store.end() - 1}" in page
    assert "تعديل التوصية 1" in page
    assert "تعذرت" not in house.words(f"/drafts/{sound.id}/audit")
    assert "تعديل التوصية 1" in house.words(f"/drafts/{sound.id}/audit")
    assert "تعذرت" in house.words("/adopted")
    # What stands before it in the text is as readable as ever.
    assert "قبل" in house.words(f"/drafts/{paper.id}/at/1")


def test_any_version_is_exact_with_a_digest_that_anybody_can_compute(house: House) -> None:
    paper = house.paper()
    texts = [paper.draft.doc.to_json()]
    for word in ("أولى", "ثانية", "ثالثة"):
        paper.later(seconds=30).type(house.driss.id, word)
        texts.append(paper.draft.doc.to_json())
    for version, doc in enumerate(texts):
        address = f"/drafts/{paper.id}/at/{version}"
        got = house.browser.get(address, headers={"Accept": "application/json"}).json()
        assert got == house.browser.get(f"{address}?format=json").json()
        assert (got["draft"], got["version"], got["doc"]) == (str(paper.id), version, doc)
        form = rfc8785.dumps({"schema": got["schema"], "doc": got["doc"]})
        assert got["digest"] == hashlib.sha256(form).hexdigest()
        assert got["author"] == (house.driss.id if version else house.salma.id)
        assert got["at"].startswith("2022-05-27T09:0")
        page = house.text(address, Accept="text/html,*/*;q=0.8")
        assert got["digest"] in page


def test_a_version_is_shown_with_numbers_and_its_neighbours(house: House) -> None:
    paper = house.paper()
    for _ in range(2):
        paper.type(house.salma.id, "ا")
    page = house.text(f"/drafts/{paper.id}/at/1")
    for number in ('data-number="1"', 'data-number="المادة 1"', '<span class="number">التوصية 1</span>'):
        assert number in page
    assert "رأي &lt;حول&gt; الإنارة</h1>" in page
    assert [f'/drafts/{paper.id}/at/{n}"' in page for n in (0, 2)] == [True, True]
    assert "هذه أحدث نسخة" not in page
    newest = house.text(f"/drafts/{paper.id}/at/2")
    assert "هذه أحدث نسخة" in newest
    assert f'/drafts/{paper.id}/at/3"' not in newest


@pytest.mark.parametrize("version", ["2", "-1", "99999999999999999999", "2147483647"])
def test_a_version_that_is_not_there_is_said_in_words(house: House, version: str) -> None:
    paper = house.paper()
    paper.type(house.salma.id, "ا")
    page = house.words(f"/drafts/{paper.id}/at/{version}", 404)
    assert "لا توجد نسخة بهذا الرقم" in page
    assert "لا توجد وثيقة بهذا العنوان" in house.words(f"/drafts/{uuid4()}/at/{version}", 404)


def test_an_unknown_paper_has_no_trail(house: House) -> None:
    assert "لا توجد وثيقة بهذا العنوان" in house.words(f"/drafts/{uuid4()}/audit", 404)


def test_a_page_that_is_behind_says_so(house: House) -> None:
    paper = house.paper()
    house.text(f"/drafts/{paper.id}/audit")
    house.following.last_error = "the disk is full"
    assert "تأخر تحديث هذه الصفحة" in house.browser.get(f"/drafts/{paper.id}/audit").text
