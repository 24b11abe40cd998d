"""The offices of people, as the pages name them: in the form that stands for women and men alike."""

from domain.policy import Role

OFFICES: dict[Role, str] = {
    "member": "عضو(ة)",
    "coordinator": "منسق(ة) مجموعة موضوعاتية",
    "deputy": "نائب(ة) منسق(ة) مجموعة موضوعاتية",
    "rapporteur": "مقرر(ة)",
    "secretary": "كاتب(ة) الهيئة",
    "chair": "رئيس(ة) الهيئة",
    "clerk": "مكتب الضبط بالجماعة",
    "auditor": "مدقق(ة)",
    "administrator": "مدير(ة) النظام",
}
