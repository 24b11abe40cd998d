"""A throw-away body with invented people, so that a newcomer is co-editing at once."""

from typing import Any
from uuid import UUID

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, title
from domain.policy import Role
from domain.templates import template
from service.accounts import Accounts
from service.authority import now
from service.papers import paper
from service.store import Store

DRAFT = UUID("0197d3a0-0000-7000-8000-000000000001")

PEOPLE: list[tuple[str, Role]] = [
    ("سلمى التازي", "coordinator"),
    ("إدريس بنعلي", "member"),
    ("نزهة الودغيري", "chair"),
    ("عمر السوسي", "secretary"),
    ("ليلى الزياني", "rapporteur"),
    ("ثريا الحسني", "deputy"),
    ("مصطفى العمراني", "clerk"),
    ("كمال الريفي", "auditor"),
    ("سعاد بلخير", "administrator"),
]
ROBOTS: list[tuple[str, Role]] = [("هدى المريني", "member"), ("يوسف الغماري", "member")]

_FIRST = [
    "تبين من جلسات الاستماع أن النساء يقطعن في المتوسط مسافة أطول للوصول إلى موقف الحافلة.",
    " كما أن الإنارة العمومية ضعيفة في ثلاثة أحياء، مما يحد من التنقل بعد صلاة المغرب.",
    " ولا تتوفر دار الشباب إلا على قاعة واحدة، يشغلها نشاط رياضي معظم أيام الأسبوع.",
    " وقد انخفض عدد المستفيدات من دروس محو الأمية بعد نقلها إلى حي بعيد.",
    " وتقترح المجموعة أن تخصص الجماعة في ميزانية السنة المقبلة اعتمادا لإنارة المسالك المؤدية إلى المدارس.",
    " ويبقى نقص المعطيات حسب الجنس أهم ما يعوق تقييم المرافق.",
]
_SECOND = [
    "اعتمدت المجموعة على زيارات ميدانية وعلى استمارة مقابلة وزعت على ستين أسرة.",
    " وعقدت جلستي استماع مع جمعيات الأحياء ومع ممثلات التعاونيات.",
    " وقورنت الأجوبة بمعطيات الجماعة حول استعمال المرافق خلال سنتين.",
    " وحُفظت أجوبة المستجوبات دون أسماء، ولا يطلع عليها إلا أعضاء المجموعة.",
    " ونوقشت الخلاصات الأولى في لقاء مفتوح حضره تسعة عشر شخصا.",
    " وتُعرض النتائج المفصلة في الملحق الأول من هذا الرأي.",
]


def fill(store: Store, accounts: Accounts) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """Make the demo body; gives each role with its sign-in link's token, and what the robots are to do."""
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
    programme = template("programme", "ar", "برنامج عمل الهيئة لسنة 2027")
    store.save(
        [
            paper("opinion", "ar", author, doc, moment, DRAFT),
            paper("programme", "ar", author, programme, moment),
        ]
    )
    links = [(str(member.role), accounts.make_link(member.id)) for member in members]
    scripts = [(diagnosis, _FIRST), (method, _SECOND)]
    work = [
        {"cookie": accounts.sign_in(robot.id), "lines": [[block["attrs"]["id"], line] for line in lines]}
        for robot, (block, lines) in zip(robots, scripts, strict=True)
    ]
    return links, work
