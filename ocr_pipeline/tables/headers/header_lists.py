"""The words of table headers in seven languages, by the kind of column that they head."""

from __future__ import annotations

from typing import Literal

from ocr_pipeline.tables.headers.header_lists_zh import CHINESE

Kind = Literal["name", "code", "serial", "result", "flag", "unit", "ref", "method", "previous", "other", "foreign"]

# Each list is the field's own wording: laboratory systems in China, and reports in English, Spanish, French, Italian,
# Turkish and Vietnamese. "foreign" words are those of bills, menus and drug lists: a table with them holds no results.
WORDS: dict[Kind, str] = {
    "name": "项目|检验项目|检测项目|检查项目|项目名称|检验项目名称|检测项目名称|中文名称|名称|分析项目|测定项目|试验项目|化验项目|检验内容|指标|参数|测量项目|组分|成分|抗生素|抗菌药物|抗菌素|抗生素名称|过敏原|过敏原名称|检测位点|基因位点|测量参数|中文名|检测指标|"
    "test|tests|testname|test name|investigation|investigations|analyte|analytes|parameter|parameters|test description|description|"
    "component|assay|procedure|examination|test parameter|test parameters|name of test|item|items|measurement|measurements|"
    "antibiotic|antibiotics|antimicrobial|allergen|antibiotico|antibioticos|alergeno|antibiotique|antibiotiques|allergene|allergeni|antibiyotik|kháng sinh|prueba|pruebas|examen|examenes|analisis|determinacion|determinaciones|parametro|parametros|estudio|estudios|"
    "nombre de la prueba|descripcion|analito|"
    "analyse|analyses|examens|parametre|parametres|designation|libelle|dosage|nom de l analyse|nature de l analyse|"
    "esame|esami|analisi|descrizione|prova|parametri|denominazione|esame eseguito|nome esame|descrizione esame|"
    "tetkik|tetkik adı|tetkikler|test adı|tahlil|tahlil adı|işlem|işlem adı|parametre adı|inceleme|islem adi|"
    "tên xét nghiệm|xét nghiệm|chỉ số|tên chỉ số|yêu cầu xét nghiệm|danh mục|danh mục xét nghiệm|nội dung|tên dịch vụ|dịch vụ|"
    "yêu cầu|tên|chỉ số xét nghiệm|chỉ tiêu|exame|exames|mesure|misura|medida|mediciones|ölçüm|phép đo",
    "code": "代码|编码|项目代码|英文名称|英文缩写|缩写|英文|简称|英文名|英文代码|项目编码|代号|code|abbr|abbreviation|abbr.|short name|symbol|"
    "codigo|abreviatura|sigla|code analyse|codice|kod|kodu|kısaltma|mã|mã xn|mã số|viết tắt|ký hiệu",
    "serial": "序号|序|编号|no|no.|nr|s.no|sno|s no|sl no|sr no|sr.no|sl.no|#|n°|nº|num|stt|tt|sıra|sira no|sıra no|n.",
    "result": "结果|结杲|特果|緒果|检验结果|检测结果|测定结果|结果值|测定值|检测值|检验值|测量值|数值|定量结果|定性结果|本次结果|检查结果|测试结果|实测值|测值|检测数值|检测浓度|浓度|基因型|mic|mic值|最低抑菌浓度|genotype|concentration|"
    "result|results|value|values|observed value|observed values|your value|patient|patients|your results|test result|test results|patient value|"
    "current result|patient result|your result|result value|reading|measured value|measured|observed|"
    "百分比|百分率|百分数|绝对计数|绝对值|绝对数|absolute|absolute count|absolute value|drug level|serum level|in range|within range|normal result|normal results|out of range|out range|outside range|abnormal result|abnormal results|"
    "resultado|resultados|valor|valores|valor obtenido|resultado actual|valor hallado|"
    "resultat|resultats|valeur|valeurs|valeur mesuree|resultat actuel|"
    "risultato|risultati|esito|valore|valori|valore misurato|"
    "sonuç|sonuçlar|sonucu|değer|değeri|bulunan değer|ölçülen değer|test sonucu|tetkik sonucu|"
    "kết quả|kq|kết quả xét nghiệm|kết quả xn|giá trị|giá trị đo|trị số",
    "flag": "提示|标志|标记|异常|异常提示|状态|高低|箭头|警示|升降|偏高/偏低|备注提示|flag|flags|status|abnormal|h/l|abn|alert|indicator|"
    "interpretation|indicador|alerta|bandera|señal|anomalie|alerte|drapeau|segnale|allarme|asterisco|durum|işaret|uyarı|"
    "interp|interp.|s/i/r|sir|rsi|determination|判定|敏感度|敏感性|药敏|药敏结果|susceptibility|sensibilidad|sensibilite|sensibilita|duyarlılık|cảnh báo|đánh giá|bất thường|cờ|h l|remark|remarks|nhận xét",
    "unit": "单位|计量单位|units|unit|unit of measure|uom|measurement unit|units of measure|unidad|unidades|u.m.|um|ud|uds|unid|"
    "unite|unites|unità|unità di misura|unita di misura|u. misura|udm|unita misura|birim|birimi|birimler|"
    "đơn vị|đvt|đơn vị tính|đơn vị đo|dv|unidade|unites si",
    "ref": "参考范围|参考区间|参考值|参考值范围|正常参考值|正常值|正常范围|生物参考区间|参考|参考区间范围|正常参考范围|正常值范围|参考标准|正常参考区间|生物参考范围|折点|判断折点|判读标准|breakpoint|breakpoints|参考数值|参考范围值|"
    "reference|reference range|reference ranges|reference value|reference values|reference interval|reference intervals|ref range|"
    "ref. range|normal range|normal ranges|normal value|normal values|biological reference interval|"
    "biological ref interval|bio. ref. interval|biological reference range|bio ref interval|bio. ref. range|ref. interval|ref interval|"
    "ref value|ref. value|ref. values|range|ranges|normal|expected values|expected range|ref|standard range|biological ref. interval|"
    "bio. ref. int.|biological ref range|ref rng|latest ref rng|latest ref range|latest reference range|reference rng|biological reference intervals|reference limits|normals|"
    "valores de referencia|valor de referencia|rango de referencia|rangos de referencia|intervalo de referencia|"
    "intervalos de referencia|valores normales|rango normal|valor normal|v.r.|vr|referencia|rango|v. referencia|val. referencia|"
    "valores referenciales|val. ref.|intervalo de referencia biologico|intervalo biologico de referencia|rango biologico de referencia|"
    "valeurs de reference|valeur de reference|valeurs de référence|valeurs usuelles|valeurs normales|intervalle de reference|"
    "intervalles de reference|normes|norme|normale|normales|references|valeurs physiologiques|v. usuelles|val. usuelles|intervalle|"
    "valeurs attendues|val. de reference|valeurs ref|"
    "valori di riferimento|valore di riferimento|intervallo di riferimento|intervalli di riferimento|valori normali|riferimento|"
    "val. di riferimento|val. rif.|intervalli di rif.|range di riferimento|limiti di riferimento|valori riferimento|valori rif.|"
    "intervallo riferimento|val. riferimento|intervallo|v.n.|limiti|"
    "referans|referans değeri|referans değerleri|referans değerler|referans aralığı|referans aralıkları|referans aralik|"
    "normal değerler|normal değer|normal aralık|referans aralığı/karar sınırı|referans deger|normal değerleri|ref. aralığı|ref aralığı|"
    "ref. değer|referans limitleri|"
    "trị số bình thường|giá trị tham chiếu|chỉ số bình thường|csbt|khoảng tham chiếu|giá trị bình thường|tham chiếu|trị số tham chiếu|"
    "gtbt|gttc|tstc|tsbt|giới hạn bình thường|trị số bt|bình thường|khoảng bình thường|khoảng tham khảo|trị số tham khảo|"
    "giá trị tham khảo|khoảng tham chiếu sinh học|valores de referência|valor de referência|cut off|cutoff|cut off value|cutoff value",
    "method": "方法|检测方法|检验方法|测定方法|方法学|实验方法|仪器|检测仪器|试剂|仪器设备|method|methods|methodology|technique|instrument|analyzer|metodo|"
    "metodologia|tecnica|methode|technique utilisee|automate|metodica|yöntem|metod|metot|cihaz|phương pháp|máy xn|máy|quy trình|"
    "thiết bị|qt|máy/phương pháp|ppxn|mã quy trình|máy xét nghiệm|quy trình xn|sample type|specimen|标本|标本类型|样本类型|样本",
    "previous": "上次结果|历史结果|既往结果|前次结果|历史|上次|前次|历次结果|上次值|前值|previous|previous result|previous results|prior|prior result|"
    "last result|history|previous value|prev. result|prev result|prev|last|anterior|resultado anterior|resultados anteriores|"
    "valor anterior|anteriores|anteriorites|anteriorite|antecedent|antecedents|resultat anterieur|resultats anterieurs|precedente|"
    "risultato precedente|precedenti|esito precedente|risultati precedenti|önceki sonuç|önceki|önceki sonuçlar|önceki değer|"
    "kết quả trước|lần trước|kq trước|kết quả lần trước|kết quả cũ",
    "other": "对照|对照值|质控值|control|control value|controls|mean normal|mnpt|normal control|日期|时间|检验者|备注|科室|说明|审核|级别|等级|分级|class|grade|clase|classe|sınıf|phân độ|date|time|comment|comments|note|notes|observation|observations|obs.|observacion|osservazione|lab|site|fecha|observaciones|date de prelevement|commentaire|"
    "data|osservazioni|açıklama|tarih|not|ghi chú|ngày|onay tarihi|uzman onay|百分位|临床意义|意义|clinical significance|z-score|z score|"
    "cut off/index|cutoff index|cut off index|index|index value|coi|s/co|s/co ratio|od ratio",
    "foreign": "计价单位|收费标准|计价说明|项目内涵|除外内容|指导价|最高限价|支付标准|单价|数量|金额|规格|价格|总价|合计金额|小计|收费|收费项目|应收|自付|医保|用法|用量|剂量|频次|天数|菜名|菜品|price|qty|quantity|amount|"
    "total|unit price|rate|cost|charge|charges|fee|dose|dosage form|frequency|discount|subtotal|precio|cantidad|importe|prix|quantite|"
    "montant|prezzo|quantita|importo|totale|fiyat|miktar|tutar|adet|đơn giá|số lượng|thành tiền|liều dùng|cách dùng|precio unitario|"
    "calories|menu|dish|possible causes|causes|high|low|increased in|decreased in|升高|降低|升高意义|降低意义|可能原因|tax|vat|iva|prix unitaire|"
    "importe total|duration|route|medicine|medication|drug|药品名称|药名|商品名称|生产厂家|批号|strength|how many|how much|when to take|what for|what it is for|used for|posologie|dosage|posologia|dosaggio|nrv|nrv%|% nrv|营养素参考值|营养素参考值%|营养素|每100克|每100g|每100克(g)|每100毫升|每100ml|每份|per 100 g|per 100 ml|per 100g|per serving|amount per serving|% daily value|daily value|% dv|"
    "por 100 g|por porcion|pour 100 g|par portion|per 100 g di prodotto|per porzione|100 g için|porsiyon",
}
#: Wordings that are rarer: other systems, other habits of the same seven languages.
_RARER: dict[Kind, str] = {
    "name": "test done|target gene|gene target|target name|target organism|target analyte|condition|disorder|pathogen|pathogens|antigen|antigens|antibiótico|antimicrobiano|antimicrobianos|kháng sinh đồ|antibiotikler|substance|substances|drug class|drug/metabolite|drugs tested|compound|locus|hla locus|gene|genes|variant|mutation|polymorphism|部位|血管名称|血管|marker|markers|biomarker|region|regions|body region|region of interest|roi|structure|struttura|estructura|yapı|cấu trúc|segment|vessel|artery|region osea|regione|bolge|部位名称|测量部位|测量名称|细胞名称|细胞类型|cell type|peak|peak name|fraction|项目中文名|检验名称|分析物|化验名称|组合项目|报告项目|子项目|观察项目|检测名称|试验名称|指标名称|test performed|investigation name|analyte name|"
    "laboratory test|lab test|profile/test|component name|exam|exams|assay name|"
    "test requested|estudios realizados|prueba realizada|pruebas realizadas|magnitud|ensayo|practica|"
    "libelle de l analyse|nature des examens|analyses demandees|examens demandes|bilan|prestazione|"
    "prestazioni|accertamento|accertamenti|esame richiesto|analita|analiz|analiz adı|tetkik ismi|laboratuvar testi|"
    "nội dung xét nghiệm|thông số|tên xn|loại xét nghiệm|tên thông số",
    "code": "英文简称|项目代号|英文对照|简写|test code|loinc|abrev.|cod.|test kodu|sut kodu|mã xét nghiệm",
    "serial": "行号|s/n|sr.|ord.|n/o",
    "result": "titre|titer|titres|titers|quantitation|zone|zone size|zone diameter|inhibition zone|zone of inhibition|cim|c.i.m.|cmi|c.m.i.|mik|mik değeri|cim (mg/l)|内径|dimensioni|dimensione|dimensiones|dimensions|dimension|boyutlar|boyutu|kích thước|taille|sizes|大小|径线|径线值|area|area %|% area|percentage|percent|porcentaje|pourcentage|bmd|bone mineral density|骨密度|骨密度值|densidad mineral osea|best|best value|actual|pre|mesure|medido|misurato|olculen|实测|髓片|骨髓片|当前结果|本次|最新结果|报告结果|本次检测结果|current|current value|patient's result|patients result|test value|finding|findings|"
    "obtained value|current result and flag|today|today's result|your result today|reported value|latest result|valor encontrado|"
    "valores encontrados|valor observado|valores obtenidos|hallado|resultado obtenido|resultados obtenidos|"
    "resultats du jour|resultat du jour|valeurs trouvees|resultats obtenus|valeurs patient|valeurs du patient|"
    "valore riscontrato|valori riscontrati|valore trovato|risultato attuale|sonuç değeri|bulunan|güncel sonuç|"
    "hasta sonucu|hasta değeri|kết quả hiện tại|kết quả đo|kết quả mới nhất",
    "flag": "interpretacion|interpretación|interprétation|interpretazione|categoria|categorie|yorum|değerlendirme|kết luận|diễn giải|结果描述|结果解释|结果判读|判断|高低提示|结果判定|偏离|异常标识|标识|提示符|abnormal flag|abnormal flags|high/low|low/high|l/h|out of range flag|alarma|aviso|"
    "estado|segnalazione|segn.|statut",
    "unit": "浓度单位|国际单位|unit of measurement|units of measurement|measuring unit|si unit|si units|conventional units|und|"
    "unidad de medida|unidades de medida|u. de medida|unite de mesure|unites de mesure|un. mis.|unita mis.|"
    "un. di misura|ölçü birimi|ölçüm birimi|đơn vị si",
    "ref": "expected|expected result|expected results|expected value|significant titre|significant titer|diagnostic titre|diagnostic titer|normal titre|normal titer|decision limit|切值|临界值|cut-off|cut off value|cutoff value|valor de corte|punto de corte|valeur seuil|seuil|v. ref.|v.ref.|v ref|vref|vr. ref.|valor ref.|valores ref.|rango ref.|int. ref.|i.r.|参考限|参考上下限|健康人群参考区间|医学决定水平|标准值|标准范围|正常区间|参考区间值|desirable range|optimal range|therapeutic range|in range values|"
    "therapeutic|therapeutic interval|lower reference limit|healthy range|ref int|ref. int.|normal reference range|reference range/units|usual range|target range|"
    "reference rng|rango de ref.|valores de ref.|intervalo de ref.|limites de referencia|rango referencial|bornes|"
    "limites de reference|intervalles biologiques de reference|intervalle biologique de reference|valeurs ref.|"
    "valori attesi|valori desiderabili|intervallo rif.|intervalli di riferim.|valori di normalita|"
    "int. di riferimento|range rif.|referans değeri aralığı|ref. aralık|ref. değerleri|biyolojik referans aralığı|"
    "normal sınırlar|referans sınırları|khoảng giá trị tham chiếu|giới hạn tham chiếu|chỉ số bt|giá trị tc|"
    "khoảng tham chiếu bình thường",
    "method": "kit|kit name|kit used|test kit|检测平台|检测系统|sample|analyser|specimen type|method used|tipo de muestra|muestra|equipo|analizador|prelevement|"
    "echantillon|materiale|campione|strumento|numune|örnek|örnek türü|numune türü|bệnh phẩm|loại mẫu|mẫu",
    "other": "ct value|ct values|ct|cq value|cq|cp value|cycle threshold|threshold cycle|lot no|lot no.|lot number|batch no|batch no.|expiry|expiry date|risk|calculated risk|risk estimate|adjusted risk|final risk|probability|psv|edv|ri|imt|峰值流速|收缩期流速|舒张期流速|阻力指数|搏动指数|mom|corr. mom|corrected mom|multiple of median|t-score|t score|t值|z值|t-skoru|predicted|pred|pred.|%pred|% pred|% predicted|pred%|lln|uln|预计值|预测值|理论值|占预计值%|占预计值|theorique|teorico|beklenen|血片|血片%|外周血|retention time|换算值|结果说明|post|% change|change",
    "previous": "bir önceki sonuç|bir önceki|近期结果|历史值|往次结果|上次检测结果|上一次结果|previous result and date|previous value and date|historical|past results|past result|last visit|previous visit|prior visit|"
    "last value|earlier result|valores anteriores|previo|resultado previo|historial|ant.|res. anterior|anterieur|"
    "val. anterieure|valeurs anterieures|valeur anterieure|dernier resultat|res. anterieur|valore precedente|"
    "valori precedenti|prec.|storico|geçmiş sonuçlar|son sonuç|önceki tetkik|kq lần trước",
}
for _kind, _words in _RARER.items():
    WORDS[_kind] += "|" + _words + ("|" + CHINESE[_kind] if _kind in CHINESE else "")
