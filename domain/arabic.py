"""How Arabic has a number and its noun agree."""

from typing import Final

# One, two, 3 to 10, 11 to 99, and the hundreds; `{}` is where the number stands.
Forms = tuple[str, str, str, str, str]

MEMBERS: Final[Forms] = ("عضو واحد", "عضوان", "{} أعضاء", "{} عضوا", "{} عضو")
# After a preposition or a verbal noun.
OF_MEMBERS: Final[Forms] = ("عضو واحد", "عضوين", "{} أعضاء", "{} عضوا", "{} عضو")
VOTES: Final[Forms] = ("صوت واحد", "صوتان", "{} أصوات", "{} صوتا", "{} صوت")


def counted(count: int, forms: Forms) -> str:
    """A number with its noun: «عضوان», «3 أعضاء», «11 عضوا», «100 عضو»."""
    rest = count % 100
    if count in (1, 2):
        form = forms[count - 1]
    elif 3 <= rest <= 10:
        form = forms[2]
    elif rest > 10:
        form = forms[3]
    else:
        form = forms[4]
    return form.format(count)
