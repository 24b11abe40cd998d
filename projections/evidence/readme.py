"""What the archive says of itself, to whoever opens it without knowing it."""

from typing import Final

README: Final = """\
ملف إيداع نص صادقت عليه هيئة استشارية
=====================================

letter.pdf, letter.docx    مراسلة الإيداع
text.pdf, text.docx        النص المصادق عليه كما يُقرأ ويُطبع
report.pdf, report.docx    تقرير الاجتماع، إن كان مصادقا عليه
attachments/               ما أُرفق بالملف
text.json                  النص نفسه للبرامج، مع بصمته
decision.json              المصادقة وما قامت عليه: النصاب والأصوات والقاعدة
events.jsonl               الأحداث كما سُجلت، حرفا بحرف: النص وملفه والاجتماع والهيئة
manifest.json              بصمة كل ملف وحجمه

للتحقق دون اتصال ودون خادم:    mashura verify FILE
يعيد هذا الأمر حساب البصمات، ويعيد بناء النص من أحداثه، ويعيد احتساب النصاب والأصوات.
ما لا يثبته بعد: من يملك قاعدة البيانات يستطيع إعادة كتابة الأحداث كلها بشكل متسق. لذلك تُقارن بصمة
هذا الملف بالبصمة المكتوبة في وصل الإيداع. وأن ملفات PDF و DOCX تقول ما يقوله text.json، فذلك بالقراءة.


Dossier de dépôt d'un texte adopté par une instance consultative
================================================================

letter.*        la lettre de dépôt
text.*          le texte adopté, à lire et à imprimer
text.json       le même texte pour les programmes, avec son empreinte
report.*        le rapport de la réunion, s'il a été adopté
attachments/    les pièces jointes
decision.json   la décision et ce sur quoi elle repose : quorum, votes, règle
events.jsonl    les événements tels qu'enregistrés, octet par octet : texte, dossier, réunion, instance
manifest.json   l'empreinte et la taille de chaque fichier

Pour vérifier, hors ligne et sans serveur :    mashura verify FICHIER
La commande recalcule les empreintes, reconstruit le texte à partir de ses événements, recompte le quorum et
les voix. Ce qu'elle ne prouve pas encore : qui détient la base de données peut réécrire tous les événements
de façon cohérente. Comparez donc l'empreinte de ce fichier avec celle du récépissé de dépôt. Que les PDF et
DOCX disent ce que dit text.json, cela se vérifie en lisant.


A text that a consultative body adopted, as it was deposited
============================================================

letter.*        the letter
text.*          the adopted text, to read and to print
text.json       the same text for programs, with its digest
report.*        the report of the meeting, where it was adopted
attachments/    what was attached
decision.json   the decision and what it rests on: quorum, votes, rule
events.jsonl    the events as they were stored, byte for byte: text, dossier, meeting, body
manifest.json   the digest and the size of each file

To verify, offline and without a server:    mashura verify FILE
The command computes the digests again, rebuilds the text from its events, counts quorum and votes again.
What it does not prove yet: whoever holds the database can rewrite all events so that they agree. So compare
the digest of this file with the one on the receipt of the deposit. That the PDF and DOCX files say what
text.json says is for you to read.
"""
