"""The pages that only read; the desk is the front page's, which `app.py` routes."""

from service.pages.adopted import adopted_handlers
from service.pages.audit import audit_page, audit_row_page
from service.pages.head import head_handlers
from service.pages.versions import version_page

reading_handlers = [audit_page, audit_row_page, version_page, *adopted_handlers, *head_handlers]
