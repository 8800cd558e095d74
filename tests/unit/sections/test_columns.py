"""Two columns of text: the left one is read to its end before the right one."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

HEAD = ["Ultrasound Report", "Name: John Ashdown  Age: 50 Years  MRN: 0378064"]
LEFT = [
    "Findings:",
    "The liver is normal in size.",
    "No focal lesion is seen.",
    "The gallbladder is thin walled.",
    "No ascites.",
]
RIGHT = ["Impression:", "1. Normal liver.", "2. No gallstones.", "Recommendation:", "Repeat scan in one year."]


def test_the_left_column_is_read_before_the_right_one() -> None:
    rows = [[(40.0, a), (720.0, b)] for a, b in zip(LEFT, RIGHT, strict=True)]
    said = [(s.heading, s.text) for s in read_sections([page_of([*HEAD, *rows])], [()])]
    assert [h for h, _ in said] == ["Findings", "Impression", "Recommendation"]
    assert said[0][1].replace("\n", " ") == " ".join(LEFT[1:])
    assert said[1][1] == "1. Normal liver.\n2. No gallstones."


def test_a_line_across_both_columns_and_fields_beside_one_another_split_nothing() -> None:
    wide = "The liver is normal in size and echotexture, no focal lesion is seen, and the gallbladder is thin walled."
    rows = [
        [(40.0, "Study: abdomen"), (720.0, "Technique: convex probe")],
        "Findings:",
        wide,
        wide,
        "Impression:",
        "Normal.",
    ]
    said = [(s.heading, s.text) for s in read_sections([page_of([*HEAD, *rows])], [()])]
    assert ("Impression", "Normal.") in said
    assert dict(said)["Findings"].replace("\n", " ") == f"{wide} {wide}"


def test_columns_of_which_one_has_little_prose() -> None:
    left = ["摄片部位", "双乳CC位及MLO位", "临床信息", "体检触及左乳包块1周，要求进一步检查", "钼靶所见"]
    left += ["双乳呈多量腺体型。左乳外上象限见一高密度肿块，", "大小约2.1cm×1.7cm，边缘毛刺，内见簇状"]
    right = ["细小多形性钙化，约20枚。右乳散在良性钙化，", "双侧皮肤及乳头未见异常，左腋下淋巴结1枚。", "诊断意见"]
    right += [
        "左乳外上象限肿块伴钙化，BI-RADS 5类；",
        "左腋下淋巴结肿大，淋巴门结构消失，请结合。",
        "建议",
        "左乳肿块活检，右乳定期复查。",
    ]
    rows = [[(40.0, a), (720.0, b)] for a, b in zip(left, right, strict=True)]
    head = ["乳腺X线摄影报告", "姓名：慕容婉 性别：女 年龄：50岁"]
    said = {s.heading: s.text for s in read_sections([page_of([*head, *rows])], [()])}
    assert [*said] == ["摄片部位", "临床信息", "钼靶所见", "诊断意见", "建议"]
    assert said["钼靶所见"].replace("\n", "") == "".join([*left[5:], *right[:2]])


def test_the_first_line_of_the_right_column_above_the_first_heading() -> None:
    left = [
        "Procedure:",
        "The colonoscope was advanced to the cecum without",
        "difficulty and withdrawn over 11 minutes.",
    ]
    left += ["Findings:", "A small sessile polyp in the ascending colon was"]
    right = [
        "removed with a hot snare (Fig. 2b), Paris Ip. Multiple",
        "small diverticula were found in the sigmoid colon.",
    ]
    right += [
        "Impression:",
        "One polyp was removed from the ascending colon.",
        "There are diverticula in the sigmoid colon.",
    ]
    rows = [[(720.0, right[0])], *[[(40.0, a), (720.0, b)] for a, b in zip(left[:4], right[1:], strict=True)], left[4]]
    said = {s.heading: s.text.replace("\n", " ") for s in read_sections([page_of([*HEAD, *rows])], [()])}
    assert said["Findings"] == " ".join([left[4], *right[:2]])


def test_columns_with_a_narrow_gap_and_a_short_right_one() -> None:
    left = [
        "心电图特征：",
        "窦性P波消失，代之以大小形态不等的f波，频率约每分",
        "380次，V1导联明显；QRS波群时限0.13s，电轴左偏且",
        "呈rsR型，V5、V6导联S波增宽，余未见特殊之异常改",
        "变。",
    ]
    right = ["心电图诊断：", "1.心房颤动，心室率92次/分", "2.完全性右束支传导阻滞"]
    edge = max(line.right for line in page_of([*left]).lines) + 24.0
    rows = [[(40.0, a), (edge, b)] for a, b in zip(left, right, strict=False)]
    head = ["心电图检查报告", "姓名：百里奚明 性别：女 年龄：68岁"]
    said = {s.heading: s.text for s in read_sections([page_of([*head, *rows, *left[3:]])], [()])}
    assert said["心电图特征"].replace("\n", "") == "".join(left[1:])
