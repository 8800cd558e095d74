"""Common surnames and the words that look like names and are none."""

from __future__ import annotations

import re

from ocr_pipeline.fields import fold, is_han, labels_in
from ocr_pipeline.layout.captions import is_caption
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.title_words import glued_title_words, only_title_words

#: The surnames of about 97 % of Chinese people (Baijiaxing order is of no matter), and the usual double ones.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安倪牛温芦季俞章鲁葛伍申尤毕聂焦阮霍岳祁庄柴凌甘丘梅辛耿欧管左柯单詹童涂关苗纪齐翁盛宁舒卓阳冉解查鲍饶景卫屈项柳房路艾芮褚蒲成游裴滕臧蓝符包车司佟古苑边隋尚初迟谷邢娄储桂尉沙占晏瞿应鞠冷原耶"
) | {
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "令狐",
    "司徒",
    "端木",
    "夏侯",
    "慕容",
    "独孤",
    "长孙",
    "宇文",
    "完颜",
    "南宫",
    "呼延",
    "百里",
    "东郭",
    "西门",
    "轩辕",
    "纳兰",
    "耶律",
    "第五",
    "赫连",
    "澹台",
    "申屠",
    "钟离",
    "拓跋",
    "鲜于",
    "闻人",
    "公冶",
    "淳于",
    "濮阳",
    "万俟",
    "亓官",
}

#: Further ones, believed only where a title, a role or a relative announces somebody.
RARE_SURNAMES = frozenset(
    "祝戚喻柏窦奚郎昌凤花酆廉岑傅卞湛狄茅庞闵席刁骆虞昝裘缪郁杭钮嵇滑荀惠甄羿靳汲邴糜荣妥虎鲍仇宓郦冼逄菅佴仉亓曲娄巫乌焦弓牧隗山谷蓬郗班仰秋仲宫宁栾暴甘钭厉戎符刘景詹束龙幸司韶郜黎蓟薄印怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶堵冉宰雍却璩桑桂濮牛寿扈燕冀郏浦尚农庄晏柴瞿阎慕茹宦艾鱼慎戈廖庾终暨衡耿弘匡寇禄阙东欧殳沃蔚越夔隆师巩厍聂晁勾敖融訾辛阚那饶曾毋沙乜鞠须丰巢蒯荆游竺权逯盖桓公佘佟麻帅缑亢况郈琴阳仝揭禹闪苟鄢展"
) | {"仉督", "单于", "太叔", "宗政", "叶赫", "钮祜禄", "爱新觉罗"}  # fmt: skip

#: Values that stand behind a person's label without being anybody.
NOT_NAMES = frozenset(
    fold(w)
    for w in (
        "无 未知 不详 本人 自费 医保 公费 门诊 住院 急诊 体检 成人 儿童 患者 病人 男 女 已婚 未婚 汉族 电子签名 手写签名 签名 阴性 阳性 正常 异常 血清 全血 尿液 血浆 大便 粪便 普通 常规 合格 未见异常 见报告 单位 日期 时间 "
        "高血压 白细胞 红细胞 血红蛋白 高密度 低密度 白蛋白 安静 平静 方法 结果 项目 备注 建议 高度 "
        "surgery medicine icu emergency cardiology pediatrics paediatrics maternity oncology neurology orthopedics orthopaedics urology gynecology gynaecology obstetrics dermatology nephrology gastroenterology outpatients inpatient ward casualty "
        "cirugia medicina urgencias cardiologia pediatria oncologia chirurgie medecine urgences chirurgia pronto soccorso dahiliye cerrahi acil noi ngoai cap cuu "
        "self none nil na n/a unknown patient doctor male female yes no normal hospital walk-in walkin opd ipd date time signature name test result unit positive negative adult child md mbbs phd end report "
        "blood serum urine plasma age sex collected reported received registered lab technician pathologist medical"
    ).split()
) | {
    fold(w)
    for w in (
        "medical lab technician",
        "lab technician",
        "end of report",
        "thanks for reference",
        "sample collection",
        "not valid",
    )
}

_COMMON = frozenset(
    fold(
        "accurate caring instant thanks reference sample collection scan download software letterhead qr code verified digitally signed approved medical lab technician technologist incharge in charge consultant pathologist radiologist "
        "sonographer cardiologist chief officer signature authorised authorized signatory director head quality assured certified accredited iso nabl cap years year yrs months male female page collected received reported printed registered date time "
        "end not valid medico legal purpose timings monday sunday tuesday wednesday thursday friday saturday self home visit emergency outpatient inpatient opd ipd normal high low critical abnormal blood urine serum plasma stool note method methods instruments instrument remarks comment comments "
        "information details demographics data copy original report department section ref interval units unit flag in with for by on at and the of to edta citrate fluoride random fasting type negative positive sample specimen status routine urgent stat lot "
    ).split()
)


#: Organs, findings and ways of anaesthesia that nobody is called by.
_OF_BODY = re.compile(
    r"麻醉$|^(?:局部|全身|表面|椎管|硬膜外|神经阻滞)|喷雾|噴霧|浸润|[肠胃肺肝脾肾癌瘤腺囊疡膜]|淋巴|组织|标本|息肉|活检|结节|静脉|动脉|椎体"
)


def is_common_text(text: str) -> bool:
    """True for words of the form itself: labels, headings, titles, specimen and department words."""
    stripped = text.strip(" .:：*()（）-")
    if not stripped or heading_in(stripped) or only_title_words(stripped) or is_caption(stripped):
        return True
    labels = labels_in(stripped)
    if labels and sum(label.end - label.start for label in labels) >= 0.6 * len(stripped):
        return True
    if any(is_han(c) for c in stripped):
        return stripped in NOT_NAMES or _OF_BODY.search(stripped) is not None
    words = [w.strip(".,:;()*-'’") for w in fold(stripped).split()]
    return all(w in _COMMON or not w or w.isdigit() or only_title_words(w) for w in words) or glued_title_words(
        stripped
    )
