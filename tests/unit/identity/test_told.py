"""People, numbers and hospitals that sentences and closing lines tell, in forms that stood open; and what only looks like them."""

from __future__ import annotations

import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.identity.names import _names_in
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

ZH = ["CT检查报告单", "影像所见：", "肝脏形态正常，未见占位。"]
EN = ["CT REPORT", "FINDINGS:", "No focal lesion in the liver."]


def covered(line: str) -> str:
    head = ZH if any(ord(c) > 0x2E80 for c in line) else EN
    return " | ".join(span.text for span in find_identity([page_of([*head, line, "诊断意见：未见异常。"])]))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("录入:梁思危 打印:闻一多 打印次数:1", ["梁思危", "闻一多"]),
        ("与患者之妻段玉珍沟通后拒绝增强扫描。", ["段玉珍"]),
        ("手术由侯宝林教授主刀，助手张三丰、李四光。", ["张三丰", "李四光"]),
        ("经与家属（其舅舅石敢当）充分沟通。", ["石敢当"]),
        ("患者秦琼，男，62岁，退休教师。", ["秦琼"]),
        ("母：花木兰，28岁；父：霍去病。", ["花木兰", "霍去病"]),
        ("电话报告危急值，接听人：孙尚香，复述无误。", ["孙尚香"]),
        ("患儿由奶奶胡一刀抱入，夜间磨牙。", ["胡一刀"]),
        ("本例已请华西医院放射科会诊。", ["华西医院"]),
        ("患者于2025年1月在湘雅二医院行PCI术。", ["湘雅二医院"]),
        ("Findings communicated to J. Petrossian in the ED by phone.", ["Petrossian"]),
        ("Prior study at Mercy Ridge Hospital was reviewed.", ["Mercy Ridge Hospital"]),
        ("Next of kin: Bartholomew Igwe (son) 0161 496 0735", ["Bartholomew Igwe", "0161 496 0735"]),
        ("after his wife telephoned on 07700 900461.", ["07700 900461"]),
        ("Firmado: Lic. Nuria Etxebarria, col. 28/2811023", ["2811023"]),
        ("Atte. Dra. M.ª Ángeles Quirós", ["Quirós"]),
        ("avisar a su hija Begoña (654 321 987).", ["Begoña", "654 321 987"]),
        ("Intervenido en el Hospital San Roque de Cebreros en 2018.", ["San Roque"]),
        ("Acıbadem Hastanesi'nde stent takılmış.", ["Acıbadem Hastanesi"]),
        ("điều trị tại Bệnh viện Bạch Mai năm 2020.", ["Bạch Mai"]),
        ("患者之母祝英台代签，已知情。", ["祝英台"]),
        ("Compared with CT from elsewhere (accession LR2210987).", ["LR2210987"]),
        ("She lives alone at 1420 Sycamore Bend, Apt 2B.", ["1420 Sycamore Bend"]),
        ("Caregiver Philomena can be paged at 555-0172.", ["Philomena", "555-0172"]),
        ("J Featherstonehaugh, Specialty Trainee", ["Featherstonehaugh"]),
        ("Radiologist - Priscilla Vang", ["Priscilla Vang"]),
        ("Author: Desrosiers P   Co-signer: Haddad-Leung R", ["Desrosiers", "Haddad"]),
        ("Authenticated by Ng, Shu Fen on 2025-05-05", ["Shu Fen"]),
        ("Referred by Optician P. Macklin with papilloedema.", ["Macklin"]),
    ],
)
def test_they_are_covered(line: str, names: list[str]) -> None:
    said = covered(line)
    assert [name for name in names if name not in said] == []


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("由其子公冶毅（电话15905770036）陪送。查体：血压176/98mmHg。", "176/98"),
        ("转社区医院继续康复，于我院门诊随访，赴当地医院复查。", "医院"),
        ("一助手法复位后对位良好，术者手感阻力大。", "手"),
        ("接听人：孙尚香，复述无误，时间10:32。", "复述无误"),
        ("Mayo Clinic score 3; Hospital Anxiety and Depression Scale 9.", "Clinic"),
        ("Seen in Memory Clinic and Diabetes Clinic; return to the Emergency Department.", "Clinic"),
        ("Hospital Day 3: afebrile, hospital acquired pneumonia.", "Hospital"),
        ("Hospital de día: tratamiento; Clínica compatible con cólico.", "Hospital"),
        ("Bệnh viện tuyến trên; bệnh Parkinson.", "Bệnh"),
    ],
)
def test_they_are_not(line: str, kept: str) -> None:
    assert kept not in covered(line)


def test_a_name_that_the_end_of_its_line_cuts_is_covered_in_both() -> None:
    page = page_of([*ZH, "平地行走即发作，伴夜间憋醒，由其女龚", "玉兰陪同就诊。", "诊断意见：未见异常。"])
    said = [(s.text, s.everywhere, s.line) for s in find_identity([page]) if s.line in (3, 4)]
    assert said == [("龚玉兰", True, 3), ("玉兰", False, 4)]


@pytest.mark.parametrize(
    "notice", ["本报告仅供临床医师参考。", "如有疑问请与报告医师联系", "医师签名有效，复印无效", "供临床医生参考使用"]
)
def test_what_a_notice_goes_on_with_behind_a_role_is_nobody(notice: str) -> None:
    page = page_of(["姓名：韦阳建  性别：男", "影像所见：", "治疗有效，请参考前片。", "诊断意见：", "脂肪肝", notice])
    told = {page.lines[s.line].text[s.start : s.end] for s in find_identity([page]) if s.everywhere}
    assert told == {"韦阳建"}


@pytest.mark.parametrize("signed", ["签名：张伟", "签字:张伟", "签名张伟", "确认：张伟", "负责 张伟"])
def test_who_signs_behind_a_notice_of_the_role_is_somebody(signed: str) -> None:
    assert [signed[a:b] for a, b in _names_in(signed)] == ["张伟"]


@pytest.mark.parametrize("notice", ["签名有效", "参考", "使用方法", "联系:电话", "共同参考"])
def test_words_of_a_notice_are_nobody(notice: str) -> None:
    assert list(_names_in(notice)) == []


@pytest.mark.parametrize("role", ["检查医生", "复查医师", "开单医生", "处方医师", "申请医生", "查房医师", "初检医师"])
def test_a_role_whose_last_character_is_a_surname_too_is_nobody(role: str) -> None:
    """Its letters were blanked out through the document: 双乳增[***] for 双乳增生."""
    page = page_of(["姓名：韦阳建  性别：男", "超声诊断：", "双乳增生", f"{role}："])
    assert [page.lines[s.line].text[s.start : s.end] for s in find_identity([page])] == ["韦阳建"]
