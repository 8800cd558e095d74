"""What stands on a report and is no result: identity, signatures, footers, notes, dates, adverts, device statistics."""

from __future__ import annotations

import re
from functools import lru_cache

from ocr_pipeline.tables.bands.method_words import names_method
from ocr_pipeline.tables.grammar.normal import compact, plain

_FOOTER = re.compile(
    r"检验者|检验医?[师生员]|医检师|检验人|检测者|审核者|审核医[师生]|审核人|审核时间|报告时间|报告日期|报告者|报告医[师生]|打印时间|打印日期|核对者|复核者|批准人|采样时间|采集时间|接收时间|送检时间|"
    r"送检医[师生]|检验时间|检验日期|检测日期|操作者|诊断医[师生]|检查医[师生]|医生签名|仅对.{0,6}(?:标本|样本)负责|仅供.{0,8}参考|第\s?\d+\s?页|共\s?\d+\s?页|电话|地址|"
    r"(?:检验|检测|报告|操作)\s?[:：]?\s?[\u4e00-\u9fff]{2,4}\s{1,4}(?:审核|核对|复核|批准)|此报告|本报告|本结果|结果仅|扫码|二维码|公众号|签字|签名|盖章|"
    r"\bend of (?:the )?report\b|\bpage\s?\d+\s?(?:of|/)|\bverified by\b|\bchecked by\b|\breported (?:by|on|at)\b|\bprinted (?:on|by|at)\b|"
    r"\bcollected (?:on|at)\b|\breceived (?:on|at)\b|\bregistered on\b|\bgenerated on\b|\bpathologist\b|\btechnologist\b|\btechnician\b|\b(?:lab(?:oratory)?|medical|biomedical) scientist\b|"
    r"\bsignature\b|\bauthori[sz]ed\b|\bvalidated by\b|\bapproved by\b|\bplease correlate\b|\bthank you\b|\bthanks for\b|\bnot valid for\b|"
    r"\b(?:lic(?:en[cs]e)?|prc|reg(?:istration)?)\b\.?\s?(?:no\b\.?)?\s?[:#]?\s?\d{4}|(?-i:\b(?:RMT|AMLSCN|FPSP|DPSP|FRCPath|FCAP)\b)|"
    r"\btel[.:]|\bphone\b|\bfax\b|\be-?mail\b|www\.|https?:|@\w+\.|\binstruments?:|"
    r"\bfirmado\b|\bfirma\b|\bvalidado\b|\bbioqu[ií]mico\b|\bimpreso\b|\bp[áa]gina\b|\bresponsable\b|\bm[ée]dico\b.*:|"
    r"\bvalid[ée]e?\s(?:\w+\s?)?par(?![a-zà-ÿ])|\bbiologiste\b|\bimprim[ée]\b|\bsign[ée]\b|\b[ée]dit[ée] le\b|"
    r"\bfirmato\b|\bdirettore\b|\bstampato\b|\bvalidato\b|\bpagina\b|\bil medico\b|"
    r"\bonaylayan\b|\buzman[ıi]?\b|\bsayfa\b|\bimza\b|\blaboratuvar sorumlusu\b|\byazd[ıi]rma\b|"
    r"\bng[ườ]+i\b.*(?:l[àậ]p|k[ýy]|duy[ệe]t|th[ựu]c)|\btrang\s?\d|\bk[ýy] t[êe]n\b|\btr[ưu][ởo]ng khoa\b|\bb[áa]c s[ĩi]\b|\bph[òo]ng x[ée]t nghi[ệe]m\b",
    re.IGNORECASE,
)
#: Who signs, with the title in front or the number of the register behind.
_SIGNED = re.compile(
    r"^\s*(?:Dr|Dra|Dre|Prof|Dott|Uzm)\.?\s?(?:ssa|Dr)?\.?\s+[A-ZÀ-Þ]|^\s*(?:Op|Bioq|Lic|Q\.\s?[CF](?:\.\s?B)?|T\.\s?M|Bs|BS|CN|KTV|ThS)\.\s*[A-ZÀ-Þ]|"
    r"^\s*(?:Uzm\.\s?)?(?:Dr|Dra|Prof)\.[A-ZÀ-Þ]|"
    r"\b(?:RPPS|ADELI|INPE|RNPI|C[ée]d\.?\s?Prof|Dip\.?\s?Tes)\b|\bM\.\s?[PN]\.?\s?\d|\bR\.\s?M\.?\s?\d\d|\bLic\.?\s?No|"
    r"\b[Cc]onsultant in charge|\b[Cc]hecked (?:&|and) released|[Tt]ecn[óo]log[oa] [Mm][ée]dico|[Aa]pprouv[ée]e? |[Pp]rof\.? Sir"
)
_IDENTITY = re.compile(
    r"姓\s*名|性\s*别|年\s*龄|病\s*历|住院号|门诊号|床\s*号|科\s*室|条码|样本号|标本号|样本编号|标本编号|申请医|临床诊断|病区|身份证|就诊|登记号|流水号|患者|"
    r"\bpatient\b|\bname\s*[:：]|\bage\s*[/:：]|\bsex\s*[/:：]|\bgender\b|\bdob\b|\bdate of birth\b|\breferred by\b|\bref\.? (?:by|dr)|\breg\.? ?no|\bmrn\b|"
    r"\baccession\b|\bsample (?:id|no|type)\b|\bdoctor\b|\bphysician\b|\bward\b|\bbarcode\b|\bspecimen (?:id|no|type)|\bvisit no|\blab no|"
    r"\bpaciente\b|\bedad\b|\bsexo\b|\bfecha\b|\bhistoria\b|\bexpediente\b|\bfolio\b|\bpr[ée]nom|\bnom\s*:|\b[âa]ge\s*:|\bn[ée]\(?e?\)? le|"
    r"\bsay[ıi]n\b|\bpaziente\b|\bcognome\b|\bnato\b|\bsesso\b|\bdata di nascita|\bhasta\b(?!\s*:?\s*[<\d])|\bad[ıi] soyad|\bcinsiyet|\bya[şs]\b|\bprotokol|\bt\.?c\.? (?:kimlik|no)|"
    r"\bh[ọo] (?:v[àa] )?t[êe]n|\btu[ổo]i\b|\bgi[ớo]i t[íi]nh|\bđịa chỉ|\bch[ẩa]n đo[áa]n|\bm[ãa] (?:bn|b[ệe]nh nh[âa]n)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^[\u4e00-\u9fff]{2,4}说明\s*[:：]|^(?:注|备注|说明|附注|温馨提示|提示|建议|临床意义|诊断|结论|意见|评语|参考文献|检验备注|备 注|方法学|结果解释|解释|声明|注意|(?:判断|判定|判读|分级|诊断|评价)(?:标准|依据)|级别说明|参考(?:值|范围|区间)(?=\s*[:：].{2,60}[为级]))\s*[:：(（]|^※|^#\s|"
    r"^(?:notes?|remarks?|comments?|interpretation|clinical (?:notes?|significance|correlation|information)|possible causes|advice|conclusion|"
    r"impression|disclaimer|references?|observaci[oó]n(?:es)?|nota|comentarios?|interpretaci[oó]n|conclusi[oó]n|remarques?|commentaires?|conclusion|"
    r"note|commento|osservazioni|a[çc][ıi]klama|yorum|not|sonu[çc] yorumu|ghi ch[úu]|k[ếe]t lu[ậa]n|nh[ậa]n x[ée]t)\s*[:：]",
    re.IGNORECASE,
)
_SMALL_NOTE = re.compile(
    r"^\(?(?:calculated|method\s*[:：]|methodology|by\s|technique\s*[:：]|m[ée]todo(?:\s*[:：;.,]|\s+\S)|m[ée]thode(?:\s*[:：;.,]|\s+\S)|y[öo]ntem(?:\s*[:：;.,]|\s+\S)|方法\s*[:：]|"
    r"enzym|(?:ECLIA|CLIA|ELISA|HPLC|CMIA|ISE|IFCC|GOD|CHOD|GPO|ECL)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?<![\d.,:])(?<![A-Za-z](?=\d:))(?!1:\d{2}(?!\d|:|\s?[AP]M))[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d|[.,]\d)"
    r"|(?<!\d)\d{1,2}\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s?(?:19|20)?\d{2}|(?:19|20)\d{2}-\d{1,2}-\d"
    r"|\bng[àa]y\s?\d{1,2}\s?th[áa]ng",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^\d:<>]{2,28}:\s?[^\s\d<>].*$|^[^\d:<>]{2,28}:\s?\d{5,}|^[^\d:<>]{2,28}:\s*$")
#: The same words without spaces, for lines that the recogniser ran together.
_RUN_TOGETHER = [
    "verifiedby",
    "reportedon",
    "reportedby",
    "reported:",
    "collecteddate",
    "samplecollected",
    "samplereceived",
    "specimencollected",
    "specimenreceived",
    "datecollected",
    "datereceived",
    "collectiondate",
    "collectedon",
    "reportdate",
    "receivedon",
    "printedon",
    "medicallab",
    "labtechnician",
    "technician:",
    "pathologist:",
    "instruments:",
    "fullyautomated",
    "dataprelievo",
    "eseguitoil",
    "ilresponsabile",
    "firmatodigit",
    "finereferto",
    "refertodel",
    "tecnico:",
    "analyséle",
    "validéle",
    "validépar",
    "technicien",
    "prélèvement",
    "àinterpréter",
    "fechade",
    "validadopor",
    "impresoel",
    "findelinforme",
    "responsable:",
    "örnekalma",
    "çalışmazaman",
    "teknisyen",
    "uzmandoktor",
    "raporsonu",
    "onaylayan",
    "ngườiduyệt",
    "ngiduyt",
    "kỹthuậtviên",
    "kthutviên",
    "ghichú",
    "bácsĩ",
    "giờlấymẫu",
    "giòlymu",
    "hospitalno",
    "patientname",
    "dateofbirth",
    "requestedby",
    "nationalid",
    "pleasecorrelate",
    "endofreport",
    "analysed:",
    "collected:",
    "performedby",
    "notvalidfor",
    "resultsmarked",
    "fueraderango",
    "consulteasum",
    "valeurshors",
    "consultezvotre",
    "valorifuori",
    "consultareilmedico",
    "consultiilmedico",
    "consultiilsuomedico",
    "doktorunuza",
    "hekiminize",
    "ngoàikhoảng",
    "outsidethereference",
    "clinicalcorrelation",
    "authorisedby",
    "authorizedby",
    "clinicalnotes:",
    "clinicalcomments:",
    "ktvxét",
    "ktvxet",
    "ktv:",
]
#: Words over graphs: a heading, or nothing but names of histograms or of the leads of an electrocardiogram.
_GRAPHIC = re.compile(
    r"^(?:histogram|wbc histogram|直方图|散点图|scattergram|chart|graph"
    r"|(?:(?:RBC|PLT|WBC|BASO|DIFF|EOS|LYM|I{1,3}|aV[RLF]|V[1-9]R?)(?:\s+|$))+$)",
    re.IGNORECASE,
)


_TRADITIONAL = str.maketrans(
    "檢驗醫師審報員簽號聯繫電話時間採蓋僅覆標準範圍參備註說導執單檔臨診斷門齡歷條樣請區證錄貼錯",
    "检验医师审报员签号联系电话时间采盖仅复标准范围参备注说导执单档临诊断门龄历条样请区证录贴错",
)


def _simple(text: str) -> str:
    """``text`` made plain, the traditional forms of the words looked for here in simplified ones; as long as before."""
    return plain(text).translate(_TRADITIONAL)


#: ``Thời gian lấy mẫu``; but ``Thời gian Prothrombin`` and ``Thời gian máu chảy`` are results.
_TIME_OF = re.compile(r"th[ờò]?igian(?=l|nh|in|tr|ch|d|có|xét|xt|thực|đă|kết|kt|:|\d|\Z)")


@lru_cache(maxsize=4096)
def is_footer(text: str) -> bool:
    body = _simple(text)
    if _FOOTER.search(body) or _SIGNED.search(body):
        return True
    together = body.casefold().replace(" ", "")
    return bool(_TIME_OF.search(together)) or any(word in together for word in _RUN_TOGETHER)


@lru_cache(maxsize=4096)
def is_labelled(text: str) -> bool:
    """A label with a colon and what it labels, as in blocks of identity: ``Tecnico: Stefano``, ``Ward:``."""
    return bool(_LABELLED.match(plain(text).strip()))


@lru_cache(maxsize=4096)
def is_identity(text: str) -> bool:
    return bool(_IDENTITY.search(_simple(text)))


@lru_cache(maxsize=4096)
def is_note(text: str) -> bool:
    return bool(_NOTE.search(_simple(text).strip()))


@lru_cache(maxsize=4096)
def is_small_note(text: str) -> bool:
    """A method or remark printed in small under a name."""
    return bool(_SMALL_NOTE.search(plain(text).strip())) or names_method(text)


_METHOD = re.compile(
    r"(?:m[ée]todo|m[ée]thode|method|y[öo]ntem|metot|technique|t[ée]cnica|方法|phương pháp)\s*[:：;.,]|(?:m[ée]todo|m[ée]thode|y[öo]ntem)\s+\S",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def says_method(text: str) -> bool:
    """``Metodo: esochinasi``, with nothing before it."""
    return bool(_METHOD.match(plain(text).strip()))


#: A locus of tissue types, whose alleles look like times: ``HLA-A 02:07``, ``DRB1*15:01``.
_LOCUS = re.compile(r"\bHLA\b|\b(?:A|B|Cw?|D[PQR][AB]?\d?)\*\s?\d")


#: The hour that a hormone's name says in brackets, or behind it: ``皮质醇(8:00)``, ``ACTH 16:00``.
_HOUR = re.compile(
    r"(?<=[\w)])\s?\((?:[上下]午|早|晚|am|pm)?\s?\d{1,2}:\d0\s?(?:am|pm)?\)|(?<=皮质醇|皮质素)\s?\d{1,2}:00|(?:(?<=ACTH)|(?<=COR))\s?\d{1,2}:00",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def has_date(text: str) -> bool:
    body = _HOUR.sub("", plain(text))
    return bool(_DATE.search(re.sub(r"\d\d:\d\d", "", body) if _LOCUS.search(body) else body))


@lru_cache(maxsize=4096)
def is_graphic(text: str) -> bool:
    return bool(_GRAPHIC.search(plain(text).strip()))


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """A sentence rather than a cell."""
    body = plain(text).strip()
    if len(re.findall(r"[\u4e00-\u9fff]", body)) >= 18 or (
        len(body) >= 14 and re.search(r"[,.;][\u4e00-\u9fff]{3}", body)
    ):
        return True
    return len(body.split()) >= 9 and len(compact(body)) >= 40


def is_sentence(text: str) -> bool:
    """A few words of running text (``Extremities Hands and feet appear normal``): most are small, none is a number,
    and no gap divides them."""
    words = text.split()
    small = sum(w.isalpha() and w.islower() for w in words)
    return "  " not in text and len(words) >= 5 and small >= 0.5 * len(words) and not any(c.isdigit() for c in text)


def ends_table(text: str) -> bool:
    """True for a band of text after which a table is over unless full rows follow. Its pieces stand two spaces apart; the
    names of three panels side by side are many words and no sentence."""
    parts = text.split("  ")
    prose = any(map(is_prose, parts)) or (len(parts) <= 2 and is_prose(text))
    return is_footer(text) or is_identity(text) or is_note(text) or prose
