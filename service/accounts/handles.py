"""How people name themselves at sign-in: an e-mail address or a phone number, in one written form."""

import re
import unicodedata

from domain.errors import MashuraError

LONGEST = 254
COUNTRY = "+212"

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[0-9]{8,15}")


class HandleInvalid(MashuraError):
    """It is neither an e-mail address nor a phone number."""

    code = "handle_invalid"


def normal_handle(typed: str) -> str:
    """The one form of a handle, so that what was chosen on one keyboard signs in from another.

    Phone numbers come pasted with spaces, dashes and invisible direction marks, in Eastern digits, with or
    without the country's code. Raises HandleInvalid.
    """
    if len(typed) > LONGEST:
        raise HandleInvalid("too long")
    text = unicodedata.normalize("NFKC", typed)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()
    if "@" in text:
        if _EMAIL.fullmatch(text):
            return text.casefold()
        raise HandleInvalid("not an e-mail address")
    number = re.sub(r"[\s().-]", "", "".join(str(unicodedata.decimal(letter, letter)) for letter in text))
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = COUNTRY + number[1:]
    if _PHONE.fullmatch(number):
        return number
    raise HandleInvalid("not a phone number")
