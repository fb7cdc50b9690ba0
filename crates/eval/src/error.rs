//! What can be wrong with gold or codings.

use std::path::PathBuf;

/// Why gold could not be loaded or a coding not be scored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// A file or folder of the gold cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A gold file is not JSON in the form of the guidelines.
    #[error("cannot understand {}: {source}; the form of gold files is described in the guidelines", .path.display())]
    Form {
        /// The gold file.
        path: PathBuf,
        /// Where it departs from the form.
        source: serde_json::Error,
    },
    /// The folder holds no gold.
    #[error("no gold in {}: name a folder that holds NAME.gold.json beside NAME.txt", .folder.display())]
    NoGold {
        /// The folder.
        folder: PathBuf,
    },
    /// A quote of the gold does not occur in its article.
    #[error("{document}: {id} quotes \"{quote}\", which is not in the text; correct the gold file")]
    Quote {
        /// Name of the article's text file.
        document: String,
        /// Id of the gold item.
        id: String,
        /// The quote or anchor that was not found.
        quote: String,
    },
    /// A gold event or a coded event rests on a claim that is not there.
    #[error("{document}: {id} names the claim \"{claim}\", which is not there")]
    Claim {
        /// Name of the article's text file, or stem of the coding.
        document: String,
        /// Id of the event.
        id: String,
        /// The claim that is missing.
        claim: String,
    },
    /// A day is not an ISO day of the calendar.
    #[error("{document}: {id} has the day \"{day}\", which is no ISO day")]
    Day {
        /// Name of the article's text file, or stem of the coding.
        document: String,
        /// Id of the event.
        id: String,
        /// The day as written.
        day: String,
    },
    /// An article of the gold was not coded.
    #[error("{stem}: there is no coding; code {} first", .text.display())]
    Missing {
        /// Name of the article without its ending.
        stem: String,
        /// The article's text file.
        text: PathBuf,
    },
    /// The coded text is not the article's text.
    #[error(
        "{stem}: document.text is not the file's body, the part after the head and the empty line; code that file as it is"
    )]
    Text {
        /// Name of the article without its ending.
        stem: String,
    },
}
