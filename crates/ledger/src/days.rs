//! Days of an act, from the contract's inclusive intervals.

use depesche_record::{Basis, Time};

/// The last day on which an act can have happened as far as its document knows.
///
/// A known day is that day. Of a longer time it is the last day that had come when the document was published;
/// of a time still to come it is the first day. Without a time it is the day of publication, null without both.
pub(crate) fn day_of(time: Option<&Time>, published: Option<&str>) -> Option<String> {
    let (from, to) = time.map_or((None, None), |t| (t.from.as_deref(), t.to.as_deref()));
    let day = match (from, to, published) {
        (Some(from), Some(to), _) if from == to => Some(from),
        (from, Some(to), Some(published)) => Some(to.min(published).max(from.unwrap_or_default())),
        (Some(from), None, Some(published)) => Some(published.max(from)),
        (None, None, published) => published,
        (_, Some(to), None) => Some(to),
        (Some(from), None, None) => Some(from),
    };
    day.map(str::to_owned)
}

/// Whether words of the text, not a fall-back, say when.
pub(crate) fn is_told(time: Option<&Time>) -> bool {
    time.is_some_and(|t| {
        matches!(t.basis, Basis::Explicit | Basis::Relative | Basis::Anchor) && (t.from.is_some() || t.to.is_some())
    })
}

/// Whether two inclusive intervals share a day; an open end reaches everywhere.
pub(crate) fn overlap(a: (Option<&str>, Option<&str>), b: (Option<&str>, Option<&str>)) -> bool {
    let not_after = |from: Option<&str>, to: Option<&str>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    not_after(a.0, b.1) && not_after(b.0, a.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use depesche_record::Granularity;

    fn time(from: Option<&str>, to: Option<&str>) -> Time {
        Time {
            text: String::new(),
            start: None,
            end: None,
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            granularity: Granularity::Vague,
            basis: Basis::Explicit,
        }
    }

    #[test]
    fn the_day_never_passes_what_the_document_could_know() {
        let published = Some("2024-10-25");
        for (from, to, day) in [
            (Some("2024-10-21"), Some("2024-10-21"), "2024-10-21"),
            (Some("2024-06-01"), Some("2024-06-30"), "2024-06-30"),
            (Some("2024-10-01"), Some("2024-10-31"), "2024-10-25"),
            (Some("2024-06-01"), None, "2024-10-25"),
            (None, Some("2024-08-01"), "2024-08-01"),
            (Some("2024-11-01"), Some("2024-11-30"), "2024-11-01"),
            (None, None, "2024-10-25"),
        ] {
            assert_eq!(day_of(Some(&time(from, to)), published).as_deref(), Some(day), "{from:?} – {to:?}");
        }
        assert_eq!(day_of(Some(&time(Some("2024-06-01"), Some("2024-06-30"))), None).as_deref(), Some("2024-06-30"));
        assert_eq!(day_of(None, None), None);
    }

    #[test]
    fn intervals_that_touch_overlap() {
        assert!(overlap((Some("2024-10-01"), Some("2024-10-02")), (Some("2024-10-02"), None)));
        assert!(!overlap((Some("2024-10-01"), Some("2024-10-02")), (Some("2024-10-03"), None)));
        assert!(overlap((None, None), (Some("2024-10-03"), Some("2024-10-03"))));
    }
}
