"""What a document is: its printed title, its kind, its language and its specimen."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr_pipeline.fields import fold, is_han, labels_in
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.layout.title_words import glued_title_words, only_title_words, title_part
from ocr_pipeline.layout.tracings import leads_of
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Kind, Reason, Region
from ocr_pipeline.several import several_reports


@dataclass(frozen=True, slots=True)
class About:
    """``language`` is one of zh, en, es, fr, it, tr, vi, or empty; ``title`` holds no name of a facility."""

    title: str = ""
    kind: Kind = "other"
    language: str = ""
    specimen: str = ""
    reasons: tuple[Reason, ...] = ()


#: Frequent words that only one of the Latin-script languages has (folded), function words and report words.
_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(fold(words).split())
    for code, words in {
        "en": "the of and with normal patient name age sex date test result results unit reference range report collected reported specimen sample blood count serum no is are seen findings impression value flag high low white red cells cell total female male doctor laboratory urine hemoglobin glucose cholesterol year years by",
        "es": "el los las del con fecha paciente edad sexo resultado resultados unidades valores referencia muestra nombre medico hombre mujer sangre orina glucosa colesterol hemoglobina hematies leucocitos plaquetas unidad y se sin para por hallazgos impresion anos trigliceridos creatinina acido urico hierro informe laboratorio analisis",
        "fr": "le les des du avec date patient ne sexe resultat resultats unites valeurs reference prelevement nom prenom medecin homme femme sang urines glycemie cholesterol hemoglobine hematies leucocytes plaquettes et sans pour par conclusion examen analyse analyses ans triglycerides creatinine acide urique bilan usuelles normes anteriorite laboratoire dossier",
        "it": "il gli della del dei con data paziente eta sesso risultato risultati unita valori riferimento campione nome cognome medico maschio femmina sangue urine glucosio glicemia colesterolo emoglobina eritrociti leucociti piastrine e senza per esame esami referto anni trigliceridi creatinina acido urico prelievo di misura laboratorio emocromo",
        "tr": "ve ile tarih tarihi hasta adi soyadi yas cinsiyet sonuc sonuclar birim referans aralik numune doktor erkek kadin kan idrar glukoz kolesterol hemoglobin lokosit trombosit eritrosit icin bir test tetkik rapor laboratuvar trigliserid kreatinin urik asit degerler araligi protokol hastane",
        "vi": "va benh nhan ho ten tuoi gioi tinh ket qua don vi tri so tham chieu ngay mau bac si nam nu xet nghiem chi so binh thuong mau nuoc tieu hong cau bach cau tieu cau duong dinh luong chan doan ket luan khoa phong phieu huyet sac to chung",
    }.items()
}
#: The languages that each of them tells.
_SAID_IN = {
    word: tuple(code for code, words in _WORDS.items() if word in words) for word in frozenset().union(*_WORDS.values())
}
_WORD = re.compile(r"[^\W\d_]+")
#: Letters that one language alone uses among the seven.
_LETTERS = {
    "vi": "ăâđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ",
    "tr": "ğışİ",
    "es": "ñ¿¡",
    "fr": "êèœçûùî",
    "it": "ìò",
}

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "other",
        re.compile(
            r"出院小结|出院记录|入院记录|discharge (?:summary|letter)|informe de alta|epicrisis|d.hospitalisation|lettre de (?:sortie|liaison)|lettera di dimissione|epikriz|cikis ozeti|giay ra vien"
        ),
    ),
    (
        "pathology",
        re.compile(
            r"病理|细胞学|活检报告|免疫组化|冰冻|patholog(?:y|ical) report|histopatholog|surgical pathology|tissue exam|cytolog|biopsy|bone marrow|anatomia patologica|anatomopat|histolog|istolog|patoloji|giai phau benh|mo benh hoc|pap smear"
        ),
    ),
    (
        "endoscopy",
        re.compile(
            r"胃镜|肠镜|内镜|内窥镜|内视镜|支气管镜|喉镜|膀胱镜|宫腔镜|阴道镜|endoscop|gastroscop|colonoscop|bronchoscop|cystoscop|duodenoscop|noi soi|gastroscopi|coloscopie|fibroscopie|colonscopia|egds"
        ),
    ),
    (
        "imaging",
        re.compile(
            r"超声|超音波|彩超|b超|影像|放射|磁共振|核磁|ct检查|ct报告|ct诊断|ct平扫|x线|x光|dr检查|心电|心动图|造影|平扫|钼靶|骨密度|多普勒|^ct|脑电图|肌电图|"
            r"ultraso|sonogra|radiolog|radiograph|imaging|tomogra|magnetic resonance|\bmri\b|\bct\b|\bx-?ray|echocardio|electrocardio|\becg\b|\bekg\b|doppler|mammogra|\bscan\b|"
            r"ecograf|echograph|resonancia|risonanza|scanner|\birm\b|\btac\b|elettrocardio|ultrasonograf|manyetik|rontgen|ekokardiyo|sieu am|x-quang|cat lop|cong huong tu|dien tam do|dien tim"
        ),
    ),
    (
        "laboratory",
        re.compile(
            r"检验|化验|精液|基因检测|血常规|尿常规|生化|凝血|免疫|laborator|\blab\b|hemogram|haematolog|hematolog|biochem|blood count|urinalysis|chemistry|serolog|analisis|analyses|analisi|hematolog|quimica|bilan|emocromo|laboratuvar|tahlil|biyokimya|xet nghiem|huyet hoc|sinh hoa|blood gas|coagulation|semen|stool"
        ),
    ),
)
#: Headings that a laboratory prints above or below its results too.
_OF_RESULTS = re.compile(
    r"result|resultad|risultat|sonuc|ket qua|^report|referto|interpret|summary|comment|检查结果|提示|结论|评语|description|specimen"
)
#: What the departments that measure blood call their sheets, too.
_OF_A_DEPARTMENT = re.compile(r"^(?:clinical )?pathology report(?: form)?$")
#: Headings that only a pathologist prints.
_OF_TISSUE = re.compile(
    r"巨检|肉眼|大体|光镜|免疫组化|免疫组织|冰冻|病理|gross|macroscop|microscop|immunohisto|makroskop|mikroskop|dai the|vi the"
)
_SPECIMEN_WORDS = re.compile(
    r"^(?:(?:末梢|外周|静脉|动脉|毛细管|抗凝|EDTA|枸橼酸|肝素|脐带|指尖|晨|随机|24小时|24h|中段|空腹)*(?:全血|血清|血浆|尿液|尿|粪便|大便|脑脊液|胸水|腹水|胸腹水|痰|痰液|精液|血液|静脉血|动脉血|末梢血|咽拭子|鼻咽拭子|分泌物|白带|骨髓|阴道分泌物|前列腺液|关节液|羊水|唾液|血)(?:[（(][^（）()]{1,12}[)）])?"
    r"|(?:whole |venous |capillary |arterial |edta |peripheral |random |fasting |spot |24\s?h(?:our)? |midstream )*(?:blood|serum|plasma|urine|stool|faeces|feces|csf|sputum|semen|swab|saliva|sangre|suero|orina|heces|sang|selles|urines|sangue|siero|urine|feci|kan|idrar|gaita|plazma|mau|huyet thanh|huyet tuong|nuoc tieu|phan|sangre total|sangre venosa|sang total|sang veineux|sangue intero|tam kan|mau toan phan)(?: \(?edta\)?| venosa| total| veineux| venoso)?)$"
)


#: A line with such a label is a field of the form.
_NO_TITLE = ("technique", "clinical", "specimen", "name", "number", "staff", "collected", "reported")


def read_heading(pages: Sequence[PageText], regions: Sequence[Sequence[Region]]) -> About:
    """Title, kind, language and specimen of the whole document, from its words. ``SCRIPT_UNSUPPORTED`` when most letters
    belong to a script that is not read, ``SEVERAL_REPORTS`` when the file holds more than one."""
    del regions
    language, unsupported = language_of(line.text for page in pages for line in page.lines)
    by_page = [titles_of(page) for page in pages]
    titles = [t for printed in by_page for t in printed]
    title = titles[0] if titles else ""
    reasons: list[Reason] = []
    if unsupported:
        reasons.append(Reason.SCRIPT_UNSUPPORTED)
    if several_reports(pages, by_page, [_kind_of_title(printed[0]) if printed else None for printed in by_page]):
        reasons.append(Reason.SEVERAL_REPORTS)
    return About(title, kind_of(pages, titles), language, _specimen(pages), tuple(reasons))


def language_of(texts: Iterable[str]) -> tuple[str, bool]:
    """Language code and whether the script is one that is not read here."""
    letters: Counter[str] = Counter()
    votes: Counter[str] = Counter(dict.fromkeys(_WORDS, 0))
    texts = list(texts)
    for char, times in Counter("".join(texts)).items():
        script, codes = _letter(char)
        letters[script] += times
        for code in codes:
            votes[code] += times
    for text in texts:
        for word in _WORD.findall(fold(text)):
            for code in _SAID_IN.get(word, ()):
                votes[code] += 2
    total = letters["han"] + letters["latin"] + letters["other"]
    if total == 0:
        return "", False
    unsupported = letters["other"] > 0.3 * total
    if letters["han"] >= 0.15 * total or letters["han"] >= 30:
        return "zh", unsupported
    best, count = votes.most_common(1)[0]
    return (best if count >= 2 else ""), unsupported


@lru_cache(maxsize=8192)
def _letter(char: str) -> tuple[str, tuple[str, ...]]:
    """The script of a letter (empty for other characters), and the languages that it tells."""
    name = unicodedata.name(char, "") if char.isalpha() and not is_han(char) else ""
    script = "latin" if name.startswith("LATIN") else "greek" if "GREEK" in name else "other"
    told = tuple(code for code, own in _LETTERS.items() if char.lower() in own)
    return ("" if not char.isalpha() else "han" if is_han(char) else script), told


@once_a_page
def titles_of(page: PageText) -> tuple[str, ...]:
    """Lines above the body that are made of title words, the largest print first."""
    where = know(page).zones
    lines = page.lines
    heads = {i for row in know(page).heads for i in row}
    upper = 0.35 * max((line.bottom for line in lines), default=0.0)
    found: list[tuple[float, float, str]] = []
    for i, line in enumerate(lines):
        text = unicodedata.normalize("NFKC", line.text).strip(" *:-—_=")
        if i in heads or not 2 < len(text) < 80 or where[i] == "footer" or text[-1:].isdigit():
            continue
        if know(page).loose and any(x.kind in _NO_TITLE for x in labels_in(text, True)):
            continue
        if any(is_han(c) for c in text):
            title = title_part(text)
            if title and (where[i] == "header" or line.top < upper):
                found.append((-line.height - (line.height if len(title) > 3 else 0), line.top, title))
        elif (
            where[i] == "header"
            and len(text) > 3
            and not heading_in(text)
            and (only_title_words(text) or glued_title_words(text))
        ):
            if re.search(r"[:：]", line.text) or fold(text) in (
                "laboratory",
                "lab",
                "page",
                "clinica",
                "laboratorio",
                "laboratoire",
                "laboratuvar",
                "unit",
                "normal",
                "general",
            ):
                continue
            found.append((-line.height, line.top, text))
    return tuple(title for _, _, title in sorted(found))


def kind_of(pages: Sequence[PageText], titles: Sequence[str]) -> Kind:
    """By the title's words, else by what the page holds: a result table, or the headings of an examination."""
    for title in titles:
        told = _kind_of_title(title)
        if told == "pathology" and _OF_A_DEPARTMENT.search(fold(_unglued(title))) and _holds_results(pages):
            continue
        if told:
            return told
    votes: Counter[Kind] = Counter()
    tissue = 0
    for page in pages:
        if know(page).heads:
            votes["laboratory"] += 3
        if leads_of(page):
            votes["imaging"] += 3
        for line in page.lines:
            heading = heading_in(line.text)
            text = fold(line.text)
            for kind, pattern in _KINDS:
                if pattern.search(text) and len(text) < 60:
                    votes[kind] += 3 if heading and heading.marked else 1
                    break
            if heading and heading.marked and heading.kind in ("findings", "impression"):
                votes["imaging"] += 1
            said = (heading.text, _unglued(heading.text)) if heading else ()  # MAKROSKOPi has no second word
            tissue += any(_OF_TISSUE.search(fold(t)) for t in said)
    if is_narrative(pages):
        votes["imaging"] += 4
        votes["pathology"] += 5 * tissue  # one such heading tells it from any other examination
    return votes.most_common(1)[0][0] if votes else "other"


def _holds_results(pages: Sequence[PageText]) -> bool:
    """A header of results, and no heading of an examination of tissue (urine has a ``Microscopic Examination``)."""
    if not any(know(page).heads for page in pages):
        return False
    said = (h for page in pages for line in page.lines if (h := heading_in(line.text)) is not None)
    return not any(
        (_OF_TISSUE.search(fold(_unglued(h.text))) and (h.marked or "examination" not in fold(h.text)))
        or (h.kind in ("findings", "diagnosis") and not _OF_RESULTS.search(fold(h.text)) and h.marked)
        for h in said
    )


def _kind_of_title(title: str) -> Kind | None:
    folded = fold(_unglued(title))
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), None)


def is_narrative(pages: Sequence[PageText]) -> bool:
    """Two different headings of an examination report; where a result table is headed, unmarked ones count only when they
    stand alone and name no result."""
    table = any(know(page).heads for page in pages)
    kinds = {
        h.kind
        for page in pages
        for row in know(page).rows
        for i in row
        if (h := heading_in(page.lines[i].text))
        and (h.marked or not table or (len(row) == 1 and not _OF_RESULTS.search(fold(h.text))))
    }
    if len(kinds & {"findings", "impression", "diagnosis"}) >= 2:
        return True
    told = {fold(h.text) for page in pages for line in page.lines if (h := heading_in(line.text)) and h.marked}
    return not table and len(told) >= 4 and bool(kinds & {"impression", "diagnosis", "recommendation"})


def _unglued(text: str) -> str:
    """``PathologyReport`` and ``CTReport`` in words, where the recogniser lost the spaces."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)


def _specimen(pages: Sequence[PageText]) -> str:
    """As printed behind its label; only words for specimens, so that no neighbour's text slips in."""
    for page in pages:
        for field in know(page).fields:
            if field.kind == "specimen" and field.value:
                for piece in (field.value, re.split(r"\s{1,}|[,，;；(（]", field.value)[0]):
                    text = unicodedata.normalize("NFKC", piece).strip(" .:")
                    if _SPECIMEN_WORDS.match(text) or _SPECIMEN_WORDS.match(fold(text)):
                        return text
    return ""
