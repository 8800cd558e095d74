"""People in running text: relatives, colleagues and callers, whom no label of a form introduces.

A capital letter alone says little (eponyms, brands, places of a sentence); what is looked for is a word that announces
somebody (``her daughter``, ``discussed with``, ``su nuera``, ``eşi``, ``chồng là anh``, ``丈夫``) and the name behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part, fold, is_han
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.identity.words import NOT_NAMES, RARE_SURNAMES, SURNAMES, is_common_text
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import Line, PageText

_KIN = (
    "(?:step|god)?daughter(?:-in-law)?|(?:step|god)(?:son|mother|father|sister|brother)|(?:half-)?(?:brother|sister)(?:-in-law)?|(?:mother|father)-in-law|girlfriend|boyfriend|fianc[eé]e?|flatmate|roommate|tutora?(?: legal)?|representante(?: legal)?|tuteur|tutrice|aidante?|compagne|concubine?|tutore|tutrice|(?<=his )son|(?<=via )son|ahijad[oa]|madrina|padrino|(?<=her )son|(?<=their )son|(?<=the )son|(?<=s )son|(?<=by )son|(?<=with )son|(?<=to )son|son-in-law|husband|wife|mother|father|brother|sister|partner|spouse|carer|caregiver|guardian|aunt|uncle|"
    "niece|nephew|grand(?:mother|father|son|daughter)|friend|neighbou?r|colleague|cousin|medical student|student|trainee|resident|fellow|nurse|matron|interpreter|secretary|"
    "hij[oa]|espos[oa]|marido|mujer|madre|padre|herman[oa]|nuera|yerno|niet[oa]|ti[oa]|abuel[oa]|cuidador[ae]?|enfermer[oa]|vecin[oa]|colega|amig[oa]|pareja|novi[oa]|suegr[oa]|cunad[oa]|sobrin[oa]|"
    "fils|fille|mari|epouse|epoux|mere|pere|frere|soeur|belle-fille|gendre|neveu|petite?-fil(?:s|le)|cousine?|beau-fils|beau-pere|confrere|consoeur|collegue|infirmi(?:er|ere)|secretaire|"
    "figli[oa]|marito|moglie|fratello|sorella|nuora|nipote|collega|infermier[ea]|caposala|badante|cognat[oa]|suocer[oa]|compagn[oa]|fidanzat[oa]|cugin[oa]|zi[oa]|"
    "esi|oglu|kizi|annesi?|babasi?|kardesi?|ablasi|agabeyi|gelini|damadi|yegeni|torunu|refakatcisi|hemsire|"
    "chong|con trai|con gai|dieu duong|"
    "don|dona|named|nombrad[oa]|llamad[oa]|nomm[eé]e?|di nome"
)
#: Vietnamese words before a name; without their marks they are words of other languages.
_KIN_VI = "anh|chị|ông|bà|cô|chú|vợ|mẹ|bố|Anh|Chị|Ông|Bà|Cô|Chú"
_TELL = (
    r"discussed(?=[^.;]{0,60}? (?:with|to)\b)|spoke|spoken|informed(?! consent)|notified|phoned|telephoned|called to|relayed|communicated|reviewed(?: at \w+| in \w+)? with|conveyed|accompanied by|brought in by|agreed with|"
    r"comenta|comento|comentad[oa]|comunico|comunicad[oa]s?|informo a|avisad[oa]|acompanad[oa] (?:de|por)|traid[oa] por|"
    r"discute avec|vu avec|relecture avec|accompagnee? (?:de|par)|adressee? par|joindre|informee?|"
    r"comunicat[oaie]|discusso con|accompagnat[oa] da|condiviso con|"
    r"bildirildi|konusuldu|haber verildi|iletildi|gorusuldu|"
    r"trao doi voi|thong bao cho|tai kham voi"
)
_CLOSING = (
    r"(?:atentamente|cordialement|(?:bien )?amicalement|(?:bien )?confraternellement|cordiali saluti|distinti saluti|(?:yours )?sincerely|"
    r"(?:kind|best|warm) regards|yours (?:truly|faithfully)|saygilarimla|tran trong|cordialmente|un saludo)"
)
_UPPER = r"[^\W\d_a-zà-ÿ]"
#: Nobody's name has more letters or hyphens; without an end a line of dashes would cost the square of its length.
WORD = rf"{_UPPER}[^\W\d_]{{0,40}}(?:['’`\-][^\W\d_]{{1,40}}){{0,5}}"
_SMALL = r"(?:de|del|la|las|los|da|di|du|des|van|von|der|den|bin|ibn|al|el|y|dos|do|le|dalla|della|degli|d['’])"
NAME = re.compile(
    rf"(?:{_UPPER}[.]\s?){{0,3}}(?:{_SMALL}\s+){{0,3}}{WORD}(?:[\s]+(?:{_SMALL}\s+){{0,2}}(?:{_UPPER}[.]\s?)?{WORD}){{0,4}}"
)
#: A capital I that was read as a small l: ``collega lacopozzi.``
_SLIPPED = re.compile(r"l[a-zà-ÿ]{4,}(?=\s*(?:[.,;)]|$))")
_ANNOUNCED = re.compile(
    rf"(?<![^\W\d_])(?:her|his|their)?(?:{_KIN})s?(?![^\W\d_])(?:['’]s)?(?: (?:legal|of the patient|del paciente|de la paciente|du patient|de la patiente|del paziente|della paziente))?(?P<gap>[\s,(]{{0,2}}(?:(?:el|la|il|le|là|la)\s)?|(?=[A-Z]))"
)
_GLUED = re.compile(
    r"(?:son|daughter|husband|wife|brother|sister|mother|father|niece|nephew|épouse|époux|mère|père|frère|sœur|soeur|esposa|esposo|hermano|hermana|madre|padre|sorella|fratello|hijo|hija|fils|fille|figlia|figlio|marito|moglie)(?=[A-ZÀ-Þ][a-zß-ÿ]{2})"
)
_ANNOUNCED_VI = re.compile(rf"(?<![^\W\d_])(?:{_KIN_VI})\s+")
_OPEN_END = re.compile(rf"(?<![^\W\d_])(?:{_KIN}|(?:{_TELL})(?: with| to| con| avec)?)$")
_TOLD = re.compile(rf"(?<![^\W\d_])(?:{_TELL})(?![^\W\d_])")
_CLOSED = re.compile(rf"^\s*(?:{_CLOSING})\s*[,:.]?\s*")
#: ``Mehmet Bey'in``, ``Ayşegül Hanım``.
_TURKISH = re.compile(rf"(?<![^\W\d_])({WORD}(?:\s{WORD})?)\s(?:Hanım|Hanim|Bey)(?![^\W\d_])")
#: In capitals only behind these, or in brackets: ``PHONED TO SISTER X``, but not ``MOTHER HAD STROKE``.
_TOWARDS = re.compile(
    r"(?:\bto|\bwith|\bby|\bvia|\bcon|\bavec|\bal|\balla|\ba|\bpor|\bpar|\bda|\bvoi)\s+(?:\w+\s+){0,2}$"
)
#: The stop of an initial (``J. Petrossian``) ends no sentence.
_SENTENCE = re.compile(r"(?:[^.;!?]|(?<=[^\w][A-Z])\.)*")

_KIN_HAN = re.compile(
    r"(?:(?:患者|病人|患儿|其)之[妻夫子女父母兄弟姐妹]|丈夫|妻子|爱人|配偶|儿子|女儿|父亲|母亲|其父|其母|其子|其女|其夫|其妻|哥哥|姐姐|弟弟|舅舅|舅妈|姑姑|姑妈|姑父|姨妈|姨父|姨夫|叔叔|伯伯|伯父|婶婶|嫂子|姐夫|妹夫|侄子|侄女|外甥女?|表[哥姐弟妹]|堂[哥姐弟妹]|公公|婆婆|岳父|岳母|妹妹|爷爷|奶奶|外婆|外公|儿媳|女婿|孙子|孙女|"
    r"监护人|陪同人|陪护|护工|翻译|导游|同事|邻居|朋友|家属|家长|老师)(?:[（(][\u4e00-\u9fff]{1,3}[)）])?[:：]?\s*(?=[\u4e00-\u9fff])"
)
_ROLE_HAN = re.compile(
    r"(?:主诊|主治|主管|经治|管床|值班|上级|住院|责任)?(?:医生|医师|主任|大夫|护士长|护士|技师|教授|专家|助手|[一二]助|术者|主刀)(?=[\u4e00-\u9fff])"
)
#: A person's own words, or somebody's for her, whatever the surname: ``患者杨过自述``, ``其妻小龙女代诉``.
_SAYS_HAN = re.compile(
    r"(?:患者|病人|患儿|孕妇|产妇|丈夫|妻子|儿子|女儿|其父|其母|其子|其女|其夫|其妻|家属|家长)([\u4e00-\u9fff]{2,4}?)(?:自述|主诉|代诉|代述|陪同|签字|已知情|知情同意)"
)
_AFTER_HAN = re.compile(r"之[子女父母妻夫]|患儿(?=家[长属])|(?:的)?家[长属](?=签)")
#: What goes on behind a name.
_STOP_HAN = "代抱带送扶搀领自诉沟陪同签字收已到来于在代同知情及和与至处请经由为的会诊复查检验审核核电告嘱说述称、，。；：,;:()（）/ "
#: Characters that write names of other languages.
TRANSLITERATION = frozenset(
    "阿艾买提古丽吐尔逊江木拉热娜合汗孜迪力比伊布依卡哈克麦德尼帕提赛娅米吉穆罕默斯萨苏来曼库巴哈祖胡玛玛亚塔图娃尔别列达旦增卓玛扎西才让次仁拉姆桑格央金洛珠平措加措多杰旺堆索南丹巴仁青"
    "山日白布不沙克孜依木沙汗地合外吐逊迪丽娅姑努如再乃比拜乌兰其格巴特尔图雅那仁托娅苏日敖登额敦孟根宝音约翰逊史密斯杰克罗伯特玛丽亚大卫迈安德烈夫娜维奇奥利弗詹姆森莎菲诺伦热沙依努茹仙铁买江肉孜再纳甫塞买海艾力外甫满速莱吾守柯瓦勒斯坦科娃诺娃"
)
#: Who is told or does something, by a transliterated name; amoebas do much, too.
_TOLD_HAN = re.compile(rf"(?:由|嘱|转告|告知|通知|致电|联系)(?!阿米巴)([{''.join(sorted(TRANSLITERATION))}]{{3,}})")
#: What follows a role or a relative without being anybody, though it begins like a surname.
NOBODY_HAN = frozenset(
    "安排 安慰 方案 方法 高度 常规 解释 解读 查看 查房 查体 时间 应当 应该 单位 明确 项目 计划 平时 温馨 任何 成功 商量 宣教 连续 容易 满意 充分 向其 向家属 路过 左右 简单 全面 全程 沟通 和谐 强调 习惯 通知 经过 相关 后续 有关 能否 从事 国内 何时 何处 谈话 申请 陈述 江苏 边缘 关注 支持".split()
)
_DOT = re.compile(r"[·•・‧∙]")


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    del fields, zones
    for index, line in enumerate(page.lines):
        found = people_in(line.text)
        for start, end in found:
            yield from spans_of(page, Part(page.index, index, start, end), "staff", _telling(line.text[start:end]))
        below = _wrapped(page, line, found)
        if below is not None:
            match = NAME.match(page.lines[below].text)
            if match and is_name(match.group()):
                yield from spans_of(page, Part(page.index, below, 0, match.end()), "staff", _telling(match.group()))


def people_in(text: str) -> list[tuple[int, int]]:
    """Places of people that words of ``text`` announce."""
    if any(is_han(c) for c in text):
        return [*_dotted(text), *_announced_han(text)]
    folded = fold(text)
    out: list[tuple[int, int]] = []
    shouted = text.upper() == text
    for pattern, said in ((_ANNOUNCED, folded), (_GLUED, text), (_ANNOUNCED_VI, text)):
        for cue in pattern.finditer(said):
            slipped = _SLIPPED.match(text, cue.end())
            if slipped:
                out.append(slipped.span())
                continue
            match = NAME.match(text, cue.end())
            if match is None or not is_name(match.group()):
                continue
            bracket = text[cue.end() - 1 : cue.end()] == "("
            if shouted and not (bracket or _TOWARDS.search(folded[: cue.start()])):
                continue
            out.append(match.span())
    for cue in _TOLD.finditer(folded) if not shouted else ():
        out.extend(_in_sentence(text, folded, cue.start()))
    closed = _CLOSED.match(folded)
    if closed and closed.end() < len(text) and not shouted and text[closed.end()].isupper():
        out.append((closed.end(), len(text)))
    out.extend(m.span(1) for m in _TURKISH.finditer(text))
    return out


def _in_sentence(text: str, folded: str, at: int) -> Iterator[tuple[int, int]]:
    """The capitalised words of the sentence about a verb of telling, but for its first word and words of the trade."""
    start = max(folded.rfind(sign, 0, at) for sign in ".;!?\n") + 1
    found = _SENTENCE.match(text, at)
    end = found.end() if found else len(text)
    for match in re.finditer(NAME, text[start:end]):
        a, b = match.start() + start, match.end() + start
        opens = not text[start:a].strip(" ,;:-–•*()0123456789")
        if not opens and is_name(text[a:b]) and not re.match(r"\d", text[b : b + 1]):
            yield a, b


def is_name(said: str) -> bool:
    """Neither words of the form and the trade, nor abbreviations."""
    words = [w for w in re.split(r"[\s]+", said) if w[:1].isupper()]
    telling = [w for w in words if len(w) >= 3 and not (w.isupper() and len(w) <= 4)]
    return bool(telling) and not is_common_text(said) and not all(_of_trade(w) for w in telling)


_TRADE = frozenset(
    "radiology cardiology urology oncology neurology surgery emergency department ward clinic hospital unit team registrar practitioner practice nurse doctor consultant "
    "gp surgeon surgeons physician family patient monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "figure fig table image series resim sekil figura tablo tabla tabella tableau hinh bang grade type stage class level left right english spanish french italian turkish".split()
)


#: Stems of international names of medicines and contrast media; ``vir`` and ``vist`` alone end names (Jasvir, Lindqvist).
_DRUG = re.compile(
    r".{3}(?:formin|farin|pril|sartan|mab|azole|cillin|mycin|micin|floxacin|statin|(?:clo|fo|na|pre|bu|mi|gra|tas|ca)vir|xaban|parin|olol|dipine|prazole?|setron|triptan|gliptin|gliflozin|paque|profen|oxetine|azepam|thiazide|semide|lactone|"
    r"terol|solone|sone|caine|cycline|phylline|fentanil|ketamine|propofol|cetamol|cetam)$"
    r"|^(?:gado|primo|magne|ultra|iso)vist$"
)


#: Ends of words for diseases, examinations and departments that no name has.
_MEDICAL = re.compile(
    r"(?:itis|osis|algi[ae]|patia|pathi[ae]|pathy|ologi[ae]|ology|ografi[ae]|ographie|ography|scopi[ae]|scopie|scopy|ectomi[ae]|ectomy|plasti[ae]|plasty|ismo|"
    r"(?:carcin|lymph|linf|sarc|aden|blast|melan|gli|mening|hemat|haemat|fibr|my)om[ae]|(?:an|gluc|lip|leuc|septic)emi[ae]|p?neumonia|pneumonie)$|"
    r"^(?:gadolini(?:um|o)|calcio|sodio|potasio|doppler|contraste?|contrasto)$"
)


def _of_trade(word: str) -> bool:
    plain = fold(word).strip(".,'’")
    return (
        plain in _TRADE
        or _MEDICAL.search(plain) is not None
        or _DRUG.search(plain) is not None
        or plain in NOT_NAMES
        or is_common_text(word)
    )


def _wrapped(page: PageText, line: Line, found: Sequence[tuple[int, int]]) -> int | None:
    """The line below, where ``line`` ends in a word that announces somebody, or in the first part of a name."""
    folded = fold(line.text.rstrip(" ,"))
    cut_name = any(end >= len(line.text.rstrip()) for _, end in found) and not any(is_han(c) for c in line.text)
    if not cut_name and not _OPEN_END.search(folded):
        return None
    below = [
        (other.top, i)
        for i, other in enumerate(page.lines)
        if 0.6 * line.height < other.middle[1] - line.middle[1] < 2.5 * line.height
        and other.left < line.left + 3 * line.height
        and other.right > line.left
    ]
    return min(below)[1] if below else None


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """``帕提古丽·吐尔逊江``: the run of transliterating characters about a middle dot."""
    for dot in _DOT.finditer(text):
        start, end = dot.start(), dot.end()
        while start > 0 and (text[start - 1] in TRANSLITERATION or _DOT.match(text[start - 1])):
            start -= 1
        while end < len(text) and (text[end] in TRANSLITERATION or _DOT.match(text[end])):
            end += 1
        if dot.start() > start and end > dot.end() and end - start >= 4:
            yield start, end


def _announced_han(text: str) -> Iterator[tuple[int, int]]:
    for cue in _TOLD_HAN.finditer(text):
        yield cue.span(1)
    for cue in _SAYS_HAN.finditer(text):
        if cue.group(1) not in NOT_NAMES | NOBODY_HAN and not is_common_text(cue.group(1)):
            yield cue.span(1)
    for cue in (*_KIN_HAN.finditer(text), *_ROLE_HAN.finditer(text)):
        start = cue.end()
        while end := _name_end(text, start, foreign=cue.re is _KIN_HAN):
            yield start, end
            if text[end : end + 1] not in ("、", "和", "及"):
                break
            start = end + 1  # ``助手张三丰、李四光``
    for cue in _AFTER_HAN.finditer(text):
        for size in (4, 3):
            name = text[max(0, cue.start() - size) : cue.start()]
            if len(name) == size and _may_be_han(name):
                yield cue.start() - size, cue.start()
                break


def _name_end(text: str, start: int, *, foreign: bool) -> int:
    """Where the name that begins at ``start`` ends; 0 when there is none."""
    end = start
    while end < len(text) and text[end] in TRANSLITERATION:
        end += 1
    if foreign and end - start >= 3:
        return end
    end = start
    while end < len(text) and end - start < 4 and is_han(text[end]) and text[end] not in _STOP_HAN:
        end += 1
    name = text[start:end]
    stopped = end >= len(text) or not is_han(text[end]) or text[end] in _STOP_HAN
    double = name[:2] in SURNAMES
    known = name[:1] in SURNAMES or name[:1] in RARE_SURNAMES or double
    fits = 2 <= len(name) <= (4 if double else 3)
    return end if known and fits and stopped and name not in NOT_NAMES | NOBODY_HAN and not is_common_text(name) else 0


def _may_be_han(name: str) -> bool:
    known = name[0] in SURNAMES | RARE_SURNAMES and name not in NOT_NAMES | NOBODY_HAN
    return known and all(is_han(c) and c not in _STOP_HAN for c in name)


def _telling(name: str) -> bool:
    return sum(is_han(c) for c in name) >= 2 or len(name) >= 4
