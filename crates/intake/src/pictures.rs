//! Pictures that pages show.

use crate::markup::{attribute, head, tags};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use url::Url;

/// Pictures of a page that are fetched, at most.
pub const MOST: usize = 12;

/// Bytes of a picture, at most.
pub const LARGEST: usize = 5 << 20;

/// A picture that a page shows, and the words that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, whole, as a browser asks for it.
    pub address: String,
    /// What stands under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// What is to be read in its place (`alt`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
}

/// What a page shows: what the evidence keeps beside its pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The page's address, as the record knows it.
    pub page: String,
    /// Its pictures, in their order.
    pub pictures: Vec<Picture>,
}

/// The pictures of a page's story that may be asked for, the first of them: over HTTP, with nobody's name or password.
pub(crate) fn of(url: &Url, page: &dateline_terms::Page) -> Vec<Picture> {
    let own = tags(head(&page.bytes), "base").find_map(|tag| url.join(&attribute(&tag, "href")?).ok());
    let base = own.unwrap_or_else(|| url.clone());
    let mut seen = HashSet::new();
    let whole = dateline_page::pictures(page).into_iter().filter_map(|picture| {
        let mut at = base.join(&picture.address).ok()?;
        at.set_fragment(None);
        let may_be =
            matches!(at.scheme(), "http" | "https") && at.username().is_empty() && at.password().is_none();
        let address = Some(at.to_string()).filter(|address| may_be && seen.insert(address.clone()))?;
        Some(Picture { address, caption: picture.caption, alternative: picture.alternative })
    });
    whole.take(MOST).collect()
}

/// Whether bytes are a picture that browsers show and that holds no program: JPEG, PNG, GIF, WebP or AVIF.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    let brand = bytes.get(4..12).unwrap_or_default();
    bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        || bytes.starts_with(b"GIF87a")
        || bytes.starts_with(b"GIF89a")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || matches!(brand, b"ftypavif" | b"ftypavis")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        for picture in [
            &b"\xff\xd8\xff\xe0"[..],
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"\0\0\0 ftypavif",
        ] {
            assert!(is_picture(picture));
        }
        for other in
            [&b"<svg onload=x>"[..], b"<html>", b"RIFF\0\0\0\0WAVE", b"", b"%PDF-", b"\0\0\0 ftypmp42"]
        {
            assert!(!is_picture(other));
        }
    }

    #[test]
    fn addresses_are_whole_and_few() {
        let story = "Shells hit the market on Monday, wounding two, the hospital said. The street was closed for hours.";
        let more: String = (0..20)
            .map(|n| format!("<img src=p{n}.jpg><p>{story} It was day {n} of the siege.</p>"))
            .collect();
        let html = format!(
            "<!doctype html><html><head><base href=/img/><title>Shells</title></head><body><article><h1>Shells hit market</h1>\
             <img src=ftp://x/y.jpg><img src=//u:p@cdn.example/a.jpg><img src=//cdn.example/b.jpg#x><p>{story}</p>{more}\
             </article></body></html>"
        );
        let page = dateline_terms::Page::new("p", html, dateline_terms::Format::Html);
        let found = of(&Url::parse("https://a.example/news/1").expect("an address"), &page);
        assert_eq!(found.len(), MOST);
        assert_eq!(found[0].address, "https://cdn.example/b.jpg");
        assert_eq!(found[1].address, "https://a.example/img/p0.jpg");
    }
}
