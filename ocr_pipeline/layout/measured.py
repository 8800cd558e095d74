"""Measurements of an examination printed as a form: ``心率：72次/分  PR间期：158ms``, ``BPD: 72 mm``.

Sources of the names: forms of electrocardiography, echocardiography, obstetric ultrasound, spirometry and densitometry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: What a Chinese name of a measurement ends in or is.
_ZH = re.compile(
    r"(?:[^\s:：]{0,14}(?:内径|直径|前后径|左右径|上下径|横径|长径|短径|双顶径|枕额径|小脑横径|厚度|头围|腹围|胸围|股骨长|肱骨长|头臀长|顶臀长|胎儿体重|体重估测|羊水指数|羊水深度|羊水最大深度|最大暗区|透明层|鼻骨长|流速|峰值速度|压差|"
    r"射血分数|缩短分数|缩短率|阻力指数|搏动指数|容积|心输出量|心排血量|搏出量|残余尿量|间期|时限|电轴|电压|心率|心室率|心搏数|心搏总数|总心搏|早搏总数|早搏数|早搏次数|停搏次数|间歇|RR间期|R-R间期|心房率|胎心|胎心率|胎心搏动|[PQTR]波|QRS波?|减速时间|加速时间|肺活量|一秒率|呼气量|呼气流量|通气量|弥散量|残气量|骨密度|位移|肺动脉收缩压|肺动脉压)"
    r"|EF|FS|QTc?|QT/QTc|P-?R|QRS|RV5|SV1|RV5\+SV1|BPD|HC|AC|FL|HL|AFI|FHR|NT|CRL|EFW|S/D|PI|RI|PSV|EDV|Vmax|E/A|E/e'?|LVEF|TAPSE)(?:[(（][A-Za-z0-9/+'\-]{1,12}[)）])?[A-Za-z]{0,5}"
)
_LATIN = frozenset(
    "heart rate|hr|vent rate|vent. rate|ventricular rate|atrial rate|rate|pr|pr interval|p-r interval|pr int|qrs|qrs duration|qrsd|qrs interval|qt|qt interval|qtc|qtc interval|qt/qtc|qtcb|qtcf|p axis|qrs axis|t axis|axis|p duration|rr interval|p-r-t axes|"
    "lvidd|lvids|lvedd|lvesd|ivsd|ivs|lvpwd|lvpw|pw|lvef|ef|fs|la|lad|la diameter|left atrium|ao|aortic root|ao root|aorta|tapse|e/a|e/a ratio|e/e'|rvsp|pasp|lvot|edv|esv|e velocity|a velocity|e wave|a wave|dt|rvd|rv|lvmi|"
    "bpd|hc|ac|fl|hl|efw|afi|fhr|fetal heart rate|crl|nt|nuchal translucency|ofd|tcd|biparietal diameter|head circumference|abdominal circumference|femur length|estimated fetal weight|amniotic fluid index|nasal bone|cervical length|"
    "psv|edv|ri|pi|s/d|s/d ratio|fvc|fev1|fev1/fvc|pef|fef25-75|tlc|dlco|endometrial thickness|endometrium|prostate volume|post void residual|"
    "frecuencia cardiaca|fc|eje|eje qrs|intervalo pr|duracion qrs|intervalo qt|fevi|ddvi|dsvi|dbp|cc|ca|lf|ila|frequence cardiaque|espace pr|intervalle pr|axe|duree qrs|fevg|bip|pc|pa|lf|"
    "frequenza cardiaca|intervallo pr|durata qrs|asse|fe|kalp hizi|pr suresi|qrs suresi|aks|nhip tim|truc|tan so tim".split(
        "|"
    )
)
#: Labels with a number behind them that are no results: the patient's size, the settings of a scanner.
_SETTINGS = re.compile(
    r"身高|体重$|年龄|孕周|胎龄|层厚|层距|层间距|螺距|矩阵|视野|管电压|管电流|剂量|流率|走纸|增益|电压增益|滤波|床号|height|weight|\bage\b|slice|thickness|kvp?\b|\bmas?\b|speed|gain|filter|bmi|bsa|edad|peso|talla|poids|taille|eta\b|peso|altezza|yas\b|boy\b|kilo|tuoi|can nang",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\s*(?P<name>[^\W\d_][^:：，。；]{0,28}?)\s*[:：]\s*(?:(?P<value>[-+]?\d{1,6}(?:\.\d{1,3})?(?:/[-+]?\d{1,4}(?:\.\d{1,3})?){0,2})|(?P<none>-{2,4}|—{1,2}|_{2,8}))\s{0,3}"
    r"(?P<unit>次/分|次/min|bpm|/min|ms|s|°|度|mm|cm|ml|mL|L/s|L/min|L|m/s|cm/s|mmHg|mV|degrees?|deg|kg|g/cm[2²]|g|%|l/min|min|次)?(?=[\s,，;；、]|$|(?<=[°度%分])(?=[^\W\d_]))[\s,，;；、]*"
)
#: So many pairs make a form.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the text of a name, its value and its unit (empty at the value's end where none is printed; the value itself
    is empty where strokes say that nothing was measured)."""

    name: tuple[int, int]
    value: tuple[int, int]
    unit: tuple[int, int]
    known: bool


def is_measurement(name: str) -> bool:
    """Whether ``name`` is that of a measurement of an examination."""
    plain = unicodedata.normalize("NFKC", name).strip(" .")
    if _ZH.fullmatch(plain):
        return True
    folded = "".join(c for c in unicodedata.normalize("NFD", plain.lower()) if not unicodedata.combining(c))
    return folded in _LATIN or re.split(r"\s?\(", folded)[0] in _LATIN


@lru_cache(maxsize=4096)
def pairs_in(text: str) -> tuple[Pair, ...]:
    """The measurements that ``text`` consists of and nothing else, one or several behind one another; empty otherwise."""
    if len(text) > 240 or not any(c in ":：" for c in text):
        return ()
    out: list[Pair] = []
    at = 0
    while at < len(text):
        match = _PAIR.match(text, at)
        if match is None or _SETTINGS.search(match["name"]):
            return ()
        value = match.span("value") if match["value"] else (match.start("none"),) * 2
        unit = match.span("unit") if match["unit"] and match["value"] else value[1:] * 2
        out.append(Pair(match.span("name"), value, unit, is_measurement(match["name"])))
        at = match.end()
    return tuple(out)


def is_form_of_measurements(texts: Sequence[str]) -> bool:
    """A row of nothing but measurements, most of them known ones."""
    pairs = pairs_in(" ".join(text for n, text in enumerate(texts) if n < 2 or len(text) > 3))
    return sum(pair.known for pair in pairs) > 0.5 * len(pairs)
