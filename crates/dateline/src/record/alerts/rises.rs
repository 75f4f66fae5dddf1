//! Days and weeks with more incidents than their past makes likely, with what was counted.

use super::{AlertsArgs, Memory, Question};
use crate::record::brief::brief;
use crate::show::words::one_line;
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_code::Books;
use dateline_store::Store;
use dateline_store::rise::{Abstains, By, Rise};
use dateline_terms::Incident;
use serde_json::{Value, json};
use std::io::Write;

/// Incidents of one rise that are printed at most.
const COUNTED: usize = 200;

/// Prints the rises of each question that were not told under this name yet; gives how many.
pub(super) fn tell(
    args: &AlertsArgs,
    by: &str,
    store: &Store,
    questions: &[Question],
    memory: &mut Memory,
    books: &Books<'_>,
) -> Result<usize> {
    let by = By::parse(by).unwrap_or_default();
    let today = args.day.unwrap_or_else(|| jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
    let mut told = 0;
    let mut out = anstream::stdout().lock();
    for question in questions {
        let what = format!("rise by {} {}", by.as_str(), question.id);
        let last = memory.last(&what)?;
        let judged = store.rises(&question.filter, by, args.rate, today)?;
        if let Some(why) = judged
            .iter()
            .rev()
            .find_map(|one| one.as_ref().err())
            .filter(|_| judged.iter().all(Result::is_err))
        {
            eprintln!("dateline: Of “{}” nothing can be said: {}.", question.name, abstains(*why));
        }
        let rises: Vec<Rise> = judged.into_iter().flatten().collect();
        let new =
            rises.iter().filter(|rise| rise.judged.rises && last.is_none_or(|last| rise.number() > last));
        for rise in new {
            told += 1;
            memory.come_to(&what, rise.number());
            let (counted, more) = store.counted_in(&question.filter, rise, books, COUNTED)?;
            let text = match args.json {
                true => format!("{}\n", line(question, rise, &counted, more)?),
                false => words(question, rise, &counted, more),
            };
            out.write_all(text.as_bytes())?;
        }
    }
    out.flush()?;
    if told == 0 && !args.json {
        eprintln!("dateline: No rise up to {today}.");
    }
    Ok(told)
}

fn abstains(why: Abstains) -> &'static str {
    match why {
        Abstains::TooShort => "the record does not go back far enough",
        Abstains::TooSilent => "too few days before have reports",
        Abstains::NothingBefore => "nothing happened before that it could be held against",
    }
}

fn line(question: &Question, rise: &Rise, counted: &[Incident], more: usize) -> Result<Value> {
    let mut line = serde_json::to_value(rise)?;
    line["search"] = json!({"id": question.id, "name": question.name});
    line["in_words"] = rise.in_words().into();
    line["incidents"] = serde_json::to_value(counted)?;
    line["more"] = more.into();
    Ok(line)
}

fn words(question: &Question, rise: &Rise, counted: &[Incident], more: usize) -> String {
    let width = show::width();
    let mut text = paragraph(&format!("{}: {}", question.name, rise.in_words()), width);
    for incident in counted {
        let outlets = if incident.outlets.is_empty() {
            String::new()
        } else {
            format!(" ({})", incident.outlets.join(", "))
        };
        let one =
            format!("{}  {}{outlets}: “{}”", incident.id, brief(incident), one_line(&incident.evidence));
        text += &paragraph(&one, width.saturating_sub(2))
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect::<String>();
    }
    if more > 0 {
        text += &format!("  and {more} more\n");
    }
    text + "\n"
}
