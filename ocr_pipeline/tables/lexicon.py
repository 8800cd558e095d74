"""The words of table headers in seven languages, and the splitting of headers that the detector joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import eq
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_pipeline.tables.normal import compact, is_cjk, plain

Kind = Literal["name", "code", "serial", "result", "flag", "unit", "ref", "method", "previous", "other", "foreign"]

# Each list is the field's own wording: laboratory systems in China, and reports in English, Spanish, French, Italian,
# Turkish and Vietnamese. "foreign" words are those of bills, menus and drug lists: a table with them holds no results.
_WORDS: dict[Kind, str] = {
    "name": "项目|检验项目|检测项目|检查项目|项目名称|检验项目名称|检测项目名称|中文名称|名称|分析项目|测定项目|试验项目|化验项目|检验内容|指标|参数|测量项目|组分|成分|抗生素|抗菌药物|抗菌素|抗生素名称|过敏原|过敏原名称|检测位点|基因位点|测量参数|中文名|检测指标|"
    "test|tests|testname|test name|investigation|investigations|analyte|analytes|parameter|parameters|test description|description|"
    "component|assay|procedure|examination|test parameter|test parameters|name of test|item|items|measurement|measurements|"
    "antibiotic|antibiotics|antimicrobial|allergen|antibiotico|antibioticos|alergeno|antibiotique|antibiotiques|allergene|allergeni|antibiyotik|kháng sinh|prueba|pruebas|examen|examenes|analisis|determinacion|determinaciones|parametro|parametros|estudio|estudios|"
    "nombre de la prueba|descripcion|analito|"
    "analyse|analyses|examens|parametre|parametres|designation|libelle|dosage|nom de l analyse|nature de l analyse|"
    "esame|esami|analisi|descrizione|prova|parametri|denominazione|esame eseguito|nome esame|descrizione esame|"
    "tetkik|tetkik adı|tetkikler|test adı|tahlil|tahlil adı|işlem|işlem adı|parametre adı|inceleme|islem adi|"
    "tên xét nghiệm|xét nghiệm|chỉ số|tên chỉ số|yêu cầu xét nghiệm|danh mục|danh mục xét nghiệm|nội dung|tên dịch vụ|dịch vụ|"
    "yêu cầu|tên|chỉ số xét nghiệm|chỉ tiêu|exame|exames|mesure|misura|medida|mediciones|ölçüm|phép đo",
    "code": "代码|编码|项目代码|英文名称|英文缩写|缩写|英文|简称|英文名|英文代码|项目编码|代号|code|abbr|abbreviation|abbr.|short name|symbol|"
    "codigo|abreviatura|sigla|code analyse|codice|kod|kodu|kısaltma|mã|mã xn|mã số|viết tắt|ký hiệu",
    "serial": "序号|序|编号|no|no.|nr|s.no|sno|s no|sl no|sr no|sr.no|sl.no|#|n°|nº|num|stt|tt|sıra|sira no|sıra no|n.",
    "result": "结果|结杲|特果|緒果|检验结果|检测结果|测定结果|结果值|测定值|检测值|检验值|测量值|数值|定量结果|定性结果|本次结果|检查结果|测试结果|实测值|测值|检测数值|检测浓度|浓度|基因型|mic|mic值|最低抑菌浓度|genotype|concentration|"
    "result|results|value|values|observed value|observed values|your value|patient|patients|your results|test result|test results|patient value|"
    "current result|patient result|your result|result value|reading|measured value|measured|observed|"
    "in range|within range|normal result|normal results|out of range|out range|outside range|abnormal result|abnormal results|"
    "resultado|resultados|valor|valores|valor obtenido|resultado actual|valor hallado|"
    "resultat|resultats|valeur|valeurs|valeur mesuree|resultat actuel|"
    "risultato|risultati|esito|valore|valori|valore misurato|"
    "sonuç|sonuçlar|sonucu|değer|değeri|bulunan değer|ölçülen değer|test sonucu|tetkik sonucu|"
    "kết quả|kq|kết quả xét nghiệm|kết quả xn|giá trị|giá trị đo|trị số",
    "flag": "提示|标志|标记|异常|异常提示|状态|高低|箭头|警示|升降|偏高/偏低|备注提示|flag|flags|status|abnormal|h/l|abn|alert|indicator|"
    "interpretation|indicador|alerta|bandera|señal|anomalie|alerte|drapeau|segnale|allarme|asterisco|durum|işaret|uyarı|"
    "敏感度|敏感性|药敏|药敏结果|susceptibility|sensibilidad|sensibilite|sensibilita|duyarlılık|cảnh báo|đánh giá|bất thường|cờ|h l|remark|remarks|nhận xét",
    "unit": "单位|计量单位|units|unit|unit of measure|uom|measurement unit|units of measure|unidad|unidades|u.m.|um|ud|uds|unid|"
    "unite|unites|unità|unità di misura|unita di misura|u. misura|udm|unita misura|birim|birimi|birimler|"
    "đơn vị|đvt|đơn vị tính|đơn vị đo|dv|unidade|unites si",
    "ref": "参考范围|参考区间|参考值|参考值范围|正常参考值|正常值|正常范围|生物参考区间|参考|参考区间范围|正常参考范围|正常值范围|参考标准|正常参考区间|生物参考范围|折点|判断折点|判读标准|breakpoint|breakpoints|参考数值|参考范围值|"
    "reference|reference range|reference ranges|reference value|reference values|reference interval|reference intervals|ref range|"
    "ref. range|normal range|normal ranges|normal value|normal values|biological reference interval|"
    "biological ref interval|bio. ref. interval|biological reference range|bio ref interval|bio. ref. range|ref. interval|ref interval|"
    "ref value|ref. value|ref. values|range|ranges|normal|expected values|expected range|ref|standard range|biological ref. interval|"
    "bio. ref. int.|biological ref range|biological reference intervals|reference limits|normals|"
    "valores de referencia|valor de referencia|rango de referencia|rangos de referencia|intervalo de referencia|"
    "intervalos de referencia|valores normales|rango normal|valor normal|v.r.|vr|v. ref.|v.ref.|v ref|vref|vr. ref.|valor ref.|valores ref.|rango ref.|int. ref.|i.r.|referencia|rango|v. referencia|val. referencia|"
    "valores referenciales|val. ref.|intervalo de referencia biologico|intervalo biologico de referencia|rango biologico de referencia|"
    "valeurs de reference|valeur de reference|valeurs de référence|valeurs usuelles|valeurs normales|intervalle de reference|"
    "intervalles de reference|normes|norme|normale|normales|references|valeurs physiologiques|v. usuelles|val. usuelles|intervalle|"
    "valeurs attendues|val. de reference|valeurs ref|"
    "valori di riferimento|valore di riferimento|intervallo di riferimento|intervalli di riferimento|valori normali|riferimento|"
    "val. di riferimento|val. rif.|intervalli di rif.|range di riferimento|limiti di riferimento|valori riferimento|valori rif.|"
    "intervallo riferimento|val. riferimento|intervallo|v.n.|limiti|"
    "referans|referans değeri|referans değerleri|referans değerler|referans aralığı|referans aralıkları|referans aralik|"
    "normal değerler|normal değer|normal aralık|referans aralığı/karar sınırı|referans deger|normal değerleri|ref. aralığı|ref aralığı|"
    "ref. değer|referans limitleri|"
    "trị số bình thường|giá trị tham chiếu|chỉ số bình thường|csbt|khoảng tham chiếu|giá trị bình thường|tham chiếu|trị số tham chiếu|"
    "gtbt|gttc|tstc|tsbt|giới hạn bình thường|trị số bt|bình thường|khoảng bình thường|khoảng tham khảo|trị số tham khảo|"
    "giá trị tham khảo|khoảng tham chiếu sinh học|valores de referência|valor de referência|cut off|cutoff|cut off value|cutoff value",
    "method": "方法|检测方法|检验方法|测定方法|方法学|实验方法|仪器|检测仪器|试剂|仪器设备|method|methods|methodology|technique|instrument|analyzer|metodo|"
    "metodologia|tecnica|methode|technique utilisee|automate|metodica|yöntem|metod|metot|cihaz|phương pháp|máy xn|máy|quy trình|"
    "thiết bị|qt|máy/phương pháp|ppxn|mã quy trình|máy xét nghiệm|quy trình xn|sample type|specimen|标本|标本类型|样本类型|样本",
    "previous": "上次结果|历史结果|既往结果|前次结果|历史|上次|前次|历次结果|上次值|前值|previous|previous result|previous results|prior|prior result|"
    "last result|history|previous value|prev. result|prev result|prev|last|anterior|resultado anterior|resultados anteriores|"
    "valor anterior|anteriores|anteriorites|anteriorite|antecedent|antecedents|resultat anterieur|resultats anterieurs|precedente|"
    "risultato precedente|precedenti|esito precedente|risultati precedenti|önceki sonuç|önceki|önceki sonuçlar|önceki değer|"
    "kết quả trước|lần trước|kq trước|kết quả lần trước|kết quả cũ",
    "other": "对照|对照值|质控值|control|control value|controls|mean normal|mnpt|normal control|日期|时间|检验者|备注|科室|说明|审核|date|time|comment|comments|note|notes|lab|site|fecha|observaciones|date de prelevement|commentaire|"
    "data|osservazioni|açıklama|tarih|not|ghi chú|ngày|onay tarihi|uzman onay|百分位|临床意义|意义|clinical significance|z-score|z score|"
    "cut off/index|cutoff index|cut off index|index|index value|coi|s/co|s/co ratio|od ratio",
    "foreign": "单价|数量|金额|规格|价格|总价|合计金额|小计|收费|收费项目|应收|自付|医保|用法|用量|剂量|频次|天数|菜名|菜品|price|qty|quantity|amount|"
    "total|unit price|rate|cost|charge|charges|fee|dose|dosage form|frequency|discount|subtotal|precio|cantidad|importe|prix|quantite|"
    "montant|prezzo|quantita|importo|totale|fiyat|miktar|tutar|adet|đơn giá|số lượng|thành tiền|liều dùng|cách dùng|precio unitario|"
    "calories|menu|dish|possible causes|causes|high|low|increased in|decreased in|升高|降低|升高意义|降低意义|可能原因|tax|vat|iva|prix unitaire|"
    "importe total|duration|route|medicine|medication|drug|药品名称|药名|商品名称|生产厂家|批号",
}
_ENTRIES: dict[str, Kind] = {}
for _kind, _joined in _WORDS.items():
    for _word in _joined.split("|"):
        _ENTRIES.setdefault(compact(_word) or _word, _kind)
_LONGEST = max(map(len, _ENTRIES))


@dataclass(frozen=True, slots=True)
class Hit:
    """A header word: its kind and the characters ``start:end`` of the text it was found in."""

    kind: Kind
    start: int
    end: int


_SIMPLIFIED = str.maketrans("項結單參範圍檢驗標準號編區間", "项结单参范围检验标准号编区间")
_LATIN = [w for w in _ENTRIES if len(w) >= 4 and w.isascii()]
_VIETNAMESE = [
    compact(w)
    for w in "|".join(_WORDS.values()).split("|")
    if re.search("[ăâđêôơưàáạảãầấậẩẫằắặẳẵèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", w)
]
_HAN = [w for w in _ENTRIES if len(w) >= 4 and not w.isascii()]


@lru_cache(maxsize=4096)
def _fuzzy(key: str) -> Kind | None:
    """Slips of the recogniser in a longer word are forgiven, one in five letters or so: it knows few Vietnamese vowels."""
    if len(key) > 32 or (len(key) < 5 and key.isascii()) or len(key) < 4:
        return None
    allowed = (1 if len(key) < 6 else 2) if not key.isascii() else 1 if len(key) < 10 else 2 if len(key) < 15 else 3
    found = process.extractOne(
        key, _LATIN if key.isascii() else _HAN, scorer=Levenshtein.distance, score_cutoff=allowed
    )
    return _ENTRIES[found[0]] if found else None


@lru_cache(maxsize=2048)
def header_words(text: str) -> tuple[Hit, ...]:
    """The header words that ``text`` consists of, in order; empty when anything else stands in it.

    ``提示单位`` gives flag and unit; ``Result (mmol/L)`` gives result (what stands in brackets is left out).
    """
    shown = plain(text)
    letters: list[tuple[str, int]] = []
    depth = 0
    for at, char in enumerate(shown):
        if char in "([{【":
            depth += 1
        elif char in ")]}】":
            depth = max(0, depth - 1)
        elif not depth:
            letters.extend((c, at) for c in (compact(char) or (char if char in "#" else "")))
    key = "".join(c for c, _ in letters)
    if not key or len(key) > 120:
        return ()
    key = key.translate(_SIMPLIFIED)
    whole = _ENTRIES.get(key)
    cuts = [] if whole else _segment(key)
    if not whole and not cuts:
        whole = _fuzzy(key)
    if whole:
        return (Hit(whole, letters[0][1], letters[-1][1] + 1),)
    hits = [Hit(kind, letters[a][1], letters[b - 1][1] + 1) for a, b, kind in cuts]
    return tuple(hits) or _by_spaces(text, shown)


def with_letters_lost(text: str) -> tuple[Hit, ...]:
    """A Vietnamese header word without its vowels of two marks (``KtQu``, ``Đnv tính``). Rash on its own: for a piece of a
    band that is known to be a header."""
    kind = _letters_lost(compact(text))
    return (Hit(kind, 0, len(text)),) if kind is not None else ()


@lru_cache(maxsize=4096)
def _letters_lost(key: str) -> Kind | None:
    if not 3 <= len(key) <= 24:
        return None
    fits = {
        _ENTRIES[word]
        for word in _VIETNAMESE
        if word[0] == key[0] and len(key) >= 0.6 * len(word) and len(key) < len(word) and _left_out(key, word)
    }
    return fits.pop() if len(fits) == 1 else None


def _left_out(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(c in letters for c in part)


def bent_words(text: str) -> tuple[Hit, ...]:
    """Header words run together and each perhaps with slips (``KtQuåKhoángthamchiu``, ``制定结果异常单位``), or one short
    Han word with one wrong letter (``项回``). Slow, and rash on its own: for a piece of a band that is known to be a header."""
    shown = plain(text)
    letters = [(c, at) for at, char in enumerate(shown) for c in compact(char)]
    key = "".join(c for c, _ in letters).translate(_SIMPLIFIED)
    if len(key) == 2:
        kinds = {k for w, k in _ENTRIES.items() if len(w) == 2 and is_cjk(w[0]) and sum(map(eq, w, key)) == 1}
        return (Hit(kinds.pop(), letters[0][1], letters[-1][1] + 1),) if len(kinds) == 1 else ()
    if not (9 if key.isascii() else 5) <= len(key) <= 40:
        return ()
    least = 4 if len(key) <= 20 else 5
    best: list[tuple[float, tuple[tuple[Kind, int, int], ...]] | None] = [None] * (len(key) + 1)
    best[0] = (0.0, ())
    for end in range(2, len(key) + 1):
        for start in range(max(0, end - 22), end - 1):
            before = best[start]
            if before is None or (0 < start < 2):
                continue
            word = key[start:end]
            kind = _ENTRIES.get(word) if len(word) >= 4 or is_cjk(word[0]) else None
            cost = before[0] + 1.0
            if kind is None and len(word) >= least:
                kind, cost = _fuzzy(word) or _letters_lost(word), cost + 0.6
            held = best[end]
            if kind is not None and (not before[1] or before[1][-1][0] != kind) and (held is None or cost < held[0]):
                best[end] = (cost, (*before[1], (kind, start, end)))
    found = best[-1][1] if best[-1] is not None else ()
    if len(found) < 2:
        return ()
    ends = [letters[a][1] for _, a, _ in found[1:]] + [letters[-1][1] + 1]
    return tuple(Hit(kind, letters[a][1], stop) for (kind, a, _), stop in zip(found, ends, strict=True))


def _by_spaces(text: str, shown: str) -> tuple[Hit, ...]:
    """Headers side by side with a space between, each perhaps with a slip: ``STT Danh mc xét nghim``."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", shown)]
    if not 2 <= len(words) <= 8:
        return ()
    best: list[tuple[Hit, ...] | None] = [None] * (len(words) + 1)
    best[0] = ()
    for end in range(1, len(words) + 1):
        for start in range(end):
            before = best[start]
            if before is None:
                continue
            a, b = words[start][0], words[end - 1][1]
            key = compact(text[a:b])
            kind = _ENTRIES.get(key) or _fuzzy(key)
            if kind is not None and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, Hit(kind, a, b))
    return best[-1] or ()


def _stands_alone(key: str, start: int, end: int) -> bool:
    """A short Latin word counts only between letters of another script (``NO项目``)."""
    before = start == 0 or not key[start - 1].isascii()
    after = end == len(key) or not key[end].isascii()
    return before and after and end - start >= 2


def _segment(key: str) -> list[tuple[int, int, Kind]]:
    """Fewest lexicon words that make up ``key``; empty when they do not."""
    best: list[tuple[int, int, Kind | None] | None] = [None] * (len(key) + 1)
    best[0] = (0, 0, None)
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            kind = _ENTRIES.get(key[start:end]) if before is not None else None
            if before is None or kind is None:
                continue
            behind = end == len(key) and start >= 6  # Kết quả cờ
            if end - start < 3 and key[start:end].isascii() and not behind and not _stands_alone(key, start, end):
                continue
            if best[end] is None or before[0] + 1 < best[end][0]:  # type: ignore[index]
                best[end] = (before[0] + 1, start, kind)
    out: list[tuple[int, int, Kind]] = []
    at = len(key)
    while at > 0:
        step = best[at]
        if step is None or step[2] is None:
            return []
        out.append((step[1], at, step[2]))
        at = step[1]
    return out[::-1]
