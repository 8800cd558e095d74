"""Names that Chinese laboratories print and that the terminology table has no code for: known as names, so that they are not
taken for known ones misread. No guess is ever made at one of them."""

from __future__ import annotations

_NAMES = (
    # bone marrow
    "原始粒细胞 早幼粒细胞 中性中幼粒细胞 中性晚幼粒细胞 中性杆状核粒细胞 中性分叶核粒细胞 嗜酸性中幼粒细胞 嗜酸性晚幼粒细胞 "
    "嗜酸性杆状核粒细胞 嗜酸性分叶核粒细胞 原始红细胞 早幼红细胞 中幼红细胞 晚幼红细胞 原始淋巴细胞 幼稚淋巴细胞 成熟淋巴细胞 "
    "原始单核细胞 幼稚单核细胞 成熟单核细胞 原始浆细胞 幼稚浆细胞 成熟浆细胞 网状细胞 组织细胞 原始巨核细胞 幼稚巨核细胞 "
    "颗粒型巨核细胞 产板型巨核细胞 裸核型巨核细胞 粒红比值 "
    # discharge, prostatic fluid, stool, spinal fluid
    "清洁度 杂菌 胺试验 球菌 杆菌 乳酸杆菌 线索细胞 唾液酸苷酶 卵磷脂小体 脓细胞 吞噬细胞 有核细胞数 单个核细胞 多个核细胞 "
    # semen
    "A级精子 B级精子 C级精子 D级精子 A+B级 平均曲线速度 平均直线速度 平均路径速度 "
    # body
    "身高 体重 体重指数 收缩压 舒张压 脉搏 腰围 臀围 腰臀比 体脂率 基础代谢率 "
    # screening of the newborn
    "丙氨酸 精氨酸 瓜氨酸 甘氨酸 亮氨酸 蛋氨酸 苯丙氨酸 酪氨酸 缬氨酸 鸟氨酸 脯氨酸 游离肉碱 乙酰肉碱 丙酰肉碱 丁酰肉碱 异戊酰肉碱 "
    "己酰肉碱 辛酰肉碱 癸酰肉碱 棕榈酰肉碱 硬脂酰肉碱 "
    # germs and allergens
    "肺炎衣原体抗体 呼吸道合胞病毒抗体 腺病毒抗体 副流感病毒抗体 嗜肺军团菌抗体 Q热立克次体抗体 屋尘螨 粉尘螨 猫毛皮屑 狗毛皮屑 "
    "鸡蛋白 鸡蛋黄 猫毛 狗毛 花粉 屋尘 鸡蛋 鸡蛋清 蛋黄 羽毛 鸡毛 鸭毛 鸡肉 鸭肉 猪肉 牛肉 羊肉 芹菜 菠菜 酪蛋白 β-乳球蛋白 榛子 核桃 草莓 白菜 酵母 肺炎衣原体 星状病毒 札如病毒 弓形虫 "
    # cells, casts and crystals
    "细胞管型 无定形磷酸盐 蛲虫卵 颈部畸形率 早幼粒 中幼粒 晚幼粒 幼红细胞 巨核细胞数 中性粒细胞碱性磷酸酶积分 淋巴细胞总数 "
    # blood that clots on a wire, tumours, vitamins, drugs, what a check-up measures
    "EPL LY30 LY60 抗HLA抗体 p53抗体 载脂蛋白E 烟酸 泛酸 吡哆醛 发锌 米氮平 体脂肪 骨量 色觉 颈围 呼吸 体温 "
    "红细胞信息 电导率 "
    # classes of allergens, and plants, animals and foods among them
    "户尘螨 豚草 普通豚草 葎草 艾蒿 狗尾草 狗牙根 黑麦草 梯牧草 柏树 榆树 柳树 桦树 杨树 猫皮屑 狗皮屑 猫上皮 狗上皮 蜂毒 黄蜂毒 蚊子 桃子 带鱼 "
    "三文鱼 鱿鱼 扇贝 荞麦 燕麦 开心果 猕猴桃 胡萝卜 点青霉 烟曲霉 黑曲霉 交链孢霉 分枝孢霉 德国小蠊 树花粉组合 霉菌组合 "
    "鱼 虾 蟹 螃蟹 鳕鱼 鲑鱼 芒果 菠萝 腰果 杏仁 玉米 大米 番茄 蘑菇 总尘螨 苋 蔷薇 腰豆 羊奶 "
    # cells and what they are sorted into, haemoglobins
    "有核细胞计数 间皮细胞 多核细胞 粒细胞系 红细胞系 巨核细胞系 巨核细胞 中性粒细胞杆状核 中性粒细胞分叶核 正常形态红细胞 异常形态红细胞 异常血红蛋白 "
    "异常血红蛋白带 异常血红蛋白区带 粒红比 粒红比例 餐后半小时血糖 餐后30分钟血糖 餐后3小时血糖 血红蛋白H "
    # what is counted, and drugs, vitamins and elements
    "人细小病毒B19IgM抗体 人细小病毒B19IgG抗体 抑制素B 维生素K1 维生素K 全血铜 全血锌 全血铁 全血钙 全血镁 全血铅 髓过氧化物酶 "
    "载脂蛋白B/A1 甘胆酸 免疫球蛋白G4 唾液酸 环孢霉素 奥氮平 核周型ANCA 胞浆型ANCA 胃蛋白酶原I/II "
    # cultures and smears, whose results are words
    "一般细菌培养 普通细菌培养 细菌培养 真菌培养 厌氧菌培养 需氧菌培养 血培养 痰培养 尿培养 粪便培养 分泌物培养 培养结果 鉴定结果 涂片结果 "
    "革兰染色涂片 革兰氏染色 抗酸染色涂片 抗酸染色 真菌涂片 一般细菌涂片 墨汁染色 涂片找抗酸杆菌 涂片找细菌 涂片找真菌"
).split()
UNCODED = frozenset(_NAMES)
