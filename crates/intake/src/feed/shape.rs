//! Patterns that links of a page have in common: what its user may mean by "its reports".

use regex::Regex;
use std::collections::HashMap;
use url::Url;

/// Links that have to fit a pattern for it to be one.
const FEWEST: usize = 2;

/// Patterns that are told of, at most.
const MOST: usize = 5;

/// A pattern and the links of a page that fit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The pattern (regular expression), as `links` takes it.
    pub pattern: String,
    /// Links of the page that fit it.
    pub fits: usize,
    /// One of them.
    pub example: String,
}

/// What kind a part of an address is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// The same in all.
    Word(String),
    /// A number of four figures: a year, as it were.
    Year,
    /// Another number.
    Number,
    /// What tells a report from others: a headline in an address, or a mark with figures in it.
    Name,
}

/// The patterns that links of the page's own site fit, those that look most like reports first.
pub fn shapes(address: &Url, links: &[&str]) -> Vec<Shape> {
    let mut groups: HashMap<Vec<Part>, Vec<&str>> = HashMap::new();
    for link in links {
        let Some(url) = Url::parse(link).ok().filter(|url| url.host_str() == address.host_str()) else {
            continue;
        };
        let parts = parts(&url);
        // A page of a section has nothing that changes from report to report.
        if parts.iter().any(|part| !matches!(part, Part::Word(_))) {
            groups.entry(parts).or_default().push(link);
        }
    }
    let mut groups: Vec<(Vec<Part>, Vec<&str>)> =
        groups.into_iter().filter(|(_, links)| links.len() >= FEWEST).collect();
    groups.sort_by_key(|(parts, found)| {
        let named = parts.contains(&Part::Name);
        let place = links.iter().position(|link| Some(link) == found.first());
        (std::cmp::Reverse(found.len() * if named { 3 } else { 1 }), place)
    });
    groups.truncate(MOST);
    groups.into_iter().filter_map(|(parts, _)| shape(&parts, links)).collect()
}

/// A pattern, with all links that it fits.
fn shape(parts: &[Part], links: &[&str]) -> Option<Shape> {
    let mut pattern = String::new();
    for part in parts {
        pattern.push('/');
        match part {
            Part::Word(word) => pattern.push_str(&regex::escape(word)),
            Part::Year => pattern.push_str("[0-9]{4}"),
            Part::Number => pattern.push_str("[0-9]+"),
            Part::Name => pattern.push_str("[^/?]+"),
        }
    }
    pattern.push_str("/?$");
    let fits = Regex::new(&pattern).ok()?;
    let found: Vec<&&str> = links.iter().filter(|link| fits.is_match(link)).collect();
    let example = (*found.first()?).to_string();
    Some(Shape { pattern, fits: found.len(), example })
}

/// The parts of an address's path.
fn parts(url: &Url) -> Vec<Part> {
    let parts: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.into_iter().map(part).collect()
}

fn part(text: &str) -> Part {
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let hyphens = text.bytes().filter(|byte| matches!(byte, b'-' | b'_')).count();
    if figures == text.len() {
        return if figures == 4 { Part::Year } else { Part::Number };
    }
    if hyphens >= 2 || figures >= 3 || (hyphens >= 1 && figures >= 1) || text.len() > 40 {
        return Part::Name;
    }
    Part::Word(text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_reports_have_a_pattern_and_those_to_sections_none() {
        let links = [
            "https://a.example/",
            "https://a.example/about",
            "https://a.example/world/africa",
            "https://a.example/news/2024/army-says-base-was-hit",
            "https://a.example/news/2024/two-hurt-in-blast/",
            "https://a.example/news/2023/ceasefire-holds-for-now",
            "https://a.example/page/2",
            "https://a.example/page/3",
            "https://b.example/news/2024/another-site-says-so",
        ];
        let address = Url::parse("https://a.example/").expect("an address");
        let shapes = shapes(&address, &links);
        let told: Vec<(&str, usize)> = shapes.iter().map(|s| (s.pattern.as_str(), s.fits)).collect();
        assert_eq!(told, [("/news/[0-9]{4}/[^/?]+/?$", 4), ("/page/[0-9]+/?$", 2)]);
        assert_eq!(shapes[0].example, links[3]);
    }
}
