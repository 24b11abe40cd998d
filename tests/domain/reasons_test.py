"""What is said of quorums and votes, word for word: people read these sentences in the record."""

from itertools import product
from typing import get_args

import pytest
from msgspec.structs import replace

from domain.arabic import MEMBERS, OF_MEMBERS, VOTES, counted
from domain.reasons import citation, outcome_sentence, quorum_sentence
from domain.rules import DEFAULTS, Choice, CountsDoNotAddUp, Source, Votes, decide, quorum

QUORUM = (
    "النصاب أكثر من نصف الأعضاء المزاولين لمهامهم، ويُحتسب عند افتتاح الاجتماع "
    "(إعداد افتراضي للمنصة، وليس حكما قانونيا، على منوال المادة 42 من القانون التنظيمي 113.14)."
)
MAJORITY = (
    "القاعدة هي الأغلبية المطلقة للأصوات المعبر عنها، ولا يُعد الامتناع صوتا معبرا عنه "
    "(إعداد افتراضي للمنصة، وليس حكما قانونيا، على منوال المادة 43 من القانون التنظيمي 113.14)."
)
TIE = (
    "عند تعادل الأصوات يرجح الجانب الذي صوتت معه رئاسة الاجتماع "
    "(إعداد افتراضي للمنصة، وليس حكما قانونيا، على منوال المادة 43 من القانون التنظيمي 113.14)."
)


def of_quorum(in_office: int, present: int) -> str:
    return quorum_sentence(DEFAULTS, quorum(DEFAULTS, in_office, present))


def of_vote(votes: Votes, chair: Choice | None = None, present: int = 1_000) -> str:
    return outcome_sentence(DEFAULTS, votes, decide(DEFAULTS, votes, chair, present), chair)


@pytest.mark.parametrize(
    ("count", "members", "of_members", "votes"),
    [
        (1, "عضو واحد", "عضو واحد", "صوت واحد"),
        (2, "عضوان", "عضوين", "صوتان"),
        (3, "3 أعضاء", "3 أعضاء", "3 أصوات"),
        (10, "10 أعضاء", "10 أعضاء", "10 أصوات"),
        (11, "11 عضوا", "11 عضوا", "11 صوتا"),
        (99, "99 عضوا", "99 عضوا", "99 صوتا"),
        (100, "100 عضو", "100 عضو", "100 صوت"),
        (102, "102 عضو", "102 عضو", "102 صوت"),
        (103, "103 أعضاء", "103 أعضاء", "103 أصوات"),
        (111, "111 عضوا", "111 عضوا", "111 صوتا"),
    ],
)
def test_a_number_and_its_noun_agree(count: int, members: str, of_members: str, votes: str) -> None:
    assert [counted(count, forms) for forms in (MEMBERS, OF_MEMBERS, VOTES)] == [members, of_members, votes]


@pytest.mark.parametrize(
    ("in_office", "present", "said"),
    [
        (21, 10, "حضر 10 من أصل 21 عضوا، والنصاب 11: ينقص عضو واحد."),
        (20, 9, "حضر 9 من أصل 20 عضوا، والنصاب 11: ينقص عضوان."),
        (10, 2, "حضر عضوان من أصل 10 أعضاء، والنصاب 6: ينقص 4 أعضاء."),
        (21, 0, "لم يحضر أحد من أصل 21 عضوا، والنصاب 11: ينقص 11 عضوا."),
        (2, 1, "حضر عضو واحد من أصل عضوين، والنصاب 2: ينقص عضو واحد."),
        (
            21,
            11,
            "حضر 11 من أصل 21 عضوا، والنصاب 11: اكتمل النصاب، ولو غاب عضو واحد من الحاضرين لما اكتمل.",
        ),
        (20, 12, "حضر 12 من أصل 20 عضوا، والنصاب 11: اكتمل النصاب، ولو غاب عضوان من الحاضرين لما اكتمل."),
        (21, 21, "حضر 21 من أصل 21 عضوا، والنصاب 11: اكتمل النصاب، ولو غاب 11 من الحاضرين لما اكتمل."),
        (
            1,
            1,
            "حضر عضو واحد من أصل عضو واحد، والنصاب 1: اكتمل النصاب، ولو غاب عضو واحد من الحاضرين لما اكتمل.",
        ),
        (0, 0, "لا أعضاء يزاولون مهامهم، فلا نصاب."),
    ],
)
def test_a_quorum_in_words(in_office: int, present: int, said: str) -> None:
    assert of_quorum(in_office, present) == f"{said} {QUORUM}"


TO_REJECT = "ولو {} من الموافقين إلى المعارضين لرُفض"
TO_ADOPT = "ولو {} من المعارضين إلى الموافقين لصودق عليه"


@pytest.mark.parametrize(
    ("votes", "chair", "decided", "counts", "change", "rule"),
    [
        (
            Votes(9, 4, 2),
            "for",
            "صودق على المقترح بالأغلبية",
            "9 أصوات لفائدته، و4 أصوات ضده، وامتناع عضوين",
            TO_REJECT.format("انتقلت 3 أصوات"),
            MAJORITY,
        ),
        (
            Votes(11, 0, 0),
            None,
            "صودق على المقترح بإجماع المصوتين",
            "11 صوتا لفائدته، ولا صوت ضده، دون امتناع",
            TO_REJECT.format("انتقلت 6 أصوات"),
            MAJORITY,
        ),
        (
            Votes(2, 0, 1),
            "abstain",
            "صودق على المقترح بالأغلبية",
            "صوتان لفائدته، ولا صوت ضده، وامتناع عضو واحد",
            TO_REJECT.format("انتقل صوت واحد"),
            MAJORITY,
        ),
        (
            Votes(2, 0, 0),
            "for",
            "صودق على المقترح بإجماع المصوتين",
            "صوتان لفائدته، ولا صوت ضده، دون امتناع",
            TO_REJECT.format("انتقل صوتان"),
            MAJORITY,
        ),
        (
            Votes(100, 78, 11),
            None,
            "صودق على المقترح بالأغلبية",
            "100 صوت لفائدته، و78 صوتا ضده، وامتناع 11 عضوا",
            TO_REJECT.format("انتقل 11 صوتا"),
            MAJORITY,
        ),
        (
            Votes(1, 2, 3),
            None,
            "رُفض المقترح لعدم حصوله على الأغلبية",
            "صوت واحد لفائدته، وصوتان ضده، وامتناع 3 أعضاء",
            TO_ADOPT.format("انتقل صوت واحد"),
            MAJORITY,
        ),
        (
            Votes(0, 0, 3),
            None,
            "رُفض المقترح لعدم التعبير عن أي صوت",
            "لا صوت لفائدته، ولا صوت ضده، وامتناع 3 أعضاء",
            "ولو صوت عضو واحد لفائدته لصودق عليه",
            MAJORITY,
        ),
        (
            Votes(5, 5, 0),
            "for",
            "صودق على المقترح بالصوت المرجح لرئاسة الاجتماع",
            "5 أصوات لفائدته، و5 أصوات ضده، دون امتناع",
            TO_REJECT.format("انتقل صوت واحد"),
            TIE,
        ),
        (
            Votes(5, 5, 0),
            "against",
            "رُفض المقترح بالصوت المرجح لرئاسة الاجتماع",
            "5 أصوات لفائدته، و5 أصوات ضده، دون امتناع",
            TO_ADOPT.format("انتقل صوت واحد"),
            TIE,
        ),
        (
            Votes(5, 5, 1),
            "abstain",
            "رُفض المقترح لتعادل الأصوات وامتناع رئاسة الاجتماع",
            "5 أصوات لفائدته، و5 أصوات ضده، وامتناع عضو واحد",
            TO_ADOPT.format("انتقل صوت واحد"),
            TIE,
        ),
        (
            Votes(5, 5, 0),
            None,
            "رُفض المقترح لتعادل الأصوات دون صوت مسجل لرئاسة الاجتماع",
            "5 أصوات لفائدته، و5 أصوات ضده، دون امتناع",
            TO_ADOPT.format("انتقل صوت واحد"),
            TIE,
        ),
    ],
)
def test_an_outcome_in_words(
    votes: Votes, chair: Choice | None, decided: str, counts: str, change: str, rule: str
) -> None:
    assert of_vote(votes, chair) == f"{decided}: {counts}؛ {change}. {rule}"


def test_every_sentence_names_the_article_that_its_rule_follows() -> None:
    for in_office, present in product(range(10), repeat=2):
        if present <= in_office:
            assert "المادة 42 من" in of_quorum(in_office, present)
    for for_, against, abstaining in product(range(5), repeat=3):
        for chair in (*get_args(Choice), None):
            try:
                said = of_vote(Votes(for_, against, abstaining), chair)
            except CountsDoNotAddUp:
                continue
            assert "المادة 43 من" in said


def test_each_sentence_cites_the_source_of_its_own_rule() -> None:
    own = [Source("النظام الداخلي للهيئة", article) for article in ("7", "8", "9")]
    rules = replace(
        DEFAULTS,
        quorum=replace(DEFAULTS.quorum, source=own[0]),
        majority=replace(DEFAULTS.majority, source=own[1]),
        tie=replace(DEFAULTS.tie, source=own[2]),
    )
    assert quorum_sentence(rules, quorum(rules, 3, 2)).endswith("(المادة 7 من النظام الداخلي للهيئة).")
    for votes, article in ((Votes(2, 1, 0), "8"), (Votes(1, 1, 0), "9")):
        said = outcome_sentence(rules, votes, decide(rules, votes, None, 3), None)
        assert said.endswith(f"(المادة {article} من النظام الداخلي للهيئة).")


def test_a_source_is_cited_with_its_article_where_it_has_one() -> None:
    assert citation(Source("النظام الداخلي للهيئة", "12")) == "المادة 12 من النظام الداخلي للهيئة"
    assert citation(Source("مقرر الهيئة")) == "مقرر الهيئة"
