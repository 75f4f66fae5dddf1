//! `robots.txt`: which pages a site lets be fetched, by RFC 9309, and how fast (`Crawl-delay`, which many sites write
//! and the standard does not know).

use std::time::Duration;
use url::Url;

/// The name by which sites know Dateline.
pub const NAME: &str = "dateline";

/// Bytes of a file that are read: the least that section 2.5 of the standard asks for.
pub const LONGEST: usize = 500 << 10;

/// What a site's `robots.txt` says to one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// Time that it asks for between two requests.
    pub delay: Option<Duration>,
    /// Sitemaps that it names.
    pub sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// Rules for some programs, as they stand together.
#[derive(Default)]
struct Group {
    agents: Vec<String>,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// What a file says to the program of this name (lower case): its own groups together, else those for all.
    pub fn read(bytes: &[u8], name: &str) -> Robots {
        let text = String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes));
        let (groups, sitemaps) = groups(text.trim_start_matches('\u{feff}'));
        let named = |who: &str| {
            groups.iter().filter(|group| group.agents.iter().any(|agent| agent == who)).collect::<Vec<_>>()
        };
        let own = named(name);
        let heeded = if own.is_empty() { named("*") } else { own };
        let delay = heeded.iter().filter_map(|group| group.delay).max();
        let rules = heeded.into_iter().flat_map(|group| group.rules.iter().cloned()).collect();
        Robots { rules, delay, sitemaps }
    }

    /// Whether a page may be fetched: what the longest fitting rule says, and of two of one length the one that allows.
    pub fn allows(&self, url: &Url) -> bool {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        if path == "/robots.txt" {
            return true;
        }
        let path = escaped(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// The groups of a file, and its sitemaps.
fn groups(text: &str) -> (Vec<Group>, Vec<String>) {
    let (mut groups, mut sitemaps) = (Vec::<Group>::new(), Vec::new());
    // Whether the last line named a program: several in a row share the rules that follow.
    let mut naming = false;
    for line in text.split(['\n', '\r']) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "user-agent" => {
                if !naming {
                    groups.push(Group::default());
                }
                groups.last_mut().into_iter().for_each(|group| group.agents.push(product(value)));
                naming = true;
                continue;
            }
            "sitemap" => sitemaps.push(value.to_string()),
            "allow" | "disallow" | "crawl-delay" => {
                naming = false;
                groups.last_mut().into_iter().for_each(|group| add(group, &key, value));
            }
            _ => {}
        }
    }
    (groups, sitemaps)
}

fn add(group: &mut Group, key: &str, value: &str) {
    if key == "crawl-delay" {
        let seconds = value.parse::<f64>().ok();
        group.delay = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok()).max(group.delay);
    } else if value.starts_with(['/', '*']) {
        group.rules.push(Rule { allow: key == "allow", pattern: escaped(value) });
    }
}

/// The name of a program without its version: section 2.2.1 lets it have letters, `_` and `-`.
fn product(value: &str) -> String {
    if value.starts_with('*') {
        return "*".into();
    }
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-')).unwrap_or(value.len());
    value.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// Text with what is no ASCII escaped and its escapes in capitals, those of plain letters resolved: section 2.2.2.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes = text.bytes().peekable();
    let digit =
        |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let code = (byte == b'%').then(|| Some(digit(ahead.next())? << 4 | digit(ahead.next())?)).flatten();
        match code {
            Some(code) => {
                bytes = ahead;
                if code.is_ascii_alphanumeric() || b"-._~".contains(&code) {
                    out.push(char::from(code));
                } else {
                    out += &format!("%{code:02X}");
                }
            }
            None if byte.is_ascii() => out.push(char::from(byte)),
            None => out += &format!("%{byte:02X}"),
        }
    }
    out
}

/// Whether a pattern fits the beginning of a path: `*` stands for anything, `$` at its end for the path's end. Takes time
/// in proportion to the product of their lengths at most.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let last = if whole { parts.pop() } else { None };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    match (whole, last) {
        (true, Some(last)) => rest.ends_with(last),
        (true, None) => rest.is_empty(),
        (false, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn allows(file: &str, path: &str) -> bool {
        let url = Url::parse(&format!("https://a.example{path}")).expect("an address");
        Robots::read(file.as_bytes(), NAME).allows(&url)
    }

    #[test]
    fn own_rules_come_before_those_for_all() {
        let file = "User-agent: *\nDisallow: /\n\nUser-Agent: Dateline/2.0 (x)\nDisallow: /private\n";
        assert!(allows(file, "/news") && !allows(file, "/private/x"));
        let together =
            "user-agent: other\nuser-agent: DATELINE\ndisallow: /a\n\nuser-agent: dateline\ndisallow: /b\n";
        assert!(!allows(together, "/a") && !allows(together, "/b") && allows(together, "/c"));
        let others = "User-agent: datelinebot\nDisallow: /\n";
        assert!(allows(others, "/x"));
    }

    #[test]
    fn the_longest_rule_decides() {
        let file = "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
        assert!(allows(file, "/example/page/x") && !allows(file, "/example/page/disallowed.gif"));
        let equal = "User-agent: *\nDisallow: /page\nAllow: /page\n";
        assert!(allows(equal, "/page"));
        let empty = "User-agent: *\nDisallow:\n";
        assert!(allows(empty, "/x"));
        assert!(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
        assert!(allows("Disallow: /\n", "/x"), "rules for nobody");
        assert!(allows("", "/x"));
    }

    #[test]
    fn stars_and_ends_are_understood() {
        let cases = [
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish*", "/fish", true),
            ("/*.php", "/folder/any.php.file.html", true),
            ("/*.php$", "/x.php", true),
            ("/*.php$", "/x.php?a", false),
            ("/fish*.php", "/fishheads/catfish.php?parameters", true),
            ("/$", "/", true),
            ("/$", "/x", false),
            ("/a*b*c$", "/abxc", true),
            ("/a*bc*bc$", "/abc", false),
            ("*/print", "/x/print", true),
            ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar", true),
            ("/ツ", "/%E3%83%84", true),
            ("/%62%61%7a", "/baz", true),
            ("/a%3cd", "/a%3Cd", true),
        ];
        for (pattern, path, fitting) in cases {
            let file = format!("User-agent: *\nDisallow: {pattern}\n");
            assert_eq!(!allows(&file, path), fitting, "{pattern} {path}");
        }
    }

    #[test]
    fn delays_and_sitemaps_are_read() {
        let file =
            "\u{feff}Sitemap: https://a.example/s.xml\r\nUser-agent: *\r\nCrawl-delay: 2.5 # slow\r\nfoo\r\n";
        let robots = Robots::read(file.as_bytes(), NAME);
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
        for wrong in ["-1", "x", "1e300", "nan"] {
            let robots = Robots::read(format!("User-agent: *\nCrawl-delay: {wrong}").as_bytes(), NAME);
            assert_eq!(robots.delay, None, "{wrong}");
        }
    }

    #[test]
    fn any_bytes_are_read() {
        for bytes in
            [&b"\xff\xfe\x00:\x00"[..], b"user-agent:*\ndisallow:/%", b":::\n%%%", b"disallow: /%zz\r"]
        {
            let robots = Robots::read(bytes, NAME);
            assert!(robots.allows(&Url::parse("https://a.example/").expect("an address")));
        }
    }
}
