"""What a reader sees when something cannot be done: what happened, what is safe, what to do."""

import logging
from typing import Any
from urllib.parse import urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.response import Template

from domain.errors import (
    AlreadyDecided,
    AlreadyHeld,
    Busy,
    DigestDiffers,
    MandateRefused,
    MashuraError,
    NeedsMandate,
    NoQuorum,
    NotAdopted,
    NotAllowed,
    NotHeld,
    NotTabled,
    NotYet,
    OfficeTaken,
    ProcedureRefused,
    SamePerson,
    StoreUnavailable,
    Superseded,
    UnknownBody,
    UnknownDraft,
    UnknownGroup,
    UnknownMeeting,
    UnknownVersion,
)
from domain.register import NoReason, NoSuchNumber
from domain.rules import CountsDoNotAddUp
from service.accounts.links import LinkRefused
from service.accounts.people import AlreadyAdded, NoName, UnknownMember
from service.files import FileDamaged, FileEmpty, FileKindRefused, FileTooLarge, UnknownFile
from service.pages.person import NotSignedIn, onward, to_signin
from service.pages.signin import refused_link

_logger = logging.getLogger(__name__)

TOO_LARGE = (
    "ما أُرسل أكبر من الحد المقبول.",
    "لم يُحفظ شيء. حد الملف المرفق 10 ميغابايت: يرجى تصغيره أو تقسيمه.",
)
# Status, what happened, and what to do. What is stored is never touched by a refusal.
WORDS: dict[type[Exception], tuple[int, str, str]] = {
    UnknownDraft: (404, "لا توجد وثيقة بهذا العنوان.", "يرجى فتح الوثيقة من مكتبك."),
    UnknownVersion: (404, "لا توجد نسخة بهذا الرقم.", "يرجى الرجوع إلى الوثيقة واختيار نسخة من نسخها."),
    NotAllowed: (403, "هذا الإجراء ليس من مهام صفتك.", "لم يتغير شيء. يقوم به من له الصفة في الهيئة."),
    DigestDiffers: (
        409,
        "النص المعروض ليس نص هذه النسخة.",
        "لم يتغير شيء. يرجى فتح النسخة من جديد وقراءتها ثم إعادة الإجراء.",
    ),
    NotTabled: (
        409,
        "هذه النسخة ليست المعروضة على الهيئة.",
        "لم يتغير شيء. قد تكون نسخة أحدث عُرضت بدلها: يرجى فتح ملف النص.",
    ),
    AlreadyDecided: (
        409,
        "تم البت في هذه النقطة من قبل.",
        "لم يتغير شيء. النتيجة في ملف النص أو في صفحة الاجتماع.",
    ),
    NoQuorum: (
        409,
        "لا نصاب في هذا الاجتماع.",
        "لم يتغير شيء. لا مصادقة بدون نصاب: يرجى تصحيح الحضور إن كان ناقصا، أو الدعوة إلى اجتماع آخر.",
    ),
    Superseded: (409, "تغير ما سُجل بعد عرضه عليك.", "لم يتم التأكيد. يرجى قراءة ما سُجل من جديد ثم تأكيده."),
    SamePerson: (
        409,
        "من سجل النتيجة لا يؤكدها.",
        "لم يتم التأكيد. يؤكدها من يرأس الاجتماع من حسابه، بعد أن يسجلها غيره.",
    ),
    NotYet: (
        400,
        "هذا اليوم لم يحن بعد.",
        "لم يُسجل شيء. يُسجل ما وقع في يومه أو بعده: يرجى تصحيح التاريخ إن لم يكن صحيحا.",
    ),
    FileEmpty: (400, "الملف فارغ.", "لم يُحفظ شيء. يرجى الرجوع واختيار الملف من جديد."),
    FileKindRefused: (
        400,
        "هذا النوع من الملفات غير مقبول.",
        "لم يُحفظ شيء. يُقبل ملف PDF أو صورة PNG أو JPEG: يرجى تحويل الوثيقة إلى أحدها.",
    ),
    FileTooLarge: (413, *TOO_LARGE),
    RequestEntityTooLarge: (413, *TOO_LARGE),
    UnknownFile: (404, "لا توجد وثيقة مرفقة بهذا العنوان.", "يرجى فتحها من ملف النص."),
    FileDamaged: (
        500,
        "تعذرت قراءة الوثيقة سليمة.",
        "لم تُسلم لأنها لا تطابق بصمتها. يرجى إخبار المسؤول عن المنصة ليعيدها من نسخة احتياطية.",
    ),
    NotAdopted: (
        404,
        "لم تتم المصادقة على هذا النص.",
        "لا يُنزل ولا يُودع على أنه مصادق عليه إلا ما صودق عليه بالحرف.",
    ),
    NoReason: (400, "السبب غير مكتوب.", "لم يتغير شيء. يرجى الرجوع وكتابة السبب ثم الإرسال."),
    NoSuchNumber: (400, "أرقام السجل تبدأ من 1.", "لم يُفتح السجل. يرجى الرجوع وتصحيح الرقم ثم الإرسال."),
    CountsDoNotAddUp: (
        400,
        "الأعداد لا تتوافق مع الحضور.",
        "لم يُسجل شيء. يرجى الرجوع والتحقق: مجموع الأصوات لا يتجاوز عدد الحاضرين، وصوت الرئاسة محسوب فيه.",
    ),
    ProcedureRefused: (
        409,
        "لا يمكن هذا الإجراء في هذه المرحلة.",
        "لم يتغير شيء. يرجى فتح الصفحة من جديد: قد يكون شخص آخر سبق إلى الإجراء.",
    ),
    AlreadyHeld: (
        409,
        "هذه الصفة مسندة إلى هذا الشخص من قبل.",
        "لم يتغير شيء. الصفات الجارية في صفحة الأعضاء والمجموعات.",
    ),
    NotHeld: (
        409,
        "هذه الصفة ليست جارية.",
        "لم يتغير شيء. قد تكون أُنهيت قبل قليل: يرجى فتح صفحة الأعضاء والمجموعات من جديد.",
    ),
    OfficeTaken: (
        409,
        "هذه الصفة مسندة إلى شخص آخر.",
        "لم يتغير شيء. تُنهى أولا صفة من يشغلها، ثم تُسند من جديد.",
    ),
    NeedsMandate: (
        409,
        "هذه الصفة لأعضاء الهيئة وحدهم.",
        "لم يتغير شيء. تبدأ العضوية أولا، ثم تُسند الصفة.",
    ),
    UnknownMember: (
        404,
        "لا يوجد شخص بهذا العنوان في الهيئة.",
        "يرجى فتح صفحة الأعضاء والمجموعات واختيار اسم منها.",
    ),
    NoName: (400, "الاسم غير مكتوب.", "لم يتغير شيء. يرجى الرجوع وكتابة الاسم ثم الإرسال."),
    AlreadyAdded: (
        409,
        "سُجلت هذه الدعوة من قبل.",
        "لم تُسجل مرة ثانية. إن ضاعت الورقة يُعطى رابط جديد من صفحة صاحب(ة) الاسم، في الأعضاء والمجموعات.",
    ),
    MandateRefused: (
        409,
        "لا يمكن تسجيل هذه الصفة كما طُلب.",
        "لم يتغير شيء. قد تكون الصفة مسندة من قبل، أو لا بد من إنهاء صفة أخرى أولا.",
    ),
    UnknownBody: (404, "لا توجد هيئة بهذا العنوان.", "يرجى الانطلاق من مكتبك."),
    UnknownMeeting: (404, "لا يوجد اجتماع بهذا العنوان.", "يرجى فتحه من صفحة الاجتماعات."),
    UnknownGroup: (404, "لا توجد مجموعة بهذا الاسم.", "يرجى الرجوع واختيار مجموعة من القائمة."),
    Busy: (503, "المنصة مشغولة الآن.", "لم يتغير شيء. يرجى إعادة المحاولة بعد لحظات."),
    StoreUnavailable: (503, "تعذر الحفظ في السجل الآن.", "لم يتغير شيء مما هو محفوظ. يرجى إعادة المحاولة."),
    NotFoundException: (404, "لا توجد صفحة بهذا العنوان.", "يرجى الانطلاق من الصفحة الأولى."),
    PermissionDeniedException: (
        403,
        "انتهت صلاحية هذه الصفحة قبل الإرسال.",
        "لم يتغير شيء. يرجى الرجوع إليها وتحديثها ثم الإرسال من جديد.",
    ),
}
OTHERWISE = (
    "تعذر إتمام الطلب.",
    "ما هو محفوظ في السجل سليم. يرجى إعادة المحاولة، أو إخبار كتابة الهيئة إن تكرر.",
)


def refused(request: Request[Any, Any, Any], why: Exception) -> Response[Any]:
    """The refusal as a page, or as JSON for a program that asked for it."""
    status, happened, to_do = next(
        (words for kind, words in WORDS.items() if isinstance(why, kind)),
        (why.status_code if isinstance(why, HTTPException) else 409, *OTHERWISE),
    )
    if request.accept.best_match(["text/html", "application/json"]) == "application/json":
        code = why.code if isinstance(why, MashuraError) else "refused"
        return Response({"code": code, "message": happened}, status_code=status, media_type=MediaType.JSON)
    context = {"happened": happened, "to_do": to_do, "back": _came_from(request)}
    return Template("refused.html", context=context, status_code=status)


def _came_from(request: Request[Any, Any, Any]) -> str | None:
    """The page of ours on which the form stood that was refused, to go back to."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = request.method == "POST" and came.netloc == request.url.netloc
    return onward(came.path) if ours else None


def unexpected(request: Request[Any, Any, Any], why: Exception) -> Response[Any]:
    """What nobody foresaw is logged for whoever runs the service, and said in words to the reader.

    The log gets the kind of address: the address itself may be a link that lets somebody in.
    """
    _logger.error("%s %s", request.method, request.scope["path_template"], exc_info=why)
    return Template(
        "refused.html", context={"happened": OTHERWISE[0], "to_do": OTHERWISE[1]}, status_code=500
    )


refusal_handlers: Any = {
    Exception: unexpected,
    NotSignedIn: to_signin,
    LinkRefused: refused_link,
    MashuraError: refused,
    HTTPException: refused,
}
