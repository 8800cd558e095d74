"""The words of which titles of reports are made, in seven languages: whatever is no such word may be a facility's name.

A title is copied to the outputs only when it consists of these words, so this list is a guard and not a hint.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ocr_pipeline.fields.folding import fold, is_han
from ocr_pipeline.fields.traditional import simple

_ZH = (
    "出院 入院 记录 小结 病程 手术 心脏彩超 骨密度 听力 视力 肺活量 形态学 男科 诊疗 检验 化验 检测 检查 诊断 报告单 报告书 报告 结果 单 书 表 临床 生化 血液 血 尿液 尿 粪便 大便 常规 全套 五分类 三分类 血常规 尿常规 便常规 血细胞 分析 全血 细胞 计数 肝功能 肾功能 肝功 肾功 血脂 "
    "血糖 电解质 凝血 凝血功能 功能 四项 五项 六项 七项 八项 十项 两项 三项 乙肝 两对半 免疫 免疫学 微生物 激素 性激素 甲状腺 甲功 肿瘤 标志物 血气 精液 输血 感染 传染病 术前 优生 生殖 内分泌 心肌酶 心肌 酶谱 "
    "超声 彩色 多普勒 彩超 B超 超声波 超音波 内视镜 心动图 超声心动图 心脏 腹部 妇科 产科 胎儿 浅表 乳腺 血管 颈动脉 泌尿 系统 放射 影像 医学 影像学 CT MRI MR DR CR X线 X光 X 线 光 摄片 磁共振 核磁 共振 成像 平扫 增强 扫描 "
    "病理 病理学 免疫组化 免疫组织化学 内科 外科 妇科 眼科 口腔科 耳鼻喉科 皮肤科 组织 组织学 活检 细胞学 液基 冰冻 会诊 术中 图文 电子 胃镜 肠镜 结肠镜 胃肠镜 内镜 内窥镜 镜 十二指肠 支气管镜 纤维 无痛 膀胱镜 宫腔镜 喉镜 鼻咽镜 阴道镜 心电图 心电 动态 十二导联 脑电图 肺功能 骨密度 "
    "核医学 PET 体检 健康 急诊 门诊 住院 科 室 中心 专用 综合 自动 全自动 仪器 审核 特殊 骨髓 骨髓象 染色体 基因 分子 过敏原 质谱 儿童 新生儿 妇女 产前 筛查 唐氏 孕 早 中 晚 期 糖化 血红蛋白 糖耐量 试验 "
    "测试 薄层 TCT 出院 入院 转科 小结 记录 证明 病历 摘要 双能 纯音 听阈 听力图 色素 显像 骨显像 检验科 超声科 放射科 病理科 内镜室 影像科 医学影像 检验医学 及 与 和 的 类 项目 组 号 页 第 一 二 三 头颅 胸部 上腹部 下腹部 盆腔 腰椎 颈椎 胸 腹 膝 关节 甲状 腺 肝 胆 胰 脾 肾 前列腺 子宫 附件 肺 脑 冠状动脉 冠脉 造影 "
    "静脉 动脉 CTA MRA MRCP CBC WBC 红细胞 白细胞 网织 血沉 蛋白 电泳 维生素 微量 元素 铁 代谢 贫血 风湿 抗体 抗核 自身 补体 过敏 结核 病毒 核酸 新冠 抗原 支原体 衣原体 幽门 螺杆菌 呼气 培养 药敏 鉴定 涂片 白带 分泌物 脑脊液 胸水 腹水 体液 穿刺液 无创 肌电图 经颅 TCD 眼底 听力 "
).split()
#: Every character of these words.
CHARACTERS = frozenset(c for word in _ZH for c in word if is_han(c))
_LATIN = (
    "report reports lab laboratory results result test tests final preliminary summary page of the and with for in on to a an "
    "complete blood count cbc full hemogram haemogram hemogramme fbc absolute differential panel profile chemistry biochemistry biochemical clinical haematology hematology serum plasma whole "
    "urine urinalysis routine microscopy stool examination analysis semen coagulation screen studies study hormone hormones thyroid function liver renal kidney lipid lipids glucose electrolytes electrolyte "
    "tumor tumour markers marker serology serological immunology immunoassay virology microbiology culture sensitivity gas gases arterial venous antenatal prenatal screening infectious diseases disease cardiac iron anemia vitamin vitamins "
    "comprehensive metabolic basic extended cell cells esr hba1c diabetes fasting ogtt hepatitis torch arthritis rheumatology allergy toxicology special general health checkup body "
    "radiology imaging diagnostic diagnosis ct mri mr scan ultrasound ultrasonography sonography usg sonographic doppler colour color echocardiography echocardiogram echo transthoracic ecg ekg electrocardiogram electrocardiography x-ray xray x ray "
    "chest abdomen abdominal pelvis pelvic brain head neck spine lumbar cervical thoracic knee shoulder obstetric obstetrical gynecological fetal foetal carotid breast whole upper lower limb joint hip "
    "endoscopy endoscopic colonoscopy gastroscopy upper gi gastrointestinal bronchoscopy cystoscopy esophagogastroduodenoscopy egd pathology histopathology histopathological surgical cytology cytopathology biopsy pap smear "
    "department medicine section unit division service services investigation investigations analyte test(s) anatomical anatomic patient copy original duplicate chart interim corrected amended amended "
    "contrast without angiography coronary cta mra holter 12-lead lead resting stress rest exercise treadmill ambulatory therapeutic oesophagogastroduodenoscopy ogd transvaginal transabdominal anomaly growth biophysical portable follow-up abg bga vbg 2d m-mode mode mammography bone marrow density dexa "
    "computed computerized computerised axial pet fdg pet/ct positron emission polysomnography sleep spirometry pulmonary mammogram digital bilateral left right views view skull colon "
    "mamografia mama mamas craneo simple abdominal completa torax columna radiografia colonoscopia gastroscopia endoscopico polisomnografia espirometria derecha izquierda rodilla "
    "radiographie thorax face profil echo-doppler troncs supra-aortiques genou droit gauche fibroscopie coloscopie mammographie spirometrie "
    "risonanza magnetica ginocchio destro sinistro torace addome encefalo rachide mammografia ematochimici colonscopia gastroscopia spirometria "
    "kranial inceleme incelemesi incelemeleri toraks batin diz beyin mamografi akciger grafisi eko kolonoskopi gastroskopi "
    "discharge summary letter outpatient admission transfer operative note alta hospitalaria hospitalario epicrisis ingreso urgencias evolutivo hospitalisation d'hospitalisation sortie consultation operatoire dimissione ricovero verbale "
    "con senza mdc mezzo contrasto sin sans avec tc rm rmn us ile siz kontrastli kontrastsiz epikriz cikis ozeti taburcu ra vien tom tat benh an hoi chan "
    "mang phoi nao cot song vu nhu anh tuyen giap khop goi o "
    "informe informes resultados resultado laboratorio analisis clinico clinicos clinica hemograma completo quimica sanguinea bioquimica sangre orina uroanalisis examen general de del la el los las y en con hematologia hematimetria perfil "
    "lipidico hepatico renal tiroideo coagulacion serologia inmunologia microbiologia ecografia ecografico radiologia radiologico tomografia resonancia magnetica endoscopia anatomia patologica biopsia ecocardiograma electrocardiograma "
    "bilan compte rendu compte-rendu d'analyses analyses analyse biologie medicale medicales resultats biologiques biologique hematologie biochimie numeration formule sanguine nfs hemostase sang urines ecbu ionogramme bilan hepatique lipidique thyroidien renal "
    "echographie radiologie scanner irm imagerie endoscopie anatomopathologie anatomo-pathologique cytologie d'examen examen des et du le les "
    "referto referti analisi esami esame di dell dello della ematologia emocromo emocromocitometrico completo chimica clinica sangue urine risultati biochimica coagulazione sierologia immunologia ecografia radiologia tomografia risonanza endoscopia istologico istologia anatomia patologica medicina laboratorio con formula "
    "rapor raporu sonuc sonuclari sonucu laboratuvar laboratuar tetkik tahlil hemogram tam kan sayimi biyokimya idrar tahlili hormon seroloji koagulasyon mikrobiyoloji tibbi radyoloji ultrasonografi patoloji endoskopi ekokardiyografi tomografi bilgisayarli manyetik rezonans ve test testleri formu "
    "phieu ket qua xet nghiem huyet hoc sinh hoa mien dich vi sinh nuoc tieu cong thuc mau tong phan tich te bao dong bang bao cao chan doan hinh anh sieu am noi soi da day dai trang giai phau benh cat lop vi tinh chup cong huong tu x-quang dien tim tim bung tong quat phieu tra loi hoa sinh chuc nang gan than ho so "
)
_LATIN_WORDS = frozenset(fold(_LATIN).split())
_BY_FIRST: dict[str, list[str]] = {}
for _word in _ZH:
    _BY_FIRST.setdefault(_word[0], []).append(_word)
_BETWEEN = re.compile(r"[\s（）()\-—/、,，:：+&＋·\dA-Za-z]")
#: A title begins with a word of two characters: a single one may be the end of a name.
_OPENERS = tuple(w for w in _ZH if len(w) > 1)
_ENDINGS = re.compile(r"(?:报告单|报告书|检验单|化验单|检查单|诊断书|结果单|报告|结果表|院小结|院记录)[)）]?$")


def only_title_words(text: str) -> bool:
    """True when every word of ``text`` belongs to titles of reports, and so to nobody in particular."""
    if any(is_han(c) for c in text):
        text = simple(text)
        return _in_words(text) and all(_known(w) for w in re.findall(r"[A-Za-z]{3,}", text))
    words = [w.strip("()[],.:;-–—*&/#|+'\"") for w in re.split(r"[\s/&]+", fold(text))]
    words = [w for w in words if w]
    return bool(words) and all(_known(w) or w.isdigit() for w in words)


def _in_words(text: str) -> bool:
    """Whether ``text`` falls apart into title words and what stands between them. By the places that words can reach: an
    expression of alternatives takes minutes for a line that has many readings and one strange character."""
    reached = {0}
    for at, char in enumerate(text):
        if at in reached:
            reached.update(at + len(word) for word in _BY_FIRST.get(char, ()) if text.startswith(word, at))
            if _BETWEEN.match(char):
                reached.add(at + 1)
    return bool(text) and len(text) in reached


@lru_cache(maxsize=512)
def _known(word: str) -> bool:
    folded = fold(word)
    return (
        folded in _LATIN_WORDS
        or folded.replace("'", "") in _LATIN_WORDS
        or any(folded == fold(w) for w in _ZH if not is_han(w[0]))
    )


def glued_title_words(text: str) -> bool:
    """As :func:`only_title_words` for Latin text whose spaces OCR has lost (``LABORATORYREPORT``)."""
    folded = re.sub(r"[^a-z]", "", fold(text))
    reach = {0}
    for end in range(1, len(folded) + 1):
        if any(start in reach and folded[start:end] in _LATIN_WORDS for start in range(max(0, end - 20), end)):
            reach.add(end)
    return len(folded) >= 6 and len(folded) in reach


_SPACED = re.compile(r"(?:[\u4e00-\u9fff]\s{1,3}){3,}[\u4e00-\u9fff]")


def title_part(text: str) -> str:
    """The part of a Chinese title line that is made of title words: ``某某医院化验报告单`` gives ``化验报告单``."""
    stripped = text.strip()
    if _SPACED.fullmatch(stripped):
        stripped = re.sub(r"\s", "", stripped)
    for start in range(len(stripped)):
        tail = simple(stripped[start:])
        if tail.startswith(_OPENERS) and only_title_words(tail) and _ENDINGS.search(tail):
            return stripped[start:].strip()
    return ""
