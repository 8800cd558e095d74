"""What is measured on pictures and curves, as forms of echocardiography, obstetric ultrasound and electrocardiography print it: the
terminology table has no codes for these, yet they are as fixed as an analyte's names. One measure a line, its names apart by
semicolons, as ``known_names.txt`` has them."""

from __future__ import annotations

from functools import cache
from itertools import product

from ocr_pipeline.tables.grammar.normal import compact, plain

_SIDES = (("左房", "左心房"), ("右房", "右心房"), ("左室", "左心室"), ("右室", "右心室"))
_SIZES = (("内径", "前后径"), ("左右径", "横径"), ("上下径", "长径"), ("容积", "容量"))
_PHASES = (("舒张末", "舒张末期", "舒张期末", "舒张期", "舒末"), ("收缩末", "收缩末期", "收缩期末", "收缩期", "收末"))
_WALLS = (
    ("左室前壁",),
    ("左室侧壁",),
    ("左室下壁",),
    ("室间隔",),
    ("左室后壁", "左心室后壁"),
    ("右室前壁", "右心室前壁"),
)
_OF_WALLS = (
    ("", "厚度", "舒张期厚度", "舒张末厚度", "舒张末期厚度"),
    ("收缩期厚度", "收缩末厚度"),
    ("运动幅度", "搏幅"),
)
_VESSELS = (
    ("主动脉", "主动脉根部"), ("主动脉窦部", "主动脉窦"), ("主动脉瓣环",), ("升主动脉",), ("主动脉弓",), ("降主动脉",),
    ("主肺动脉", "肺动脉主干", "肺动脉干", "肺总动脉", "肺动脉"), ("左肺动脉",), ("右肺动脉",), ("右室流出道",), ("左室流出道",),
    ("下腔静脉",), ("门静脉",), ("胆总管",), ("脾静脉",),
)  # fmt: skip
_VALVES = ("二尖瓣", "三尖瓣", "主动脉瓣", "肺动脉瓣")
_FLOWS = (
    ("流速", "峰值流速", "最大流速", "口流速", "口峰值流速"),
    ("压差", "最大压差", "峰值压差"),
    ("反流速度", "反流最大流速"),
    ("反流压差",),
)
_OTHERS = """
射血分数;左室射血分数;左心室射血分数;射血分数EF;左室射血分数EF;左心室射血分数EF;lvef;ejection fraction;lv ejection fraction;left ventricular ejection fraction
短轴缩短率;左室短轴缩短率;左心室短轴缩短率;缩短分数;短轴缩短率FS;左室短轴缩短率FS;缩短分数FS;左室缩短分数FS;左室缩短分数;左室短轴缩短分数;fractional shortening;lv fractional shortening
每搏输出量;每搏量;心搏量;stroke volume
心输出量;心排血量;心排出量;cardiac output
二尖瓣E峰;二尖瓣口E峰;mitral e velocity;e wave velocity
二尖瓣A峰;二尖瓣口A峰;mitral a velocity;a wave velocity
肺动脉收缩压;估测肺动脉收缩压;pulmonary artery systolic pressure;rv systolic pressure
三尖瓣环收缩期位移;tapse
双顶径;biparietal diameter
枕额径;occipitofrontal diameter
头围;head circumference
腹围;abdominal circumference
股骨长;股骨长度;股骨长径;femur length
肱骨长;肱骨长度;humerus length
小脑横径;transcerebellar diameter;cerebellar diameter
头臀长;顶臀长;头臀径;顶臀径;crown rump length;crown-rump length
羊水指数;amniotic fluid index
羊水深度;羊水最大深度;最大羊水深度;羊水最大暗区;deepest vertical pocket
胎盘厚度;placental thickness;placenta thickness
胎心率;fetal heart rate
估测胎儿体重;估计胎儿体重;胎儿体重;胎儿体重估测;estimated fetal weight
颈项透明层;颈项透明层厚度;颈后透明层;nuchal translucency
鼻骨长;鼻骨长度;nasal bone length
宫颈长度;cervical length
子宫内膜厚度;内膜厚度;endometrial thickness
心室率;ventricular rate
心房率;atrial rate
left atrium;left atrial diameter;left atrial dimension;la diameter;la dimension
right atrium;right atrial diameter;ra diameter
right ventricle;right ventricular diameter;rv diameter;rv dimension
aortic root;aortic root diameter;aortic root dimension
ascending aorta;ascending aorta diameter
main pulmonary artery;main pulmonary artery diameter;pulmonary artery diameter
interventricular septum;interventricular septum thickness;interventricular septal thickness;ivs thickness;septal thickness
posterior wall;posterior wall thickness;lv posterior wall;lv posterior wall thickness;left ventricular posterior wall
lv end diastolic diameter;lv end diastolic dimension;left ventricular end diastolic diameter;left ventricular end diastolic dimension;lvedd;lvidd
lv end systolic diameter;lv end systolic dimension;left ventricular end systolic diameter;left ventricular end systolic dimension;lvesd;lvids
"""


@cache
def measured_names() -> tuple[tuple[str, ...], ...]:
    """Keys as those of the known names, a measure a tuple."""
    grouped = [
        *(tuple(s + d for s, d in product(side, size)) for side, size in product(_SIDES, _SIZES)),
        *_SIDES,
        *(
            tuple(s + p + d for s, p, d in product(side, phase, size))
            for side, phase, size in product(_SIDES[2:], _PHASES, (_SIZES[0], _SIZES[3]))
        ),
        *(tuple(w + d for w, d in product(wall, of)) for wall, of in product(_WALLS, _OF_WALLS)),
        *(tuple(v + d for v, d in product(vessel, ("", "内径"))) for vessel in _VESSELS),
        *(tuple(valve + f for f in flow) for valve, flow in product(_VALVES, _FLOWS)),
        *(tuple(line.split(";")) for line in _OTHERS.split("\n") if line),
    ]
    return tuple(tuple(compact(plain(name)) for name in group) for group in grouped)
