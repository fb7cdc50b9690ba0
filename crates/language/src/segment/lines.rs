//! Which lines belong together.

/// A block of lines whose longest has such a length may be wrapped to a width.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=100;
/// … if all but its last line have at least this share of the longest.
const MIN_SHARE: f64 = 0.6;

/// Iterates over the paragraphs of a text: stretches whose line ends mean no more than white space.
pub(super) struct Paragraphs<'a> {
    text: &'a str,
    at: usize,
    /// End of the current block of lines without an empty one, and whether it is wrapped to a width.
    block: (usize, bool),
}

impl<'a> Paragraphs<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, block: (0, false) }
    }

    /// The line that begins at a byte, without its end, and where the next line begins.
    fn line(&self, at: usize) -> (&'a str, usize) {
        let rest = &self.text[at..];
        match rest.find(['\n', '\u{2028}', '\u{2029}']) {
            Some(len) => (&rest[..len], at + len + rest[len..].chars().next().map_or(1, char::len_utf8)),
            None => (rest, self.text.len()),
        }
    }

    /// Measures the block of lines that begins at `self.at`.
    fn measure(&mut self) {
        let (mut at, mut n_lines) = (self.at, 0);
        let (mut longest, mut shortest, mut last) = (0, usize::MAX, usize::MAX);
        while at < self.text.len() {
            let (line, next) = self.line(at);
            if line.trim().is_empty() {
                break;
            }
            // The length of a line that is far too long does not matter.
            let len = line.chars().take(WRAPPED.end() + 1).count();
            shortest = shortest.min(last);
            last = len;
            longest = longest.max(len);
            n_lines += 1;
            at = next;
        }
        let even = shortest as f64 >= MIN_SHARE * longest as f64;
        self.block = (at, n_lines > 1 && WRAPPED.contains(&longest) && even);
    }
}

impl Iterator for Paragraphs<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        while self.at < self.text.len() {
            let (line, next) = self.line(self.at);
            if line.trim().is_empty() {
                self.at = next;
                continue;
            }
            if self.at >= self.block.0 {
                self.measure();
            }
            let start = self.at;
            let (mut last, mut end) = (line, start + line.len());
            self.at = next;
            while self.at < self.block.0 {
                let (line, next) = self.line(self.at);
                if !joins(last, line, self.block.1) {
                    break;
                }
                end = self.at + line.len();
                last = line;
                self.at = next;
            }
            return Some((start, end));
        }
        None
    }
}

/// Whether a line goes on in the next one.
fn joins(line: &str, next: &str, wrapped: bool) -> bool {
    let closing = |c: char| "\"'”“»«’)]".contains(c);
    let next = next.trim_start();
    if is_bullet(next) {
        return false;
    }
    let finished = line.trim_end().trim_end_matches(closing).ends_with(['.', '!', '?', '…', ':']);
    wrapped || !finished && next.starts_with(char::is_lowercase)
}

/// Whether a line is an item of a list.
fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().is_some_and(|c| "-–—•*·▪●".contains(c));
    first && chars.next().is_some_and(char::is_whitespace)
}
