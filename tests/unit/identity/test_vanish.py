"""The second commandment as a table: strings that must vanish from every output, and look-alikes that must stay."""

from __future__ import annotations

import json

import pytest

from ocr_pipeline.fields import squeeze
from ocr_pipeline.identity import find_identity, scrub
from ocr_pipeline.report import Figure, Page, Reason, Report, Result, Section, Source
from tests.unit.identity.pages import Cell, page_of

pytestmark = pytest.mark.unit

TABLE: list[list[Cell]] = [
    ["项目", (300.0, "结果"), (450.0, "单位"), (600.0, "参考范围")],
    ["白细胞", (300.0, "5.2"), (450.0, "10^9/L"), (600.0, "3.5-9.5")],
    ["血红蛋白", (300.0, "135"), (450.0, "g/L"), (600.0, "115-150")],
]
TABLE_EN: list[list[Cell]] = [
    ["Test", (300.0, "Result"), (450.0, "Unit"), (600.0, "Reference range")],
    ["Hemoglobin", (300.0, "13.5"), (450.0, "g/dL"), (600.0, "12.0-15.5")],
]

#: header rows, and what of them says who it is
HEADERS = [
    (["马哈麦德 MA HAMAIDE  男  61", "会诊专家：赫连勃勃", "抄送：拓跋宏主任"], ["马哈麦德", "MA HAMAIDE", "赫连勃勃", "拓跋宏"]),
    (["OKORO-LIND, Ruaridh M/54 UID 8820-114-7"], ["OKORO", "Ruaridh"]),
    (["KRANİAL MR İNCELEMESİ", "Ada Çiğdem TOKGÖZOĞLU'nun tetkiki"], ["TOKGÖZOĞLU", "Çiğdem"]),
    (["姓名：张伟明 性别：男 年龄：35岁"], ["张伟明"]),
    ([["姓 名:李秀英", "性别:女", "住院号:ZY20231187"]], ["李秀英", "ZY20231187"]),
    (["姓名张伟明性别男年龄35岁"], ["张伟明"]),
    ([["姓名：", (140.0, "欧阳振华"), (400.0, "性别："), (480.0, "男")]], ["欧阳振华"]),
    ([["患者姓名", (200.0, "性别"), (320.0, "年龄")], ["王小明", (200.0, "男"), (320.0, "7岁")]], ["王小明"]),
    (["身份证号：110101199003070134"], ["110101199003070134"]),
    (["联系电话：13812345678 邮箱：zhang.wm@example.com"], ["13812345678", "zhang.wm@example.com"]),
    (["电话 021-62345678"], ["021-62345678"]),
    (["家庭住址：江苏省苏州市姑苏区干将路128号3幢502室"], ["江苏省苏州市姑苏区干将路128号3幢502室"]),
    (["出生日期：1990-03-07 年龄：34岁"], ["1990-03-07"]),
    (["条码号：201608240025 样本号：A00187"], ["201608240025", "A00187"]),
    (["超声号：US20240511 门诊号：M0098812 床号：12"], ["US20240511", "M0098812"]),
    (["医保号：320501198801 发票号码01425472"], ["320501198801", "01425472"]),
    (["苏州大学附属第一医院检验报告单"], ["苏州大学附属第一医院"]),
    (["送检医师：周国平 送检单位：平江新城社区卫生服务中心"], ["周国平", "平江新城社区卫生服务中心"]),
    (["Patient Name : John A. Smithson   Age/Sex : 27 Y / M"], ["John A. Smithson"]),
    (["PatientNaomiRaghunath", "PatientAge65yrs"], ["NaomiRaghunath"]),
    (["Name John Smithson", "MRN ZY45183805", "DOB 02 Dec 1987"], ["John Smithson", "ZY45183805", "02 Dec 1987"]),
    ([["Yash M. Patel"], ["Age : 21 Years"], ["PID : 10555"]], ["Yash M. Patel", "10555"]),
    ([["Mr. Saubhik Bhaumik"], ["Referred by", (200.0, ": Dr. Hiren Shah")]], ["Saubhik Bhaumik", "Hiren Shah"]),
    (["DRLOGY PATHOLOGY LAB", "105-108, SMART VISION COMPLEX, HEALTHCARE ROAD. MUMBAI - 689578"], ["DRLOGY PATHOLOGY LAB", "689578"]),
    (["Phone: +91 12345 67890", "www.drlogy.com", "drlogypathlab@drlogy.com"], ["+91 12345 67890", "www.drlogy.com", "drlogypathlab@drlogy.com"]),
    (["Origin Hospital", "Patient ID : 10785", "Patient Name : Nipzu"], ["Origin Hospital", "10785", "Nipzu"]),
    (["Nombre del paciente: María José García López", "Médico solicitante: Dra. Ana Ruiz Peña", "NHC: 4455667"], ["María José García López", "Ana Ruiz Peña", "4455667"]),
    (["Clínica Santa Rosa de Villanora", "Fecha de nacimiento: 03/04/1980"], ["Clínica Santa Rosa de Villanora", "03/04/1980"]),
    (["Nom et prénom : DUPONT Élodie", "Né(e) le : 12/05/1971", "Médecin prescripteur : Dr Bernard Lefèvre", "N° dossier : 778812"], ["DUPONT Élodie", "12/05/1971", "Bernard Lefèvre", "778812"]),
    (["Cognome e nome: ROSSI Giulia", "Codice fiscale: RSSGLI80A41H501U", "Medico richiedente: Dott. Paolo Conti"], ["ROSSI Giulia", "RSSGLI80A41H501U", "Paolo Conti"]),
    (["Bacterióloga: Lucrecia Andagoya", "BS thực hiện: Trần Hoài Ngân"], ["Lucrecia Andagoya", "Trần Hoài Ngân"]),
    (["Ad Soyad: Ayşe Yılmaz", "T.C. Kimlik No: 12345678950", "İsteyen Doktor: Uzm. Dr. Mehmet Öz"], ["Ayşe Yılmaz", "12345678950", "Mehmet Öz"]),
    (["BỆNH VIỆN ĐA KHOA BÌNH MINH", "Họ và tên: Nguyễn Văn An", "Mã bệnh nhân: 21008876", "Bác sĩ chỉ định: Trần Thị Hoa"], ["BỆNH VIỆN ĐA KHOA BÌNH MINH", "Nguyễn Văn An", "21008876", "Trần Thị Hoa"]),
]  # fmt: skip

FOOTERS = [
    (["检验者：王芳 审核者：李国强", "本报告仅对该标本负责"], ["王芳", "李国强"]),
    ([["检验者", (140.0, "29028"), (300.0, "审核者：赵敏")]], ["29028", "赵敏"]),
    (["报告医师：孙立军/钱晓燕 审核医师：吴波"], ["孙立军", "钱晓燕", "吴波"]),
    (["仪器序列号：SN20188345 地址：人民路88号"], ["SN20188345", "人民路88号"]),
    ([["Dr. Payal Shah", (500.0, "Dr. Vimal Mehta")], ["(MD, Pathologist)", (500.0, "(MD, Pathologist)")]], ["Payal Shah", "Vimal Mehta"]),
    (["Verified by: Winifred Mehrotra", "Lab Technician: Desmond Fairbairn"], ["Winifred Mehrotra", "Desmond Fairbairn"]),
    (["Validé par : Dr Hélène Marchand"], ["Hélène Marchand"]),
    (["Onaylayan: Dr. Uğur Tekin", "Teknisyen: Pınar Polat"], ["Uğur Tekin", "Pınar Polat"]),
]  # fmt: skip


def _report(texts: list[str]) -> Report:
    """A report into whose every text field the strings have leaked."""
    leak = "，".join(texts)
    return Report(
        Source("0" * 64, "image/png", 1),
        language="zh",
        title=f"{leak}检验报告单",
        specimen=leak,
        pages=(Page(10, 10, note=leak),),
        results=(
            Result("白细胞", "5.2", "10^9/L", "3.5-9.5", group=leak, specimen=leak, note=leak, coding_note=leak),
            Result(leak, "7", ""),
        ),
        sections=(Section("备注", "other", f"见{leak}。余无殊。"), Section(leak, "other", "正常")),
        figures=(Figure("图1", 0, (), caption=leak),),
    )


def _assert_gone(rows: list[object], secrets: list[str]) -> None:
    page = page_of(rows)  # type: ignore[arg-type]
    spans = find_identity([page])
    blob = squeeze(json.dumps(scrub(_report(secrets), spans, [page]).to_json(), ensure_ascii=False))
    assert [s for s in secrets if squeeze(s) in blob] == []


@pytest.mark.parametrize(("rows", "secrets"), HEADERS)
def test_when_identity_stands_in_the_header_no_field_of_the_report_keeps_it(rows, secrets):
    table = TABLE_EN if rows and str(rows[0]).isascii() else TABLE
    _assert_gone([*rows, "", *table], secrets)


@pytest.mark.parametrize(("rows", "secrets"), FOOTERS)
def test_when_staff_sign_the_footer_no_field_of_the_report_keeps_them(rows, secrets):
    _assert_gone(["检验报告单", "", *TABLE, "", *rows], secrets)


def test_when_a_name_comes_back_on_another_page_it_is_covered_there_too():
    first = page_of(["姓名：张伟明 性别：男", *TABLE])
    second = page_of(["超声所见：", "患者张伟明肝脏大小正常。"], index=1)
    spans = find_identity([first, second])
    assert any(s.page == 1 and s.text == "张伟明" for s in spans)


def test_when_the_recogniser_slips_in_a_repeated_name_it_is_still_found():
    first = page_of(["姓名：张伟明 性别：男", *TABLE])
    second = page_of(["诊断意见：", "张伟朋 未见异常。", "Impression: none"], index=1)
    spans = find_identity([first, second])
    assert any(s.page == 1 and s.text == "张伟朋" for s in spans)


def test_when_a_section_loses_text_it_says_so():
    page = page_of(["姓名：张伟明 性别：男", *TABLE])
    report = Report(
        Source("0" * 64, "image/png", 1),
        sections=(Section("备注", "other", "张伟明复查。"), Section("提示", "impression", "未见异常。")),
    )
    clean = scrub(report, find_identity([page]), [page])
    assert clean.sections[0].reasons == (Reason.IDENTITY_MASKED,)
    assert clean.sections[1] == report.sections[1]


#: a header, a line of prose, and what of both must go
PROSE = [
    ("Paciente:D.Baldomero Ezquerra Ibarrola Edad:61", "Se recibe,rotulado como Baldomero Ezquerra,un fragmento.", ["Baldomero", "Ezquerra"]),
    ("MrAlgernon P.Whitcombe-Hughes", "Clinical details:MrWhitcombe-Hughes,retired farmer.", ["Whitcombe"]),
    ("Mr Algernon P. Whitcombe-Hughes", "I would suggest Algernon is referred to the lung MDT.", ["Algernon"]),
    ("Name: Moira Gillespie", "Telephoned to Nurse Hetherington at 16:20.", ["Hetherington"]),
    ("姓名：张伟明", "建议贺女士三个月后复查，由林婉如主任随诊。", ["贺女士", "林婉如"]),
    ("姓名：张伟明", "已电话告知王医生及司徒慧敏护士。", ["王医生", "司徒慧敏"]),
    ("姓名：张伟明", "患者丈夫艾山江·买合木提陪同，已告知其母热娜古丽。", ["艾山江", "买合木提", "热娜古丽"]),
    ("姓名：张伟明", "上述意见已电告主诊医生妥建军，请马哈麦德之子来取。", ["妥建军", "马哈麦德"]),
    ("姓名：张伟明", "导游电话一三八零零一三八零零零。", ["一三八零零一三八零零零"]),
    ("RE: Theodora Blackwood-Achebe", "Brought in by her daughter Chidinma after a fall at 29 Quarry Hill Road. Her husband, Ebenezer, reports it. Theodora was told.", ["Chidinma", "29 Quarry", "Ebenezer", "Theodora"]),
    ("Name: A. Lindqvist", "RESULT PHONED TO WIFE (INGRID MOE) AND TO SISTER BERNADETTE COYLE, WARD 4C.", ["INGRID", "BERNADETTE", "COYLE"]),
    ("Name: A. Lindqvist", "Discussedwith the patient'ssonObinna at 17:40.", ["Obinna"]),
    ("Paciente: Ana Ruiz", "Paciente conocida como doña Lupita, traída por su hijo Gerónimo Paz. La Sra. de la Cruz y la enfermera Citlali lo saben.", ["Lupita", "Gerónimo", "Cruz", "Citlali"]),
    ("Patient : M. Dupont", "Son fils Côme peut me joindre au 06 12 34 56 78. N. INSEE 2 62 04 29 232 118 64.", ["Côme", "06 12 34 56 78", "232 118"]),
    ("Paziente: Gino Degli", "valori comunicati alla figlia Ludovica e al collega Zappacosta. Dott.ssa Fiorenza Bentivoglio", ["Ludovica", "Zappacosta", "Fiorenza"]),
    ("Ad Soyad: Ali Kaya", "Ayşegül Hanım'ın eşi Mehmet Bey'in ifadesi. Annesi Fatma Tokgözoğlu'nda anevrizma.", ["Ayşegül", "Mehmet", "Fatma", "Tokgöz"]),
    ("Họ tên: Lê An", "Bệnh nhân được chồng là anh Phan Đình Trọng đưa vào.", ["Phan Đình Trọng"]),
    ("Assistito: Mafalda Rossi", "Riferita dalla cognata Ersilia, presente il marito Pozzoli Achille.", ["Ersilia", "Pozzoli", "Achille"]),
    ("Paciente: Ana Ruiz", "Acude con su pareja, Telmo Arizmendi. Calle de los Olmos Viejos 21, 4.", ["Telmo", "Arizmendi", "Olmos"]),
    ("Name: A. Lind", "Patient's cousin Ignatius translated. Seen with medical student T. Oyelowo.", ["Ignatius", "Oyelowo"]),
    ("Assistito: Mafalda Rossi", "Discusso con la collega lacopozzi.", ["lacopozzi"]),
    ("Họ tên: Lê An", "Chị Huyền tái khám với BS Quốc Nghĩa sau 3 tháng.", ["Nghĩa", "Quốc"]),
    ("Protokol No: B-2291/25", "Önceki biyopsisi (B-1187/24) ile birlikte.", ["B-1187/24"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "prose", "secrets"), PROSE)
def test_when_prose_names_people_they_are_masked(header, prose, secrets):
    page = page_of([header, "超声所见：", prose, "超声提示：", "未见明显异常。"])
    report = Report(Source("0" * 64, "image/png", 1), sections=(Section("超声所见", "findings", prose),))
    clean = scrub(report, find_identity([page]), [page]).sections[0]
    assert [s for s in secrets if s in clean.text] == []
    assert Reason.IDENTITY_MASKED in clean.reasons


STAY = [
    "请主任医师、责任护士及主管技师会诊，由上级医生决定。",
    "MR imaging of the brain. MRI was normal. Missing teeth; Donath test; Profile view.",
    "患者取仰卧位，常规消毒铺巾。",
    "患者：男，35岁，因腹痛就诊。",
    "请结合临床，必要时到上级医院进一步检查。",
    "建议3个月后复查，请遵医师嘱。",
    "右肺上叶见高密度影，大小约12mm×8mm。",
    "安静状态下未见异常，血压120/80mmHg。",
    "冠状动脉钙化总积分：980.9分",
    "EF:65%  FS:36% E/A<1",
    "The patient has a history of hypertension; no doctor was named.",
    "Findings are consistent with Crohn disease. See Figure 1.",
    "Reference: normal 3.5-9.5; 2024-05-01 10:22 sampled.",
    "A complete blood count is used to evaluate overall health.",
    "家属要求复查，医生安排会诊，请主任查房。",
    "MOTHER HAD STROKE AT 50. FATHER DIED OF MI.",
    "Informed consent was obtained. An Olympus GIF-H290 was used.",
    "Platelets 150 000 - 400 000 were counted; white matter and White cells were normal.",
    "Antecedente de madre con cáncer de mama. Género Femenino.",
    "Discussed at the Oncology MDT on Monday; see Findings.",
    "The mother reports fever. Sister chromatids; a Baker cyst of 2 cm via the Portal vein.",
]


def test_when_a_title_stands_alone_its_words_are_nobody():
    for title in ("COMPUTED TOMOGRAPHY REPORT", "KRANİAL MR İNCELEMESİ", "Pediatric Echocardiogram"):
        page = page_of([title, "Name: Ada Okoro  Age: 50 Years", "Findings:", "Normal.", "Impression:", "Normal."])
        assert not any(s.line == 0 for s in find_identity([page]))


@pytest.mark.parametrize("text", STAY)
def test_when_prose_only_looks_like_identity_it_stays(text):
    page = page_of(["姓名：张伟明 床号：12 住院号：5566", "超声所见：", text, "超声提示：", "未见明显异常。"])
    report = Report(Source("0" * 64, "image/png", 1), sections=(Section("超声所见", "findings", text),))
    assert scrub(report, find_identity([page]), [page]).sections[0] == report.sections[0]


@pytest.mark.parametrize(
    ("value", "unit", "reference"),
    [("12", "g/L", "10-20"), ("5566", "U/L", "0-6000"), ("35", "%", "20-50"), ("187", "", "100-300")],
)
def test_when_a_value_equals_digits_of_a_number_it_is_not_corrupted(value, unit, reference):
    page = page_of(["姓名：张伟明 年龄：35岁 床号：12 住院号：5566 样本号：187", *TABLE])
    report = Report(Source("0" * 64, "image/png", 1), results=(Result("丙氨酸氨基转移酶", value, unit, reference),))
    assert scrub(report, find_identity([page]), [page]).results == report.results


@pytest.mark.parametrize(
    "name", ["住院号", "床号", "Patient ID", "姓名", "Ref. By", "送检医师", "Sample ID", "Hasta No", "电话"]
)
def test_when_a_row_is_named_like_a_field_of_the_form_it_is_no_result(name):
    report = Report(Source("0" * 64, "image/png", 1), results=(Result(name, "12345"), Result("血糖", "5.1", "mmol/L")))
    assert [r.name for r in scrub(report, (), ()).results] == ["血糖"]


def test_when_a_line_of_the_form_is_read_as_a_row_it_is_no_result():
    report = Report(Source("0" * 64, "image/png", 1), results=(Result("备注: 出生日期", "1971", "", "-01-10"),))
    assert scrub(report, (), ()).results == ()


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (Result("备 注", "1971", "地址:碧湖县栖霞岭镇353号", "0-3"), ("", "")),
        (Result("新蛋白", "19.71", "g/L 地址:碧湖县栖霞岭镇353号", "0-3"), ("19.71", "g/L")),
        (Result("白蛋白", "19.71", "地址:碧湖县栖霞岭镇353号", "0-3"), ("19.71", "")),
    ],
)
def test_when_a_field_of_the_form_runs_into_a_row_the_field_vanishes_and_the_row_stays_in_doubt(row, kept):
    (left,) = scrub(Report(Source("0" * 64, "image/png", 1), results=(row,)), (), ()).results
    assert (left.value, left.unit) == kept
    assert Reason.IDENTITY_MASKED in left.reasons


def test_when_an_address_stands_where_the_unit_should_it_vanishes():
    page = page_of(["姓名：张伟明 地址：碧湖县栖霞岭镇353号", *TABLE])
    report = Report(Source("0" * 64, "image/png", 1), results=(Result("血糖", "5.1", "碧湖县栖霞岭镇353号", "3-6"),))
    assert "栖霞岭" not in scrub(report, find_identity([page]), [page]).results[0].unit


@pytest.mark.parametrize(
    "name",
    ["白蛋白", "总胆红素", "Specific gravity", "Bedside glucose", "RBC", "IDH1", "Nome", "Phosphorus", "No. of lobes"],
)
def test_when_a_row_is_an_analyte_it_stays(name):
    report = Report(Source("0" * 64, "image/png", 1), results=(Result(name, "1.2", "g/L", "0-3"),))
    kept = [r.name for r in scrub(report, (), ()).results]
    assert kept == ([] if name == "Nome" else [name])


def test_when_a_patient_is_called_like_an_analyte_the_analyte_keeps_its_name():
    page = page_of(["Paziente: Beatrice Bianchi", *TABLE_EN])
    rows = (Result("GLOBULI BIANCHI(WBC)", "3660", "/mm3", "4000-10000"), Result("Beatrice Bianchi", "3", "g/L"))
    report = Report(Source("0" * 64, "image/png", 1), results=rows)
    assert [r.name for r in scrub(report, find_identity([page]), [page]).results] == ["GLOBULI BIANCHI(WBC)", ""]


def test_when_a_name_stands_in_brackets_behind_an_analyte_it_vanishes():
    page = page_of(["姓名：张伟明 性别：男", *TABLE])
    report = Report(Source("0" * 64, "image/png", 1), results=(Result("白细胞(张伟明)", "5.2", "10^9/L", "3.5-9.5"),))
    assert "张伟明" not in scrub(report, find_identity([page]), [page]).results[0].name


def test_when_a_value_is_a_lone_sign_it_stays():
    signs = (Result("葡萄糖", "-", reference_range="阴性"), Result("酮体", "--"))
    report = Report(Source("0" * 64, "image/png", 1), results=signs)
    assert scrub(report, (), ()).results == report.results


def test_when_an_analyte_or_a_department_is_spelled_like_a_label_it_stays():
    signs = (Result("pH", "7.312", reference_range="7.350-7.450"), Result("PH", "5.5"), Result("Glucosa", "126"))
    report = Report(Source("0" * 64, "image/png", 1), results=signs)
    page = page_of(["BIOQUÍMICA", ["Glucosa", "126"], "Ph: 0261 236154"])
    spans = find_identity([page])
    assert [s.text for s in spans] == ["0261 236154"]
    assert scrub(report, spans, [page]).results == report.results


def test_when_an_analyte_stands_alone_at_the_top_of_a_page_it_is_nobody():
    rows = [
        "Patient: Rosalind Mehrotra",
        "International Normalised Ratio",
        ["Test", "Result", "Unit"],
        ["APTT", "31", "s"],
    ]
    assert [s.text for s in find_identity([page_of(rows)])] == ["Rosalind Mehrotra"]


def test_when_an_analyte_is_called_like_a_label_the_row_below_it_is_nobody():
    rows = [
        "Patient: Rosalind Mehrotra",
        ["TEST", (400.0, "Result"), (600.0, "Unit")],
        ["PT", (400.0, "11.8"), (600.0, "s")],
        ["International Normalised Ratio (INR)", (400.0, "1.01")],
        ["PT Ratio", (400.0, "0.98")],
    ]
    assert [s.text for s in find_identity([page_of(rows)])] == ["Rosalind Mehrotra"]


def test_a_part_of_a_name_with_a_dot_is_found_in_sentences():
    said = "嘱帕提古丽两周后复查，由阿迪力翻译，由阿米巴引起。"
    page = page_of(["姓名：帕提古丽·吐尔逊江", "备注", said])
    report = Report(Source("0" * 64, "image/png", 1), sections=(Section("备注", "other", said),))
    text = scrub(report, find_identity([page]), [page]).sections[0].text
    assert "帕提古丽" not in text
    assert "阿迪力" not in text
    assert "阿米巴" in text


def test_when_the_form_holds_numbers_of_genetic_variants_they_stay():
    row: list[Cell] = [(40.0, "MTHFR"), (240.0, "C677T(rs1801133)"), (560.0, "20431187")]
    page = page_of(["姓名：李慧珍", row, "性别：女"])
    assert [s.text for s in find_identity([page]) if s.line in (1, 2, 3)] == ["20431187"]


@pytest.mark.parametrize("said", ["局部喷雾麻醉", "局部噴霧麻醉", "全身麻醉", "静脉麻醉"])
def test_a_way_of_anaesthesia_is_nobody(said: str):
    page = page_of(["消化内镜检查报告", "姓名：黄志明 性别：男", f"麻醉：{said}", "检查所见：", "胃窦有一处溃疡。"])
    assert {s.text for s in find_identity([page])} == {"黄志明"}
    assert "曹操" in {s.text for s in find_identity([page_of(["姓名：黄志明", "麻醉：曹操", "检查所见：", "正常。"])])}


def test_an_institution_alone_at_the_foot_of_a_cover_vanishes():
    cover = page_of(["健康体检报告", "姓名：凤九龄  性别：男", "体检编号：TJ20260509112", "美康体检中心"])
    assert "美康体检中心" in {s.text for s in find_identity([cover])}
