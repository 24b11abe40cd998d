"""The adopted texts over HTTP: listed with numbers, given to the letter, and nothing else as adopted."""

import hashlib

import pytest
import rfc8785

from tests.service.house import House


def test_what_was_adopted_is_listed_and_given_to_the_letter(house: House) -> None:
    assert "لا نص مصادق عليه بعد" in house.words("/adopted")
    paper = house.paper()
    paper.later(minutes=5).type(house.salma.id, " كاملة")
    digest = paper.draft.digest
    paper.later(days=3).type(house.salma.id, "بعدها")
    paper.adopt(version=1, by=house.driss.id)
    page = house.words("/adopted")
    assert (
        f"01/2022 الاثنين 30 ماي 2022 رأي استشاري رأي &lt;حول&gt; الإنارة 1 {digest[:12]} صودق عليه" in page
    )
    got = house.browser.get(f"/adopted/{paper.id}/1.json")
    assert "attachment" in got.headers["content-disposition"]
    content = got.json()
    form = rfc8785.dumps({"schema": content["schema"], "doc": content["doc"]})
    assert hashlib.sha256(form).hexdigest() == content["digest"] == digest == content["adoption"]["digest"]
    assert content["doc"] == house.store.draft(paper.id, 1).doc.to_json()
    adoption = content["adoption"]
    assert (adoption["event"], adoption["by"]) == ("dossier.adopted", house.driss.id)
    assert adoption["ballot"]["votes"] == {"for": 2, "against": 1, "abstaining": 0}
    assert adoption["rules"]["quorum"]["source"]["article"] == "42"


@pytest.mark.parametrize("name", ["0.json", "2.json", "9.json", "1", "1.json.json", "01.json"])
def test_what_was_not_adopted_is_not_given_as_adopted(house: House, name: str) -> None:
    paper = house.paper()
    for _ in range(2):
        paper.type(house.salma.id, "ا")
    house.text(f"/adopted/{paper.id}/1.json", 404)
    paper.adopt(version=1, by=house.driss.id)
    house.text(f"/adopted/{paper.id}/1.json")
    house.text(f"/adopted/{paper.id}/{name}", 404)
