//! Messages, mailboxes, chats, tables and PDF: each report in them comes in with its day and outlet, and what is broken is
//! named. The real program.

mod program;

use program::{Folder, run};
use serde_json::Value;

const STORY: &str = "HOMS, Syria - Rockets struck the army base near Homs on Tuesday and killed three soldiers, the army said.";

fn coded(folder: &Folder, name: &str, bytes: &[u8], more: &[&str]) -> Vec<Value> {
    let path = folder.file(name, bytes);
    let done = run(&[&["code", "--json", path.to_str().expect("UTF-8")], more].concat(), b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    done.json()
}

fn text(report: &Value) -> &str {
    report["report"]["text"].as_str().expect("a text")
}

fn message(subject: &str, day: u8, body: &str) -> String {
    format!(
        "From: Example Wire <desk@wire.example>\nTo: reader@example.org\nSubject: {subject}\n\
         Date: Tue, {day} Jan 2024 23:30:00 +0300\nMessage-ID: <{subject}-{day}@wire.example>\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    )
}

#[test]
fn a_message_brings_its_subject_sender_and_day() {
    let folder = Folder::new();
    let wrapped = "Rockets struck the army base near Homs on Tuesday and killed three sol-\ndiers, the army said in a\nstatement.";
    let report = &coded(&folder, "a.eml", message("Base struck", 9, wrapped).as_bytes(), &[])[0];
    assert_eq!(report["report"]["title"], "Base struck");
    assert_eq!(report["report"]["outlet"], "Example Wire");
    assert_eq!(report["report"]["published"]["date"], "2024-01-09", "the sender's day, not UTC's");
    assert!(text(report).contains("killed three soldiers, the army said in a"), "{}", text(report));

    let parts = format!(
        "From: desk@wire.example\nSubject: =?utf-8?Q?Base_struck_=E2=80=93_army?=\nDate: Tue, 9 Jan 2024 10:00:00 +0000\n\
         MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=xx\n\n--xx\nContent-Type: text/plain\n\nRead it in \
         your browser.\n--xx\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{}\n--xx--\n",
        base64(
            format!("<html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>").as_bytes()
        )
    );
    // Without a name that says what it is.
    let report = &coded(&folder, "message", parts.as_bytes(), &[])[0];
    assert_eq!(report["report"]["title"], "Base struck – army");
    assert!(text(report).starts_with("HOMS, Syria"), "{}", text(report));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .map(|three| {
            let bits = three
                .iter()
                .enumerate()
                .fold(0u32, |bits, (n, byte)| bits | u32::from(*byte) << (16 - 8 * n));
            (0..4)
                .map(|n| {
                    if n <= three.len() {
                        char::from(DIGITS[(bits >> (18 - 6 * n) & 63) as usize])
                    } else {
                        '='
                    }
                })
                .collect::<String>()
        })
        .collect()
}

#[test]
fn a_mailbox_holds_many_messages_and_is_taken_in_once() {
    let folder = Folder::new();
    let one = message("One", 9, &format!("{STORY}\n\n>From the hills, witnesses saw smoke."));
    let two = message("Two", 10, STORY);
    let mailbox = format!(
        "From desk@wire.example Tue Jan  9 10:00:00 2024\n{one}\nFrom desk@wire.example Wed Jan 10\n{two}"
    );
    let reports = coded(&folder, "wire.mbox", mailbox.as_bytes(), &[]);
    let titles: Vec<&str> = reports.iter().filter_map(|report| report["report"]["title"].as_str()).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert!(text(&reports[0]).contains("\nFrom the hills, witnesses saw smoke."), "{}", text(&reports[0]));

    let (db, path) = (folder.join("record.db"), folder.join("wire.mbox"));
    let ingest = ["ingest", path.to_str().expect("UTF-8"), "--db", db.to_str().expect("UTF-8")];
    assert!(run(&ingest, b"").stdout.contains("2 new"), "first");
    assert!(run(&ingest, b"").stdout.contains("0 new, 2 known"), "again");
    // The bytes are kept as they came, so that they can be coded again.
    let again = run(&["recode", "--db", db.to_str().expect("UTF-8")], b"");
    assert_eq!(again.code, Some(0), "{}", again.stderr);
}

#[test]
fn a_chat_brings_its_messages_with_days_and_nobodys_name() {
    let folder = Folder::new();
    let telegram = format!(
        r#"{{ "name": "Valley Watch", "type": "public_channel", "id": 77, "messages": [
          {{ "id": 1, "type": "service", "date": "2024-01-08T10:00:00", "date_unixtime": "1704708000", "action": "create_channel", "text": "" }},
          {{ "id": 2, "type": "message", "date": "2024-01-09T10:00:00", "date_unixtime": "1704794400", "from": "Ada B.", "from_id": "user5",
             "text": ["{STORY} ", {{ "type": "bold", "text": "A brace }} and a \"quote\" too." }}] }},
          {{ "id": 3, "type": "message", "date": "2024-01-10T10:00:00", "from": "Ada B.", "forwarded_from": "Example Wire", "text": "{STORY}" }} ] }}"#
    );
    let reports = coded(&folder, "result.json", telegram.as_bytes(), &[]);
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert_eq!(reports[0]["report"]["published"]["date"], "2024-01-09");
    assert!(text(&reports[0]).ends_with("A brace } and a \"quote\" too."), "{}", text(&reports[0]));
    let outlets: Vec<&str> =
        reports.iter().filter_map(|report| report["report"]["outlet"].as_str()).collect();
    assert_eq!(outlets, ["Valley Watch", "Example Wire"]);
    assert!(!reports.iter().any(|report| report.to_string().contains("Ada")), "people's names stay out");

    let cut = &telegram[..telegram.len() - 40];
    let path = folder.file("cut.json", cut.as_bytes());
    let done = run(&["code", "--json", path.to_str().expect("UTF-8")], b"");
    assert_eq!((done.code, done.json().len()), (Some(1), 1), "what came before stands");
    assert!(done.stderr.contains("breaks off"), "{}", done.stderr);

    let whatsapp =
        format!("14/01/24, 10:15 - Ada: {STORY}\n14/01/24, 10:16 - +49 170 000: <Media omitted>\n");
    let reports = coded(&folder, "WhatsApp Chat with Valley Watch.txt", whatsapp.as_bytes(), &[]);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0]["report"]["published"]["date"], "2024-01-14");
    assert_eq!(reports[0]["report"]["outlet"], "Valley Watch");
}

#[test]
fn a_tables_columns_are_known_or_named() {
    let folder = Folder::new();
    let table = format!(
        "Headline,Body,Date,Source\n\"Base struck\",\"{STORY}\nA second line.\",2024-01-09,Example Wire\n"
    );
    let report = &coded(&folder, "a.csv", table.as_bytes(), &[])[0];
    assert_eq!(
        (&report["report"]["title"], &report["report"]["outlet"]),
        (&"Base struck".into(), &"Example Wire".into())
    );
    assert!(text(report).ends_with("A second line."));

    let table = format!("Words\tWhen\n{STORY}\t2024-01-09\n");
    let path = folder.file("b.tsv", table.as_bytes());
    let done = run(&["code", "--json", path.to_str().expect("UTF-8")], b"");
    assert!(done.code == Some(1) && done.stderr.contains("--column text=NAME"), "{}", done.stderr);
    let report =
        &coded(&folder, "b.tsv", table.as_bytes(), &["--column", "text=Words", "--column", "published=When"])
            [0];
    assert_eq!(report["report"]["published"]["date"], "2024-01-09");
    let done = run(&["code", "--json", path.to_str().expect("UTF-8"), "--column", "text=Wrods"], b"");
    assert!(done.stderr.contains("no column \"Wrods\", but Words, When"), "{}", done.stderr);
    let done = run(&["code", "--json", path.to_str().expect("UTF-8"), "--column", "tekst=Words"], b"");
    assert!(done.code == Some(2) && done.stderr.contains("no field \"tekst\""), "{}", done.stderr);

    let open = format!("text\n\"{}", "never closed, ".repeat(2 << 20));
    let path = folder.file("open.csv", open.as_bytes());
    let done = run(&["code", "--json", path.to_str().expect("UTF-8")], b"");
    assert!(done.code == Some(1) && done.stderr.contains("quotation mark is not closed"), "{}", done.stderr);
}

/// A PDF of one page that shows some lines.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T*\n")).collect();
    let content = format!("BT /F1 11 Tf 14 TL 50 750 Td\n{shown}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_string(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|at| file.extend(format!("{at:010} 00000 n \n").bytes()));
    file.extend(
        format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1).bytes(),
    );
    file
}

#[test]
fn a_pdf_is_read_and_one_without_text_says_so() {
    let folder = Folder::new();
    let lines = [
        "Rockets struck the army base near Homs on 9 January 2024 and",
        "killed three soldiers, the army said.",
    ];
    let report = &coded(&folder, "a.pdf", &pdf(&lines), &[])[0];
    assert!(text(report).contains("2024 and killed three soldiers"), "{}", text(report));
    let whole = pdf(&lines);
    for (name, bytes, says) in [
        ("empty.pdf", pdf(&[]), "holds no text"),
        ("half.pdf", whole[..whole.len() / 3].to_vec(), "cannot be read"),
    ] {
        let path = folder.file(name, &bytes);
        let done = run(&["code", "--json", path.to_str().expect("UTF-8")], b"");
        assert!(
            format!("{}{}", done.stderr, done.stdout).contains(says),
            "{name}: {} {}",
            done.stderr,
            done.stdout
        );
    }
}
