"""What questions about grants say: what the rules allow or order, who may apply, who received the money."""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.questions.found.reading import Reading

_MAY = re.compile(
    r"(?:でき|なれ|受けられ|もらえ|使え|認められ|許され|充てられ|出せ|払え|賄え|使って(?:も)?(?:いい|よい|良い)|て(?:も)?(?:いい|よい|良い|構わない)|(?:な|し)いといけな|なければなりま?せ?|なければならな|する必要があ|可能(?:です)?|可(?:です)?(?=か|\?))"
    r"(?:る|ます|て(?:い)?る|て(?:い)?ます|ない|ません|り|い|ん)*(?:か|の|ん|でしょうか|です)*[?。]*$"
    r"|(?:必要|義務|必須|禁止)(?:なの|です)?(?:か|\?|$)[?。]*$"
    r"|(?:禁止|禁じ|許可|義務付け)(?:さ|られ|ら)(?:れ)?て(?:い)?(?:る|ます)(?:の|ん)?(?:です)?か?[?。]*$"
    r"|(?:交付対象|補助対象|助成対象|対象経費|(?:経費|[一-龥]費)は.{0,4}対象)(?:の経費)?に(?:なる|なります|含まれる|含まれます|入る|入ります)(?:か|の|でしょうか)*[?。]*$"
)
# できるのはどの取組か: what the rules allow in this way.
_ALLOWED = re.compile(
    r"(?:でき|認められ|可能)(?:る|な|ている)?(?:の|もの|こと|取組)は?(?:どの|どんな|何)"
    r"|(?:誰|どこ|いつまで)に.{0,6}(?:提出|報告|送付|届け)"
)
_GRANT = re.compile(r"(?:交付金|補助金|助成金|補助事業|委託|要領|要綱|交付対象|対象経費|経費|[一-龥]費)")
_WHO_MAY = re.compile(
    r"(?:誰|どこ|どんな(?:団体|自治体|人|ところ)|どの(?:団体|自治体)|どのような団体)(?:が|に|は|なら)?.{0,8}(?:申請|応募|受けられ|もらえ|使え)"
    r"|(?:申請|応募|交付)(?:が|を|は)?(?:でき|受けられ|される|対象に?(?:と)?なる)(?:る)?(?:の|もの|者|団体)?は(?:誰|どこ|どんな|どの|どういう)"
    r"|(?:申請|応募)(?:者|資格)は"
)
_RECIPIENTS = re.compile(
    r"(?:受給(?:し(?:た|て(?:い)?る))?|(?:交付|助成|補助|採択|委託)(?:を|金を)?(?:受け|され)(?:た|て(?:い)?る|ている)?|採択|もらっ(?:た|て(?:い)?る)|受け取っ(?:た|て(?:い)?る)|活用し(?:た|て(?:い)?る)|選ばれた|選定された)"
    r"(?:先の?)?(?:地方)?(?:公共団体|自治体|市区?町村|都道府県|府県|県|市|町|団体|法人|事業者|ところ|のは(?:どこ|誰|どの|どんな))"
    r"|(?:交付|助成|補助|採択|受給|配分|委託)(?:先|自治体|団体)(?:の?[一-龥]{0,4}(?:自治体|団体|一覧|名簿|リスト))?(?:は|を|が|って|一覧|リスト|名|$|\?)"
)
_COVERED = re.compile(r"対象(?:に(?:なる|なります|なりますか|含まれ\w*)|か|ですか)(?:か|の)?[?。]*$")
# What is done under a grant's rules, and the ways of asking how it is to be done rather than whether.
_PROCEDURE = re.compile(
    r"報告|申請|使|充て|支払|払|出せ|受け|計画書|交付金計画|実施計画|届け?出|事後評価|検証|公表|委託|提出|契約|精算|返還|協議|帳簿|書類"
)
_SAID_OF_GRANTS = re.compile(
    r"交付金|補助金|助成金|要領|要綱|報告|計画書|交付金計画|計画.{0,2}(?:提出|届)|事後評価|委託|精算|返還|帳簿"
)
WHEN_ASKED = re.compile(r"いつ|期限|締め?切|期日|何日以内|何[かヵヶ箇]月以内|時期|タイミング")
_HOW_ASKED = re.compile(
    r"(?:誰|どこ|どちら)(?:に|へ|宛)|(?:提出|報告|送付|届出|申請)先|どこまで|どう(?:すれば|やって|なって|する|した)|どのよう|どんな手続|何をすれば|何が(?:必要|要)"
)
_BARRED = re.compile(
    r"(?:でき|なら|いけ|認められ|許され|受けられ|使え|ダメ|だめ)(?:て(?:い)?)?(?:ない|ません|な)(?:い)?(?:の|もの|こと|相手方?|先|団体|者|ところ|場合|法人|組織|経費|事業|条件|[一-龥]{1,4}先)?(?:は|って|を|に|とは)?(?:誰|どこ|何|なに|どんな|どの|どういう|どういった|教え|ある|一覧|$|[?。])"
)
# Words that name a fund or a rule's own things beside what is asked of it.
_OF_RULES = {"guideline", "requirement", "eligible_programme", "activity", "programme", "grantee", "plan"}
_OF_RESULTS = ("attr:achievement", "attr:goal", "cond:reached", "cond:not_reached")
_OF_APPLICANTS = {"guideline", "requirement", "eligible_programme", "programme", "grantee", "call"}


def rules_asked(reading: Reading, classes: Collection[str]) -> bool:
    """委託はできますか, 他の補助金と併用できる？: what the rules of a grant say, where nothing else is spoken of."""
    text = reading.text
    restricted = reading.numbers or any(
        hit.kinds() & {"ministry", "measure", "grantee", "region"} and not hit.kinds() & {"programme"}
        for hit in reading.entities
    )
    if restricted or set(classes) - _OF_RULES or reading.has("ask:capability"):
        return False
    # 目標は達成できている？ is about what came of it.
    if reading.has(*_OF_RESULTS) and not _GRANT.search(text):
        return False
    funded = any(word in text for word in ("交付金", "補助金", "助成金"))
    asked = _ALLOWED.search(text) or (_MAY.search(text) and not reading.wh())
    said = not set(classes) & {"activity", "programme", "grantee", "plan"} or _GRANT.search(text)
    return bool(said and (asked or (funded and _COVERED.search(text))))


def rule_details_asked(reading: Reading, classes: Collection[str]) -> bool:
    """実績報告はいつまで, 委託できない相手, 計画書は誰に出す: how a grant's rules want something done, or what they bar."""
    text = reading.text
    if reading.numbers or "call" in classes or re.search(r"公募|応募|募集", text):
        return False
    if any(hit.kinds() & {"ministry", "measure", "grantee", "region"} for hit in reading.entities):
        return False
    if set(classes) - {*_OF_RULES, "document", "law"} or not _PROCEDURE.search(text):
        return False
    if rule_bars(text):
        return bool(_SAID_OF_GRANTS.search(text))
    return bool((WHEN_ASKED.search(text) or _HOW_ASKED.search(text)) and _SAID_OF_GRANTS.search(text))


def rule_bars(text: str) -> bool:
    """委託できない相手は: what is barred is asked for, not whether something is."""
    return bool(_BARRED.search(text)) and not re.search(r"(?:ない|ません)(?:の|ん)?(?:です)?か[?。]*$", text)


def who_may_apply(reading: Reading, classes: Collection[str]) -> bool:
    """誰が申請できる？: who may apply for a grant."""
    return bool(_WHO_MAY.search(reading.text)) and not set(classes) - _OF_APPLICANTS


def recipients_asked(reading: Reading) -> bool:
    """受給自治体一覧, 採択された団体は: who was given money of a programme."""
    return bool(_RECIPIENTS.search(reading.text))
