"""The analytes that the checks know: names in seven languages, dimensions, and the limits of what a living person has.

Limits are deliberately wide (survivable extremes as reported in case literature and analysers' measuring ranges, e.g.
Kratz et al., N Engl J Med 2004;351:1548-63 for the usual intervals, widened by a factor of 4 to 30): a value outside is a
misread digit or unit rather than an illness.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from ocr_pipeline.plausibility.names.measured_names import measured_names
from ocr_pipeline.plausibility.names.uncoded import UNCODED
from ocr_pipeline.plausibility.names.uncoded_latin import UNCODED_LATIN
from ocr_pipeline.plausibility.quantities.units import Dimension, scale
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.naming.known import known_lines


@dataclass(frozen=True, slots=True)
class Analyte:
    """``units`` are usual printed units, the first one is what ``low`` and ``high`` are given in."""

    key: str
    units: tuple[str, ...]
    low: float
    high: float

    @property
    def dimensions(self) -> frozenset[Dimension]:
        return frozenset(s.dimension for s in map(scale, self.units) if s is not None)


_TABLE = """
WBC|10^9/L,/uL|0.01|600|白细胞|白细胞计数|白细胞数|白细胞数目|白细胞总数|wbc|leu|leucocitos|leucocytes|leukocytes|white blood cell|white blood cells|white blood cell count|wbc count|total wbc count|total leukocyte count|total leucocyte count|tlc|leukocyte count|leucocyte count|globulos blancos|recuento de leucocitos|globules blancs|globuli bianchi|leucociti|lökosit|lokosit|beyaz küre|bạch cầu|số lượng bạch cầu|total leucocytes count|leukocyte|wbc total
RBC|10^12/L,/uL|0.3|12|红细胞|红细胞计数|红细胞数|红细胞数目|rbc|rbc count|total rbc count|red blood cell|red blood cells|red blood cell count|eritrocitos|hematies|recuento de hematies|globulos rojos|érythrocytes|hématies|globules rouges|globuli rossi|eritrociti|eritrosit|hồng cầu|số lượng hồng cầu|erythrocytes|erythrocyte count|total rbc
HGB|g/L,g/dL|10|300|血红蛋白|血红蛋白浓度|血红蛋白量|hgb|hb|hemoglobin|haemoglobin|hemoglobin hb|hemoglobina|hémoglobine|emoglobina|hemoglobin|huyết sắc tố|hst|lượng huyết sắc tố|hemoglobine|nồng độ hemoglobin
HCT|%,L/L|3|90|红细胞压积|红细胞比容|红细胞比积|血细胞比容|红细胞容积|hct|pcv|hematocrit|haematocrit|hematocrit value|packed cell volume|hematocrito|hématocrite|ematocrito|hematokrit|dung tích hồng cầu|thể tích khối hồng cầu|packed cell volume pcv|hematocrit value hct|valore ematocrito
MCV|fL|35|170|平均红细胞体积|红细胞平均体积|平均红细胞容积|mcv|mean corpuscular volume|mean cell volume|volumen corpuscular medio|vcm|vgm|volume globulaire moyen|volume corpuscolare medio|ortalama eritrosit hacmi|thể tích trung bình hồng cầu|mean corpuscular volume mcv|thể tích tb hồng cầu
MCH|pg|8|65|平均红细胞血红蛋白量|平均红细胞血红蛋白含量|平均血红蛋白量|平均血红蛋白|平均血红蛋白含量|红细胞平均血红蛋白|红细胞平均血红蛋白量|红细胞平均血红蛋白含量|mch|mean corpuscular hemoglobin|mean corpuscular haemoglobin|mean cell hemoglobin|mean cell haemoglobin|mean cell haemoglobin mch|hcm|hemoglobina corpuscular media|tcmh|contenuto medio di emoglobina|ortalama eritrosit hemoglobini|lượng hst trung bình|lượng huyết sắc tố trung bình hồng cầu
MCHC|g/L,g/dL,%|180|450|平均红细胞血红蛋白浓度|平均血红蛋白浓度|红细胞平均血红蛋白浓度|红细胞平均hb浓度|mchc|mean corpuscular hemoglobin concentration|mean corpuscular haemoglobin concentration|mean cell hemoglobin concentration|mean cell haemoglobin con|mean cell haemoglobin con mchc|chcm|ccmh|concentracion de hemoglobina corpuscular media|concentrazione media di emoglobina|nồng độ hst trung bình|nồng độ huyết sắc tố trung bình hồng cầu
RDWCV|%|5|60|红细胞分布宽度|红细胞分布宽度cv|红细胞分布宽度变异系数|红细胞体积分布宽度变异系数|红细胞分布宽度变异|rdw|rdw cv|rdwcv|red cell distribution width|ade|idr|anchura de distribucion eritrocitaria|eritrosit dağılım genişliği|phân bố hồng cầu|red blood cell distribution width
RDWSD|fL|10|170|红细胞分布宽度sd|红细胞分布宽度标准差|红细胞体积分布宽度标准差|rdw sd|rdwsd
PLT|10^9/L,/uL|0.5|5000|血小板|血小板计数|血小板数|血小板数目|血小板总数|plt|platelet|platelets|platelet count|plaquetas|recuento de plaquetas|plaquettes|piastrine|trombosit|tiểu cầu|số lượng tiểu cầu|thrombocytes|trombositler
MPV|fL|2|30|平均血小板体积|血小板平均体积|血小板平均容积|mpv|mean platelet volume|volumen plaquetario medio|vpm|vmp|volume piastrinico medio|ortalama trombosit hacmi|thể tích trung bình tiểu cầu|thể tích tb tiểu cầu
PDW|fL,%|3|60|血小板分布宽度|血小板体积分布宽度|pdw|platelet distribution width|độ phân bố tiểu cầu
PCT|%,L/L,mL/L|0.001|3|血小板压积|血小板比容|血小板比积|plateletcrit|plaquetocrito|thể tích khối tiểu cầu|plt pct
PLCR|%|0.1|95|大血小板比率|大型血小板比率|大血小板比例|大血小板百分比|p lcr|plcr|platelet large cell ratio|平均大血小板比率
PLCC|10^9/L|0.1|1500|大血小板计数|大血小板数目|大血小板数|大血小板绝对值|p lcc|plcc|platelet large cell count
TP|g/L,g/dL|10|200|总蛋白|总蛋白质|tp|total protein|total proteins|proteinas totales|protéines totales|proteine totali|total protein serum|protein toàn phần|protein total|serum total protein|protidémie|protidemia|proteinemia totale
ALB|g/L,g/dL|3|90|白蛋白|清蛋白|alb|albumin|albumina|albúmina|albumine|albümin|albumin serum|serum albumin|albuminémie|albuminemia
GLOB|g/L,g/dL|2|150|球蛋白|glb|glob|glo|globulin|globulina|globuline|globulin total|globülin
AG|ratio|0.05|8|白球比|白球比值|白球比例|白蛋白球蛋白|白蛋白球蛋白比值|白蛋白/球蛋白|ag|a g|a/g|a g ratio|ag ratio|a/g ratio|albumin globulin ratio|relacion a g|rapporto a g|白/球
TBIL|umol/L,mg/dL|0.1|1500|总胆红素|tbil|tb|t bil|tbili|total bilirubin|bilirubin total|bilirrubina total|bilirubine totale|bilirubina totale|total bilirubin|bilirubin toàn phần|bilirubin tp|total bilirübin|t bilirubin|bilirubinémie totale|bilirubinemia totale
DBIL|umol/L,mg/dL|0.05|1000|直接胆红素|结合胆红素|dbil|db|d bil|dbili|direct bilirubin|bilirubin direct|bilirrubina directa|bilirubine directe|bilirubine conjuguée|bilirubina diretta|direkt bilirubin|bilirubin trực tiếp|bilirubin tt|conjugated bilirubin|direkt bilirübin
IBIL|umol/L,mg/dL|0.05|1000|间接胆红素|非结合胆红素|ibil|ib|i bil|idbil|indirect bilirubin|bilirubin indirect|bilirrubina indirecta|bilirubine indirecte|bilirubine libre|bilirubina indiretta|indirekt bilirubin|bilirubin gián tiếp|bilirubin gt|unconjugated bilirubin|indirekt bilirübin
ALT|U/L|0.5|20000|丙氨酸氨基转移酶|谷丙转氨酶|丙氨酸转氨酶|丙氨酸氨基转换酶|alt|gpt|sgpt|alat|tgp|alt gpt|alt sgpt|sgpt alt|alanine aminotransferase|alanine transaminase|alanina aminotransferasa|got alt
AST|U/L|0.5|25000|天门冬氨酸氨基转移酶|天冬氨酸氨基转移酶|谷草转氨酶|门冬氨酸氨基转移酶|天冬氨酸转氨酶|ast|got|sgot|asat|tgo|ast got|ast sgot|sgot ast|aspartate aminotransferase|aspartate transaminase|aspartato aminotransferasa
ASTALT|ratio|0.02|50|谷草谷丙|谷草/谷丙|谷草谷丙比值|谷草转氨酶谷丙转氨酶|ast/alt|astalt|ast alt ratio|astalt比值|天冬氨酸氨基转移酶丙氨酸氨基转移酶|s l|sl
ALP|U/L|1|8000|碱性磷酸酶|alp|akp|alkaline phosphatase|fosfatasa alcalina|phosphatase alcaline|phosphatases alcalines|fosfatasi alcalina|alkalen fosfataz
GGT|U/L|0.5|8000|γ谷氨酰转移酶|谷氨酰转肽酶|γ谷氨酰转肽酶|谷氨酰转移酶|γ谷氨酰基转移酶|r谷氨酰转肽酶|ggt|γgt|r gt|gamma gt|gammaglutamyl transferase|gamma glutamiltransferasa
TC|mmol/L,mg/dL|0.2|35|总胆固醇|胆固醇|tc|chol|tcho|cho|cholesterol|cholestrol|total cholesterol|cholesterol total|colesterol total|colesterol|cholestérol total|cholestérol|colesterolo totale|colesterolo|kolesterol|total kolesterol|cholesterol toàn phần|cholestérolémie|colesterolemia|colesterolemia totale
TG|mmol/L,mg/dL|0.05|120|甘油三酯|三酰甘油|tg|trig|triglyceride|triglycerides|trigliceridos|triglycérides|trigliceridi|trigliserit|triglycerid|triglycerides serum|triglycéridémie|trigliceridemia
HDL|mmol/L,mg/dL|0.03|6|高密度脂蛋白|高密度脂蛋白胆固醇|高密度胆固醇|hdl|hdl c|hdlc|hdl cholesterol|colesterol hdl|cholestérol hdl|colesterolo hdl|hdl kolesterol|hdl cholestérol
LDL|mmol/L,mg/dL|0.05|25|低密度脂蛋白|低密度脂蛋白胆固醇|低密度胆固醇|ldl|ldl c|ldlc|ldl cholesterol|colesterol ldl|cholestérol ldl|colesterolo ldl|ldl kolesterol|ldl cholestérol
VLDL|mmol/L,mg/dL|0.02|10|极低密度脂蛋白|极低密度脂蛋白胆固醇|vldl|vldl c|vldlc|vldl cholesterol|colesterol vldl|vldl kolesterol
NONHDL|mmol/L,mg/dL|0.1|33|非高密度脂蛋白胆固醇|非高密度脂蛋白|非hdl胆固醇|non hdl|nonhdl|non hdl c|non hdl cholesterol|colesterol no hdl|cholestérol non hdl|colesterolo non hdl|non hdl kolesterol
TCHDL|ratio|0.3|60|tc/hdl|tc hdl|chol hdl|cholesterol hdl ratio|total cholesterol hdl ratio|tc hdl ratio|chol hdl ratio|indice aterogenico|胆固醇高密度比值|tc/hdl c|total cholesterol hdl cholesterol ratio|tchol hdl ratio
LDLHDL|ratio|0.1|40|ldl hdl|ldl/hdl|ldl hdl ratio|ldl c hdl c|ldl hdl cholesterol ratio|ldl cholesterol hdl cholesterol ratio
APOA|g/L,mg/dL|0.1|5|载脂蛋白a1|载脂蛋白a|apoa1|apoa|apo a1|apolipoprotein a1
APOB|g/L,mg/dL|0.05|6|载脂蛋白b|apob|apo b|apob100|apolipoprotein b
NA|mmol/L,mEq/L|80|220|钠|血清钠|血钠|钠离子|na|na+|sodium|sodio|natrium|natri|sodyum|serum sodium|natri máu|natrémie|natriemia|natremia|sodiemia
K|mmol/L,mEq/L|0.8|15|钾|血清钾|血钾|钾离子|k|k+|potassium|potasio|potassio|kali|potasyum|serum potassium|kali máu|kaliémie|kaliemia|kalemia|potasemia|potassiemia
CL|mmol/L,mEq/L|40|180|氯|血清氯|血氯|氯离子|氯化物|cl|cl-|chloride|cloro|cloruro|chlore|chlorures|klor|clorua|clo|serum chloride|chlorure|chlorémie|cloremia
HCO3|mmol/L,mEq/L|1|70|碳酸氢根|碳酸氢盐|二氧化碳|二氧化碳结合力|hco3|hco3-|co2|co2cp|bicarbonate|bicarbonato|bicarbonates|bikarbonat|碳酸氢根浓度|实际碳酸氢根|实际碳酸氢盐|chco3|hco3 act|hco3 a
TCO2|mmol/L,mEq/L|1|75|总二氧化碳|tco2|total co2|二氧化碳总量
GAP|mmol/L,mEq/L|-15|70|阴离子间隙|阴离子隙|agap|anion gap|aniongap|brecha anionica|hiato anionico|trou anionique|gap anionico|anyon gap
CA|mmol/L,mg/dL|0.4|6|钙|血清钙|总钙|血钙|ca|calcium|calcio|kalsiyum|canxi|canxi toàn phần|serum calcium|calcémie|calcemia
P|mmol/L,mg/dL|0.05|15|磷|无机磷|血清磷|血磷|phosphorus|phosphate|fosforo|phosphore|fosfor|serum phosphorus|phos|inorganic phosphorus|phosphorémie|phosphatémie|fosforemia|fosfatemia
MG|mmol/L,mg/dL|0.1|12|镁|血清镁|血镁|magnesium|magnesio|magnezyum|magnésium|magie|magnésémie|magnesemia|magnesiemia
UREA|mmol/L,mg/dL|0.2|120|尿素|血尿素|urea|uree|urée|üre|ure|blood urea|urea serum|serum urea|azotemia
BUN|mmol/L,mg/dL|0.2|120|尿素氮|血尿素氮|bun|blood urea nitrogen|nitrogeno ureico|urea nitrogen|nitrogeno ureico en sangre
CREA|umol/L,mg/dL|5|4000|肌酐|血肌酐|血清肌酐|crea|cre|cr|scr|creatinine|creatinina|créatinine|kreatinin|creatinin|serum creatinine|creatinine serum|créatininémie|creatininemia
BUNCREA|ratio|0.5|300|尿素氮肌酐|尿素氮/肌酐|尿素/肌酐|尿素肌酐|bun crea|bun/crea|bun/cr|bun creatinine ratio|bun creatinine|urea creatinine ratio|bun cr ratio|relacion bun creatinina|bun cre
UA|umol/L,mg/dL|5|2500|尿酸|血尿酸|ua|uric acid|acido urico|acide urique|ürik asit|urik asit|acid uric|serum uric acid|uric|uricémie|uricemia
GLU|mmol/L,mg/dL|0.2|120|葡萄糖|血糖|空腹血糖|空腹葡萄糖|glu|fpg|glucose|glucosa|glycémie|glicemia|glukoz|glucose fasting|fasting glucose|fasting blood sugar|fbs|blood sugar fasting|đường huyết|glycemie a jeun|glucose máu|random blood sugar|fasting blood glucose|glucemia|glucemia basal|glucemia en ayunas
PT|s|5|250|凝血酶原时间|pt|prothrombin time|tiempo de protrombina|temps de prothrombine|tempo di protrombina|protrombin zamanı|thời gian prothrombin
INR|ratio|0.3|25|国际标准化比值|国际标准化比率|国际标准比值|inr|pt inr|ptinr|inr pt
APTT|s|8|400|活化部分凝血活酶时间|部分凝血活酶时间|活化部分凝血酶时间|aptt|ptt|aptt time|activated partial thromboplastin time
FIB|g/L,mg/dL|0.1|20|纤维蛋白原|fib|fbg|fibrinogen|fibrinogeno|fibrinogène|fibrinogene|fibrinojen
TT|s|3|300|凝血酶时间|tt|thrombin time
FE|umol/L,ug/dL|0.2|600|血清铁|铁|血铁|fe|iron|serum iron|hierro|fer|ferro|demir|sắt huyết thanh|sideremia|fer sérique|hierro serico
TIBC|umol/L,ug/dL|5|300|总铁结合力|tibc|total iron binding capacity|capacidad total de fijacion de hierro|total demir bağlama kapasitesi
UIBC|umol/L,ug/dL|1|250|未饱和铁结合力|不饱和铁结合力|uibc|unsaturated iron binding capacity
TSAT|%|0.3|120|转铁蛋白饱和度|铁饱和度|tsat|transferrin saturation|iron saturation|saturacion de transferrina|saturation de la transferrine|saturazione transferrina|transferrin satürasyonu|transferrin saturation index
TPSA|ng/mL|0.001|10000|总前列腺特异性抗原|总前列腺特异抗原|前列腺特异性抗原|tpsa|t psa|psa|psa total|total psa|psa totale|psa totale
FPSA|ng/mL|0.001|2000|游离前列腺特异性抗原|游离前列腺特异抗原|fpsa|f psa|free psa|psa libre|psa libero|serbest psa
PSAR|ratio|0.005|1.2|fpsa/tpsa|fpsa tpsa|游离总前列腺特异性抗原|free psa ratio|f psa t psa|psa free total ratio|f/t|游离psa/总psa|psa ratio|free total psa
A1C|%,mmol/mol|2|25|糖化血红蛋白|糖化血红蛋白a1c|hba1c|a1c|hb a1c|glycated hemoglobin|glycosylated hemoglobin|hemoglobina glicosilada|hemoglobina glicada|hémoglobine glyquée|emoglobina glicata|glikozile hemoglobin
EAG|mg/dL,mmol/L|10|600|估算平均血糖|平均血糖|eag|estimated average glucose|mean blood glucose|average blood glucose|mbg
PH|ratio|6.4|8.1|酸碱度|ph|ph值|酸碱度ph|血ph|ph值 血气|ph a|血液酸碱度
PCO2|mmHg,kPa|5|250|二氧化碳分压|pco2|paco2|pressione pco2|动脉二氧化碳分压
PO2|mmHg,kPa|5|700|氧分压|po2|pao2|动脉氧分压
CRP|mg/L,mg/dL|0.001|900|c反应蛋白|超敏c反应蛋白|crp|hs crp|hscrp|c reactive protein|proteina c reactiva|protéine c réactive|proteina c reattiva|全程c反应蛋白
TSH|uIU/mL,mIU/L|0.0001|1000|促甲状腺激素|促甲状腺素|tsh|thyroid stimulating hormone
INS|uIU/mL,mIU/L,pmol/L|0.05|3000|胰岛素|空腹胰岛素|insulin|insulina|insuline|fasting insulin|ins|insülin
HOMA|ratio|0.01|300|胰岛素抵抗指数|homa ir|homair|homa|homa index
CD3|%,/uL|0.1|100|cd3|cd3+|总t淋巴细胞|cd3百分比
CD4|%,/uL|0.1|100|cd4|cd3+cd4+|cd4+|辅助t淋巴细胞|辅助性t细胞|cd4+ t
CD8|%,/uL|0.1|100|cd8|cd3+cd8+|cd8+|抑制t淋巴细胞|抑制性t细胞|cd8+ t
CD48|ratio|0.01|20|cd4/cd8|cd4 cd8|cd4/cd8比值|cd4 cd8 ratio|cd4+/cd8+|th ts
ESR|mm/h,mm|0|200|血沉|红细胞沉降率|esr|vsg|vs|ves|erythrocyte sedimentation rate|sedimantasyon|tốc độ máu lắng
FT3|pmol/L,pg/mL|0.2|60|游离三碘甲状腺原氨酸|ft3|free t3
FT4|pmol/L,ng/dL|0.3|200|游离甲状腺素|ft4|free t4
T3|nmol/L,ng/mL|0.1|25|三碘甲状腺原氨酸|总三碘甲状腺原氨酸|tt3|total t3
T4|nmol/L,ug/dL|2|600|总甲状腺素|tt4|total t4
LH|mIU/mL,IU/L|0.001|500|黄体生成素|促黄体生成素|lh|luteinizing hormone
FSH|mIU/mL,IU/L|0.001|500|卵泡刺激素|促卵泡生成素|fsh|follicle stimulating hormone
PROG|nmol/L,ng/mL|0.005|3000|孕酮|黄体酮|progesterone|progesterona
PRL|ng/mL,mIU/L|0.001|200000|泌乳素|催乳素|垂体泌乳素|prl|prolactin
TESTO|nmol/L,ng/mL|0.01|120|睾酮|总睾酮|testosterone|total testosterone
AFP|ng/mL,IU/mL|0.001|2000000|甲胎蛋白|afp|alpha fetoprotein
CEA|ng/mL|0.001|100000|癌胚抗原|cea|carcinoembryonic antigen
CA125|U/mL|0.01|200000|糖类抗原125|ca125|ca 125
CA199|U/mL|0.01|1000000|糖类抗原199|ca199|ca 19 9
CA153|U/mL|0.01|30000|糖类抗原153|ca153|ca 15 3
FER|ng/mL,pmol/L|0.2|1000000|铁蛋白|ferritin|ferritina|ferritine|ferritinémie|ferritinemia
LDH|U/L|10|100000|乳酸脱氢酶|ldh|lactate dehydrogenase
CK|U/L|3|1000000|肌酸激酶|ck|creatine kinase
AMY|U/L|2|20000|淀粉酶|血淀粉酶|amylase
LAC|mmol/L,mg/dL|0.05|40|乳酸|lactate|lactic acid
ICA|mmol/L,mg/dL|0.2|4|游离钙|离子钙|ionised calcium|ionized calcium
BE|mmol/L,mEq/L|-45|45|碱剩余|剩余碱|base excess
SO2|%|3|100|血氧饱和度|氧饱和度|oxygen saturation
HCY|umol/L|0.5|600|同型半胱氨酸|homocysteine
B12|pmol/L,pg/mL|5|15000|维生素b12|vitamin b12
VITD|nmol/L,ng/mL|2|1500|25羟维生素d|25 hydroxyvitamin d|25 oh vitamin d
SPR|%|0|100|前向运动精子|前向运动|前向运动(pr)|progressive motility|motilidad progresiva|mobilité progressive|motilità progressiva|ileri hareketli|di động tiến tới
SNP|%|0|100|非前向运动精子|非前向运动|非前向运动(np)|non-progressive motility|motilidad no progresiva|mobilité non progressive|motilità non progressiva|yerinde hareketli|di động không tiến tới
SIM|%|0|100|不动精子|不动精子(im)|immotile|immotile sperm|inmóviles|spermatozoïdes immobiles|spermatozoi immobili|hareketsiz|bất động
SMOT|%|0|100|精子总活动率|总活力(pr+np)|精子活动率|total motility|total motility (pr+np)|motilidad total|mobilité totale|motilità totale|toplam motilite|tổng di động
RATE|bpm|15|350|心率|心室率|heart rate|ventricular rate|nabız|frecuencia cardiaca|fréquence cardiaque|frequenza cardiaca|kalp hızı|nhịp tim
PRI|ms|50|600|pr间期|pr interval|p r interval|intervalo pr|intervalle pr|intervallo pr|pr aralığı|khoảng pr
QRSD|ms|30|300|qrs时限|qrs间期|qrs duration|duración qrs|durée qrs|durata qrs|qrs süresi
QTI|ms|150|900|qt间期|qt interval|intervalo qt|intervalle qt|intervallo qt|qt aralığı|khoảng qt
QTC|ms|200|900|qtc间期|qtc interval|qtc
AXIS|°|-360|360|qrs电轴|电轴|qrs axis|心电轴
"""

# The differential: one word for the cell, the rest of the name or the unit says share or number.
_CELLS = """
NEU|中性粒细胞|中性细胞|嗜中性粒细胞|中性粒|neu|neut|ne|neutrophil|neutrophils|neutro|neutrofilos|neutrophiles|polynucleaires neutrophiles|neutrofili|neutrofil|nötrofil|bạch cầu trung tính|bạch cầu đa nhân trung tính|đa nhân trung tính|segmentados neutrofilos|granulocitos neutrofilos|polymorphs|bc trung tính|trung tính
LYM|淋巴细胞|淋巴|lym|lymph|ly|lymp|lymphocyte|lymphocytes|linfocitos|linfociti|lenfosit|bạch cầu lympho|lympho|bc lympho|linfo
MON|单核细胞|单核|mono|mon|mo|monocyte|monocytes|monocitos|monociti|monosit|bạch cầu mono|bạch cầu đơn nhân|bc mono
EOS|嗜酸性粒细胞|嗜酸粒细胞|嗜酸性细胞|嗜酸细胞|嗜酸性粒|eos|eo|eosin|eosinophil|eosinophils|eosinofilos|eosinophiles|polynucleaires eosinophiles|eosinofili|eozinofil|bạch cầu ưa acid|bạch cầu ái toan|ưa acid|bc ưa acid|bạch cầu ưa axit
BAS|嗜碱性粒细胞|嗜碱粒细胞|嗜碱性细胞|嗜碱细胞|嗜碱性粒|bas|baso|ba|basophil|basophils|basofilos|basophiles|polynucleaires basophiles|basofili|bazofil|bạch cầu ưa base|bạch cầu ái kiềm|ưa base|bc ưa base|bạch cầu ưa bazơ
MID|中间细胞|中间值细胞|mid|mxd|中值细胞|mid cells|mixed cells
GRA|粒细胞|gran|gra|gr|granulocytes|granulocitos|granulociti|granülosit
IGR|幼稚粒细胞|未成熟粒细胞|ig|immature granulocytes|imm gran
"""

_BY_KEY: dict[str, Analyte] = {}
_BY_NAME: dict[str, str] = {}
_CELL_BY_NAME: dict[str, str] = {}


def _word(text: str) -> str:
    """The key of a name: like compact, with the signs that tell names apart kept apart."""
    return compact(text.replace("/", "⁄").replace("#", " number "))


for _line in _TABLE.strip().splitlines():
    _key, _units, _low, _high, *_names = _line.split("|")
    _BY_KEY[_key] = Analyte(_key, tuple(_units.split(",")), float(_low), float(_high))
    for _name in _names:
        _BY_NAME.setdefault(_word(_name), _key)
for _line in _CELLS.strip().splitlines():
    _key, *_names = _line.split("|")
    _BY_KEY[_key + "%"] = Analyte(_key + "%", ("%", "L/L"), 0.0, 100.0)
    _BY_KEY[_key + "#"] = Analyte(_key + "#", ("10^9/L", "/uL"), 0.0, 500.0)
    for _name in _names:
        _CELL_BY_NAME.setdefault(_word(_name), _key)

_SHARE = ("百分比", "百分率", "百分数", "百分", "比率", "比例", "percentage", "percent", "%", "pct", "perc")
_NUMBER = (
    "绝对值",
    "绝对计数",
    "绝对数",
    "计数",
    "数目",
    "数",
    "number",
    "absolutecount",
    "absolute",
    "abs",
    "count",
    "值",
    "absolutos",
    "absolus",
    "absolues",
    "absolu",
    "assoluti",
    "mutlak",
)


#: In a name, these say that it is not the analyte that the code beside it stands for but something made from it.
_DERIVED = ("比值", "比率", "活动度", "活性", "ratio", "activity", "index", "指数", "抗体", "受体")


def analyte(key: str) -> Analyte:
    return _BY_KEY[key]


@lru_cache(maxsize=512)
def abbreviations(key: str) -> tuple[str, ...]:
    """The short Latin names of an analyte, lower case; those of shares and numbers of cells end in ``%`` and ``#``."""
    cell, sign = (key[:-1], key[-1]) if key[-1:] in "%#" else ("", "")
    names = [n + sign for n, k in _CELL_BY_NAME.items() if k == cell] or [n for n, k in _BY_NAME.items() if k == key]
    return tuple(n for n in names if n.isascii() and 2 <= len(n) <= 6)


@lru_cache(maxsize=4096)
def identify(name: str, code: str, unit: str) -> str | None:
    """The key of a printed analyte (``NEU%`` and ``NEU#`` apart), None when it is not known for certain."""
    derived = any(word in name.casefold() for word in _DERIVED)
    # a name that the table knows as another analyte's is not overruled by a code: 孕酮 (P) is no phosphate
    alone = not code or derived or any(variant in _named() for variant in _variants(name))
    for text in (name,) if alone else (name, f"{name} {code}", f"{code} {name}", code):
        for variant in _variants(text):
            key = _BY_NAME.get(variant) or _cell(variant, unit) or _linked().get(variant)
            if key and not _of_another(name, variant, key):
                return _checked(key, unit)
    words = name.split()
    for cut in range(1, min(len(words), 6)):  # two names of one thing beside each other: "GLU Açlık kan şekeri"
        one, two = (_said(" ".join(part), unit) for part in (words[:cut], words[cut:]))
        if one is not None and one == two:
            return _checked(one, unit)
    return None


def _said(text: str, unit: str) -> str | None:
    word = _word(text)
    return _BY_NAME.get(word) or _cell(word, unit) or _linked().get(word)


def _of_another(name: str, variant: str, key: str) -> bool:
    """True when ``variant`` is only the abbreviation in brackets behind a name of another analyte: *Taux de prothrombine
    (TP)* is no total protein."""
    outside = _word(plain(name).partition("(")[0].strip(" *:"))
    if outside != variant and outside in _uncoded():
        return variant in _BY_NAME  # 亮氨酸(Leu) is no count of leucocytes
    if outside == variant or outside not in _named():
        return False
    said = {_BY_NAME[word] for word in _named()[outside] if word != variant}
    return variant in _BY_NAME and key not in said


@cache
def known_table() -> tuple[tuple[str, ...], ...]:
    """The names of the terminology table, an analyte a line (see :mod:`names`), and behind them those of what is measured."""
    return (*known_lines(), *measured_names())


@cache
def _named() -> dict[str, frozenset[str]]:
    """The keys of the terminology table's names, each with the names of this module on its lines. All at once: to fold
    the table for one name takes longer than all else that a page is doubted for."""
    found: dict[str, frozenset[str]] = {}
    for line in known_table():
        words = [_word(name) for name in line]
        own = frozenset(_BY_NAME.keys() & words)
        found.update({word: found[word] | own if word in found else own for word in words})
    return found


@cache
def _uncoded() -> frozenset[str]:
    return frozenset(map(_word, UNCODED))


_URINE = re.compile(r"尿(?![素酸])|urin|orina|idrar|niệu|niêu|nước\s?tiểu")
_OTHER_FLUID = re.compile(
    r"脑脊液|关节液|关节腔|滑液|羊水|引流液|穿刺液|灌洗液|前列腺液|分泌物|透析液|痰|精液|精子|粪|大便|胸水|腹水|积液|\bcsf\b|cerebrospinal|\blcr\b|semen|sperm|seminal|espermo|stool|fa?ec[ae]l|heces|pleural|ascit"
)


def of_urine(word: str) -> bool:
    return _URINE.search(word) is not None


@lru_cache(maxsize=2048)
def of_other_fluid(word: str) -> bool:
    """True for words (lower case) that name a specimen other than blood."""
    return of_urine(word) or _OTHER_FLUID.search(word) is not None


@cache
def _linked() -> dict[str, str]:
    """Further names of the analytes here: those of the lines of the terminology table that hold one of their names, names
    that several lines share, and lines about urine, apart."""
    lines = [[_word(name) for name in line] for line in known_table()]
    held = Counter(name for line in lines for name in set(line))
    found: dict[str, str] = {}
    for line in lines:
        own = [name for name in line if held[name] == 1]
        keys = {_BY_NAME[name] for name in own if name in _BY_NAME}
        if len(keys) == 1 and not any(map(of_urine, line)):
            found.update(dict.fromkeys(own, keys.pop()))
    return found


def known_words() -> frozenset[str]:
    """Keys of all names here, cells with every word for share and number included."""
    marks = [compact(m) for m in (*_SHARE, *_NUMBER)]
    cells = {c + m for c in _CELL_BY_NAME for m in ("", *marks)}
    return frozenset({*(compact(k) for k in (*_BY_NAME, *UNCODED, *UNCODED_LATIN)), *cells})


def _variants(text: str) -> list[str]:
    body = plain(text).strip(" *:")
    out = [_word(body)]
    inside = body[body.find("(") + 1 : body.rfind(")")] if "(" in body and ")" in body else ""
    outside = body[: body.find("(")] if inside else ""
    out += [
        _word(part) for part in (outside, inside, body.split(",")[0], body.rsplit(",", maxsplit=1)[-1]) if part.strip()
    ]
    return [o for o in dict.fromkeys(out) if o]


def _cell(word: str, unit: str) -> str | None:
    base, kind = word, ""
    for mark, which in [*((m, "%") for m in _SHARE), *((m, "#") for m in _NUMBER)]:
        plain_mark = compact(mark)
        if base.endswith(plain_mark) and len(base) > len(plain_mark):
            base, kind = base[: -len(plain_mark)], which
            break
        if base.startswith(plain_mark) and len(base) > len(plain_mark):
            base, kind = base[len(plain_mark) :], which
            break
    cell = _CELL_BY_NAME.get(base)
    if cell is None:
        return None
    found = scale(unit)
    if found is not None and found.dimension == "fraction":
        return cell + "%"
    if found is not None and found.dimension == "count":
        return cell + "#"
    return cell + (kind or "%") if kind else None


def _checked(key: str, unit: str) -> str | None:
    """Names that two analytes share are told apart by the unit."""
    found = scale(unit)
    if key in ("TP", "PT") and found is not None and found.dimension in ("fraction", "time"):
        return "PT" if found.dimension == "time" else None  # TP is also prothrombin's, in % its activity
    if key == "AG" and found is not None and found.dimension == "mol":
        return "GAP"
    if key == "RDWCV" and found is not None and found.dimension == "volume":
        return "RDWSD"
    return key
