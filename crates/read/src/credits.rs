//! News agencies that a text names as its source: "(dpa)", "BERLIN (AP) -".

/// Agencies as they name themselves. The flag marks short names that mean other things too ("PA" is also the
/// Palestinian Authority): these count only in a dateline or at the end of a paragraph.
///
/// Source: the agencies' own imprints; the names are facts and carry no licence.
const AGENCIES: &[(&str, &str, bool)] = &[
    ("dpa", "dpa", false),
    ("dpa-afx", "dpa-AFX", false),
    ("afp", "AFP", false),
    ("agence france-presse", "AFP", false),
    ("ap", "AP", true),
    ("associated press", "AP", false),
    ("the associated press", "AP", false),
    ("reuters", "Reuters", false),
    ("epd", "epd", false),
    ("kna", "KNA", false),
    ("apa", "APA", true),
    ("sda", "SDA", true),
    ("keystone-sda", "Keystone-SDA", false),
    ("sid", "SID", true),
    ("ddp", "ddp", false),
    ("dapd", "dapd", false),
    ("adn", "ADN", true),
    ("dts", "dts", true),
    ("upi", "UPI", false),
    ("pa", "PA", true),
    ("pa media", "PA", false),
    ("press association", "PA", false),
    ("bloomberg", "Bloomberg", false),
    ("tass", "TASS", false),
    ("itar-tass", "TASS", false),
    ("interfax", "Interfax", false),
    ("ria", "RIA", true),
    ("ria nowosti", "RIA", false),
    ("ria novosti", "RIA", false),
    ("ukrinform", "Ukrinform", false),
    ("unian", "UNIAN", false),
    ("belta", "BelTA", false),
    ("xinhua", "Xinhua", false),
    ("kyodo", "Kyodo", false),
    ("jiji", "Jiji", false),
    ("yonhap", "Yonhap", false),
    ("kcna", "KCNA", false),
    ("pti", "PTI", false),
    ("ani", "ANI", true),
    ("aap", "AAP", true),
    ("anadolu", "Anadolu", false),
    ("irna", "IRNA", false),
    ("isna", "ISNA", false),
    ("sana", "SANA", true),
    ("wafa", "WAFA", false),
    ("ansa", "ANSA", false),
    ("efe", "EFE", false),
    ("lusa", "Lusa", false),
    ("pap", "PAP", true),
    ("ctk", "ČTK", false),
    ("čtk", "ČTK", false),
    ("mti", "MTI", true),
    ("tanjug", "Tanjug", false),
    ("mena", "MENA", true),
];

/// How far into a paragraph a dateline may reach, in bytes.
const DATELINE_BYTES: usize = 80;

/// The agencies credited in a text, in order of first mention.
pub(crate) fn find(text: &str) -> Vec<String> {
    let mut credits: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        for (open, _) in paragraph.match_indices('(') {
            let inside = &paragraph[open + 1..];
            let Some(close) = inside.find([')', '(']).filter(|&close| inside[close..].starts_with(')')) else {
                continue;
            };
            let credited = credits_in(&inside[..close]);
            let stands_apart = is_dateline(&paragraph[..open], &inside[close + 1..]);
            for (name, is_ambiguous) in credited {
                if (stands_apart || !is_ambiguous) && !credits.iter().any(|known| known == name) {
                    credits.push(name.to_owned());
                }
            }
        }
    }
    credits
}

/// The agencies in one pair of brackets: "dpa/AFP", "Reuters, eigener Bericht"; none unless it begins with one.
fn credits_in(brackets: &str) -> Vec<(&'static str, bool)> {
    let mut names =
        brackets.split(['/', ',', ';', '|']).flat_map(|part| part.split(" und ")).flat_map(|part| part.split(" and "));
    let agency = |name: &str| {
        let name = name.trim().to_lowercase();
        AGENCIES
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|&(_, canonical, is_ambiguous)| (canonical, is_ambiguous))
    };
    names.next().and_then(agency).into_iter().chain(names.filter_map(agency)).collect::<Vec<_>>()
}

/// Whether brackets between `before` and `after` stand in a dateline, or alone at a paragraph's start or end.
fn is_dateline(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim(), after.trim_start());
    if before.is_empty() || after.trim_end_matches(['.', ' ']).is_empty() {
        return true;
    }
    before.len() <= DATELINE_BYTES
        && after.starts_with(['-', '–', '—', ':'])
        && before.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_by_position() {
        let cases: [(&str, &[&str]); 11] = [
            ("BERLIN (AP) - Die Regierung", &["AP"]),
            ("Berlin/Paris, 25. Oktober (dpa/AFP) – Die Regierung", &["dpa", "AFP"]),
            ("Die Minister trafen sich. (Reuters, eigener Bericht)", &["Reuters"]),
            ("Das Treffen endete ohne Ergebnis (Reuters). Später hieß es", &["Reuters"]),
            ("(apa) Wien plant", &["APA"]),
            ("The Palestinian Authority (PA) said", &[]),
            ("the Awami Party (AP) – which won", &[]),
            ("Ende.\n\n(AFP, dpa und AP)\n(dpa)", &["AFP", "dpa", "AP"]),
            ("Die Agentur (gegründet von dpa) schrieb", &[]),
            ("offen (dpa und (AFP) Ende", &["AFP"]),
            ("Text ohne Klammern, dpa", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(find(text), expected, "{text}");
        }
    }
}
