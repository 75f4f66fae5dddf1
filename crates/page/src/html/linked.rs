//! Structured data for search engines: JSON-LD.

use super::tag::Tag;
use super::tree::Tree;
use serde_json::Value;

/// What structured data says of the story; empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linked {
    /// Headline.
    pub title: String,
    /// Authors, as a list in words.
    pub byline: String,
    /// Name of the publisher.
    pub outlet: String,
    /// Section.
    pub section: String,
    /// Language code.
    pub language: String,
    /// Whole body.
    pub body: String,
    /// When it was published, as written.
    pub published: String,
    /// When it was changed, as written.
    pub modified: String,
}

/// How deep objects inside objects are looked into.
const MAX_DEPTH: usize = 6;

/// Reads all JSON-LD of a page.
pub(crate) fn read(tree: &Tree<'_>) -> Linked {
    let mut found = Linked::default();
    let mut weak = Linked::default();
    for (id, node) in tree.iter().filter(|(_, node)| node.tag == Tag::Script) {
        let kind = tree.attribute(id, "type").unwrap_or("");
        if !kind.contains("ld+json") {
            continue;
        }
        match serde_json::from_str::<Value>(node.text.trim()) {
            Ok(value) => look(&value, 0, &mut found, &mut weak),
            Err(_) => read_broken(node.text, &mut weak),
        }
    }
    found.fill_from(weak);
    found
}

impl Linked {
    /// Takes from `other` what is missing.
    fn fill_from(&mut self, other: Linked) {
        let pairs = [
            (&mut self.title, other.title),
            (&mut self.byline, other.byline),
            (&mut self.outlet, other.outlet),
            (&mut self.section, other.section),
            (&mut self.language, other.language),
            (&mut self.body, other.body),
            (&mut self.published, other.published),
            (&mut self.modified, other.modified),
        ];
        for (mine, theirs) in pairs {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
    }
}

/// Reads `value` and what it holds: a story into `found`, a web page and the like into `weak`.
fn look(value: &Value, depth: usize, found: &mut Linked, weak: &mut Linked) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| look(item, depth + 1, found, weak)),
        Value::Object(fields) => {
            let kind = kind(value);
            if is_story(&kind) {
                found.fill_from(story(value));
            } else if kind == "WebPage" || kind == "VideoObject" || kind.ends_with("Page") {
                weak.fill_from(Linked { byline: String::new(), ..story(value) });
            } else if matches!(kind.as_str(), "Organization" | "NewsMediaOrganization")
                && weak.outlet.is_empty()
            {
                weak.outlet = text(value, "name");
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = fields.get(key) {
                    look(inner, depth + 1, found, weak);
                }
            }
        }
        _ => {}
    }
}

/// Whether a type is that of a story.
fn is_story(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting"
                | "LiveBlogPosting"
                | "Report"
                | "SocialMediaPosting"
                | "DiscussionForumPosting"
                | "Recipe"
        )
}

/// The (first) type of an object, without the address of its vocabulary.
fn kind(value: &Value) -> String {
    let kind = value.get("@type").unwrap_or(&Value::Null);
    let first = kind.as_str().or_else(|| kind.get(0).and_then(Value::as_str)).unwrap_or("");
    first.rsplit(['/', ':']).next().unwrap_or("").to_string()
}

fn story(value: &Value) -> Linked {
    Linked {
        title: text(value, "headline"),
        byline: names(value.get("author").or_else(|| value.get("creator")).unwrap_or(&Value::Null))
            .join(", "),
        outlet: value.get("publisher").map(|publisher| names(publisher).join(", ")).unwrap_or_default(),
        section: text(value, "articleSection"),
        language: text(value, "inLanguage"),
        body: text(value, "articleBody"),
        published: ["datePublished", "dateCreated", "uploadDate"]
            .iter()
            .map(|key| text(value, key))
            .find(|date| !date.is_empty())
            .unwrap_or_default(),
        modified: text(value, "dateModified"),
    }
}

/// A field that is a text, or the first of a list of texts.
fn text(value: &Value, key: &str) -> String {
    let Some(field) = value.get(key) else { return String::new() };
    let text = field
        .as_str()
        .or_else(|| field.get(0).and_then(Value::as_str))
        .or_else(|| field.get("name")?.as_str());
    super::entity::decode(text.unwrap_or("")).trim().to_string()
}

/// Names of one or many people or organisations.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.trim().to_string()],
        Value::Array(items) => items
            .iter()
            .take(8)
            .flat_map(|item| if item.is_array() { Vec::new() } else { names(item) })
            .collect(),
        Value::Object(_) => vec![text(value, "name")].into_iter().filter(|name| !name.is_empty()).collect(),
        _ => Vec::new(),
    }
}

/// Reads dates out of JSON that is broken, as much of it is.
fn read_broken(source: &str, weak: &mut Linked) {
    for (key, slot) in [("\"datePublished\"", &mut weak.published), ("\"dateModified\"", &mut weak.modified)]
    {
        if slot.is_empty() {
            *slot = quoted_after(source, key).unwrap_or("").to_string();
        }
    }
}

/// The quoted value that follows `key` and a colon.
pub(crate) fn quoted_after<'a>(source: &'a str, key: &str) -> Option<&'a str> {
    let at = memchr::memmem::find(source.as_bytes(), key.as_bytes())?;
    let rest =
        source.get(at + key.len()..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.get(..rest.find('"')?.min(64)).or(Some(""))
}
