"""What a reader sees when something cannot be done: what happened, what is safe, what to do."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException
from litestar.response import Template

from domain.errors import (
    AlreadyApproved,
    Busy,
    DigestDiffers,
    MashuraError,
    NotAllowed,
    StoreUnavailable,
    UnknownDraft,
    UnknownVersion,
)
from service.accounts.links import LinkRefused
from service.pages.person import NotSignedIn, to_signin
from service.pages.signin import refused_link

_logger = logging.getLogger(__name__)

# Status, what happened, and what to do. What is stored is never touched by a refusal.
WORDS: dict[type[Exception], tuple[int, str, str]] = {
    UnknownDraft: (404, "لا توجد وثيقة بهذا العنوان.", "يرجى فتح الوثيقة من مكتبك."),
    UnknownVersion: (404, "لا توجد نسخة بهذا الرقم.", "يرجى الرجوع إلى الوثيقة واختيار نسخة من نسخها."),
    NotAllowed: (403, "هذا الإجراء ليس من مهام صفتك.", "لم يتغير شيء. يقوم به من له الصفة في الهيئة."),
    DigestDiffers: (
        409,
        "النص المعروض ليس نص هذه النسخة.",
        "لم تتم المصادقة. يرجى فتح النسخة من جديد وقراءتها ثم المصادقة عليها.",
    ),
    AlreadyApproved: (
        409,
        "تمت المصادقة على هذه النسخة من قبل.",
        "لم يتغير شيء. تجدها في النصوص المصادق عليها.",
    ),
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
    return Template("refused.html", context={"happened": happened, "to_do": to_do}, status_code=status)


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
