use crate::Span;
use jiff::civil::Date;

/// How a publication date came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedBasis {
    /// Given with the input (`--published`, a JSONL field).
    Given,
    /// Stated by the page: mark-up, a dateline or a visible date.
    Stated,
    /// Worked out, from weekdays beside dated cards or datelines.
    Inferred,
}

/// Publication date of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// How it is known.
    pub basis: PublishedBasis,
    /// The words in `Report::text` that state it, when they stand there.
    pub at: Option<Span>,
}

/// What a part of a page that is no part of the report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FurnitureKind {
    /// Words under a picture.
    Caption,
    /// A card or headline that leads to another story.
    Related,
    /// A note that a mark in the text points to, and the mark.
    Footnote,
    /// Comment boxes and comments.
    CommentForm,
    /// Menus, "Back to top", sharing, sign-up and cookie lines.
    Navigation,
    /// Section label above the headline.
    Section,
    /// Author, agency and date lines.
    Byline,
    /// Advertising and appeals for money.
    Advertising,
}

/// A stretch of the text that was set aside and is not coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// Where it stands in `Report::text`.
    pub span: Span,
    /// What it is.
    pub kind: FurnitureKind,
}

/// A related-story card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its headline.
    pub title: String,
    /// Its date, where the card gives one (a year may be worked out).
    pub published: Option<Date>,
}

/// A footnote and its mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The mark in the text, such as "*".
    pub mark: String,
    /// The note.
    pub text: String,
}

/// One report, cleaned: what the page said, and what stood around it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The input's own id, else its file name or URL.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// The body. From raw text every character of the input; from HTML the part that cleaning kept.
    pub text: String,
    /// Where the headline stands in `text`, if it does.
    pub title_at: Option<Span>,
    /// Outlet or agency.
    pub outlet: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Section ("World", "Middle East").
    pub section: Option<String>,
    /// ISO 639-1 code, declared or detected.
    pub language: Option<String>,
    /// Publication date.
    pub published: Option<Published>,
    /// Address of the page.
    pub url: Option<String>,
    /// Picture captions.
    pub captions: Vec<String>,
    /// Related-story cards.
    pub related: Vec<Related>,
    /// Footnotes.
    pub footnotes: Vec<Footnote>,
    /// Addresses that the body links to.
    pub links: Vec<String>,
    /// What was set aside in `text`, in order of place.
    pub furniture: Vec<Furniture>,
    /// SHA-256 of the raw input bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Report {
    /// Whether `span` touches a stretch that was set aside.
    pub fn is_furniture(&self, span: Span) -> bool {
        self.furniture.iter().any(|f| f.span.overlaps(span))
    }

    /// The publication day, if known.
    pub fn day(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.date)
    }
}
