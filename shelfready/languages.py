"""Language codes as publishers write them, made the tags that players and stores read (BCP 47)."""

import re

import pycountry

# ISO 639-1, then ISO 639-2: the terminological code, and the bibliographic one where it differs.
_CODES = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis bm:bam
bn:ben bo:bod/tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces/cze cu:chu cv:chv cy:cym/wel da:dan de:deu/ger
dv:div dz:dzo ee:ewe el:ell/gre en:eng eo:epo es:spa et:est eu:eus/baq fa:fas/per ff:ful fi:fin fj:fij fo:fao fr:fra/fre
fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye/arm hz:her
ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl/ice it:ita iu:iku ja:jpn jv:jav ka:kat/geo kg:kon ki:kik kj:kua
kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao
lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri/mao mk:mkd/mac ml:mal mn:mon mr:mar ms:msa/may mt:mlt my:mya/bur na:nau nb:nob
nd:nde ne:nep ng:ndo nl:nld/dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli
pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron/rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk/slo
sl:slv sm:smo sn:sna so:som sq:sqi/alb sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir
tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln
wo:wol xh:xho yi:yid yo:yor za:zha zh:zho/chi zu:zul
"""

_SHORTEST = {
    long: short for short, _, longs in (pair.partition(":") for pair in _CODES.split()) for long in longs.split("/")
}

_TERMINOLOGICAL = {
    short: longs.partition("/")[0] for short, _, longs in (pair.partition(":") for pair in _CODES.split())
}

_BIBLIOGRAPHIC = {
    code: longs.rpartition("/")[2]
    for short, _, longs in (pair.partition(":") for pair in _CODES.split())
    for code in (short, *longs.split("/"))
}

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(?P<script>-[a-z]{4})?(?P<region>-([a-z]{2}|\d{3}))?"
    r"(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[0-9a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)

# 639-2 codes that name no language: undetermined, several, none, uncoded; and ID3's own "XXX" for unknown.
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xxx"})


def language_tag(text: str) -> str | None:
    """The BCP 47 tag of a language code: `eng` and `en` give `en`, `ger` gives `de`, `en_gb` gives `en-GB`.

    What is not a code (`English`) is left as it was given, for a rule to say so; None for codes that name no language.
    """
    given = text.strip()
    tag = given.replace("_", "-")
    language, *rest = tag.split("-")
    if not language or language.lower() in _NO_LANGUAGE:
        return None
    if not is_language_tag(tag):
        return given
    first = _SHORTEST.get(language.lower(), language.lower())
    return "-".join([first, *_cased(rest)])


def is_language_tag(text: str) -> bool:
    """Whether the text has the shape of a BCP 47 tag whose language is a code of two or three letters."""
    match = _TAG.fullmatch(text)
    return match is not None and len(match["language"].partition("-")[0]) <= 3


def language_of(text: str) -> str:
    """The language alone, so that `en-GB` and `eng` are found to be the same."""
    return (language_tag(text) or "").partition("-")[0]


def _cased(subtags: list[str]) -> list[str]:
    """Subtags as RFC 5646 writes them: `Latn`, `GB`; nothing is recased after an extension's single letter."""
    cased: list[str] = []
    for position, subtag in enumerate(subtags):
        if len(subtag) == 1:
            return cased + [rest.lower() for rest in subtags[position:]]
        is_word = len(subtag) == 4 and subtag.isalpha()
        cased.append(subtag.title() if is_word else subtag.upper() if len(subtag) == 2 else subtag.lower())
    return cased


def three_letter_code(tag: str) -> str | None:
    """The code by which media containers name a tag's language (ISO 639-2/T), None where there is none to give."""
    language = language_of(tag)
    if len(language) == 3 and language.isascii() and language.isalpha():
        return language
    return _TERMINOLOGICAL.get(language)


def onix_code(code: str) -> str | None:
    """The code by which ONIX names a language (list 74, which is ISO 639-2/B); None where the language is not known.

    >>> onix_code("en-GB"), onix_code("deu"), onix_code("eng"), onix_code("gsw"), onix_code("English")
    ('eng', 'ger', 'eng', 'gsw', None)
    """
    language = code.strip().replace("_", "-").partition("-")[0].lower()
    if found := _BIBLIOGRAPHIC.get(language):
        return found
    if re.fullmatch(r"[a-z]{3}", language) and _is_listed(language):
        return language
    return None


def code_of_name(name: str) -> str | None:
    """The ONIX code of a language that is named in English, as sheets do; None where the name is not known.

    >>> code_of_name("German"), code_of_name("Elvish")
    ('ger', None)
    """
    found = pycountry.languages.get(name=name.strip().title()[:80])
    return onix_code(found.alpha_3) if found else None


def _is_listed(code: str) -> bool:
    """Languages, and groups of languages: both have codes of three letters."""
    return bool(pycountry.languages.get(alpha_3=code) or pycountry.language_families.get(alpha_3=code))
