//! Prints how often the headline of raw text is found, and where a given one stands:
//! `cargo run -p dateline-page --example titles -- gold/dev.jsonl [--all]`.

use dateline_page::clean;
use dateline_terms::{Format, Page};
use serde_json::Value;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "../shared/gold/dev.jsonl".into());
    let list = std::env::args().any(|a| a == "--all");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("{path} cannot be read: give the path of a gold file.");
        return;
    };
    let (mut stands, mut right, mut wrong, mut none, mut placed) = (0, 0, 0, 0, 0);
    for line in text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
        let field = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
        let (title, text) = (field("title"), field("text"));
        let known = text.chars().take(700).collect::<String>().contains(title.trim());
        stands += usize::from(known);
        let mut page = Page::new(field("id"), text, Format::Text);
        page.keep_text = true;
        let raw = clean(&page).0;
        page.title = Some(title.clone());
        placed += usize::from(clean(&page).0.title_at.is_some());
        match &raw.title {
            None => none += 1,
            Some(t) if t.trim_end_matches('.').trim() == title.trim() => right += 1,
            Some(t) => {
                wrong += 1;
                if list {
                    println!("{} {known} {title:?} found {t:?}", raw.id);
                }
            }
        }
    }
    println!(
        "headline stands in {stands} texts; found {right}, another {wrong}, none {none}; a given one placed in {placed}"
    );
}
