"""The few words of our own in the document, in the report's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    name: str
    code: str
    value: str
    flag: str
    unit: str
    range: str
    specimen: str
    collected: str
    reported: str
    doubt: str
    fallback_title: str


_WORDS = {
    "zh": Words(
        "项目", "代码", "结果", "提示", "单位", "参考区间", "标本", "采样时间", "报告时间", "待核对", "检验检查报告",
    ),
    "en": Words(
        "Test", "Code", "Result", "Flag", "Unit", "Reference", "Specimen", "Collected", "Reported", "To be checked",
        "Report",
    ),
    "es": Words(
        "Prueba", "Código", "Resultado", "Indicador", "Unidad", "Referencia", "Muestra", "Toma", "Informe",
        "Por comprobar", "Informe",
    ),
    "fr": Words(
        "Analyse", "Code", "Résultat", "Alerte", "Unité", "Référence", "Prélèvement", "Prélevé le", "Édité le",
        "À vérifier", "Compte rendu",
    ),
    "it": Words(
        "Esame", "Codice", "Risultato", "Segno", "Unità", "Riferimento", "Campione", "Prelievo", "Referto",
        "Da verificare", "Referto",
    ),
    "tr": Words(
        "Tetkik", "Kod", "Sonuç", "İşaret", "Birim", "Referans", "Numune", "Alınma", "Rapor", "Kontrol edilecek",
        "Rapor",
    ),
    "vi": Words(
        "Xét nghiệm", "Mã", "Kết quả", "Cờ", "Đơn vị", "Tham chiếu", "Mẫu", "Lấy mẫu", "Trả kết quả", "Cần kiểm tra",
        "Kết quả",
    ),
}  # fmt: skip


def words_of(language: str) -> Words:
    """The words of ``language`` (a code such as ``zh``), English when it is another one."""
    return _WORDS.get(language, _WORDS["en"])
