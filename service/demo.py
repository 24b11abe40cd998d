"""A throw-away body with invented people, so that a newcomer is co-editing at once."""

from typing import Any
from uuid import UUID

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, title
from domain.dossier import Dossier
from domain.draft import Draft
from domain.policy import Role
from service.accounts import Accounts
from service.authority import now
from service.papers import begin
from service.store import Store

DRAFT = UUID("0197d3a0-0000-7000-8000-000000000001")

PEOPLE: list[tuple[str, Role]] = [
    ("سلمى التازي", "coordinator"),
    ("إدريس بنعلي", "member"),
    ("نزهة الودغيري", "chair"),
    ("عمر السوسي", "secretary"),
    ("ليلى الزياني", "rapporteur"),
    ("كمال الريفي", "auditor"),
]
ROBOTS: list[tuple[str, Role]] = [("هدى المريني", "member"), ("يوسف الغماري", "deputy")]

_FIRST = [
    "تبين من جلسات الاستماع أن النساء يقطعن في المتوسط مسافة أطول للوصول إلى موقف الحافلة.",
    " كما أن الإنارة العمومية ضعيفة في ثلاثة أحياء، مما يحد من التنقل بعد صلاة المغرب.",
    " وتقترح المجموعة أن تخصص الجماعة في ميزانية السنة المقبلة اعتمادا لإنارة المسالك المؤدية إلى المدارس.",
]
_SECOND = [
    "اعتمدت المجموعة على زيارات ميدانية وعلى استمارة مقابلة وزعت على ستين أسرة.",
    " وعقدت جلستي استماع مع جمعيات الأحياء ومع ممثلات التعاونيات.",
    " وقورنت الأجوبة بمعطيات الجماعة حول استعمال المرافق خلال سنتين.",
]


def fill(store: Store, accounts: Accounts) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Make the demo body; gives a sign-in link's token for each person, and what the robots are to do."""
    members = [accounts.add_member(name, role) for name, role in PEOPLE]
    robots = [accounts.add_member(name, role) for name, role in ROBOTS]
    author = members[0].id
    diagnosis, method = paragraph(), paragraph()
    doc = document(
        title("رأي استشاري حول ولوج النساء والفتيات إلى المرافق العمومية بجماعة واد الزيتون"),
        [
            section("السياق والموضوع"),
            paragraph(
                "تشتغل جماعة واد الزيتون على إعداد برنامج عملها، وقد قررت الهيئة أن تبدي رأيها بمبادرة منها "
                "حول ولوج النساء والفتيات إلى المرافق العمومية."
            ),
            section("المنهجية"),
            method,
            section("التشخيص"),
            diagnosis,
            bullet_list(
                [
                    "ملعبان للقرب من أصل خمسة مجهزان بمستودعات للفتيات.",
                    "تفتح المكتبة الجماعية أبوابها إلى غاية الخامسة مساء.",
                ]
            ),
            section("التوصيات"),
            recommendation(
                "تمديد أوقات فتح المكتبة الجماعية إلى الثامنة مساء ثلاثة أيام في الأسبوع.",
                addressee="رئيس مجلس الجماعة",
                term="قبل نهاية السنة",
                indicator="عدد المستفيدات شهريا",
            ),
            recommendation("تجهيز ملاعب القرب بمستودعات خاصة بالفتيات.", addressee="مجلس الجماعة"),
            section("الخلاصة ومنطوق الرأي"),
            article("الرأي"),
            paragraph(),
        ],
    )
    moment = now()
    paper = [Draft.start(DRAFT, "opinion", "ar", author, doc, moment), Dossier.open(DRAFT, author, moment)]
    store.save([paper, begin("programme", "ar", author, "برنامج عمل الهيئة لسنة 2027")])
    links = {member.id: accounts.make_link(member.id) for member in members}
    scripts = [(diagnosis, _FIRST), (method, _SECOND)]
    work = [
        {"cookie": accounts.sign_in(robot.id), "lines": [[block["attrs"]["id"], line] for line in lines]}
        for robot, (block, lines) in zip(robots, scripts, strict=True)
    ]
    return links, work
