"""People right behind the word for what they are, numbers of registers, and the words of the trade that are nobody."""

from __future__ import annotations

import json

import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.identity.announced import announced_in
from ocr_pipeline.identity.prose import people_in
from ocr_pipeline.identity.signed import signed_in
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def said(text: str) -> str:
    return " | ".join(text[a:b] for a, b in [*announced_in(text), *signed_in(text), *people_in(text)])


def masked(rows: list[str]) -> str:
    return json.dumps([s.text for s in find_identity([page_of(rows)])], ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Patient Jasvir was seen.", "Jasvir"),
        ("Patient Maria was reviewed in clinic.", "Maria"),
        ("Mum (Shaniqua) and grandad Clifford present.", "Clifford"),
        ("I explained the result to Henrietta by phone.", "Henrietta"),
        ("Seen with SpR Fatoumata Sissoko.", "Fatoumata Sissoko"),
        ("Dear Jean-Baptiste, thank you for referring her.", "Jean-Baptiste"),
        ("El señor Txomin Aranburu fue valorado.", "Txomin Aranburu"),
        ("Paciente de nombre Anacleto Choque, estable.", "Anacleto Choque"),
        ("Facultativo: Galíndez Ortuño, Eutimio", "Eutimio"),
        ("La petite Maëlle est amenée ce jour.", "Maëlle"),
        ("Approuvé par Dre Marjolaine Thibodeau-Achkar", "Marjolaine Thibodeau-Achkar"),
        ("Le biologiste responsable, C. de Saint-Exupéry", "Saint-Exupéry"),
        ("Il paziente Gaspare riferisce dolore.", "Gaspare"),
        ("Il Direttore: Dott. ssa Ermenegilda Scaramuzza", "Ermenegilda Scaramuzza"),
        ("Hasta Zühre kontrole geldi.", "Zühre"),
        ("Ayşenur Kızılkaya isimli hastanın filmi incelendi.", "Ayşenur Kızılkaya"),
        ("Bệnh nhân Lò Thị Mai Hoa vào viện.", "Lò Thị Mai Hoa"),
        ("Đã báo ĐD. Mỹ Lệ.", "Mỹ Lệ"),
        ("患者罗玉凤诉头痛三天", "罗玉凤"),
        ("与李玉梅家属沟通病情", "李玉梅"),
        ("孕妇扎西卓玛，G2P1", "扎西卓玛"),
        ("病人阿卜杜拉·图尔荪否认药敏史", "阿卜杜拉·图尔荪"),
        ("冯程程（女，23岁）门诊", "冯程程"),
        ("PID|1||88120034||MWANGI^WAMBUI||1979|F", "MWANGI^WAMBUI"),
        ("OBR|1|A99|F88|57021-8^CBC|||4412^PEMBERTON^IRIS", "PEMBERTON^IRIS"),
        ("Thompson-Iwu/Gabrielle/F/29Y", "Thompson-Iwu/Gabrielle"),
        ("Biologistes co-responsables : A. Mallet - S. Ouattara", "S. Ouattara"),
        ("History obtained via son Emeka, by phone", "Emeka"),
        ("MSH|^~|LIS|2.5 PID|||771822||DELACRUZ^MARISOL", "DELACRUZ^MARISOL"),
        ("Bé Gia Hân sốt 3 ngày.", "Gia Hân"),
        ("患者钟离雪因胸痛就诊", "钟离雪"),
        ("Med. Lab. Scientist: Chinwe Obiageli-Danjuma (AMLSCN)", "Chinwe Obiageli-Danjuma"),
        ("Rey Anthony Cabangon-Uy, RMT Lic. 0088712", "Rey Anthony Cabangon-Uy"),
        ("慕容晓晓|女|37岁", "慕容晓晓"),
        ("Ms lleanaDrăgan-Foley 34y", "lleanaDrăgan-Foley"),
        ("Radyolog Dr. ilkay Sümer BOZDOĞAN", "ilkay Sümer BOZDOĞAN"),
    ],
)
def test_people_are_found(text: str, name: str) -> None:
    assert name in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Patient History was unremarkable. Patient Supine during the scan.",
        "PT Ratio 0.98 and PT INR 1.01",
        "Paciente Crítico, Paciente Diabético. Paciente Embarazada.",
        "Call Back not needed. Phone Triage only. Reported for Completeness.",
        "Paziente Collaborante. Patient Coopérant.",
        "Antrumda hiperemi görüldü (Resim 2). Hasta Uyumlu.",
        "Se comenta Neumonía. Examen adressé par Cardiologie.",
        "Pre Contrast images. CNS Involvement. F2 Fibrosis. R1 Resection.",
        "Cara Anterior del hígado sin lesiones.",
        "血红蛋白(男) 130-175",
        "患者左侧因外伤肿胀，患者高龄因故未查，通知护士站安排，复查",
        "OBX|1|NM|WBC^White cells^L||5.2",
        "Bệnh nhân Nam, tỉnh táo.",
        "患者高热，患者白天嗜睡，患者于昨日入院，患者易疲劳",
    ],
)
def test_words_of_the_trade_are_nobody(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Bioq. Emiliano Vattuone   M.P. 7718", "7718"),
        ("Q.F.B. Itzel Nochebuena  Céd. Prof. 8812907", "8812907"),
        ("Dra. Luz Palacios R.M. 05-7781", "05-7781"),
        ("N° RPPS 10100123456 - N° ADELI 221044712", "221044712"),
        ("Uzm.Dr.Beyhan Kaya Dip.Tes.No:88123", "88123"),
        ("Facultativa Nº Col. 280011822", "280011822"),
        ("醫檢師：闕又上(檢字第008821號)", "008821"),
        ("内诊号0077123", "0077123"),
        ("Verified electronically by user tmokgosi2", "tmokgosi2"),
        ("Vive en Jr. Los Cedros 440, con cel 964 112 887.", "964 112 887"),
        ("Bebé de Yesenia Tzul, nacido el 3 de mayo de 2025.", "3 de mayo de 2025"),
    ],
)
def test_numbers_of_registers_go(text: str, number: str) -> None:
    assert number in masked(["Impression:", "Normal study of the abdomen without any lesion.", text])


def test_a_title_that_ran_into_the_word_before_it() -> None:
    assert "Capucine" in masked(
        ["Conclusion :", "Examen normal sans lésion visible.", "Dossier validé parMme Capucine Andry"]
    )


def test_the_interval_of_one_sex_is_no_number_and_a_header_no_facility() -> None:
    assert "45-84" not in masked(["Kết luận:", "Bình thường.", "N: 45-84"])
    found = masked(["Quesito clinico", "Struttura   Dimensioni   Unità", "Referto", "Tiroide di dimensioni normali."])
    assert "imensioni" not in found


def test_a_name_ends_where_its_sentence_does() -> None:
    found = masked(["Findings:", "Three episodes of staring in class with Mr Pillay-Greene. No medication was given."])
    assert "Pillay-Greene" in found
    assert "No" not in found


@pytest.mark.parametrize(
    "text", ["A-" * 3000, "ABCD" * 1500, "patient " * 800, "患者王" * 2000, "M.P. 1" + "2 " * 3000]
)
def test_a_hostile_line_is_read_to_its_end(text: str) -> None:
    assert isinstance(masked(["Findings:", text]), str)
