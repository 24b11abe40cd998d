// The words of the editor page, in one place: plain formal Arabic that says what happened, what is safe and
// what to do.

const plural = new Intl.PluralRules("ar");

type Forms = Record<Intl.LDMLPluralRule, (count: number) => string>;

function counted(count: number, forms: Forms): string {
  return forms[plural.select(count)](count);
}

const unsaved: Forms = {
  zero: () => "تعديل لم يدخل السجل بعد",
  one: () => "كلمة واحدة لم تدخل السجل بعد",
  two: () => "كلمتان لم تدخلا السجل بعد",
  few: (count) => `${count} كلمات لم تدخل السجل بعد`,
  many: (count) => `${count} كلمة لم تدخل السجل بعد`,
  other: (count) => `${count} كلمة لم تدخل السجل بعد`,
};

const present: Forms = {
  zero: () => "أنت وحدك هنا",
  one: () => "معك عضو واحد",
  two: () => "معك عضوان",
  few: (count) => `معك ${count} أعضاء`,
  many: (count) => `معك ${count} عضوا`,
  other: (count) => `معك ${count} عضو`,
};

const rescued: Forms = {
  zero: () => "",
  one: () => "تعديل واحد لم يدخل السجل",
  two: () => "تعديلان لم يدخلا السجل",
  few: (count) => `${count} تعديلات لم تدخل السجل`,
  many: (count) => `${count} تعديلا لم يدخل السجل`,
  other: (count) => `${count} تعديل لم يدخل السجل`,
};

/** Why something could not enter the record, by the code of the refusal. */
const reasons: Record<string, string> = {
  conflict: "تغيّر موضعه في النص في الوقت نفسه.",
  too_large: "كان أكبر من أن يدخل دفعة واحدة.",
  not_allowed: "لم تعد الكتابة في هذا النص متاحة لك.",
  decided: "بتت الهيئة في هذا النص وأُغلقت مسودته.",
};

/** What numbered things are called in a text, which may be in another language than the page. */
export interface Names {
  readonly section: string;
  readonly article: string;
  readonly recommendation: string;
}

export const arabic: Names = { section: "القسم", article: "المادة", recommendation: "التوصية" };

/** By the language of the text. */
export const names: Record<string, Names | undefined> = {
  ar: arabic,
  fr: { section: "Section", article: "Article", recommendation: "Recommandation" },
};

export const words = {
  brokenReference: "إحالة إلى موضع حُذف",

  saved: "محفوظ في السجل",
  saving: (count: number) => counted(count, unsaved),
  offline: "انقطع الاتصال. ما كتبته محفوظ على هذا الجهاز وسيُضاف عند العودة.",
  offlineUnkept: "انقطع الاتصال. ما كتبته باق في هذه الصفحة وحدها: اتركها مفتوحة حتى يعود.",
  reading: "كما هو في السجل الآن",
  readingOffline: "انقطع الاتصال. تقرأ آخر ما وصل، ويتجدد النص عند العودة.",
  back: "عاد الاتصال.",
  present: (count: number) => counted(count, present),

  closed: {
    not_signed_in: "انتهت مدة دخولك. ما كتبته محفوظ على هذا الجهاز، ويُضاف حين تدخل من جديد وتفتح هذا النص.",
    decided: "بتت الهيئة في هذا النص وأُغلقت مسودته. ما لم يدخل السجل منه معروض عليك لتنسخه.",
    not_allowed: "لم تعد الكتابة في هذا النص متاحة لك. ما لم يدخل السجل منه معروض عليك لتنسخه.",
    unknown: "لم يعد هذا النص موجودا. ما لم يدخل السجل منه معروض عليك لتنسخه.",
    outdated: "صدرت نسخة أحدث من هذه الصفحة. أعد تحميلها؛ ما كتبته محفوظ على هذا الجهاز.",
    malformed: "توقفت الكتابة في هذه الصفحة. ما لم يدخل السجل معروض عليك؛ انسخه ثم أعد تحميل الصفحة.",
    stopped: "توقفت الكتابة في هذه الصفحة. أعد تحميلها لتتابع.",
  },
  readOnly: "تقرأ هذا النص كما يُكتب. الكتابة فيه لأعضاء المجموعة التي تعده.",

  rescued: (count: number) => counted(count, rescued),
  lost: {
    text: "نص كتبته، محفوظ هنا حتى تدرجه حيث تريد أو تنسخه.",
    deletion: "حذف لم يُنفذ، فبقي النص كما هو.",
    form: "تغيير في شكل النص لم يُنفذ، فبقي كما هو.",
  },
  rescueReason: (code: string) => reasons[code] ?? "لم يقبله السجل في موضعه.",
  insertHere: "أدرجه عند المؤشر",
  copy: "انسخ",
  copied: "نُسخ",
  dismiss: "تجاهل",

  tooLarge: "هذا التغيير أكبر من أن يدخل السجل دفعة واحدة، فبقي النص كما كان. قسّمه إلى أجزاء أصغر.",
  pastedInParts: "أُلصق النص كاملا، على دفعات.",
  blockTooLarge: "في النص الملصق جدول أو فقرة أكبر من أن تدخل السجل دفعة واحدة، فتُركت. ألصقها في أجزاء أصغر.",

  tools: {
    section: ["قسم", "قسم مرقم؛ كرّرها لمستوى أدنى، ثم لفقرة عادية (Ctrl+Alt+1)"],
    article: ["مادة", "مادة مرقمة (Ctrl+Alt+2)"],
    bullets: ["نقاط", "قائمة نقطية (Ctrl+Shift+8)"],
    numbers: ["أرقام", "قائمة مرقمة (Ctrl+Shift+7)"],
    table: ["جدول", "إدراج جدول"],
    bold: ["غامق", "خط غامق (Ctrl+B)"],
    undo: ["تراجع", "التراجع عن آخر ما فعلته أنت (Ctrl+Z)"],
    redo: ["إعادة", "إعادة ما تراجعت عنه (Ctrl+Y)"],
    emphasis: ["إبراز", "خط مائل للإبراز (Ctrl+I)"],
    underline: ["تسطير", "خط تحت الكلمات (Ctrl+U)"],
    link: ["رابط…", "ربط الكلمات المحددة بعنوان"],
    quotation: ["اقتباس", "فقرة مقتبسة"],
    recommendation: ["توصية", "توصية مرقمة، بجهتها وأجلها ومؤشرها"],
    reference: ["إحالة…", "إحالة إلى مادة أو قسم أو توصية في هذا النص"],
    auto: ["الاتجاه: تلقائي", "اتجاه الفقرة بحسب أول حرف فيها"],
    rtl: ["الاتجاه: من اليمين", "كتابة الفقرة من اليمين إلى اليسار"],
    ltr: ["الاتجاه: من اليسار", "كتابة الفقرة من اليسار إلى اليمين"],
    row: ["صف بعده", "إضافة صف بعد هذا الصف"],
    column: ["عمود بعده", "إضافة عمود بعد هذا العمود"],
    heading: ["خلية عنوان", "جعل الخلية عنوانا أو خلية عادية"],
    merge: ["دمج الخلايا", "دمج الخلايا المحددة"],
    split: ["فصل الخلية", "فصل خلية مدموجة"],
    deleteRow: ["حذف الصف", "حذف هذا الصف"],
    deleteColumn: ["حذف العمود", "حذف هذا العمود"],
    deleteTable: ["حذف الجدول", "حذف الجدول كله"],
  },
  toolbar: "أدوات التحرير (Alt+F10)",
  more: "المزيد",
  tableTools: "أدوات الجدول",
  enterFirst: (label: string) => `ضع المؤشر أولا حيث تريد في النص، ثم اختر «${label}».`,
  notHere: (label: string) =>
    `«${label}» غير متاح في هذا الموضع. ضع المؤشر في موضع آخر من النص وأعد المحاولة.`,

  recommendationTerms: "الجهة والأجل والمؤشر",
  editTerms: "تعديل الجهة والأجل والمؤشر",
  note: { addressee: "الجهة المعنية", term: "الأجل", indicator: "مؤشر التتبع" },
  insertReference: "إدراج إحالة",
  referenceTo: "تحيل إلى",
  linkTitle: "رابط",
  linkAddress: "العنوان؛ أفرغه لحذف الرابط",
  linkWanted: "يبدأ العنوان بـ https:// أو http:// أو mailto: ولا فراغ فيه.",

  meeting: {
    filled: "محفوظ على هذا الجهاز، ولم يُسجل بعد.",
    restored: "ما أُدخل من قبل محفوظ على هذا الجهاز، وقد عاد إلى مكانه. لم يُسجل بعد.",
    sending: "محفوظ على هذا الجهاز، ويُرسل الآن إلى السجل.",
    away: "محفوظ على هذا الجهاز، وسيُرسل عند عودة الاتصال.",
    unkept: "باق في هذه الصفحة وحدها: يرجى تركها مفتوحة حتى يُسجل.",
    behind: "سيُرسل بعد الحضور المحفوظ على هذا الجهاز.",
    taken: "سُجل في السجل.",
    refused: "لم يُسجل. ما أُدخل محفوظ على هذا الجهاز: يرجى مراجعته ثم تسجيله من جديد.",
    signedOut: "انتهت مدة الدخول. ما أُدخل محفوظ على هذا الجهاز، ويُرسل بعد الدخول من جديد وفتح الاجتماع.",
    notAhead: "انقطع الاتصال، وهذه الصفحة لم تُفتح من قبل. ما أُدخل محفوظ على هذا الجهاز.",
    less: "إنقاص صوت",
    more: "زيادة صوت",
  },

  text: "النص",
  emptyTitle: "العنوان",
  untitled: "نص بلا عنوان",
  keep: "حفظ",
  cancel: "إلغاء",
} as const;
