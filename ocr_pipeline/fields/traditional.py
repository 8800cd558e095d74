"""Traditional characters: lexicons are keyed by simplified ones, and a page that prints traditional ones keeps them."""

from __future__ import annotations

from collections.abc import Sequence

_PAIRS = (
    "項项 結结 單单 參参 範范 圍围 檢检 驗验 標标 準准 號号 編编 區区 間间 數数 計计 紅红 總总 膽胆 鈣钙 鉀钾 鈉钠 鎂镁 鐵铁 鋅锌 銅铜 "
    "鉛铅 錳锰 葉叶 細细 體体 對对 陰阴 陽阳 無无 見见 軟软 黃黄 綠绿 鏡镜 濁浊 顏颜 壓压 積积 濃浓 絕绝 質质 鹼碱 淨净 嗎吗 單单 凝凝 "
    "纖纤 維维 聯联 應应 試试 劑剂 類类 風风 濕湿 腫肿 鱗鳞 狀状 內内 腺腺 軸轴 環环 聲声 腸肠 腎肾 臟脏 臨临 測测 評评 說说 "
    "異异 滿满 視视 現现 規规 變变 過过 敏敏 發发 報报 營营 養养 飯饭 醣糖 轉转 氨氨 酶酶 電电 離离 價价 親亲 點点 時时 實实 際际 強强 "
    "顯显 潛潜 蟲虫 絲丝 樣样 貓猫 雞鸡 魚鱼 蝦虾 塵尘 蟎螨 幣币 級级 別别 證证 議议 備备 註注 採采 檔档 歷历 療疗 醫医 師师 員员 "
    "學学 兒儿 產产 婦妇 門门 診诊 業业 務务 復复 飽饱 氣气 動动 靜静 脈脉 鐘钟 團团 複复 雙双 誘诱 導导 遺遗 傳传 殺杀 傷伤 寧宁 "
    "鬆松 縮缩 條条 隱隐 褐褐 稱称 縣县 園园 鹽盐 銨铵 鋰锂 鹵卤 氫氢 氯氯 濾滤 絲丝 勞劳 關关 節节 齡龄 歲岁 礦矿 韌韧 額额 顆颗 "
    "側侧 脫脱 殘残 緣缘 縱纵 橫横 圖图 頭头 頸颈 顱颅 腦脑 與与 為为 於于 後后 餘余 髮发 幾几 從从 來来 開开 術术 監监 護护 攝摄 "
    "帶带 爲为 處处 斷断 論论 蹤踪 囑嘱 適适 敘叙 觀观 組组 織织 經经 訴诉 徵征 顧顾 題题 縫缝 況况 請请 詢询 誌志 資资 訊讯 斂敛 膚肤 "
    "蓋盖 鑑鉴 歸归 屬属 構构 靈灵 響响 確确 認认 許许 該该 讀读 謝谢 連连 邊边 釋释 鬱郁 齊齐 掃扫 擴扩 損损 據据 權权 歐欧 淚泪 "
    "滲渗 漸渐 潰溃 瀰弥 煙烟 獨独 癥症 癒愈 瘡疮 竇窦 築筑 簡简 給给 緊紧 線线 緒绪 練练 繼继 續续 網网 聽听 脹胀"
)
_SIMPLE = {ord(pair[0]): pair[1] for pair in _PAIRS.split() if pair[0] != pair[1] and pair != "醣糖"}
#: Simplified letters that stand for several traditional ones, or are also traditional themselves.
_SEVERAL = set("别准发复后余松于叶范几采云里干系历钟注团条症愈志踪筑郁据叙")
_TRADITIONAL = {ord(new): chr(old) for old, new in _SIMPLE.items() if new not in _SEVERAL} | {
    ord("为"): "為",
    ord("爲"): "為",
}
#: Fewer traditional letters on a page may be slips of the recogniser.
_LEAST = 8


def simple(text: str) -> str:
    """``text`` with simplified characters, one for one; as long as before."""
    return text if text.isascii() else text.translate(_SIMPLE)


def prints_traditional(lines: Sequence[str]) -> bool:
    """Whether the page prints traditional characters: many of them, and few of the simplified ones that stand for them."""
    text = "".join(line for line in lines if not line.isascii())
    old = sum(ord(c) in _SIMPLE for c in text)
    return old >= _LEAST and old > 1.5 * sum(ord(c) in _TRADITIONAL for c in text)


def traditional(text: str) -> str:
    """``text`` of a page that prints traditional characters, with those that the recogniser spelled the simplified way."""
    return text if text.isascii() else text.translate(_TRADITIONAL)


def prints_simplified(lines: Sequence[str]) -> bool:
    """Whether a traditional character or two on the page can only be misread: all others are simplified ones."""
    text = "".join(line for line in lines if not line.isascii())
    new = sum(ord(c) in _TRADITIONAL for c in text)
    return new >= _LEAST and sum(ord(c) in _SIMPLE for c in text) <= 0.1 * new
