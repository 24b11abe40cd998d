"""Papers and letters as files that a clerk can print, keep and check: PDF and DOCX."""
