//! Irregular forms: a sorted table that is searched as it is, so that it costs nothing to open.

/// What a listed form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A verb's form.
    Verb,
    /// A noun's form.
    Noun,
    /// An adjective's form.
    Adjective,
    /// A verb's form that can only be Konjunktiv.
    Subjunctive,
}

impl Class {
    fn letter(self) -> char {
        match self {
            Self::Verb => 'v',
            Self::Noun => 'n',
            Self::Adjective => 'a',
            Self::Subjunctive => 's',
        }
    }
}

/// Lines of class letter, form and lemmas (`gehören|hören`), separated by tabs, sorted by bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms(&'static str);

impl Forms {
    pub(crate) fn new(table: &'static str) -> Self {
        Self(table)
    }

    /// The lemmas of a form, the likeliest first, separated by `|`.
    pub(crate) fn get(self, class: Class, form: &str) -> Option<&'static str> {
        let key = format!("{}\t{form}\t", class.letter());
        // All lines that end before `low` are smaller than the key, all that begin at or behind `high` are not.
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.0.as_bytes()[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |i| low + i + 1);
            let line = self.line(start);
            if line.as_bytes() < key.as_bytes() {
                low = (start + line.len() + 1).min(high);
            } else {
                high = start;
            }
        }
        self.line(low).strip_prefix(key.as_str())
    }

    /// The line that begins at a byte.
    fn line(self, start: usize) -> &'static str {
        self.0.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: [&str; 2] =
        [include_str!("../../../knowledge/de/forms.tsv"), include_str!("../../../knowledge/en/forms.tsv")];

    #[test]
    fn every_line_is_well_formed_sorted_and_found() {
        for table in TABLES {
            let forms = Forms::new(table);
            let mut last = "";
            for line in table.lines() {
                assert!(last.as_bytes() < line.as_bytes(), "{last:?} before {line:?}");
                last = line;
                if line.starts_with('#') {
                    continue;
                }
                let cells: Vec<&str> = line.split('\t').collect();
                let &[class, form, lemmas] = cells.as_slice() else { panic!("{line:?}") };
                let class = [Class::Verb, Class::Noun, Class::Adjective, Class::Subjunctive]
                    .into_iter()
                    .find(|c| class.starts_with(c.letter()))
                    .unwrap();
                assert_eq!(forms.get(class, form), Some(lemmas), "{line:?}");
            }
        }
    }

    #[test]
    fn what_is_not_listed_is_not_found() {
        let forms = Forms::new("a\tbesser\tgut\nv\twarf\twerfen");
        assert_eq!(forms.get(Class::Verb, "warf"), Some("werfen"));
        assert_eq!(forms.get(Class::Adjective, "besser"), Some("gut"));
        for form in ["", "war", "warfen", "z", "a"] {
            assert_eq!(forms.get(Class::Verb, form), None, "{form:?}");
        }
        assert_eq!(Forms::new("").get(Class::Noun, "Wort"), None);
    }
}
