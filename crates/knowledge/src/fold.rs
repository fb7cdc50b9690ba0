//! How a word of a text meets a word of a table: spelling, German endings and compounds.

/// The spelling that lookups compare: lower case, `ss` for `ß`, straight apostrophes and plain hyphens.
#[must_use]
pub fn fold(word: &str) -> String {
    light_fold(word).to_lowercase()
}

/// Like [`fold`], but keeps capitals: names are told from words by them (`US`, `us`).
#[must_use]
pub fn light_fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ß' => out.push_str("ss"),
            '’' | 'ʼ' | '`' | '´' => out.push('\''),
            '‐' | '‑' | '–' | '\u{ad}' => out.push('-'),
            c => out.push(c),
        }
    }
    out
}

/// What is left of a folded word without its case endings: one key for `weisses`, `weissen` and `weisse`.
///
/// It is no lemma and cuts too much now and then (`polen`, `pole`), so a hit is verified by a stricter rule.
#[must_use]
pub fn stem(folded: &str) -> &str {
    let folded = if folded.ends_with("innen") { &folded[..folded.len() - 3] } else { folded };
    let genitive = match folded.strip_suffix('s') {
        Some(rest) if folded.chars().count() >= 5 && !rest.ends_with('s') => rest,
        _ => folded,
    };
    if genitive.chars().count() < 5 {
        return genitive;
    }
    ["en", "em", "er", "e", "n"].iter().find_map(|ending| genitive.strip_suffix(ending)).unwrap_or(genitive)
}

/// Splits of a folded word into a first part and a tail, longest tail first.
///
/// The first part has at least three letters, or stands before a hyphen; the tail has at least `min_tail` letters.
/// Linking letters stay with the first part ([`modifier_lemmas`] takes them off); a hyphen is taken off.
pub fn splits(folded: &str, min_tail: usize) -> impl Iterator<Item = (&str, &str)> {
    folded.char_indices().enumerate().filter_map(move |(n_before, (at, c))| {
        if c == '-' {
            return (at > 0).then(|| (&folded[..at], &folded[at + 1..]));
        }
        let (first, tail) = folded.split_at(at);
        let long_enough = n_before >= 3 && tail.chars().take(min_tail).count() == min_tail;
        (long_enough && !first.ends_with('-')).then_some((first, tail))
    })
}

/// What the first part of a compound may be the form of: `waffen` → `waffen`, `waffe`; `hilfs` → `hilfs`, `hilf`, `hilfe`.
#[must_use]
pub fn modifier_lemmas(folded: &str) -> Vec<String> {
    let mut out = vec![folded.to_owned()];
    for ending in ["s", "n", "en", "es", "er", "e"] {
        if let Some(rest) = folded.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3) {
            out.push(rest.to_owned());
            if ending == "s" {
                out.push(format!("{rest}e"));
            }
        }
    }
    out.push(format!("{folded}e"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stem_is_one_for_all_cases() {
        for group in [
            &["weißes", "weißen", "weiße"][..],
            &["Hauses", "Haus"],
            &["Staaten", "Staates"],
            &["Niger", "Nigers"],
            &["Russin", "Russinnen"],
        ] {
            let stems: Vec<String> = group.iter().map(|w| stem(&fold(w)).to_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{group:?}: {stems:?}");
        }
    }

    #[test]
    fn splits_give_the_longest_tail_first() {
        let all: Vec<_> = splits("us-aussenminister", 4).take(2).collect();
        assert_eq!(all, [("us", "aussenminister"), ("us-a", "ussenminister")]);
        assert_eq!(splits("waffe", 4).count(), 0);
    }

    #[test]
    fn linking_letters_come_off() {
        assert!(modifier_lemmas("waffen").contains(&"waffe".to_owned()));
        assert!(modifier_lemmas("hilfs").contains(&"hilfe".to_owned()));
    }
}
