"""Sub-headings in Spanish, French, Italian, Turkish and Vietnamese, told by the word that they begin or end with.

``VITAMINE E METABOLISMO DEL FERRO``, ``Bilan phosphocalcique``, ``Pruebas de función hepática``, ``Karaciğer Fonksiyon
Testleri``, ``Chức năng thận / Renal function``: no list of whole headings holds them all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ocr_pipeline.fields.folding import fold
from ocr_pipeline.tables.naming.known import is_name

#: Written folded. No analyte is called by these words alone or begins with them.
_ALONE = (
    r"(?:bio)?quimica(?: (?:clinica|sanguinea|general|seminal|urinaria))?|hematologia|hematimetria|coagulacion|hemostasia|inmunologia|serologia(?: [a-z]{4,12})?|hormonas(?: [a-z]{6,12})?|proteinas especificas|vitaminas|"
    r"endocrinologia|toxicologia|microbiologia|bacteriologia|electrolitos|iones|enzimas|lipidos|autoinmunidad|gasometria(?: arterial| venosa)?|uroanalisis|orina|sedimento(?: urinario)?|"
    r"biochimie(?: sanguine| urinaire)?|hematologie|hemostase|serologie(?: [a-z]{4,12})?|hormonologie|proteines specifiques|enzymologie|immunologie|allergologie|vitamines|lipides|"
    r"cytologie|auto-?immunite|ionogramme(?: sanguin| plasmatique| urinaire)?|bacteriologie|parasitologie|"
    r"(?:bio)?chimica(?: clinica)?|ematologia|coagulazione|emostasi|sierologia(?: [a-z]{4,12})?|ormoni(?: [a-z]{6,12})?|proteine specifiche|vitamine|elettroliti|enzimi|autoimmunita|emogasanalisi|"
    r"hematoloji|seroloji|hormonlar?|vitaminler|elektrolitler|enzimler|koagulasyon|mikrobiyoloji|immunoloji|kan gazlari|lipitler|"
    r"huyet hoc|sinh hoa(?: mau| nuoc tieu)?|mien dich|dong mau|noi tiet|vi sinh|mo mau|dien giai do|nuoc tieu|khi mau(?: dong mach)?"
)
_FIRST = (
    r"perfil|pruebas|panel|reacciones|marcadores|metabolismo|funcion|estudio de|estudios de|"
    r"bilan|marqueurs|enzymes|chimie|exploration|examen (?:cytobacteriologique|macroscopique|microscopique|cytologique)|metabolisme|fonction|"
    r"profilo|assetto|marcatori|funzionalita|funzione|esame (?:urine|chimico|fisico|emocromocitometrico|microscopico|macroscopico|delle)|"
    r"chuc nang|viem gan|dau an|xet nghiem|tong phan tich|cong thuc|sang loc"
)
#: The parts of an examination of urine, stool or semen.
_PART = (
    r"(?:examen|esame|analisis|analyse|aspectos?|caracter(?:istica|e)s|caratteri(?:stiche)?|parametr(?:os|i)|parametres|propiedades) (?:fisico|quimico|chimico|microscopic|macroscopic|"
    r"physico|physique|chimique|microscopique|macroscopique|cytologique|citologic)[a-z-]{0,9}|"
    r"(?:fiziksel|kimyasal|mikros[ck]obik|mikroskopik|makros[ck]obik|makroskopik) (?:inceleme|muayene|analiz|bulgular|ozellikler)|"
    r"(?:tinh chat|xet nghiem|dac tinh) (?:vat ly|hoa hoc|ly hoa|hoa ly)|(?:soi|can lang) (?:vi the|tuoi|nuoc tieu)"
)
#: Headings that end so; Turkish puts the kind of test behind.
_LAST = r"fonksiyon testleri|belirtecleri|profili|paneli|tetkiki|analizi|sayimi|metabolizmasi|testleri|fonksiyonlari|hormonlari|gostergeleri"
_HEADING = re.compile(
    rf"(?:{_PART})\Z|(?:{_ALONE})(?: (?:e|y|et|ed|ve|va|-|/|&|con) .{{3,40}})?\Z|(?:{_FIRST})\s(?P<rest>[^\d]{{3,48}})\Z|[^\d]{{3,40}}\s(?:{_LAST})\Z"
)
_PARTS = re.compile(r"\s[/|–-]\s")


@lru_cache(maxsize=4096)
def heads_group(text: str) -> bool:
    """True for words that head a group of tests in one of the five languages, alone or beside their translation."""
    body = text.strip(" :：.*-–•")
    if not 4 <= len(body) <= 64 or any(map(str.isdigit, body)):
        return False
    parts = [" ".join(part.split()) for part in (body, *_PARTS.split(body))]
    found = [(part, m) for part in parts if (m := _HEADING.match(fold(part)))]
    # Xét nghiệm HBsAg, Función plaquetaria: what stands behind the word may be an analyte's name
    return any(not (m["rest"] and is_name(part[m.start("rest") :])) for part, m in found) and not is_name(body)
