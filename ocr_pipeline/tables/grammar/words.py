"""Words that are results: qualitative findings, colours, amounts, in seven languages."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.tables.grammar.normal import compact

#: Keyed by :func:`~ocr_pipeline.tables.grammar.normal.compact`.
RESULT_WORDS = frozenset(
    compact(w)
    for w in (
        # zh
        "阴性 阳性 弱阳性 强阳性 可疑 正常 异常 未见 未检出 未查见 未发现 检出 偶见 少量 中量 大量 少许 微量 未做 未见异常 无 有 黄色 淡黄色 深黄色 无色 "
        "红色 褐色 棕色 棕黄色 黄褐色 绿色 黑色 乳白色 灰白色 清 清亮 清澈 清晰 澄清 透明 无色透明 琥珀色 淡红色 茶色 墨绿色 白色 略浑 轻度浑浊 微浑 浑浊 混浊 微混 软 硬 稀 糊状 成形 软便 黄软 稀便 水样 黏液 阴性(-) "
        "中等量 较多 较少 少见 多见 罕见 极少 未找见 未查到 未发现异常 稀糊状 稀糊便 稀糊 糊状便 软便状 成形便 成形软便 黄色软便 黄褐 水样便 粘液便 脓血便 血便 胶冻样 完全液化 不完全液化 无菌生长 无细菌生长 未生长 未培养出 无致病菌生长 "
        "不相合 相合 A型 B型 O型 AB型 阴 阳 未见虫卵 未找到 +/- 见备注 拒检 溶血 已报 低危 高危 低风险 高风险 低 中 高 未检 野生型 突变型 杂合突变 纯合突变 杂合子 纯合子 杂合型 纯合型 杂合 纯合 未检测到突变 未检出突变 未见突变 有反应性 无反应性 有反应 无反应 反应性 非反应性 "
        # en
        "negative positive neg pos reactive nonreactive non-reactive weakly reactive trace normal abnormal absent present nil none "
        "few many moderate rare occasional scanty scant plenty yellow pale yellow straw amber clear hazy cloudy slightly cloudy slightly "
        "turbid turbid colorless colourless detected not detected undetected notdetected seen not seen not found found indeterminate "
        "norm equivocal borderline small large light yellow dark yellow brown soft formed semi-formed nil seen adequate compatible "
        # es
        "negativo positivo no reactivo reactivo ausente ausentes presente escasas escasos regular abundantes amarillo ambar "
        "transparente turbio ligeramente turbio no se observan trazas normales no detectado indeterminado claro limpido "
        # fr
        "negatif positif negative absence presence absent traces rares quelques jaune limpide trouble non detecte non reactif "
        # it
        "assente assenti presenti tracce rare giallo paglierino limpido torbido non reattivo reattivo giallo paglierino normale "
        # tr
        "negatif pozitif eser yok var sari berrak bulanik acik sari normal reaktif nonreaktif "
        # vi
        "am tinh duong tinh amtinh duongtinh trong vang vang nhat khong thay khong co am duong vet it nhieu"
    ).split(" ")
) | frozenset(
    compact(w)
    for w in (
        "not detected",
        "target not detected",
        "target detected",
        "non reactive",
        "pale yellow",
        "light yellow",
        "dark yellow",
        "straw yellow",
        "not seen",
        "none seen",
        "none detected",
        "nil seen",
        "slightly cloudy",
        "slightly turbid",
        "slightly hazy",
        "no reactivo",
        "no reactiva",
        "reactiva",
        "negativa",
        "positiva",
        "non reattiva",
        "no se observa",
        "no detectado",
        "ligeramente turbio",
        "âm tính",
        "dương tính",
        "vàng nhạt",
        "không thấy",
        "không có",
        "non reattivo",
        "non detecte",
        "açık sarı",
        "weakly reactive",
        "weakly positive",
        "giallo paglierino",
        "no se observan",
        "no contiene",
        "contiene",
        "vestigios",
        "vestigio",
        "within normal limits",
        "not found",
        "non réactif",
        "heterozygous",
        "homozygous",
        "wild type",
        "wildtype",
        "no mutation detected",
        "no variant detected",
        "complete",
        "incomplete",
        "no organisms seen",
        "no growth",
        "compatible",
        "incompatible",
        "slightly viscous",
        "screen positive",
        "screen negative",
        "high risk",
        "low risk",
        "increased risk",
        "intermediate risk",
    )
)


@lru_cache(maxsize=1024)
def is_bent_word(text: str) -> bool:
    """True for a word of at least six letters that is no known result but one letter away from one (``Negativ``), and for
    one of at least four that lacks the last letter (``Norma``)."""
    key = compact(text)
    if len(key) < 4 or not key.isalpha() or key in RESULT_WORDS:
        return False
    if len(key) < 6:
        return any(w[:-1] == key for w in RESULT_WORDS)
    return any(abs(len(w) - len(key)) <= 1 and Levenshtein.distance(w, key, score_cutoff=1) == 1 for w in RESULT_WORDS)
