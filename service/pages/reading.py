"""The pages that only read; the desk is the front page's, which `app.py` routes."""

from service.pages.audit import audit_page, audit_row_page
from service.pages.register import adopted_text, register_page
from service.pages.versions import version_page

reading_handlers = [audit_page, audit_row_page, version_page, register_page, adopted_text]
