//! Files that people hand in: mail, mailboxes, chats, tables, lists of addresses, JSON and PDF. Whatever is wrong with them, they
//! are read to their end, what is broken is told, and nothing panics that is not caught.

use dateline::inputs_of;
use dateline_fuzz::{Dice, damage, for_a_while};
use dateline_page::clean;
use dateline_terms::{Format, Page};
use std::io::Write;

const STORY: &str = "Shells fell on Monday near the depot, police said. Two guards were hurt.";

const SPICE: &[&str] = &[
    "\"",
    "\"\"",
    ",",
    "\t",
    ";",
    "\r\n",
    "\n\n",
    "\nFrom x\n",
    ">From ",
    "--b\n",
    "--b--\n",
    "=3D",
    "=?utf-8?B?////?=",
    "Content-Type: multipart/mixed; boundary=\"b\"\n",
    "Content-Transfer-Encoding: base64\n",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "\\ud800",
    "\"messages\": [",
    "null",
    "1e999",
    "[08/01/2024, 12:00:00] A: ",
    "99/99/24, 25:61 - B: ",
    "\u{200e}",
    "\0",
    "\u{feff}",
    "é",
    "日本",
    "<UDIV>",
    "https://a.example/1",
    "<<",
    ">>",
    "endobj\n",
    "1 0 R",
    "/Kids [2 0 R]",
    "/Length 99999999999",
    "stream\n",
    "/Filter /FlateDecode",
    "/Filter [/LZWDecode /ASCII85Decode]",
    "/Encoding /Identity-H",
    "/W [0 99999999 1]",
    "(\\",
    "Tj ET",
];

/// Files with the names that they bear.
fn seeds() -> Vec<(&'static str, String)> {
    let mail = |subject: &str| {
        format!(
            "From: Desk <desk@example.org>\nSubject: {subject}\nDate: Mon, 8 Jan 2024 12:00:00 +0200\nMIME-Version: 1.0\n\
             Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{STORY}\n--b\nContent-Type: \
             text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>{STORY}</p>=\n--b--\n"
        )
    };
    let row = format!("1150000001{}\thttps://a.example/1\n", "\tx".repeat(59));
    vec![
        ("a.eml", mail("Two hurt")),
        (
            "a.mbox",
            format!("From a@b Mon Jan  8 12:00:00 2024\n{}\nFrom c@d x\n{}", mail("One"), mail("Two")),
        ),
        ("a.csv", format!("title,text,published\n\"Two, hurt\",\"{STORY}\",2024-01-08\n,{STORY},\n")),
        ("a.tsv", format!("headline\tbody\n\"Two\"\t{STORY}\n")),
        (
            "result.json",
            format!(
                "{{\"name\": \"C\", \"type\": \"public_channel\", \"id\": 1, \"messages\": [{{\"id\": 1, \"type\": \"message\", \
             \"date\": \"2024-01-08T12:00:00\", \"from\": \"C\", \"text\": [\"{STORY}\", {{\"type\": \"bold\", \"text\": \"x\"}}]}}]}}"
            ),
        ),
        ("chat.txt", format!("[08/01/2024, 12:00:00] A: {STORY}\n[18/01/2024, 12:01:00] B: {STORY}\nmore\n")),
        ("other.txt", format!("1/8/24, 12:00 - A: {STORY}\n1/18/24, 12:01 - B: <Media omitted>\n")),
        ("a.json", format!("[{{\"id\": 1, \"text\": \"{STORY}\", \"published\": \"2024-01-08\"}}]")),
        ("a.jsonl", format!("{{\"html\": \"<p>{STORY}</p>\"}}\n\n{{\"text\": \"{STORY}\"}}\n")),
        ("list.txt", "# two\nhttps://a.example/1\nhttp://b.example/2?a=1,2\n".to_string()),
        ("20240108.export.CSV", row.repeat(2)),
        ("list.csv", "url,published\nhttps://a.example/1,2024-01-08\n".to_string()),
        ("nothing", STORY.to_string()),
    ]
}

#[test]
fn files_are_read_to_their_end() {
    let seeds = seeds();
    let make = |dice: &mut Dice| {
        let at = dice.below(seeds.len());
        let (name, text) = seeds.get(at).cloned().unwrap_or_default();
        let mut bytes = text.into_bytes();
        damage(&mut bytes, SPICE, dice);
        // The name stands before the bytes, so that it is there where a failing input is cut down.
        [name.as_bytes(), b"\n", &bytes].concat()
    };
    for_a_while(make, |input| {
        let at = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
        let name = String::from_utf8_lossy(input.get(..at).unwrap_or_default()).into_owned();
        let bytes = input.get(at + 1..).unwrap_or_default();
        let (read, wrong, listed) = inputs_of(&name, bytes);
        // Each report, and each part that cannot be read, takes at least a byte.
        assert!(read + wrong <= bytes.len() + 1 && listed <= bytes.len());
        let (report, flaws) = clean(&Page::new(name, bytes, Format::Mail));
        assert!(!report.text.is_empty() || !flaws.is_empty());
    });
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// A PDF of one page, with fonts of several kinds, its content packed or not.
fn pdf(dice: &mut Dice) -> Vec<u8> {
    let mut content =
        format!("BT /F{} 11 Tf 14 TL 50 750 Td\n({STORY}) Tj T*\n<0041> Tj ET", 1 + dice.below(3))
            .into_bytes();
    damage(&mut content, SPICE, dice);
    let map =
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange \
                1 beginbfrange <20> <7e> <0020> endbfrange endcmap end";
    let packed = dice.below(2) == 0;
    let stream = |bytes: &[u8]| {
        let (bytes, filter) =
            if packed { (zlib(bytes), " /Filter /FlateDecode") } else { (bytes.to_vec(), "") };
        let head = format!("<< /Length {}{filter} >>\nstream\n", bytes.len());
        [head.as_bytes(), &bytes, b"\nendstream"].concat()
    };
    let plain = |text: &str| text.as_bytes().to_vec();
    let objects = [
        plain("<< /Type /Catalog /Pages 2 0 R >>"),
        plain("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        plain(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R \
               /F3 7 0 R >> >> >>",
        ),
        stream(&content),
        plain("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"),
        plain(
            "<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 32 /LastChar 34 /Widths [250 300 400] /Encoding << \
               /Differences [32 /space /a /b] >> /ToUnicode 8 0 R /FontDescriptor << /Flags 32 >> >>",
        ),
        plain(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Y /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype \
               /CIDFontType2 /BaseFont /Y /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W \
               [1 [500 600] 3 5 700] >>] /ToUnicode 8 0 R >>",
        ),
        stream(map),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        let mut object = object.clone();
        if dice.below(4) == 0 {
            damage(&mut object, SPICE, dice);
        }
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", n + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
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
fn pdf_files_are_read_or_refused_in_words() {
    // What the library that reads them panics over is caught where it happens, and need not be told here.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.location().is_some_and(|at| at.file().starts_with("fuzz")) {
            usual(panic);
        }
    }));
    let make = |dice: &mut Dice| {
        let mut bytes = pdf(dice);
        if dice.below(4) == 0 {
            damage(&mut bytes, SPICE, dice);
        }
        bytes
    };
    for_a_while(make, |bytes| {
        let (report, flaws) = clean(&Page::new("a.pdf", bytes, Format::Pdf));
        assert!(!report.text.is_empty() || !flaws.is_empty());
    });
}
