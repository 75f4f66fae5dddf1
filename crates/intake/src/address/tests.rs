use super::*;
use proptest::prelude::*;

fn one(address: &str) -> Option<String> {
    canonical(address).map(|url| url.to_string())
}

#[test]
fn addresses_of_one_page_are_one() {
    let page = "https://www.example.org/news/2024/strike?id=7";
    for address in [
        "https://www.example.org/news/2024/strike?id=7",
        " HTTPS://WWW.Example.ORG:443/news/2024/strike?id=7#comments ",
        "https://www.example.org/news/2024/strike?utm_source=rss&id=7&fbclid=x",
        "https://www.example.org/news/2024/strike?at_medium=RSS&at_campaign=KARANGA&id=7",
        "https://www.example.org./news/2024/%73trike?id=7&",
        "https://www.example.org/news/2024/strike/amp?id=7",
        "https://www.example.org/news/2024/strike/amp/?id=7",
        "https://www.example.org/news/2024/strike.amp?id=7",
        "https://www.example.org/news/2024/strike?id=7&amp=1",
        "https://www.example.org/news/2024/x/../strike?id=7&outputType=amp",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/2024/strike/amp?id=7",
        "https://www.google.com/amp/s/www.example.org/news/2024/strike?id=7&utm_medium=x",
    ] {
        assert_eq!(one(address).as_deref(), Some(page), "{address}");
    }
}

#[test]
fn what_tells_pages_apart_stays() {
    for address in [
        "https://a.example/x?b=2&a=1",
        "https://a.example/x?name=utm_source",
        "https://a.example/x/",
        "https://a.example/X",
        "https://a.example/caf%C3%A9",
        "https://a.example/a%2Fb",
        "https://a.example/amp",
        "https://a.example/lamp",
        "https://a.example/x?amp=2",
        "http://a.example:8080/x",
    ] {
        assert_eq!(one(address).as_deref(), Some(address));
    }
    assert_eq!(one("https://bücher.example/x").as_deref(), Some("https://xn--bcher-kva.example/x"));
    for none in
        ["", "x", "/x", "mailto:a@b.example", "ftp://a.example/", "https://u:p@a.example/", "https://./x"]
    {
        assert_eq!(one(none), None, "{none}");
    }
}

#[test]
fn a_page_is_believed_of_its_own_site_alone() {
    let page = Url::parse("https://m.example.org/news/strike?page=2").expect("an address");
    let said = |href: &str| {
        let html = format!("<head><link rel=\"canonical\" href=\"{href}\">");
        stated(&page, html.as_bytes()).map(|url| url.to_string())
    };
    assert_eq!(said("/news/strike#x").as_deref(), Some("https://m.example.org/news/strike"));
    assert_eq!(
        said("https://www.example.org/news/other?utm_source=x").as_deref(),
        Some("https://www.example.org/news/other")
    );
    for href in [
        "https://elsewhere.example/news/strike",
        "https://example.org:8443/news/strike",
        "/",
        "/news/",
        "javascript:x",
        "https://u@example.org/news/strike",
    ] {
        assert_eq!(said(href), None, "{href}");
    }
    assert_eq!(stated(&page, b"<head></head>"), None);
}

/// Addresses made of pieces that the rules look for, in any order.
fn addresses() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        Just("www.google.com"),
        Just("a-example.cdn.ampproject.org"),
        Just("A.example."),
        Just("127.1"),
        Just("[::1]:80"),
        Just("b.example:443"),
    ];
    let piece = prop_oneof![
        Just("/amp"),
        Just("/s/"),
        Just("/c/"),
        Just(".amp"),
        Just("/x"),
        Just("%7e"),
        Just("%2f"),
        Just("%"),
        Just("%61mp"),
        Just("/a.example"),
        Just(".."),
        Just("/../"),
        Just("é"),
        Just("%e9"),
        Just("//"),
        Just("%25"),
    ];
    let parameter = prop_oneof![
        Just("utm_x=1"),
        Just("amp"),
        Just("amp=1"),
        Just("a=b"),
        Just("%75tm_x=1"),
        Just("="),
        Just(""),
        Just("a=%41"),
        Just("?"),
        Just("a=b=c"),
        Just("output=amp"),
        Just("x=%"),
    ];
    let pieces = prop::collection::vec(piece, 0..6);
    let parameters = prop::collection::vec(parameter, 0..4);
    (any::<bool>(), host, pieces, parameters).prop_map(|(tls, host, pieces, parameters)| {
        let scheme = if tls { "https" } else { "http" };
        format!("{scheme}://{host}{}?{}#f", pieces.concat(), parameters.join("&"))
    })
}

proptest! {
    #[test]
    fn the_one_form_of_the_one_form_is_itself(address in prop_oneof![addresses(), "\\PC{0,60}"]) {
        if let Some(url) = canonical(&address) {
            let again = canonical(url.as_str());
            prop_assert_eq!(again.as_ref(), Some(&url), "{}", address);
            prop_assert!(url.fragment().is_none() && url.host().is_some());
            // As text it reads as what it is.
            let read = Url::parse(url.as_str());
            prop_assert_eq!(read.as_ref(), Ok(&url));
        }
    }
}
