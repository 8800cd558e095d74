"""The headings under which narrative reports print their parts, in zh, en, es, fr, it, tr and vi.

Written folded (lower case, no accents). Sources: wording of radiology, ultrasound, endoscopy, pathology, echocardiography
and ECG report forms in each language.
"""

from __future__ import annotations

from collections.abc import Mapping

from ocr_pipeline.report import SectionKind

_SEEN_BY = "超声 超音波 腹部超音波 心脏超音波 内视镜 检查 影像 影像学 CT MRI MR X线 X光 DR 磁共振 放射 放射学 诊断 内镜 内镜下 胃镜 肠镜 结肠镜 镜下 镜检 心电图 心电 超声心动图 心脏超声 彩超 B超 光镜 显微镜 病理 病理学 肉眼 大体 造影 钼靶 监测 睡眠监测 脑电图 脑电 肺功能 骨密度 肌电图 神经电生理 胶囊内镜 核医学 显像 膀胱镜 眼底 听力 介入 手术 支气管镜 喉镜 宫腔镜 阴道镜 骨髓 细胞学 动态心电图 心脏彩超".split()
_FINDING = "所见 表现 描述 观察 检查所见 检查描述 特征 描写 征象".split()
_IMPRESSION = "提示 印象 意见 结论 判读 诊断 诊断意见 诊断印象 检查提示 诊断结论 检查结论 检查意见 诊断提示".split()
#: Where the conclusion is the diagnosis itself.
_DIAGNOSIS = "内视镜 病理 病理学 内镜 镜下 胃镜 肠镜 结肠镜 内镜下 细胞学 骨髓 冰冻 组织学 支气管镜 镜检 光镜".split()

HEADINGS: Mapping[SectionKind, str] = {
    "findings": "|".join(a + b for a in _SEEN_BY for b in _FINDING)
    + "|informe|乳腺构成|乳腺组成|腺体构成|乳腺密度|腺体分型|所见|检查发现|影像发现|内视镜发现|描述|巨观|微观|巨观所见|微观所见|巨检|大体检查|大体标本|大体观察|眼观|镜检|镜下|免疫组化|免疫组化结果|骨髓象|血象|细胞化学|细胞化学染色|免疫组织化学|特殊染色|分子检测|分子病理|二维超声|彩色多普勒|M型超声|检查结果|测量结果|超声测值|所见描述|诊断所见|超声测量|"
    "骨髓象特征|骨髓象分析|骨髓象描述|骨髓涂片|骨髓片|血片|外周血片|血象特征|骨髓特征|快速尿素酶试验|尿素酶试验|幽门螺杆菌检测|HP检测|影像描述|影像征象|影像学描述|诊断描述|手术所见|术中所见|术中情况|监测情况|记录情况|监护情况|监测结果|睡眠结构|睡眠结构分析|睡眠分期|呼吸事件|呼吸事件分析|脑电图特征|脑电图描述|"
    "免疫表型|组织学特征|病理特征|病理所见|基因检测结果|分子检测结果|通气功能|肺通气功能|弥散功能|支气管舒张试验|支气管激发试验|门诊检查|专科检查|专科情况|实验室检查|辅助检查结果|breast composition|breast density|tissue density|parenchymal pattern|biopsy findings|operative findings|intraoperative findings|surgical findings|"
    "hospital investigations|key investigations|results of investigations|examination on discharge|on examination|clinical examination|sleep architecture|respiratory events|respiratory analysis|description of recording|description of the record|eeg description|eeg findings|spirometry|lung volumes|diffusing capacity|immunophenotype|immunophenotyping|flow cytometry|cytogenetics|molecular studies|molecular findings|bone marrow aspirate|bone marrow biopsy|aspirate|aspirate smear|trephine|trephine biopsy|peripheral blood|"
    "报告描述|报告内容|超声心动图主要测值|二维及M型超声|多普勒超声|肉眼检查|显微镜检查|心电参数|测量值|测值|测量参数|显微镜下所见|检查内容|描述内容|"
    "findings|finding|examination findings|report|ct findings|mri findings|mr findings|ultrasound findings|sonographic findings|radiographic findings|imaging findings|"
    "endoscopic findings|endoscopy findings|ecg findings|ekg findings|echocardiographic findings|echo findings|observations|observation|description|gross description|gross examination|macroscopic description|"
    "macroscopic examination|macroscopy|microscopic description|microscopic examination|microscopy|microscopic findings|macroscopic findings|gross findings|gross|microscopic|dimensions|biometry|fetal biometry|fetal anatomy|fetal survey|immunohistochemistry|ihc|immunohistochimie|etude immunohistochimique|inmunohistoquimica|estudio inmunohistoquimico|immunoistochimica|indagini immunoistochimiche|immunhistokimya|hoa mo mien dich|intervals|ecg intervals|ecg measurements|ecg parameters|electrocardiographic findings|"
    "immunohistochemical findings|special stains|ancillary studies|measurements|m-mode measurements|2d measurements|doppler findings|2d findings|results|result|echocardiogram findings|colonoscopy findings|gastroscopy findings|ct scan findings|x-ray findings|"
    "hallazgos|hallazgo|descripcion|descripcion macroscopica|descripcion microscopica|examen macroscopico|examen microscopico|macroscopia|microscopia|hallazgos ecograficos|hallazgos radiologicos|"
    "hallazgos endoscopicos|resultados|resultats|resultat|constatations|exploration|description macroscopique|description microscopique|examen macroscopique|macroscopie|microscopie|examen microscopique|"
    "compte rendu|compte-rendu|resultats de l'examen|"
    "reperti|reperto|referto|descrizione|descrizione macroscopica|descrizione microscopica|esame macroscopico|esame microscopico|risultati|reperti ecografici|reperti radiologici|"
    "bulgular|bulgu|inceleme|radyolojik bulgular|ultrasonografi bulgulari|us bulgulari|bt bulgulari|mr bulgulari|makroskopik bulgular|mikroskopik bulgular|makroskopi|mikroskopi|endoskopik bulgular|mrg bulgulari|immunohistokimya|immunohistokimyasal inceleme|ekg bulgulari|eko bulgulari|"
    "mo ta|mo ta hinh anh|hinh anh|ket qua|ket qua sieu am|ket qua x-quang|ket qua chup|ket qua noi soi|dai the|vi the|ghi nhan|ket qua kham|mo ta ton thuong|physical examination|physical exam|examination on admission|investigations|relevant investigations|laboratory findings|pertinent results|synoptic report|synoptic summary|tumor synoptic|exploracion fisica|exploraciones complementarias|pruebas complementarias|examen fisico|examen clinique|examens complementaires|bilan|esame obiettivo|esami strumentali|esami eseguiti|fizik muayene|muayene bulgulari|tetkikler|kham lam sang|can lam sang|形态描述|检验描述|入院查体|查体",
    "impression": "|".join(a + b for a in _SEEN_BY for b in _IMPRESSION if a not in _DIAGNOSIS)
    + "|总检结论|总检小结|总检意见|主检结论|体检结论|体检综述|小结|判读|判读结果|臆断|体检小结|单项小结|本组小结|印象|提示|意见|诊断意见|结论|总体印象|初步意见|诊断印象|报告结论|诊断结论|诊断提示|影像印象诊断|结论与建议|诊断意见及建议|结论及建议|超声提示及建议|"
    "impression|impressions|conclusion|conclusions|opinion|summary|interpretation|summary of findings|ct impression|mri impression|ultrasound impression|ecg interpretation|final impression|echo impression|overall impression|assessment|"
    "监测结论|检测结论|评估结论|评估结果|脑电图结论|总结论|bi-rads|bi-rads category|bi-rads assessment|birads|final assessment|overall assessment|assessment category|acr bi-rads|final conclusion|concluding remarks|clinical impression|sleep diagnosis summary|eeg impression|eeg interpretation|spirometry interpretation|summary and conclusion|summary impression|"
    "impression/plan|impression and recommendation|impression & recommendation|conclusion and recommendation|"
    "interpretacion|interpretazione|interpretation du resultat|impresion|impresion diagnostica|conclusion diagnostica|conclusiones|impresiones|juicio diagnostico|opinion|"
    "synthese|conclusion du compte rendu|au total|en conclusion|avis|"
    "conclusioni|conclusione|impressioni|giudizio|sintesi|"
    "sonuc|sonuclar|kanaat|yorum|izlenim|radyolojik sonuc|sonuc ve oneriler|kanaat ve sonuc|sonuc ve kanaat|degerlendirme|sonuc ve yorum|"
    "ket luan|nhan xet|ket luan va de nghi|clinical impression and plan|分析意见|检验诊断意见|综合意见|总结|评估意见|evaluacion|valoracion|valutazione|discussione",
    "diagnosis": "|".join(a + b for a in _DIAGNOSIS for b in _IMPRESSION)
    + "|会诊诊断|会诊意见|病理会诊意见|术后病理诊断|出院诊断|主要诊断|其他诊断|病理诊断|诊断|最后诊断|最终诊断|术后诊断|冰冻诊断|诊断结果|补充诊断|"
    "discharge diagnosis|discharge diagnoses|principal diagnosis|diagnosis at discharge|secondary diagnoses|diagnosis|diagnoses|final diagnosis|pathologic diagnosis|pathological diagnosis|pathology diagnosis|histopathological diagnosis|histologic diagnosis|endoscopic diagnosis|postoperative diagnosis|post-operative diagnosis|"
    "frozen section diagnosis|microscopic diagnosis|cytologic diagnosis|cytological diagnosis|histological diagnosis|surgical pathology diagnosis|ecg diagnosis|"
    "diagnostico de alta|diagnostico principal|diagnostico|diagnostico anatomopatologico|diagnostico histologico|diagnostico final|diagnostico endoscopico|diagnostico histopatologico|diagnostico patologico|diagnostico anatomo-patologico|"
    "diagnostic de sortie|diagnostic principal|diagnostic|diagnostic anatomopathologique|diagnostic histologique|diagnostic final|diagnostic endoscopique|"
    "diagnosi di dimissione|diagnosi alla dimissione|diagnosi|diagnosi istologica|diagnosi finale|diagnosi anatomopatologica|diagnosi istopatologica|diagnosi endoscopica|diagnosi anatomo-patologica|"
    "cikis tanisi|taburcu tanisi|tani|patolojik tani|histopatolojik tani|endoskopik tani|patoloji tanisi|son tani|"
    "chan doan ra vien|chan doan xuat vien|chan doan|chan doan giai phau benh|chan doan noi soi|chan doan hinh anh|chan doan mo benh hoc|chan doan xac dinh|discharge diagnosis list|problem list|diagnoses on discharge|检验诊断|细胞学检验诊断|diagnosticos|diagnosticos secundarios|diagnostico secundario|diagnostics|diagnosi principale|ana tani|ek tanilar",
    "specimen": "检体|检体部位|检体种类|检体名称|病理送检|病理活检|送检病理|标本满意度|specimen adequacy|adequacy of specimen|statement of adequacy|样本满意度|标本质量|送检标本|送检材料|标本类型|取材部位|活检部位|标本来源|送检物|送检组织|标本名称|送检部位|标本|材料|活检|取材|标本及部位|标本部位|"
    "活检及刷检|活检情况|活检部位及数量|刷检|标本描述|送检样本|送检组织及部位|specimens received|specimen(s) and procedure|specimens and procedures|tissue received|material received|material submitted|specimen and site|specimens sent|specimens taken|samples taken|biopsies taken|"
    "specimen|specimens|specimen submitted|specimens submitted|specimen(s)|specimen source|source|biopsia|biopsias|biopsie|source of specimen|nature of specimen|tissue submitted|material|biopsy site|biopsies|specimen type|specimen(s) submitted|specimen received|"
    "muestra|muestras|material remitido|tipo de muestra|pieza|prelevement|prelevements|nature du prelevement|materiel|materiale inviato|materiale|campione|campioni|"
    "materyal|numune|gonderilen materyal|gonderilen doku|ornek|benh pham|mau benh pham|vi tri sinh thiet|sinh thiet",
    "technique": "检查方法|检查技术|扫描方法|扫描方式|扫查方式|成像方式|投照方式|检查体位|扫描体位|造影方式|扫查途径|检查部位|检查项目|扫描技术|成像技术|扫描序列|扫描参数|部位|技术|方法|摄片部位|投照部位|拍摄部位|preparation|preparacion|preparazione|hazirlik|检查名称|扫描范围|造影剂|对比剂|麻醉方式|麻醉|检查途径|检查设备|成像方法|扫描方案|检查序列|检查方式|检查类型|操作过程|检查过程|"
    "肠道准备|肠道准备情况|肠道清洁度|incision|incisions|approach|closure|手术名称|手术方式|拟行手术|实施手术|手术经过|手术步骤|手术过程|麻醉方法|检查部位及方法|扫描部位|操作名称|操作步骤|operation|operations|operation performed|operations performed|name of operation|name of procedure|title of operation|operative procedure|description of operation|operative details|operative technique|details of procedure|indication and technique|positioning|extent of examination|extent of exam|bowel preparation|contrast media|radiopharmaceutical|recording conditions|"
    "用药|术前用药|检查前用药|投照体位|显像剂|示踪剂|放射性药物|显像方法|采集方法|注射剂量|显像条件|"
    "sedacion|sedazione|sedasyon|premedicacion|premedicazione|premedication|premedikasyon|anestesia|anesthesie|anestezi|vo cam|gay me|tien me|technique|techniques|procedure|procedures|protocol|scan technique|examination|exam|study|contrast|method|methods|methodology|ct technique|mri technique|medications|sedation|anesthesia|anaesthesia|instrument used|type of examination|"
    "procedure performed|description of procedure|examination performed|procedure details|comparison|comparisons|views|views obtained|projections|"
    "tecnica|estudio|procedimiento|metodo|exploracion|tecnica de estudio|examen|technique d'examen|protocole|procedure|type d'examen|examen realise|comparaison|medication|medication given|medications given|comparacion|confronto|"
    "esame|metodica|metodologia|tecnica d'esame|esame eseguito|procedura|teknik|yontem|protokol|tetkik|inceleme teknigi|cekim teknigi|karsilastirma|"
    "ky thuat|phuong phap|ky thuat chup|ky thuat thuc hien|quy trinh|tecnica di esame|tecnica dell'esame|tecnica di indagine|tecnica de exploracion|technique de l'examen|methode d'examen",
    "clinical": "检查原因|检查理由|临床资讯|适应症|适应证|检查适应症状|入院诊断|门诊诊断|门急诊诊断|入院情况|入院时情况|个人史|家族史|体格检查|辅助检查|临床诊断|临床资料|病史|临床病史|主诉|检查目的|检查指征|检查适应症|检查适应证|临床信息|临床印象|申请目的|简要病史|送检诊断|术前诊断|病史摘要|临床症状|既往史|现病史|临床病史及诊断|病史及体征|症状体征|"
    "主要现病史|主要既往史|主要病史|初步诊断|初步印象|诊断依据|手术指征|手术适应症|手术适应证|转诊原因|就诊原因|婚育史|月经史|过敏史|用药史|术前情况|referral reason|reason for consultation|reason for operation|indications for surgery|indication for surgery|indications for procedure|preop diagnosis|working diagnosis|referring diagnosis|symptoms|presentation|background history|clinical background|past surgical history|surgical history|obstetric history|gynaecological history|medications on admission|drug allergies|allergy|risk factors|"
    "admission diagnosis|diagnosis on admission|history of present illness|past medical history|chief complaint|reason for admission|condition on admission|medical history|clinical history|history|indication|indications|clinical information|clinical indication|clinical details|reason for exam|reason for examination|reason for study|clinical data|clinical diagnosis|"
    "preoperative diagnosis|pre-operative diagnosis|clinical notes|patient history|relevant history|presenting complaint|reason for referral|clinical impression|clinical presentation|indication for procedure|indication for examination|"
    "diagnostico de ingreso|motivo de ingreso|datos clinicos|historia clinica|indicacion|indicaciones|motivo|motivo de consulta|motivo del estudio|antecedentes|informacion clinica|diagnostico clinico|"
    "motif d'hospitalisation|diagnostic d'entree|histoire de la maladie|indication de l'examen|renseignements cliniques|motif|motif de l'examen|antecedents|contexte clinique|donnees cliniques|"
    "diagnosi di ingresso|motivo del ricovero|indicazione|indicazioni|quesito|quesito clinico|quesito diagnostico|anamnesi|notizie cliniche|dati clinici|sospetto clinico|motivo dell'esame|"
    "yatis tanisi|klinik bilgi|klinik bilgiler|klinik tani|endikasyon|on tani|anamnez|oyku|hikaye|klinik on tani|"
    "chan doan vao vien|chan doan lam sang|lam sang|tien su|benh su|ly do kham|chi dinh|ly do chi dinh|ly do|tom tat benh an|trieu chung|thong tin lam sang|presenting history|history and examination|past history|drug history|social history|family history|allergies|current medications|current medication|medication on admission|antecedentes personales|antecedentes familiares|enfermedad actual|alergias|motivo de ingreso hospitalario|mode de vie|allergies connues|traitement habituel|traitement a l'entree|anamnesi patologica|anamnesi familiare|allergie|terapia domiciliare|ozgecmis|soygecmis|sikayet|tien su gia dinh|hoi benh",
    "recommendation": "出院指示|出院计划|处置|处置建议|总检建议|主检建议|体检建议|出院医嘱|医嘱|出院带药|出院指导|建议|处理意见|随访建议|诊疗建议|医生建议|医师建议|复查建议|处理建议|检查建议|建议与随访|治疗建议|注意事项|健康建议|临床建议|"
    "medication changes|changes to medication|changes in medication|medications started|medications stopped|转诊建议|术后医嘱|术后处理|术后注意事项|处理措施|随诊|随诊建议|健康宣教|康复指导|饮食指导|生活方式建议|post-operative instructions|postoperative instructions|postoperative plan|post-operative plan|post-procedure instructions|next steps|actions for gp|gp actions|action required|follow-up plan|follow up plan|follow-up appointments|appointments|management|further management|disposition and plan|discharge medication|"
    "discharge instructions|discharge medications|discharge plan|instructions|recommendation|recommendations|advice|plan|suggestion|suggestions|follow-up|follow up|advised|recommendation(s)|suggested follow-up|recommended follow-up|"
    "recomendacion|recomendaciones|consejo|consejos|conseil|conseils|consiglio|consigli|sugerencia|sugerencias|recommandations|recommandation|conduite a tenir|conducta|conducta a seguir|"
    "raccomandazioni|raccomandazione|si consiglia|suggerimenti|indicazioni terapeutiche|oneri|oneriler|tavsiye|tavsiyeler|takip|de nghi|loi khuyen|huong xu tri|khuyen nghi|loi dan|tu van|medications on discharge|medication on discharge|discharge advice|treatment on discharge|treatment plan|management plan|treatment|tratamiento|tratamiento al alta|plan de tratamiento|recomendaciones al alta|seguimiento|traitement de sortie|traitement|ordonnance|suivi|terapia alla dimissione|terapia consigliata|controlli|tedavi|tedavi plani|taburculuk onerileri|dieu tri|huong dieu tri|don thuoc|用药建议|用药指导|治疗意见|随访计划|出院用药",
    "other": "住院治疗经过|住院经过及治疗|补充报告|补充说明|补充意见|更正说明|诊疗经过|治疗经过|住院经过|出院情况|备注|附注|说明|附图|检验评语|评语|结果解释|结果说明|检验结论|检验意见|检验提示|报告说明|临床意义|临床解释|形态学描述|血涂片|血细胞形态|医师评语|"
    "clinical progress|progress in hospital|inpatient progress|hospital progress|手术并发症|术中出血量|出血量|术中出血|引流|输血情况|转归|离院情况|离院方式|患者去向|estimated blood loss|blood loss|ebl|disposition|implants|drains|counts|fluids|discharge condition|condition on discharge|discharge disposition|functional status|social situation|prognosis|"
    "hospital course|course in hospital|brief hospital course|condition at discharge|evolucion|evolution|decorso clinico|decorso ospedaliero|seyir|klinik seyir|dien bien|dien bien lam sang|comment|comments|remarks|remark|note|notes|addendum|limitations|peripheral smear|smear comment|film comment|blood film|film report|blood film comment|morphology|peripheral blood smear|pathologist comment|complications|blood smear|smear findings|red cell morphology|rbc morphology|observaciones|observacion|comentario|comentarios|nota|notas|remarques|remarque|commentaire|commentaires|"
    "osservazioni|note|commento|commenti|not|notlar|aciklama|aciklamalar|ghi chu|luu y|degerlendirme notu|frotis|frottis sanguin|periferik yayma|striscio|course and treatment|clinical course|course|progress|procedures performed|operative course|evolucion clinica|evolucion y comentarios|evolution clinique|evolution dans le service|decorso|qua trinh benh ly|住院过程",
}
