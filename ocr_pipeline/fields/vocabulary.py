"""The words that stand before a field of a report's header and footer, in zh, en, es, fr, it, tr and vi.

Strength says how much must stand around a label before it is believed:
``free`` anywhere; ``colon`` only before a colon, or alone in its cell; ``said`` only before a colon (alone it is a
department); ``glued`` only before a number in the same line.
Latin labels are written folded (lower case, no accents); a space matches any or no space, a full stop is optional.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FieldKind = Literal[
    "name", "staff", "number", "phone", "email", "address", "birth_date", "facility", "device",
    "collected", "reported", "date", "age", "sex", "specimen", "department", "clinical", "technique", "other",
]  # fmt: skip
Strength = Literal["free", "colon", "said", "glued"]

#: Kinds that say who somebody is.
IDENTITY_KINDS: frozenset[FieldKind] = frozenset(
    {"name", "staff", "number", "phone", "email", "address", "birth_date", "facility", "device"}
)

_ROLE_ZH = (
    "检验 审核 报告 送检 申请 开单 检查 诊断 操作 记录 接收 采样 采集 复核 主治 主任 签发 签字 审阅 书写 初诊 复诊 录入 打印 核对 批准 登记 "
    "取材 制片 初检 复检 住院 经治 责任 会诊 摄片 技术 投照 送诊 开立 主检 总检 确认 化验 临床 管床 接诊 首诊 超声 影像 放射 内镜 病理 签名 审定 审签 扫描 麻醉 接听 接报 被通知 通知 告知 阅片 读片 记录"
).split()
_PERSON_ZH = "者 人 人员 医师 医生 技师 护士 员 师 医师签名 医生签名 医师签字 者签名 人签名 签名".split()

VOCABULARY: Mapping[FieldKind, Mapping[Strength, str]] = {
    "name": {
        "said": "父|母|夫|妻|兄|弟|姐|妹|父亲姓名|母亲姓名",
        "free": "献血者|捐献者|donor name|姓名|男方姓名|女方姓名|丈夫姓名|妻子姓名|配偶姓名|患者姓名|病人姓名|受检者姓名|受检人姓名|客户姓名|孕妇姓名|家长姓名|母亲姓名|父亲姓名|监护人姓名|紧急联系人|联系人姓名|病员姓名|"
        "性名|姓各|受检者|受检人|体检人|patient name|patients name|patient's name|name of patient|name of the patient|pt. name|client name|"
        "patient full name|father's name|husband's name|mother's name|guardian name|nombre del paciente|nombre y apellidos|apellidos y nombre|"
        "nombre y apellido|apellido y nombre|nom du patient|nom et prenom|nom prenom|nom de naissance|nom de jeune fille|nom d'usage|nom patient|"
        "cognome e nome|nome e cognome|cognome nome|nome paziente|nome del paziente|ad soyad|adi soyadi|ad-soyad|adi-soyadi|hasta adi|hasta adi soyadi|"
        "hasta ad soyad|hastanin adi|hastanin adi soyadi|baba adi|anne adi|ho ten|ho va ten|ho ten bn|ho ten benh nhan|ho va ten benh nhan|ten benh nhan|"
        "ho ten nguoi benh|ten bn|nombre paciente",
        "colon": "代诉人|代诉|陪诊人|陪护人|陪同人|亲属|委托人|代领人|next of kin|nok|emergency contacts|informant|accompanied by|persona de contacto|acompanante|personne de confiance|personne a prevenir|contatto|persona di riferimento|refakatci|yakini|nguoi lien he|nguoi giam ho|re|subject|bn|pte|pte.|pcte|pcte.|paz|paz.|pat|pat.|donor|donante|donneur|donatore|usager|usagere|socio|titular|beneficiario|asegurado|assicurato|sigortali|nom usuel|母亲|父亲|新生儿|产妇|孕妇|患儿|患者|病人|联系人|监护人|家属|客户|name|patient|pt|full name|first name|last name|middle name|surname|given name|family name|client|"
        "guardian|spouse|contact person|emergency contact|s/o|d/o|w/o|c/o|nombre|nombres|apellido|apellidos|paciente|nom|prenom|prenoms|patiente|"
        "nome|cognome|paziente|assistito|assistita|sig|sig.ra|hasta|adi|soyadi|ad|soyad|isim|benh nhan|nguoi benh|ten|nguoi nha|khach hang",
    },
    "staff": {
        "free": "|".join(r + p for r in _ROLE_ZH for p in _PERSON_ZH)
        + "|醫檢師|醫檢員|檢驗師|報告醫師|主治醫師|審核者|檢驗者|核發者|醫師|医师签名|医生签名|医师签字|医师签章|医生签字|技师签名|签名医师|手签|检验师|审核师|检验看|审核看|会诊专家|抄送|抄报|送达人|标本送达|专家签名|技师长|护士长|主诊医师|主管医师|上级医师|申请大夫|护士签名|"
        "biologistes medicaux|biologistes|biologiste|pathologistes|radiologues|referring physician|referring doctor|referred by|ref. by|ref by|ref. dr|ref doctor|referral doctor|ref. doctor|ordering physician|"
        "ordering provider|ordering doctor|requesting physician|requesting doctor|requested by|ordered by|consultant doctor|attending physician|"
        "attending doctor|reported by|verified by|reviewed by|approved by|authorised by|authorized by|authorised signatory|authorized signatory|"
        "scored by|read by|recorded by|compiled by|acquired by|cosigned by|countersigned by|supervised by|done by|received by|seen by|issued by|taken by|sampled by|typed by|witnessed by|discussed with|copy to|copies to|technologist|signed by|electronically signed by|digitally signed by|validated by|performed by|checked by|collected by|prepared by|dictated by|"
        "authenticated by|attested by|finalized by|finalised by|transcribed by|interpreted by|entered by|released by|lab technician|laboratory technician|medical technologist|lab technologist|"
        "lab in charge|lab incharge|consultant pathologist|consultant radiologist|reporting radiologist|reporting doctor|doctor name|doctor's name|"
        "physician name|primary care physician|examined by|scanned by|tested by|analysed by|analyzed by|printed by|"
        "medico solicitante|dr. solicitante|dra. solicitante|medico tratante|medico responsable|medico remitente|solicitado por|validado por|firmado por|revisado por|realizado por|"
        "informado por|analizado por|procesado por|autorizado por|aprobado por|verificado por|director tecnico|responsable tecnico|jefe de laboratorio|tomado por|doctor solicitante|"
        "medecin prescripteur|medecin traitant|medecin demandeur|prescrit par|demande par|valide par|signe par|realise par|verifie par|"
        "biologiste responsable|biologiste medical|biologiste validateur|preleve par|dicte par|medecin radiologue|"
        "medico richiedente|medico curante|medico prescrittore|medico refertante|validato da|firmato da|refertato da|richiesto da|prescritto da|"
        "eseguito da|approvato da|direttore sanitario|direttore del laboratorio|responsabile del laboratorio|responsabile di laboratorio|medico inviante|"
        "direttore responsabile|firmato digitalmente da|isteyen doktor|isteyen hekim|isteyen dr|gonderen doktor|gonderen hekim|doktor adi|hekim adi|"
        "laboratuvar sorumlusu|laboratuvar uzmani|numune alan|numuneyi alan|raporlayan|onaylayan|onaylayan uzman|onaylayan doktor|isteyen|sorumlu uzman|"
        "istek yapan|istemi yapan doktor|istemi yapan|istem yapan|uzman doktor|raporu yazan|bac si chi dinh|bs chi dinh|bac si dieu tri|bac si cd|bs. chi dinh|nguoi thuc hien|"
        "nguoi lay mau|nguoi duyet|ky thuat vien|truong khoa|truong khoa xet nghiem|nguoi doc ket qua|bac si sieu am|bac si doc ket qua|bac si ket luan|"
        "bac si chuyen khoa|bac si xet nghiem|nguoi xet nghiem|nguoi ky|nguoi nhan mau|bac si yeu cau|noi/bs chi dinh|bs thuc hien|bac si thuc hien|bs doc ket qua|bs ket luan",
        "said": "bioquimica|核|审",
        "colon": "author|authors|co-signer|cosigner|co-signed by|signer|authenticator|attested|finalized by|finalised by|resident|fellow|registrar|scribe|reader|second reader|first reader|录入|打印|书写|输入|誊写|制单|助手|主刀|术者|手术者|第一助手|一助|二助|器械护士|巡回护士|麻醉|realizo|interpreto|reviso|informo|firmo|valido|dicto|transcribio|atendio|tomo|redige par|tape par|redatto da|a cura di|hazirlayan|ceken|yazan|okuyan|kontrol|nguoi in|nguoi chup|nguoi doc|by|cc|c.c|copia|copie|copy|secretaire|secretariat|secretario|secretaria|segretaria|capturo|elaboro|imprimio|thu ky|sekreter|专家|抄送|solicitante|richiedente|prescriptor|demandeur|validado|validato|valide|医师|医生|技师|签名|签字|签章|护士|大夫|审核|复核|检验|校对|主任|检查|操作|记录|报告|送检|批准|"
        "referring|doctor|dr|physician|clinician|provider|consultant|radiologist|pathologist|sonographer|cytotechnologist|cytologist|technician|technologist|endoscopist|cardiologist|"
        "operator|attending|nurse|biologist|signature|signatory|phlebotomist|gp|surgeon|anesthetist|microbiologist|biochemist|medical officer|hod|"
        "medico|medica|firma|firma y sello|bioquimico|bacteriologa|bacteriologo|microbiologa|microbiologo|responsable|tecnico|facultativo|analista|radiologo|patologo|doctora|medecin|prescripteur|docteur|"
        "biologiste|radiologue|technicien|anatomopathologiste|medici|dottore|dottoressa|dott|dott.ssa|responsabile|direttore|tecnico di laboratorio|"
        "specialista|doktor|hekim|uzman|uzm. dr|teknisyen|sorumlu|imza|calisan|kontrol eden|onay|bac si|bs|ktv|xac nhan|ky ten|dieu duong|chu ky",
    },
    "number": {
        "free": "健康证号|健康证|病历号|病案号|住院号|门诊号|门/住院号|门诊/住院号|住院/门诊号|门诊住院号|床号|床位号|床位|条码号|条形码|条码|样本号|样本编号|标本号|标本编号|"
        "样品编号|样品号|检验编号|检验号|检查号|检查编号|检查序号|超声号|超声编号|影像号|影像编号|放射号|CT号|CT编号|MR号|MRI号|磁共振号|X线号|X光号|片号|病理号|病理编号|"
        "内镜号|内窥镜号|胃镜号|肠镜号|镜检号|心电图号|心电号|登记号|就诊号|就诊卡号|诊疗卡号|就诊卡|卡号|患者编号|患者ID|患者号|患者id|病人编号|病人ID|病人id|病人号|ID号|id号|"
        "身份证号|身份证号码|身份证|证件号|证件号码|护照号|医保号|医保卡号|医保编号|社保号|社保卡号|发票号码|发票号|收费单号|申请单号|申请号|申请单编号|"
        "报告单号|报告编号|报告号|流水号|档案号|体检号|体检编号|体检单号|编号|仪器样本号|实验号|实验编号|健康卡号|工号|序列号|仪器编号|设备编号|机器号|"
        "仪器序列号|设备序列号|检测编号|登记流水号|处方号|单号|医嘱号|手术号|标本条码|试管号|杯号|健康档案号|"
        "job no|job id|job number|transcription id|n. de biopsia|no de biopsia|numero de biopsia|cod. esame|codice esame|n. istologico|n. biopsia|biopsia n.|ref examen|ref. examen|reference examen|reference de l'examen|n. d'examen|n. examen|no examen|numero d'examen|ref. dossier|n. dossier|n. referto|n. esame|n. estudio|n. informe|numero de estudio|biopsi no|"
        "patient id|patient no|patient number|pat. id|patient code|mrn|mr no|mr. no|mrn no|medical record no|medical record number|medical record|"
        "hospital no|hospital number|hospital id|uhid|uhid no|umr no|reg. no|reg no|regd. no|registration no|registration number|regn. no|lab no|lab. no|"
        "lab id|lab number|lab ref|lab reference|lab ref no|accession no|accession number|accession #|accession|acc. no|specimen id|specimen no|specimen number|sample id|"
        "sample no|sample number|barcode|bar code|barcode no|visit no|visit id|visit number|episode no|encounter no|ip no|op no|opd no|ipd no|ipd/opd no|"
        "op/ip no|inpatient no|outpatient no|admission no|bed no|bed number|ward/bed|room no|order no|order id|order number|request no|requisition no|"
        "request id|report no|report id|report number|case no|case number|case id|bill no|invoice no|receipt no|insurance no|insurance id|insurance number|"
        "policy no|member id|nhs no|nhs number|ssn|social security no|passport no|national id|id no|id number|id card no|identity no|file no|chart no|"
        "account no|account number|study id|exam id|exam no|examination no|slide no|block no|serial no|serial number|device serial|s/n|"
        "aadhaar no|reference no|ref. no|ref no|sid no|vid no|cr no|hn|client id|collection id|requisition number|"
        "historia clinica|nro. historia clinica|n. historia|no historia|numero de historia|num. historia|nhc|numero de paciente|id paciente|n. paciente|"
        "n. de peticion|numero de peticion|no peticion|num. peticion|peticion|nro. de orden|no de orden|n. orden|orden no|numero de orden|nro. protocolo|"
        "protocolo no|no protocolo|num. protocolo|codigo de barras|dni|nie|nif|cedula|cedula de identidad|curp|documento de identidad|no documento|"
        "nro. documento|nro. afiliado|no afiliado|num. seguro social|tarjeta sanitaria|no de muestra|n. muestra|numero de muestra|id muestra|cama|expediente|"
        "no expediente|folio|cip|nuss|numero de afiliado|"
        "numero de dossier|no dossier|n. dossier|dossier no|numero patient|no patient|n. patient|id patient|ipp|nip|numero de securite sociale|no securite sociale|"
        "n. securite sociale|n. ss|no ss|nir|numero d'echantillon|no echantillon|n. echantillon|code-barres|code barres|no de demande|n. demande|"
        "no demande|numero de demande|no de lit|lit|numero d'admission|no d'admission|no d'adherent|rpps|finess|no adeli|"
        "codice fiscale|cod. fiscale|c.f|numero pratica|n. pratica|n. accettazione|numero accettazione|accettazione n|codice paziente|cod. paziente|"
        "id paziente|codice campione|n. campione|numero campione|id campione|codice a barre|tessera sanitaria|cartella clinica|n. cartella|numero cartella|"
        "n. richiesta|numero richiesta|n. referto|nosologico|letto|n. esame|numero esame|"
        "hasta no|hasta numarasi|protokol no|protokol numarasi|dosya no|dosya numarasi|tc kimlik|tc kimlik no|t.c. kimlik no|tc no|kimlik no|barkod|barkod no|numune no|"
        "numune numarasi|ornek no|kabul no|istek no|basvuru no|sgk no|yatak no|oda no|rapor no|sigorta no|kayit no|islem no|"
        "ma benh nhan|ma bn|ma so bn|ma y te|so ho so|ma ho so|so benh an|ma benh an|so the bhyt|the bhyt|bhyt|ma the bhyt|so bhyt|ma so bhyt|cmnd|cccd|"
        "so cmnd|so cccd|cmnd/cccd|ma vach|barcode|sid|pid|ma phieu|so phieu|ma so|ma mau|so mau|ma xet nghiem|so vao vien|so giuong|giuong|"
        "ma luot kham|stt kham|so nhap vien|ma dieu tri|ma kham",
        "colon": "床|ID|条码|id|pid|sid|vid|bed|ward|room|s/n|sn|order|requisition|sample|case|ip|op|uid|peticion|orden|muestra|habitacion|chambre|protocollo|pratica|"
        "accettazione|campione|stanza|protokol|barkod|yatak|dosya|phong|so|ma|kimlik|documento|afiliado|echantillon|demande|dossier|matricule|richiesta|"
        "invoice|visit|episode|encounter|insurance|passport|obra social|seguro|mutuelle|assurance",
        "glued": "job|no|nr|nro|num|n|n.|编|号|no.|numero",
    },
    "phone": {
        "free": "联系电话|电话|手机|手机号|手机号码|联系方式|电话号码|咨询电话|服务热线|热线|传真|家庭电话|投诉电话|急诊电话|客服电话|telephone|phone no|phone number|"
        "mobile no|mobile number|contact no|contact number|tel no|tel. no|cell phone|helpline|toll free|customer care|telefono|telefonos|telefax|telephone portable|"
        "cep telefonu|cep tel|so dien thoai|dien thoai|sdt|so dt|dt lien he|whatsapp",
        "glued": "ph|ph.",
        "colon": "tel|tel.|phone|mobile|cell|mob|contact|fax|tel/fax|tfno|tlf|movil|celular|portable|gsm|cep|faks|dt|hotline|cellulare|ph. no|ph no",
    },
    "email": {
        "free": "电子邮箱|电子邮件|邮箱|e-mail|email|correo electronico|courriel|e-posta|网址|website|web site|微信|公众号",
        "colon": "mail|correo|eposta|web|url|sito|site|微信号|qq",
    },
    "address": {
        "free": "地址|家庭住址|家庭地址|住址|现住址|联系地址|单位地址|工作单位|医院地址|户口地址|籍贯|通讯地址|邮编|邮政编码|patient address|home address|mailing address|"
        "direccion|domicilio|indirizzo|residenza|residente a|dia chi|sample collected at|collection centre|collection center|collected at|nghe nghiep",
        "colon": "dc|d/c|address|add|addr|adresse|adres|ciudad|ville|citta|provincia|code postal|codigo postal|cap|zip|zip code|city|location|branch|localidad|"
        "municipio|ev adresi|noi lam viec|don vi|employer|work unit|domicile|comune",
    },
    "birth_date": {
        "free": "出生日期|出生年月|出生年月日|生日|出生|date of birth|birth date|birthdate|d.o.b|dob|fecha de nacimiento|fecha nacimiento|fec. nacimiento|f. nacimiento|"
        "fec. nac|f. nac|fecha nac|date de naissance|date naissance|ne(e) le|nee le|ne le|ne(e)|data di nascita|data nascita|nato il|nata il|nato/a il|nato/a|nato a il|luogo di nascita|luogo e data di nascita|"
        "lieu de naissance|lugar de nacimiento|"
        "dogum tarihi|dogum tar|dogum yeri|d. tarihi|dogum|ngay sinh|nam sinh|ngay thang nam sinh|sinh ngay|ngay/thang/nam sinh",
        "colon": "d.t|d.tar|born|born on|birth|ns|n.s|nacimiento|naissance|nascita|ddn|d. tar|sinh|nato|nata|f.n",
    },
    "facility": {
        "free": "送检单位|送检医院|检测单位|检验单位|委托单位|检测机构|报告单位|医院名称|采样单位|开单机构|送检机构|医疗机构|机构名称|referring hospital|hospital name|clinic name|referring lab|"
        "centro solicitante|centro de salud|servicio solicitante|etablissement|laboratoire preleveur|struttura|struttura richiedente|centro prelievi|punto prelievo|"
        "kurum adi|gonderen kurum|istek yapan kurum|hastane adi|noi gui|noi chi dinh|don vi gui mau|don vi chi dinh|khoa/phong gui",
        "colon": "hospital|clinic|laboratory|lab|facility|centro|laboratorio|laboratoire|clinique|hopital|ospedale|clinica|kurum|hastane|laboratuvar|"
        "benh vien|phong kham|procedencia|organisation|organization|performing lab|processed at|sede|ambulatorio|corporate",
    },
    "device": {
        "free": "检测仪器|检验仪器|仪器型号|仪器名称|检查设备|设备型号|检查仪器|仪器设备|使用仪器|检测设备|超声仪器|机器型号|仪器|设备|instruments|instrument|analyzer|analyser|analyser used|"
        "equipment|machine|scanner|device id|device no|equipo utilizado|analizador|automate|appareil|strumento|cihaz|thiet bi|may xet nghiem|cihaz adi",
        "colon": "device|model|equipo|system|may|apparecchio",
    },
    "collected": {
        "free": "采集时间|采集日期|采样时间|采样日期|采血时间|采血日期|标本采集时间|样本采集时间|抽血时间|送检时间|送检日期|接收时间|接收日期|收样时间|收到日期|收样日期|签收时间|核收时间|"
        "收到标本日期|标本接收时间|检查日期|检查时间|扫描时间|取材时间|取材日期|摄片时间|拍摄时间|检测时间|检测日期|"
        "collected on|collection date|collection time|collected date|collected at time|date collected|date of collection|sample collected on|sample collected|sample date|sampling date|"
        "specimen collected|specimen date|drawn on|date drawn|collection date/time|collection date & time|date/time collected|sample drawn on|collection date and time|"
        "received on|date received|received date|sample received|sample received on|receipt date|exam date|examination date|date of exam|date of examination|study date|"
        "date of study|date of service|procedure date|date of procedure|scan date|date of scan|date of test|test date|sampling time|"
        "fecha de toma|fecha toma|fecha de toma de muestra|toma de muestra|fecha de extraccion|fecha extraccion|fecha de recogida|fecha de recepcion|fecha recepcion|"
        "fecha de muestra|fecha de estudio|fecha del estudio|fecha de examen|fecha del examen|fecha de ingreso|"
        "date de prelevement|preleve le|prelevement du|prelevement le|date du prelevement|date prelevement|recu le|date de reception|date d'examen|date de l'examen|examen du|enregistre le|"
        "data prelievo|data del prelievo|prelievo del|prelievo|data accettazione|data di accettazione|accettazione del|data esame|data dell'esame|data di prelievo|eseguito il|"
        "numune alma tarihi|numune tarihi|ornek alma tarihi|numune alim tarihi|numune alma zamani|numune kabul tarihi|numune kabul|kabul tarihi|numune alis tarihi|alinma tarihi|"
        "istek tarihi|istem tarihi|tetkik tarihi|cekim tarihi|inceleme tarihi|kan alma tarihi|"
        "thoi gian lay mau|ngay lay mau|gio lay mau|lay mau luc|lay mau|ngay nhan mau|thoi gian nhan mau|nhan mau luc|ngay chi dinh|ngay kham|ngay sieu am|ngay chup|ngay thuc hien|"
        "thoi gian chi dinh|ngay gio lay mau|ngay gio nhan mau",
        "colon": "采集|接收|送检|采样|检查时|collected|collection|received|drawn|toma|extraccion|recepcion|recogida|reception|prelevement|prelevements|sampled|registered|recu|preleve",
    },
    "reported": {
        "free": "报告时间|报告日期|检验时间|检验日期|审核时间|审核日期|审签时间|打印时间|打印日期|发布时间|报告打印时间|签发时间|签发日期|出报告时间|诊断日期|诊断时间|"
        "reported on|report date|report time|reported date|date reported|date of report|report date/time|report generated on|generated on|printed on|released on|date of issue|"
        "verified on|approved on|result date|date & time of report|reported date & time|print date|authorised on|authorized on|signed on|completed on|reporting date|"
        "fecha de informe|fecha informe|fecha del informe|fecha de resultado|fecha de resultados|fecha de emision|fecha de validacion|fecha validacion|fecha de impresion|"
        "fecha impresion|fecha de entrega|"
        "date d'edition|date edition|edite le|imprime le|date du compte rendu|date de validation|valide le|date du resultat|resultat du|compte rendu du|edition du|"
        "date du compte-rendu|date de rendu|"
        "data referto|data del referto|data stampa|data validazione|data refertazione|referto del|stampato il|data di refertazione|data emissione|data di stampa|"
        "rapor tarihi|rapor zamani|sonuc tarihi|onay tarihi|onaylama tarihi|uzman onay tarihi|uzman onay|sonuc onay tarihi|cikti tarihi|yazdirma tarihi|rapor onay tarihi|basim tarihi|"
        "thoi gian tra ket qua|ngay tra ket qua|ngay in|thoi gian in|ngay ket qua|tra ket qua luc|ngay tra kq|gio tra kq|thoi gian duyet|ngay duyet|ngay bao cao|in luc|thoi gian tra kq",
        "colon": "reported|printed|released|informe|validado|edition|referto|rapor|approved|verified|emision|impresion|validacion",
    },
    "date": {
        "free": "申请时间|申请日期|开单时间|登记时间|登记日期|医嘱时间|就诊日期|就诊时间|入院日期|出院日期|开单日期|预约时间|"
        "registered on|registration date|registered date|registration on|reg. date|order date|ordered on|request date|requested on|visit date|admission date|date of admission|date/time|"
        "fecha de solicitud|fecha solicitud|fecha de registro|fecha de ingreso|date de demande|date d'enregistrement|data richiesta|data ricovero|kayit tarihi|basvuru tarihi|"
        "protokol tarihi|ngay vao vien|ngay yeu cau|ngay dang ky|ngay tiep nhan|lmp|末次月经",
        "colon": "时间|日期|date|fecha|data|tarih|ngay|time|hora|heure|ora|saat|gio|date & time",
    },
    "age": {
        "free": "年龄|年令|patient age|age/sex|age / sex|age/gender|age & sex|sex/age|age and sex|gender/age|patient age/sex|dob/age|dob/age/sex|edad|edad/sexo|yas|yasi|tuoi|yas/cinsiyet|yasi/cinsiyeti|cinsiyet/yas|sexo/edad|tuoi/gioi tinh|"
        "eta/sesso|sesso/eta|age/sexe|sexe/age|孕周|胎龄|体重|身高",
        "colon": "age|eta|age (years)|ans|bmi|height|weight|ga|peso|talla|altezza|poids|taille|boy|kilo|gestational age",
    },
    "sex": {
        "free": "性别|gender|sexo|sexe|sesso|cinsiyet|cinsiyeti|gioi tinh|patient sex|patient gender|民族|婚姻|婚否|婚姻状况|国籍|nationality|marital status|族别",
        "colon": "sex|phai|genre|genero|gioi",
    },
    "specimen": {
        "free": "病理送检|取材部位|活检部位|送检部位|标本部位|标本类型|样本类型|标本种类|样本种类|标本名称|样本名称|样品类型|标本类别|检验标本|标本性状|sample type|specimen type|primary sample type|type of sample|type of specimen|specimen source|nature of specimen|"
        "tipo de muestra|tipo muestra|type d'echantillon|nature de l'echantillon|nature du prelevement|type de prelevement|tipo campione|tipo di campione|materiale|"
        "numune turu|numune tipi|numune cinsi|ornek turu|ornek tipi|loai mau|loai benh pham|benh pham|numune",
        "colon": "样本|标本|specimen|sample|muestra|specimen/s|prelievo|campione|materiel|ornek|mau|nature",
    },
    "department": {
        "free": "申请科室|送检科室|就诊科室|开单科室|所在科室|送检病区|申请病区|检查科室|费用类别|病人类型|患者类型|病人类别|病人来源|患者来源|就诊类型|送检目的|医保类型|付费方式|"
        "门诊/住院|急诊标志|住院天数|图像质量|探头频率|标本状态|样本状态|标本情况|"
        "department|patient type|patient class|ward name|service|servicio|servizio|reparto|bolum|bolumu|klinik|servis|khoa|khoa/phong|khoa phong|doi tuong|"
        "specialty|priority|pay type|payment type|unidad|unite|provenienza|poliklinik|birim|kurumu|sample status|specimen status|sample condition",
        "colon": "科室|科别|病区|病房|费别|类别|来源|探头|优先级|dept|dept.|unit|type|status|clase|categoria|phong kham|room/ward|科|panel name|category|client type|convenio|kurum tipi|khoa dieu tri",
    },
    "clinical": {
        "free": "临床诊断|初步诊断|入院诊断|门诊诊断|临床印象|临床资料|病史|临床病史|简要病史|主诉|检查目的|临床表现|既往史|现病史|申请目的|送检诊断|术前诊断|"
        "clinical diagnosis|clinical history|clinical information|clinical indication|clinical details|reason for exam|reason for study|provisional diagnosis|"
        "pre-operative diagnosis|preoperative diagnosis|diagnostico clinico|diagnostico presuntivo|datos clinicos|motivo de consulta|motivo del estudio|"
        "renseignements cliniques|diagnostic clinique|motif de l'examen|indications cliniques|quesito clinico|quesito diagnostico|sospetto diagnostico|notizie cliniche|"
        "klinik bilgi|klinik bilgiler|klinik tani|on tani|tani|chan doan lam sang|chan doan so bo|chan doan|tien su|ly do kham",
        "colon": "诊断|indication|history|indicacion|indicaciones|indications|motif|indicazione|indicazioni|anamnesi|endikasyon",
    },
    "technique": {
        "free": "检查部位|检查方法|麻醉方法|检查项目|检查技术|扫描方法|扫描技术|成像方法|检查名称|检查类型|检查方式|检查所见部位|检测方法|检验方法|检验项目|申请项目|检测项目|医嘱项目|组合项目|项目名称|"
        "body part|exam type|type of exam|procedure name|examination type|study description|exam description|test requested|tests requested|panel",
        "colon": "部位|方法|examination|exam|study|procedure|test|estudio|examen|esame|tetkik|procedimiento|xet nghiem|yeu cau",
    },
    "other": {
        "free": "备注|附注|页码|第页|page no|remarks|remark|comments|comment|note|notes|observaciones|observacion|remarques|commentaire|commentaires|note cliniche|notlar|aciklama|aciklamalar|ghi chu|"
        "method|metodo|methode|metot|phuong phap|interpretation|"
        "超声所见|检查所见|影像所见|超声提示|诊断意见|影像诊断|findings|impression|conclusion|"
        "仅对|本报告|此报告|声明|this report",
        "colon": "说明|注|报告单|result|results|unit|units|bun chan|profile",
    },
}
