"""Why there was a quorum or not, and why a vote went as it did: in Arabic, with the rule and its source.

Each sentence also says what would have changed it. Whoever presides is «رئاسة الاجتماع», which is silent on
their gender.
"""

from typing import Final

from domain.arabic import MEMBERS, OF_MEMBERS, VOTES, Forms, counted
from domain.rules import Choice, Outcome, Quorum, RuleSet, Source, Votes, missing, spare, swing

# Those present: three and more are a bare number, for the noun follows with the members in office.
_CAME: Final[Forms] = ("حضر عضو واحد", "حضر عضوان", "حضر {}", "حضر {}", "حضر {}")
_OF_THOSE: Final[Forms] = ("عضو واحد", "عضوان", "{}", "{}", "{}")

_QUORUM: Final = "النصاب أكثر من نصف الأعضاء المزاولين لمهامهم، ويُحتسب عند افتتاح الاجتماع"
_MAJORITY: Final = "القاعدة هي الأغلبية المطلقة للأصوات المعبر عنها، ولا يُعد الامتناع صوتا معبرا عنه"
_TIE: Final = "عند تعادل الأصوات يرجح الجانب الذي صوتت معه رئاسة الاجتماع"


def citation(source: Source) -> str:
    """A source as it is cited; that a default is not the law, it says first."""
    cited = f"المادة {source.article} من {source.instrument}" if source.article else source.instrument
    return f"إعداد افتراضي للمنصة، وليس حكما قانونيا، على منوال {cited}" if source.model_only else cited


def in_words(rules: RuleSet) -> list[tuple[str, str, Source]]:
    """Each rule of a rule set: what it is about, the rule itself, and its source."""
    return [
        ("النصاب", _QUORUM, rules.quorum.source),
        ("الأغلبية", _MAJORITY, rules.majority.source),
        ("تعادل الأصوات", _TIE, rules.tie.source),
    ]


def quorum_sentence(rules: RuleSet, quorum: Quorum) -> str:
    """How many came of how many, whether that is a quorum, and by how many members it was missed or made."""
    if quorum.in_office == 0:
        return f"لا أعضاء يزاولون مهامهم، فلا نصاب. {_QUORUM} ({citation(rules.quorum.source)})."
    came = counted(quorum.present, _CAME) if quorum.present else "لم يحضر أحد"
    if quorum.established:
        state = f"اكتمل النصاب، ولو غاب {counted(spare(quorum), _OF_THOSE)} من الحاضرين لما اكتمل"
    else:
        state = f"ينقص {counted(missing(quorum), MEMBERS)}"
    return (
        f"{came} من أصل {counted(quorum.in_office, OF_MEMBERS)}، والنصاب {quorum.needed}: {state}. "
        f"{_QUORUM} ({citation(rules.quorum.source)})."
    )


def outcome_sentence(rules: RuleSet, votes: Votes, outcome: Outcome, chair: Choice | None) -> str:
    """What was decided and by what, the counts, and how many votes would have turned it.

    `votes` and `chair` are those that `outcome` was decided from.
    """
    abstaining = f"وامتناع {counted(votes.abstaining, OF_MEMBERS)}" if votes.abstaining else "دون امتناع"
    counts = f"{_votes(votes.for_)} لفائدته، و{_votes(votes.against)} ضده، {abstaining}"
    moved = _moved(swing(votes, outcome, chair))
    if outcome.how == "no_votes_cast":
        change = "ولو صوت عضو واحد لفائدته لصودق عليه"
    elif outcome.result == "adopted":
        change = f"ولو {moved} من الموافقين إلى المعارضين لرُفض"
    else:
        change = f"ولو {moved} من المعارضين إلى الموافقين لصودق عليه"
    if outcome.how in ("casting_vote", "tie_without_chair"):
        rule = f"{_TIE} ({citation(rules.tie.source)})"
    else:
        rule = f"{_MAJORITY} ({citation(rules.majority.source)})"
    return f"{_decided(outcome, chair)}: {counts}؛ {change}. {rule}."


def _decided(outcome: Outcome, chair: Choice | None) -> str:
    match outcome.how:
        case "unanimous":
            return "صودق على المقترح بإجماع المصوتين"
        case "majority":
            return "صودق على المقترح بالأغلبية"
        case "casting_vote" if outcome.result == "adopted":
            return "صودق على المقترح بالصوت المرجح لرئاسة الاجتماع"
        case "casting_vote":
            return "رُفض المقترح بالصوت المرجح لرئاسة الاجتماع"
        case "tie_without_chair" if chair == "abstain":
            return "رُفض المقترح لتعادل الأصوات وامتناع رئاسة الاجتماع"
        case "tie_without_chair":
            return "رُفض المقترح لتعادل الأصوات دون صوت مسجل لرئاسة الاجتماع"
        case "no_majority":
            return "رُفض المقترح لعدم حصوله على الأغلبية"
        case "no_votes_cast":
            return "رُفض المقترح لعدم التعبير عن أي صوت"


def _votes(count: int) -> str:
    return counted(count, VOTES) if count else "لا صوت"


def _moved(votes: int) -> str:
    """«انتقل صوتان», «انتقلت 5 أصوات»: a plural of things takes the verb in the feminine."""
    return f"{'انتقلت' if 3 <= votes % 100 <= 10 else 'انتقل'} {counted(votes, VOTES)}"
