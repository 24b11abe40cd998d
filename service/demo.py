"""A throw-away body with invented people, so that a newcomer is co-editing at once."""

from typing import Any
from uuid import UUID

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, title
from domain.body import Body
from domain.body_events import Office, Place
from domain.ids import new_id
from domain.templates import template
from service.accounts import Accounts, Member
from service.acts.people import CONSOLE, admit, found
from service.authority import now
from service.papers import paper
from service.store import Store

DRAFT = UUID("0197d3a0-0000-7000-8000-000000000001")
BODY = UUID("0197d3a0-0000-7000-8000-000000000002")

# Who gets a link: what they are called in the list of links, and their office, if they have one.
PEOPLE: list[tuple[str, str, Office | None]] = [
    ("سلمى التازي", "coordinator", None),
    ("إدريس بنعلي", "member", None),
    ("نزهة الودغيري", "chair", "chair"),
    ("عمر السوسي", "secretary", "secretary"),
    ("ليلى الزياني", "rapporteur", "rapporteur"),
    ("ثريا الحسني", "deputy", None),
    ("مصطفى العمراني", "clerk", "clerk"),
    ("كمال الريفي", "auditor", "auditor"),
    ("سعاد بلخير", "administrator", "administrator"),
]
ROBOTS = ["هدى المريني", "يوسف الغماري"]
# Members who only come to meetings: with the others there are 21.
OTHERS = [
    "أمينة الفيلالي",
    "رشيد بوزيان",
    "فاطمة الزهراء العلمي",
    "عبد الحق المنصوري",
    "خديجة أوبلا",
    "سعيد أيت الحاج",
    "نعيمة الصقلي",
    "حميد برادة",
    "زينب الإدريسي",
    "محمد أمزيل",
    "لطيفة القادري",
    "الحسن أوعلي",
    "بشرى الناصري",
]
NAME = "هيئة المساواة وتكافؤ الفرص ومقاربة النوع"
COMMUNE = "جماعة واد الزيتون"
COUNCIL = "مجلس جماعة واد الزيتون"
TOWN = "واد الزيتون"
GROUP = "مجموعة الدراسات والأبحاث وصياغة الآراء الاستشارية"

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
    people = {part: (accounts.add_member(name), office) for name, part, office in PEOPLE}
    robots = [accounts.add_member(name) for name in ROBOTS]
    others = [accounts.add_member(name) for name in OTHERS]
    author = people["coordinator"][0].id
    moment = now()
    founding = found(BODY, "ieecag", NAME, COMMUNE, COUNCIL, TOWN, CONSOLE, moment)
    body = Body.load(founding)
    for member, office in people.values():
        founding += admit(body, member.id, office, moment.date(), CONSOLE, moment)
    # The secretary is a member too.
    plain = [people["secretary"][0], *robots, *others]
    founding += [body.begin_mandate(each.id, moment.date(), CONSOLE, moment) for each in plain]
    group = body.form_group(new_id(), GROUP, moment.date(), CONSOLE, moment)
    founding.append(group)
    places: list[tuple[Member, Place]] = [
        (people["coordinator"][0], "coordinator"),
        (people["deputy"][0], "deputy"),
        *((each, "member") for each in (people["member"][0], *robots, *others[:2])),
    ]
    for each, place in places:
        founding.append(body.join_group(group.group, each.id, place, moment.date(), CONSOLE, moment))
    store.save([founding])
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
    programme = template("programme", "ar", "برنامج عمل الهيئة لسنة 2027")
    store.save(
        [
            paper(BODY, "opinion", "ar", author, doc, moment, DRAFT, group=group.group),
            paper(BODY, "programme", "ar", author, programme, moment),
        ]
    )
    links = [(part, accounts.make_link(member.id)) for part, (member, _) in people.items()]
    scripts = [(diagnosis, _FIRST), (method, _SECOND)]
    work = [
        {"cookie": accounts.sign_in(robot.id), "lines": [[block["attrs"]["id"], line] for line in lines]}
        for robot, (block, lines) in zip(robots, scripts, strict=True)
    ]
    return links, work
