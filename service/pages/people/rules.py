"""The rules that a body decides by, in sentences, each with its source."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from domain.reasons import citation, in_words
from domain.rules import DEFAULTS
from service.pages.reader import Asked, of_body, page
from service.pages.words.meetings import isolated


@get("/bodies/{body_id:uuid}/rules", sync_to_thread=True)
def rules_page(request: Asked, body_id: FromPath[UUID]) -> Template:
    """The rule set in force."""
    person, known = of_body(request, "consult", body_id)
    rules = known.rules or DEFAULTS
    stated = in_words(rules)
    return page(
        request,
        person,
        "rules.html",
        body=body_id,
        name=known.founded.name,
        version=rules.version,
        rules=[(name, isolated(sentence), isolated(citation(source))) for name, sentence, source in stated],
        by_default=any(source.model_only for _, _, source in stated),
    )


rules_handlers = [rules_page]
