//! Bytes to text: byte order marks, UTF-8, UTF-16, older encodings; what is no text is refused.

use crate::Fault;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    /// The text, line ends as `\n`, without byte order mark.
    pub(crate) text: String,
    /// The encoding's name in lower case.
    pub(crate) encoding: String,
    /// How many broken sequences were replaced by U+FFFD.
    pub(crate) replaced: usize,
}

const A_BINARY_FILE: &str = "a binary file";

/// How files that are no text begin.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
];

/// Makes text of bytes. `declared` is the encoding that a page names, used where the bytes are not UTF-8.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Fault> {
    if let Some(kind) = signature(bytes) {
        return Err(Fault::Binary { kind });
    }
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode_as(encoding, &bytes[mark..]),
        None => match std::str::from_utf8(bytes) {
            // UTF-16 of Western text is valid UTF-8, with a NUL for every other byte.
            Ok(text) if !bytes.contains(&0) => decoded(text, UTF_8, 0),
            _ => decode_as(guess(bytes, declared)?, bytes),
        },
    };
    refuse_noise(&decoded)?;
    Ok(decoded)
}

/// What the first bytes say it is, if it is no text.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, kind)| kind)
}

/// What a file that begins like this is, if it cannot be text in UTF-8 or an older encoding.
pub(crate) fn binary_kind(start: &[u8]) -> Option<&'static str> {
    signature(start).or_else(|| start.contains(&0).then_some(A_BINARY_FILE))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors { text.matches(char::REPLACEMENT_CHARACTER).count() } else { 0 };
    decoded(&text, encoding, replaced)
}

fn decoded(text: &str, encoding: &'static Encoding, replaced: usize) -> Decoded {
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    Decoded { text, encoding: encoding.name().to_ascii_lowercase(), replaced }
}

/// The encoding of bytes that have no byte order mark and are not clean UTF-8.
fn guess(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<&'static Encoding, Fault> {
    if bytes.contains(&0) {
        return utf16(bytes).ok_or(Fault::Binary { kind: A_BINARY_FILE });
    }
    if mostly_utf8(bytes) {
        return Ok(UTF_8);
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        return Ok(encoding);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // The hint is for short texts, which could be of any encoding: those we read are Western.
    Ok(detector.guess(Some(b"de"), chardetng::Utf8Detection::Deny))
}

/// UTF-16 without mark: nearly every other byte is NUL, and these are all odd or all even.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let count = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (count(0), count(1));
    let half = bytes.len() / 2;
    match (even * 10 > half * 7, odd * 10 > half * 7) {
        _ if bytes.len() % 2 == 1 => None,
        (true, false) if odd * 20 < half => Some(UTF_16BE),
        (false, true) if even * 20 < half => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether the bytes hold more whole than broken multi-byte sequences: then they are damaged UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Refuses what decodes but is no text: many control characters or replacements.
fn refuse_noise(decoded: &Decoded) -> Result<(), Fault> {
    let text = &decoded.text;
    let n_chars = text.chars().count();
    let n_controls = text.chars().filter(|&c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}' | '\u{85}')).count();
    if text.contains('\0') || n_controls * 50 > n_chars {
        return Err(Fault::Binary { kind: A_BINARY_FILE });
    }
    if decoded.replaced * 20 > n_chars {
        return Err(Fault::Undecodable { encoding: encoding_name(&decoded.encoding) });
    }
    Ok(())
}

fn encoding_name(name: &str) -> &'static str {
    Encoding::for_label(name.as_bytes()).map_or("unknown", Encoding::name)
}

/// The encoding that a page or XML file declares in its first bytes.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|key| {
        let after = start.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let label = after.split(['"', '\'', ' ', ';', '>', '/', '?']).next()?;
        Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, String, usize) {
        decode(bytes, None).map(|d| (d.text, d.encoding, d.replaced)).unwrap_or_default()
    }

    fn told(text: &str, encoding: &str, replaced: usize) -> (String, String, usize) {
        (text.to_owned(), encoding.to_owned(), replaced)
    }

    #[test]
    fn encodings_are_told_apart() {
        let german = "Die Übung begann früh; „größer“ als je zuvor.";
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| german.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
        assert_eq!(text(german.as_bytes()), told(german, "utf-8", 0));
        assert_eq!(text(&[b"\xef\xbb\xbf", german.as_bytes()].concat()), told(german, "utf-8", 0));
        assert_eq!(text(&utf16(u16::to_le_bytes)), told(german, "utf-16le", 0));
        assert_eq!(text(&[vec![0xfe, 0xff], utf16(u16::to_be_bytes)].concat()), told(german, "utf-16be", 0));
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(german);
        assert_eq!(text(&windows), told(german, "windows-1252", 0));
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = "Über Größe und Maß entschied der Präsident.".as_bytes().to_vec();
        bytes.extend(b" Ende\xe4.\r\n");
        assert_eq!(text(&bytes), told("Über Größe und Maß entschied der Präsident. Ende\u{fffd}.\n", "utf-8", 1));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        for bytes in [&noise[..], b"\x01\x02\x03\x04 a", b"a\0b", &[0xff, 0xfe, 0, 0, b'a', 0, 0, 0]] {
            assert!(matches!(decode(bytes, None), Err(Fault::Binary { .. })), "{bytes:?}");
        }
        assert!(matches!(decode(b"%PDF-1.7", None), Err(Fault::Binary { kind: "a PDF file" })));
    }

    #[test]
    fn pages_declare_their_encoding() {
        let page = b"<html><meta http-equiv=Content-Type content=\"text/html; charset=ISO-8859-2\">";
        assert_eq!(declared(page).map(Encoding::name), Some("ISO-8859-2"));
        assert_eq!(declared(b"<?xml version='1.0' encoding='koi8-r'?>").map(Encoding::name), Some("KOI8-R"));
        assert_eq!(declared(b"<meta charset=klingon>"), None);
    }
}
