//! What class names, ids and roles say about the part of a page that they stand on.

use super::tag::Tag;
use super::tree::{Id, Tree};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use std::sync::LazyLock;

/// A set of [`Sense`]s, one bit each.
pub(crate) type Senses = u32;

/// What a name is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Sense {
    /// The story as a whole.
    Story,
    /// Its running text.
    Body,
    /// Readers' comments.
    Comment,
    /// Buttons to share or follow.
    Share,
    /// Menus, breadcrumbs, page numbers.
    Navigation,
    /// The end of the page.
    Footer,
    /// Beside the story.
    Side,
    /// Other stories.
    Related,
    /// Advertising.
    Advertising,
    /// Who wrote it.
    Author,
    /// When and where it was published.
    Dateline,
    /// Topics and keywords.
    Topics,
    /// Sign-up, log-in, subscription, donation.
    SignUp,
    /// Pictures, their captions, films.
    Picture,
    /// Consent and other windows over the page.
    Overlay,
    /// The top of the page.
    Header,
    /// Headlines.
    Title,
    /// The paragraph that sums up the story.
    Lead,
    /// Not shown.
    Hidden,
    /// Searching.
    Search,
    /// Cards and lists of items.
    Cards,
    /// Quotations set apart.
    Quote,
    /// Notes and references.
    Notes,
    /// Buttons and tools.
    Tools,
    /// Ratings, prices, shops.
    Shop,
    /// Legal lines.
    Legal,
}

/// How many senses there are.
pub(crate) const SENSES: usize = 26;

/// Words in names, in lower case. A "-" at an end asks for the end of a word there.
#[rustfmt::skip]
const WORDS: &[(&str, Sense)] = &[
    ("article", Sense::Story), ("story", Sense::Story), ("-entry", Sense::Story), ("-post", Sense::Story),
    ("blog", Sense::Story), ("artikel", Sense::Story), ("hentry", Sense::Story), ("single", Sense::Story),
    ("-news", Sense::Story), ("beitrag", Sense::Story),
    ("body", Sense::Body), ("content", Sense::Body), ("text", Sense::Body), ("main", Sense::Body),
    ("-copy-", Sense::Body), ("paragraph", Sense::Body), ("prose", Sense::Body), ("richtext", Sense::Body),
    ("comment", Sense::Comment), ("disqus", Sense::Comment), ("-reply", Sense::Comment), ("respond", Sense::Comment),
    ("discussion", Sense::Comment), ("kommentar", Sense::Comment), ("comentario", Sense::Comment),
    ("share", Sense::Share), ("sharing", Sense::Share), ("social", Sense::Share), ("facebook", Sense::Share),
    ("twitter", Sense::Share), ("-follow", Sense::Share), ("sociable", Sense::Share), ("addtoany", Sense::Share),
    ("addthis", Sense::Share), ("teilen", Sense::Share), ("whatsapp", Sense::Share),
    ("-nav", Sense::Navigation), ("menu", Sense::Navigation), ("breadcrumb", Sense::Navigation),
    ("paginat", Sense::Navigation), ("pager", Sense::Navigation), ("-toc-", Sense::Navigation),
    ("-skip", Sense::Navigation), ("navigation", Sense::Navigation), ("-tabs", Sense::Navigation),
    ("footer", Sense::Footer), ("-foot-", Sense::Footer), ("-bottom-", Sense::Footer), ("colophon", Sense::Footer),
    ("sidebar", Sense::Side), ("-side-", Sense::Side), ("aside", Sense::Side), ("-rail", Sense::Side),
    ("widget", Sense::Side), ("-right-", Sense::Side), ("-left-", Sense::Side), ("secondary", Sense::Side),
    ("related", Sense::Related), ("recommend", Sense::Related), ("-more-", Sense::Related),
    ("popular", Sense::Related), ("trending", Sense::Related), ("most-", Sense::Related), ("-next-", Sense::Related),
    ("-prev", Sense::Related), ("similar", Sense::Related), ("teaser", Sense::Related), ("outbrain", Sense::Related),
    ("taboola", Sense::Related), ("latest", Sense::Related), ("recent", Sense::Related), ("readmore", Sense::Related),
    ("read-more", Sense::Related), ("promo", Sense::Related), ("morelike", Sense::Related), ("-also-", Sense::Related),
    ("-ad-", Sense::Advertising), ("-ads-", Sense::Advertising), ("advert", Sense::Advertising),
    ("sponsor", Sense::Advertising), ("banner", Sense::Advertising), ("dfp", Sense::Advertising),
    ("werbung", Sense::Advertising), ("anzeige", Sense::Advertising), ("adsense", Sense::Advertising),
    ("-adv-", Sense::Advertising), ("affiliate", Sense::Advertising),
    ("author", Sense::Author), ("byline", Sense::Author), ("-bio-", Sense::Author), ("contributor", Sense::Author),
    ("profile", Sense::Author), ("-autor", Sense::Author), ("vcard", Sense::Author), ("avatar", Sense::Author),
    ("meta", Sense::Dateline), ("date", Sense::Dateline), ("-time", Sense::Dateline), ("-info", Sense::Dateline),
    ("publish", Sense::Dateline), ("posted", Sense::Dateline), ("datum", Sense::Dateline), ("location", Sense::Dateline),
    ("-tag-", Sense::Topics), ("-tags", Sense::Topics), ("topic", Sense::Topics), ("categor", Sense::Topics),
    ("keyword", Sense::Topics), ("-cat-", Sense::Topics), ("schlagw", Sense::Topics), ("label", Sense::Topics),
    ("taglist", Sense::Topics), ("rubric", Sense::Topics),
    ("newsletter", Sense::SignUp), ("subscri", Sense::SignUp), ("signup", Sense::SignUp), ("sign-up", Sense::SignUp),
    ("login", Sense::SignUp), ("register", Sense::SignUp), ("paywall", Sense::SignUp), ("donat", Sense::SignUp),
    ("-abo-", Sense::SignUp), ("-form-", Sense::SignUp), ("account", Sense::SignUp), ("premium", Sense::SignUp),
    ("-cta", Sense::SignUp), ("support", Sense::SignUp),
    ("caption", Sense::Picture), ("credit", Sense::Picture), ("figure", Sense::Picture), ("image", Sense::Picture),
    ("-img", Sense::Picture), ("photo", Sense::Picture), ("gallery", Sense::Picture), ("media", Sense::Picture),
    ("video", Sense::Picture), ("-bild", Sense::Picture), ("slide", Sense::Picture), ("carousel", Sense::Picture),
    ("player", Sense::Picture), ("picture", Sense::Picture), ("embed", Sense::Picture),
    ("cookie", Sense::Overlay), ("consent", Sense::Overlay), ("gdpr", Sense::Overlay), ("modal", Sense::Overlay),
    ("popup", Sense::Overlay), ("overlay", Sense::Overlay), ("lightbox", Sense::Overlay), ("dialog", Sense::Overlay),
    ("-alert", Sense::Overlay), ("notice", Sense::Overlay), ("tooltip", Sense::Overlay),
    ("header", Sense::Header), ("-head-", Sense::Header), ("masthead", Sense::Header), ("-top-", Sense::Header),
    ("logo", Sense::Header), ("branding", Sense::Header), ("-hero", Sense::Header),
    ("title", Sense::Title), ("headline", Sense::Title), ("heading", Sense::Title), ("kicker", Sense::Title),
    ("lead", Sense::Lead), ("intro", Sense::Lead), ("summary", Sense::Lead), ("standfirst", Sense::Lead),
    ("excerpt", Sense::Lead), ("abstract", Sense::Lead), ("descri", Sense::Lead), ("subtitle", Sense::Lead),
    ("vorspann", Sense::Lead), ("chapo", Sense::Lead), ("subhead", Sense::Lead), ("-dek", Sense::Lead),
    ("hidden", Sense::Hidden), ("-hide", Sense::Hidden), ("print", Sense::Hidden), ("screen-reader", Sense::Hidden),
    ("-sr-only", Sense::Hidden), ("invisible", Sense::Hidden), ("collapse", Sense::Hidden),
    ("search", Sense::Search), ("suche", Sense::Search),
    ("-list", Sense::Cards), ("card", Sense::Cards), ("-item", Sense::Cards), ("grid", Sense::Cards),
    ("-tile", Sense::Cards), ("-feed", Sense::Cards), ("listing", Sense::Cards), ("archive", Sense::Cards),
    ("quote", Sense::Quote), ("zitat", Sense::Quote), ("highlight", Sense::Quote),
    ("footnote", Sense::Notes), ("reference", Sense::Notes), ("citation", Sense::Notes), ("-note", Sense::Notes),
    ("factbox", Sense::Notes), ("infobox", Sense::Notes),
    ("button", Sense::Tools), ("-btn", Sense::Tools), ("-tool", Sense::Tools), ("action", Sense::Tools),
    ("-icon", Sense::Tools), ("option", Sense::Tools), ("toggle", Sense::Tools), ("-bar-", Sense::Tools),
    ("toolbar", Sense::Tools), ("control", Sense::Tools),
    ("rating", Sense::Shop), ("-vote", Sense::Shop), ("price", Sense::Shop), ("product", Sense::Shop),
    ("-shop", Sense::Shop), ("-cart", Sense::Shop), ("review", Sense::Shop), ("-poll", Sense::Shop),
    ("copyright", Sense::Legal), ("disclaim", Sense::Legal), ("imprint", Sense::Legal), ("impressum", Sense::Legal),
    ("license", Sense::Legal), ("-legal", Sense::Legal), ("privacy", Sense::Legal), ("terms", Sense::Legal),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDS.iter().map(|(word, _)| word.strip_prefix('-').unwrap_or(word)).map(|word| {
        // "most-" and "read-more" keep their dashes; only a closing dash that stands for an end goes.
        if word.matches('-').count() == 1 && word != "most-" {
            word.strip_suffix('-').unwrap_or(word)
        } else {
            word
        }
    });
    AhoCorasickBuilder::new().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(words).ok()
});

/// The senses of the class, id, role and similar attributes of the element at `id`.
pub(crate) fn senses(tree: &Tree<'_>, id: Id) -> Senses {
    let mut found = 0;
    for (name, value) in tree.attributes(id) {
        if is_name(name) && !value.is_empty() {
            found |= senses_of(value);
        } else if hides(name, value) {
            found |= bit(Sense::Hidden);
        }
    }
    if matches!(tree.tag(id), Tag::Body | Tag::Html) { 0 } else { found }
}

/// Whether the attribute holds names rather than values.
fn is_name(attribute: &str) -> bool {
    ["class", "id", "role", "itemprop", "data-component", "data-testid"]
        .iter()
        .any(|known| attribute.eq_ignore_ascii_case(known))
}

/// Whether the attribute keeps its element from being shown.
fn hides(name: &str, value: &str) -> bool {
    match name.len() {
        5 if name.eq_ignore_ascii_case("style") => {
            value.contains("display:none")
                || value.contains("display: none")
                || value.contains("visibility:hidden")
        }
        6 => name.eq_ignore_ascii_case("hidden"),
        11 => name.eq_ignore_ascii_case("aria-hidden") && value == "true",
        _ => false,
    }
}

/// The bit of one sense.
pub(crate) fn bit(sense: Sense) -> Senses {
    1 << sense as u8
}

/// The senses of a list of names, such as `post-content entry`.
pub(crate) fn senses_of(names: &str) -> Senses {
    let Some(finder) = FINDER.as_ref() else { return 0 };
    let bytes = names.as_bytes();
    let mut found = 0;
    for hit in finder.find_overlapping_iter(names) {
        let Some((word, sense)) = WORDS.get(hit.pattern().as_usize()) else { continue };
        let begins = !word.starts_with('-') || begins_word(bytes, hit.start());
        let ends = !word.ends_with('-') || ends_word(bytes, hit.end());
        if begins && ends {
            found |= bit(*sense);
        }
    }
    found
}

/// Whether a word begins at `at`: after anything but a letter, or by a capital after a small letter.
fn begins_word(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| bytes.get(at)) else { return true };
    !before.is_ascii_alphabetic()
        || (before.is_ascii_lowercase() && bytes.get(at).is_some_and(u8::is_ascii_uppercase))
}

/// Whether a word ends before `at`.
fn ends_word(bytes: &[u8], at: usize) -> bool {
    let last_small = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_lowercase);
    match bytes.get(at) {
        Some(b's') => !bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase),
        Some(after) => !after.is_ascii_alphabetic() || (last_small && after.is_ascii_uppercase()),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_word() {
        assert_eq!(senses_of("post-content"), bit(Sense::Story) | bit(Sense::Body));
        assert_eq!(senses_of("shadow header-loaded"), bit(Sense::Header));
        assert_eq!(senses_of("top_ad ad2"), bit(Sense::Header) | bit(Sense::Advertising));
        assert_eq!(senses_of("topNavBar"), bit(Sense::Header) | bit(Sense::Navigation) | bit(Sense::Tools));
        assert_eq!(senses_of("canada gladly"), 0);
    }
}
