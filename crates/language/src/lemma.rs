//! Lemma scripts: how a form is edited to give its dictionary form.

/// An edit of a form, as the network's labels write it: `casing|cut>added|cut>added` or `=lemma`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Script {
    /// The lemma itself, whatever the form.
    Whole(String),
    /// Characters cut and added at both ends.
    Edit {
        /// What becomes of capitals.
        casing: Casing,
        /// Characters to cut in front, and what takes their place.
        front: (usize, String),
        /// Characters to cut at the end, and what takes their place.
        back: (usize, String),
    },
}

/// What becomes of the form's capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Casing {
    /// All lower case.
    Lower,
    /// First letter upper, rest lower case.
    Upper,
    /// As in the form.
    Keep,
}

impl Script {
    /// Parses a label; one of another form leaves words as they are.
    #[must_use]
    pub fn parse(label: &str) -> Self {
        if let Some(lemma) = label.strip_prefix('=') {
            return Self::Whole(lemma.to_owned());
        }
        parse_edit(label).unwrap_or(Self::Edit {
            casing: Casing::Keep,
            front: (0, String::new()),
            back: (0, String::new()),
        })
    }

    /// The lemma of a form; the form itself where it is too short for the script.
    #[must_use]
    pub fn apply(&self, form: &str) -> String {
        let (casing, front, back) = match self {
            Self::Whole(lemma) => return lemma.clone(),
            Self::Edit { casing, front, back } => (casing, front, back),
        };
        let base = if *casing == Casing::Keep { form.to_owned() } else { form.to_lowercase() };
        let n = base.chars().count();
        let Some(kept) = n.checked_sub(front.0 + back.0) else { return form.to_owned() };
        let mut out = front.1.clone();
        out.extend(base.chars().skip(front.0).take(kept));
        out.push_str(&back.1);
        if *casing == Casing::Upper { capitalised(&out) } else { out }
    }
}

fn parse_edit(label: &str) -> Option<Script> {
    let (casing, edits) = label.split_once('|')?;
    let (front, back) = edits.split_once('|')?;
    let casing = match casing {
        "l" => Casing::Lower,
        "u" => Casing::Upper,
        "c" => Casing::Keep,
        _ => return None,
    };
    let edit = |text: &str| text.split_once('>').and_then(|(cut, add)| Some((cut.parse().ok()?, add.to_owned())));
    Some(Script::Edit { casing, front: edit(front)?, back: edit(back)? })
}

/// The word with its first letter in upper case.
#[must_use]
pub fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_edit_forms() {
        for (form, script, lemma) in [
            ("Häuser", "u|0>|2>", "Häus"),
            ("ging", "l|0>|3>ehen", "gehen"),
            ("GESAGT", "l|2>|1>en", "sagen"),
            ("is", "=be", "be"),
            ("EU", "c|0>|0>", "EU"),
            ("a", "l|2>|1>en", "a"),
            ("wort", "nonsense", "wort"),
        ] {
            assert_eq!(Script::parse(script).apply(form), lemma, "{form} {script}");
        }
    }
}
