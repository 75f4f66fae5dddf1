//! Addresses in the order in which indexes of web archives sort them: the host's parts from the last on, then the path.

/// An address as CDXJ indexes have it, such as `org,example)/a?b=c`: without scheme, `www` and the usual port, in lower
/// case, its query in order.
pub(super) fn surt(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else { return url.to_string() };
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, path) = match rest.find(['/', '?']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let usual = if url.starts_with("https:") { ":443" } else { ":80" };
    let host = without_www(host.strip_suffix(usual).unwrap_or(&host));
    let (name, port) = host.find(':').map_or((host, ""), |at| host.split_at(at));
    let reversed: Vec<&str> = name.split('.').rev().collect();
    let path = path.to_lowercase();
    let (path, query) =
        path.split_once('?').map_or((path.as_str(), None), |(path, query)| (path, Some(query)));
    let path = if path.is_empty() { "/" } else { path };
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let mut key = format!("{}{port}){path}", reversed.join(","));
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        let mut fields: Vec<&str> = query.split('&').collect();
        fields.sort_unstable();
        key = format!("{key}?{}", fields.join("&"));
    }
    key.replace(char::is_whitespace, "%20")
}

/// A host without `www.` or `www2.` before it.
fn without_www(host: &str) -> &str {
    let Some(rest) = host.strip_prefix("www") else { return host };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::surt;

    #[test]
    fn addresses_are_written_from_the_end_of_the_host_on() {
        for (url, key) in [
            ("https://www.Example.org/", "org,example)/"),
            ("http://example.org:80", "org,example)/"),
            ("https://news.example.org:8080/A/b/?y=2&x=1#top", "org,example,news:8080)/a/b?x=1&y=2"),
            ("https://example.org?q", "org,example)/?q"),
            ("urn:x", "urn:x"),
        ] {
            assert_eq!(surt(url), key, "{url}");
        }
    }
}
