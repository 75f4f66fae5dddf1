//! What a page's head says: titles, names, addresses, dates.

use super::entity;
use super::tag::Tag;
use super::tree::{Id, Tree};

/// What the head says; empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meta {
    /// The `title` element.
    pub page_title: String,
    /// OpenGraph or Twitter title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Site or publisher.
    pub outlet: String,
    /// Author.
    pub byline: String,
    /// Section.
    pub section: String,
    /// Language.
    pub language: String,
    /// The address that the page gives itself.
    pub address: String,
    /// The address of its picture.
    pub picture: String,
    /// Values that say when it was published, in order.
    pub published: Vec<String>,
    /// Values that say when it was changed, in order.
    pub modified: Vec<String>,
}

/// Names of `meta` elements that give the day of publication, in lower case (those that htmldate 1.11
/// knows, Apache-2.0, less those that are mostly wrong).
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "analyticsattributes.articledate", "article.created", "article.published", "article:post_date",
    "article:publicationdate", "article:published", "article:published_date", "article:published_time",
    "article_date_original", "bt:pubdate", "citation_date", "citation_online_date", "citation_publication_date",
    "content_create_date", "created", "cxenseparse:recs:publishtime", "date", "date_created", "date_published",
    "datecreated", "dateposted", "datepublished", "dc.created", "dc.date", "dc.date.created", "dc.date.issued",
    "dc.date.publication", "dc:created", "dc:date", "dcsext.articlefirstpublished", "dcterms.created",
    "dcterms.date", "dcterms.issued", "displaydate", "doc_date", "field-name-post-date", "gentime",
    "mediator_published_time", "og:article:published", "og:article:published_time", "og:datepublished",
    "og:pubdate", "og:publish_date", "og:published_time", "og:question:published_time", "og:regdate",
    "originalpublicationdate", "parsely-pub-date", "pdate", "ptime", "pubdate", "publication_date",
    "publish-date", "publish_date", "publish_time", "publishdate", "published-date", "published_date",
    "published_time", "publisheddate", "rbpubdate", "release_date", "rnews:datepublished", "sailthru.date",
    "shareaholic:article_published_time", "timestamp", "twt-published-at", "video:release_date",
    "vr:published_time",
];

/// The same for the day of the last change.
#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "article:modified", "article:modified_date", "article:modified_time", "article:post_modified", "bt:moddate",
    "datemodified", "dateupdate", "dc.date.modified", "dc.modified", "dcterms.modified", "last-modified",
    "lastdate", "lastmod", "lastmodified", "modificationdate", "modified", "modified_time",
    "og:article:modified_time", "og:modified_time", "og:updated_time", "revision_date", "updated_time", "utime",
];

/// Reads the head (and the `meta` elements that stand elsewhere).
pub(crate) fn read(tree: &Tree<'_>) -> Meta {
    let mut out = Meta::default();
    for (id, node) in tree.iter() {
        match node.tag {
            Tag::Title if out.page_title.is_empty() => out.page_title = squeeze(node.text),
            Tag::Html => {
                fill(&mut out.language, tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang")))
            }
            Tag::Meta => out.meta(tree, id),
            Tag::Link => out.link(tree, id),
            _ => {}
        }
    }
    out
}

impl Meta {
    fn link(&mut self, tree: &Tree<'_>, id: Id) {
        if tree.attribute(id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            fill(&mut self.address, tree.attribute(id, "href"));
        }
    }

    fn meta(&mut self, tree: &Tree<'_>, id: Id) {
        let content = tree.attribute(id, "content").or_else(|| tree.attribute(id, "datetime"));
        let Some(content) = content.filter(|content| !content.trim().is_empty()) else { return };
        for attribute in ["property", "name", "itemprop", "http-equiv", "pubdate"] {
            if let Some(name) = tree.attribute(id, attribute) {
                self.named(&name.to_ascii_lowercase(), content);
            }
        }
    }

    /// Takes what a `meta` element called `name` says.
    fn named(&mut self, name: &str, content: &str) {
        let content = Some(content);
        match name {
            "og:title" => fill(&mut self.title, content),
            "twitter:title" | "dc.title" | "sailthru.title" if self.title.is_empty() => {
                fill(&mut self.title, content)
            }
            "og:description" | "description" | "twitter:description" => fill(&mut self.summary, content),
            "og:site_name"
            | "application-name"
            | "publisher"
            | "dc.publisher"
            | "copyright"
            | "citation_journal_title" => {
                fill(&mut self.outlet, content);
            }
            "author" | "article:author" | "byl" | "dc.creator" | "parsely-author" | "sailthru.author"
            | "citation_author" => {
                fill(&mut self.byline, content.filter(|who| !who.contains("://")));
            }
            "article:section" | "section" | "parsely-section" | "cxenseparse:section" => {
                fill(&mut self.section, content)
            }
            "og:url" => fill(&mut self.address, content),
            "og:image" => fill(&mut self.picture, content),
            "og:locale" | "content-language" | "language" | "dc.language" | "inlanguage" => {
                fill(&mut self.language, content)
            }
            _ if PUBLISHED.binary_search(&name).is_ok() => self.published.extend(content.map(squeeze)),
            _ if MODIFIED.binary_search(&name).is_ok() => self.modified.extend(content.map(squeeze)),
            _ => {}
        }
    }
}

/// Puts a raw value into an empty slot.
fn fill(slot: &mut String, value: Option<&str>) {
    if slot.is_empty() {
        *slot = value.map(squeeze).unwrap_or_default();
    }
}

/// Raw text with its character references read and white space collapsed.
pub(crate) fn squeeze(raw: &str) -> String {
    entity::decode(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(PUBLISHED.is_sorted() && MODIFIED.is_sorted());
    }
}
