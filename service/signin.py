"""The cookie that says who is asking."""

from litestar.datastructures import Cookie

COOKIE = "mashura"
# As long as browsers keep any: the server alone decides when a sign-in ends.
MAX_AGE = 400 * 24 * 3600  # seconds


def signin_cookie(token: str, *, https: bool) -> Cookie:
    """Carries a sign-in's token; out of reach of scripts and of other sites' forms."""
    return Cookie(
        key=COOKIE, value=token, max_age=MAX_AGE, path="/", secure=https, httponly=True, samesite="lax"
    )


def no_cookie() -> Cookie:
    """Takes the cookie back."""
    return Cookie(key=COOKIE, value="", max_age=0, path="/", httponly=True, samesite="lax")
