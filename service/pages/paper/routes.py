"""All pages of a paper."""

from typing import Any

from service.pages.paper.adopted import adopted_handlers
from service.pages.paper.adopted_prints import adopted_print_handlers
from service.pages.paper.adoption import paper_adoption_handlers
from service.pages.paper.attachments import attachment_handlers
from service.pages.paper.audit import audit_page, audit_row_page
from service.pages.paper.begin import begin_handlers
from service.pages.paper.dossier import dossier_handlers
from service.pages.paper.drafts import draft_handlers
from service.pages.paper.head import head_handlers
from service.pages.paper.tabling import tabling_handlers
from service.pages.paper.versions import version_page

paper_routes: list[Any] = [
    *begin_handlers,
    *draft_handlers,
    *head_handlers,
    *tabling_handlers,
    *dossier_handlers,
    *attachment_handlers,
    *paper_adoption_handlers,
    *adopted_handlers,
    *adopted_print_handlers,
    audit_page,
    audit_row_page,
    version_page,
]
