//! What is set aside in scraped text, shown as marks under the words. A line that begins with `|` is
//! text, the line below it that begins with `:` says what each letter was read as: S section, B byline,
//! C caption, R related, F footnote, M comment form, N navigation, A advertising, T headline.

use dateline_page::clean;
use dateline_terms::{Format, FurnitureKind, Page, Report};

/// The text of `drawing` cleaned and drawn again must give the same drawing.
fn check(drawing: &str) -> Report {
    let lines = || drawing.lines().map(str::trim_start).filter(|l| l.starts_with(['|', ':']));
    let rows: Vec<&str> = lines().filter_map(|l| l.strip_prefix('|')).collect();
    let mut page = Page::new("test", rows.join("\n"), Format::Text);
    page.keep_text = true;
    let report = clean(&page).0;
    assert_eq!(report.text, rows.join("\n"), "the text must be kept as it is");
    let expected: String = lines().map(|l| format!("{}\n", l.trim_end())).collect();
    let drawn = draw(&report);
    assert!(drawn == expected, "expected\n{expected}\nfound\n{drawn}");
    report
}

fn draw(report: &Report) -> String {
    let mut out = String::new();
    let mut at = 0;
    for row in report.text.split('\n') {
        out.push_str(format!("|{row}").trim_end());
        out.push('\n');
        let marks: String = row.char_indices().map(|(i, _)| mark(report, at + i)).collect();
        if !marks.trim().is_empty() {
            out.push_str(format!(":{marks}").trim_end());
            out.push('\n');
        }
        at += row.len() + 1;
    }
    out
}

fn mark(report: &Report, at: usize) -> char {
    let holds = |s: dateline_terms::Span| s.start <= at && at < s.end;
    let furniture = report.furniture.iter().find(|f| holds(f.span)).map(|f| letter(f.kind));
    furniture.or(report.title_at.filter(|t| holds(*t)).map(|_| 'T')).unwrap_or(' ')
}

fn letter(kind: FurnitureKind) -> char {
    match kind {
        FurnitureKind::Caption => 'C',
        FurnitureKind::Related => 'R',
        FurnitureKind::Footnote => 'F',
        FurnitureKind::CommentForm => 'M',
        FurnitureKind::Navigation => 'N',
        FurnitureKind::Section => 'S',
        FurnitureKind::Byline => 'B',
        FurnitureKind::Advertising => 'A',
    }
}

#[test]
fn a_card_run_into_the_text_is_set_aside() {
    let report = check(
        "|Rockets fell on the base on Monday, its commander said.WorldTen Years of War: ‘No End’ in Sight5 January, 08:45 GMTMost of the attacks came at night.
         :                                                       RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
         |Talks began in October 2023 and led nowhere.",
    );
    assert_eq!(report.related.len(), 1);
    assert_eq!(report.related[0].title, "Ten Years of War: ‘No End’ in Sight");
    assert_eq!(report.related[0].published.map(|d| d.to_string()).as_deref(), Some("2024-01-05"));
}

#[test]
fn a_card_on_lines_of_its_own_is_set_aside() {
    let report = check(
        "|Rockets fell on the base in the valley on Monday and on the road that leads to it, its commander said, as talks that
         |began in October 2023 went on in the capital without either side naming a day for the next round, or saying whether
         |the one after it would be held at all. Nobody was hurt, and the base reported no damage but for a broken fence and a wall.
         |World
         :RRRRR
         |Ten Years of War in the Valley
         :RRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
         |5 January, 08:45 GMT
         :RRRRRRRRRRRRRRRRRRRR
         |Most of the attacks came at night.",
    );
    assert_eq!(report.related[0].title, "Ten Years of War in the Valley");
}

#[test]
fn a_date_and_time_inside_a_sentence_makes_no_card() {
    check("|The first shell fell on 5 January, 08:45 GMT, and the second an hour later, the mission said.");
}

#[test]
fn lines_that_lead_elsewhere_are_set_aside() {
    let report = check(
        "|Gunmen shot two guards at the dam on Friday, the governor said in a long statement.
         |READ MORE: Who guards the dams?
         :RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
         |Also Read| Second dam closed for repairs
         :RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
         |Read more than one account of the night and they differ, he said.
         |Related Articles
         :RRRRRRRRRRRRRRRR
         |Mayor of the river town steps down
         :RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
         |Back to top button
         :NNNNNNNNNNNNNNNNNN",
    );
    let titles: Vec<&str> = report.related.iter().map(|r| r.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Who guards the dams?", "Second dam closed for repairs", "Mayor of the river town steps down"]
    );
}

#[test]
fn a_footnote_is_set_aside_and_its_mark_stays() {
    let report = check(
        "|Fighters of the Example Front* took the hill at dawn, two residents said.* A group banned in Examplia and other states.
         :                                                                         FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
    );
    assert_eq!(report.footnotes.len(), 1);
    assert_eq!(report.footnotes[0].mark, "*");
    assert_eq!(report.footnotes[0].text, "A group banned in Examplia and other states.");
}

#[test]
fn a_star_without_a_mark_in_the_text_is_no_footnote() {
    check("|The talks ended.\n|* Five soldiers were killed in the north on Monday.");
    check("|*Peace now, and nothing else*\n|The crowd had come for that, he said.");
}

#[test]
fn rows_of_a_wrapped_paragraph_are_no_lines_of_their_own() {
    check(
        "|THE COLUMN WAS STOPPED AT THE RIVER, WHERE THE BRIDGE HAD BEEN BLOWN UP
         |BY GUERRILLA COMMANDO UNITS. THE ARMY SAID THAT THE BLAST WAS NOT
         |RELATED TO THE DEATH OF THE MAYOR, WHO HAD BEEN KILLED BY GUNMEN THEY SAID WERE
         |SPONSORED BY LANDOWNERS. NOBODY CLAIMED THE BLAST. A SOLDIER SAID HE
         |HAD SEEN FOUR MEN ON THE BANK THAT NIGHT.",
    );
}

#[test]
fn comment_forms_and_what_follows_are_set_aside() {
    check(
        "|Police in the port city arrested nine men on Tuesday after a night of riots in the old quarter.
         |Leave a Reply
         :MMMMMMMMMMMMM
         |Your email address will not be published. Required fields are marked *
         :MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM
         |Great story, thank you!
         :MMMMMMMMMMMMMMMMMMMMMMM",
    );
}

#[test]
fn sharing_rows_cookies_and_appeals_are_set_aside() {
    check(
        "|Facebook Twitter WhatsApp Email Print
         :NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN
         |A mine killed a shepherd near the border village on Sunday, the first such death this year.
         |Advertisement
         :AAAAAAAAAAAAA
         |He was the third of his family to die so, and an email to the ministry went unanswered.
         |We use cookies to make this site work better.
         :NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN
         |Copyright 2021 Example Wire. All rights reserved.
         :NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN",
    );
}

#[test]
fn captions_are_known_by_credit_opening_or_noun() {
    let report = check(
        "|Shells Hit Market Town as Truce Frays
         :TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT
         |Satellite image showing the market square of the town, which the army has held since spring.
         :CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC
         |FILE PHOTO: Soldiers guard the square in March. EXAMPLE/A. Person
         :CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC
         |A woman walks past a burnt stall. (File photo / Example Agency)
         :CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC
         |Six shells hit the market on Saturday and killed a trader, the mayor said, as both sides spoke of a truce that nobody kept. A video shows the blast.",
    );
    assert_eq!(report.captions.len(), 3);
}

#[test]
fn an_agency_in_brackets_at_the_end_makes_no_caption() {
    let report = check(
        "|The blast killed two people.
         |Police closed the road and searched nearby houses until the evening. (AFP)
         :                                                                     BBBBB",
    );
    assert_eq!(report.outlet.as_deref(), Some("AFP"));
}

#[test]
fn the_top_gives_section_headline_and_byline() {
    let report = check(
        "|Middle East
         :SSSSSSSSSSS
         |Bomb at Bus Stop Wounds Four in Hill Town
         :TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT
         |By Ann Person and Bo Other
         :BBBBBBBBBBBBBBBBBBBBBBBBBB
         |EXAMPLETOWN (Example Wire) - A bomb at a bus stop wounded four people on Thursday, the town's hospital said in a statement.
         |(Reporting by Ann Person; Editing by Cy Third)
         :BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
    );
    assert_eq!(report.section.as_deref(), Some("Middle East"));
    assert_eq!(report.title.as_deref(), Some("Bomb at Bus Stop Wounds Four in Hill Town"));
    assert_eq!(report.byline.as_deref(), Some("Ann Person and Bo Other"));
    assert_eq!(report.outlet.as_deref(), Some("Example Wire"));
}

#[test]
fn headline_date_and_text_on_one_line_are_told_apart() {
    check(
        "|Four wounded in hill town blast Mayor AFP Friday 1 Jul 2016 A bomb wounded four people on Friday the mayor said.
         :TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT BBBBBBBBBBBBBBBBBBBBB",
    );
    check(
        "|Sat Nov 18 2017 Army Foils Attack on Hill Town. The army foiled an attack on the hill town a source said.
         :BBBBBBBBBBBBBBB TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT",
    );
    check(
        "|Published July 2 2016 Residents search a house after a strike (Reuters Photo) Three people died on Friday.
         :BBBBBBBBBBBBBBBBBBBBB                                         CCCCCCCCCCCCCCC",
    );
}

#[test]
fn stock_phrases_run_into_a_line_are_set_aside() {
    check(
        "|07.07.2015Get short URL 0 25 A bomber killed six soldiers at a post on Monday. Community standardsDiscussion Comment via Facebook
         :BBBBBBBBBBNNNNNNNNNNNNNNNNNN                                                   MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
    );
    check(
        "|Date of publication 3 June 2016 Raids killed nine people. Tags Examplia Hill Town Example Front At least nine people died. Read Also
         :BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB                           NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN                            RRRRRRRRR",
    );
}
