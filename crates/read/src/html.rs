//! A web page: its article's text, and what it states about itself.

use crate::Fault;
use crate::assemble::Stated;
use crate::dates::{is_bare_day, parse_day};
use dom_smoothie::{Article, Config, Readability, TextMode};
use serde_json::Value;

/// A page taken apart.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) stated: Stated,
}

/// Deepest nesting of elements that is read; real pages stay far below.
const MAX_DEPTH: usize = 1000;

/// Where pages state their day of publication, best first.
const META_DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datePublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "last-modified",
];

/// Takes a page apart.
pub(crate) fn read(html: &str) -> Result<Page, Fault> {
    let depth = nesting(html);
    if depth > MAX_DEPTH {
        return Err(Fault::PageTooDeep { depth });
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).map_err(|_| Fault::PageWithoutText)?;
    let facts = Facts::of(&page);
    remove_furniture(&page);
    let plain = plain_text(&page);
    let article = page.parse().ok();
    let text = article.as_ref().map(|article| paragraphs(&article.text_content)).filter(|text| has_words(text));
    let text = text.or(plain).ok_or(Fault::PageWithoutText)?;
    Ok(Page { text, stated: facts.stated(article) })
}

/// About how deep elements stand in each other: start tags not yet closed, scripts and comments passed over.
///
/// Measured before the page is parsed, for the time that parsing takes grows with the square of the depth.
fn nesting(html: &str) -> usize {
    /// Elements that have no end tag, or whose end tag is often left out.
    const ALONE: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "path",
    ];
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name_end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag[..name_end].to_ascii_lowercase();
        let end = match name.as_str() {
            "" if tag.starts_with("!--") => Some("-->"),
            "script" | "style" if !closes => Some(if name == "script" { "</script" } else { "</style" }),
            "" => None,
            name if ALONE.contains(&name) => None,
            _ if closes => {
                depth = depth.saturating_sub(1);
                None
            }
            _ => {
                depth += 1;
                deepest = deepest.max(depth);
                None
            }
        };
        rest = match end {
            Some(end) => tag.find(end).map_or("", |at| &tag[at + end.len()..]),
            None => &tag[name_end..],
        };
    }
    deepest
}

/// Takes out what surrounds articles: menus, footers, captions, and links that stand alone in their block
/// ("Start", "Mehr zum Thema").
fn remove_furniture(page: &Readability) {
    page.doc.select("nav, footer, aside, form, button, dialog, template, figcaption").remove();
    for link in page.doc.select("a").nodes() {
        let Some(block) = link.parent().filter(|block| {
            block.node_name().is_some_and(|name| ["li", "div", "p", "td", "span"].contains(&name.as_ref()))
        }) else {
            continue;
        };
        let is_alone = block.children_it(false).all(|child| child.id == link.id || child.text().trim().is_empty());
        if is_alone {
            block.remove_from_parent();
        }
    }
}

/// The text of a page too short or too plain for the readability rules.
fn plain_text(page: &Readability) -> Option<String> {
    ["article", "main", "body"].iter().find_map(|place| {
        let found = page.doc.select(place);
        let texts: Vec<String> = found.nodes().iter().map(|node| node.formatted_text().to_string()).collect();
        let text = paragraphs(&texts.join("\n\n"));
        has_words(&text).then_some(text)
    })
}

/// Whether there is at least something like a sentence.
fn has_words(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 4
}

/// Lines trimmed, blanks in a row made one, one empty line between paragraphs and none at either end; paragraphs
/// that are no more than a date are left out.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(|line| line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>());
    let paragraphs: Vec<String> =
        lines.map(|words| words.join(" ")).filter(|line| !line.trim().is_empty() && !is_bare_day(line)).collect();
    paragraphs.join("\n\n")
}

/// What a page states outside its text.
#[derive(Debug, Default)]
struct Facts {
    dates: Vec<String>,
    outlet: Option<String>,
    author: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

impl Facts {
    fn of(page: &Readability) -> Self {
        let linked = LinkedData::of(page);
        let meta = |names: &[&str]| names.iter().find_map(|name| meta_content(page, name));
        let attribute = |selector: &str, name: &str| page.doc.select_single(selector).attr(name).map(|v| v.to_string());
        let dates = linked
            .date
            .into_iter()
            .chain(META_DATES.iter().filter_map(|name| meta_content(page, name)))
            .chain(attribute("time[itemprop=datePublished]", "datetime"))
            .chain(attribute("time[pubdate]", "datetime"))
            .chain(attribute("article time[datetime]", "datetime"))
            .chain(attribute("time[datetime]", "datetime"));
        let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        Self {
            dates: dates.collect(),
            outlet: meta(&["og:site_name"]).or(linked.publisher).or_else(|| meta(&["application-name", "publisher"])),
            author: linked.author.or_else(|| meta(&["author", "dc.creator"])).filter(|author| !web(author)),
            url: attribute("link[rel=canonical]", "href").filter(web).or_else(|| meta(&["og:url"])).filter(web),
            language: attribute("html", "lang").or_else(|| meta(&["og:locale", "language", "dc.language"])),
        }
    }

    /// Puts the page's own word before what the readability rules made of it.
    fn stated(self, article: Option<Article>) -> Stated {
        let byline = |author: String| {
            let name = author.trim();
            let name = ["von ", "by "].iter().find_map(|word| {
                let start = name.get(..word.len())?;
                start.eq_ignore_ascii_case(word).then(|| &name[word.len()..])
            });
            name.map_or_else(|| author.trim().to_owned(), |name| name.trim().to_owned())
        };
        let (title, author, outlet, published, url) = match article {
            Some(article) => {
                (Some(article.title), article.byline, article.site_name, article.published_time, article.url)
            }
            None => Default::default(),
        };
        let mut dates = self.dates;
        dates.extend(published);
        // The first that is a day; if none is, the first, so that the notice can quote it.
        let best = dates.iter().position(|date| parse_day(date).is_ok()).unwrap_or_default();
        Stated {
            id: None,
            title: title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")),
            date: dates.into_iter().nth(best),
            outlet: self.outlet.or(outlet),
            url: self.url.or(url).filter(|url| url.starts_with("http")),
            author: self.author.or(author).map(byline),
            language: self.language,
        }
    }
}

/// The content of `<meta name=…>`, `<meta property=…>` or `<meta itemprop=…>`; names in any case.
fn meta_content(page: &Readability, name: &str) -> Option<String> {
    page.doc.select("meta[content]").nodes().iter().find_map(|node| {
        let is_named = ["name", "property", "itemprop", "http-equiv"]
            .iter()
            .any(|attribute| node.attr(attribute).is_some_and(|value| value.trim().eq_ignore_ascii_case(name)));
        let content = node.attr("content").filter(|_| is_named)?;
        Some(content.trim().to_owned()).filter(|content| !content.is_empty())
    })
}

/// What a page's JSON-LD states about its article.
#[derive(Debug, Default)]
struct LinkedData {
    date: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
}

impl LinkedData {
    fn of(page: &Readability) -> Self {
        let mut data = Self::default();
        for script in page.doc.select("script[type='application/ld+json']").nodes() {
            if let Ok(value) = serde_json::from_str::<Value>(&script.text()) {
                data.take(&value);
            }
        }
        data
    }

    /// Looks for the article in lists and graphs too; the first that states a thing counts.
    fn take(&mut self, value: &Value) {
        if let Value::Array(values) = value {
            return values.iter().for_each(|value| self.take(value));
        }
        if let Some(graph) = value.get("@graph") {
            self.take(graph);
        }
        let Some(date) = value.get("datePublished").and_then(Value::as_str) else { return };
        self.date.get_or_insert_with(|| date.to_owned());
        self.author = self.author.take().or_else(|| names(value.get("author")?));
        self.publisher = self.publisher.take().or_else(|| names(value.get("publisher")?));
    }
}

/// The name of a person or organisation, or of several.
fn names(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.clone(),
        Value::Array(values) => values.iter().filter_map(names).collect::<Vec<_>>().join(", "),
        _ => names(value.get("name")?)?,
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
