use super::*;

fn listed(name: &str, bytes: &[u8], columns: &[&str]) -> (Vec<Entry>, Vec<Failure>) {
    let folder = std::env::temp_dir().join(format!("dateline-lists-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    let columns: Vec<Column> = columns.iter().map(|column| column.parse().expect("a column")).collect();
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    let flow = read(&path, &columns, &mut |one| {
        match one {
            Ok(entry) => entries.push(entry),
            Err(failure) => wrong.push(failure),
        }
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    std::fs::remove_dir_all(folder).expect("removed");
    (entries, wrong)
}

fn links(name: &str, bytes: &[u8]) -> Vec<String> {
    let (entries, wrong) = listed(name, bytes, &[]);
    assert_eq!(wrong, [], "{name}");
    entries.into_iter().map(|entry| entry.link).collect()
}

const TWO: [&str; 2] = ["https://a.example/1?x=1,2", "http://b.example/2"];

/// A row of GDELT's of so many columns, some of them given.
fn row(columns: usize, first: &str, given: &[(usize, &str)]) -> String {
    let cell = |at: usize| given.iter().find(|(given, _)| *given == at).map_or("x", |(_, cell)| cell);
    let cells: Vec<&str> = (0..columns).map(|at| if at == 0 { first } else { cell(at) }).collect();
    cells.join("\t") + "\n"
}

#[test]
fn lists_name_pages_in_lines_tables_and_files_of_gdelt() {
    let lines = format!("\u{feff}# two pages\r\n\r\n{}\r\n{}", TWO[0], TWO[1]);
    assert_eq!(links("list.txt", lines.as_bytes()), TWO);
    let quoted = format!("Title,URL\n\"Strike, raid\",\"{}\"\n,{}\n,\n", TWO[0], TWO[1]);
    assert_eq!(links("list.csv", quoted.as_bytes()), TWO);
    let headless = format!("1;{};x\n2;{};y\n", TWO[0], TWO[1]);
    assert_eq!(links("list.csv", headless.as_bytes()), TWO);
    let tabs = format!("a\tlink\n1\t{}\n2\t{}\n", TWO[0], TWO[1]);
    assert_eq!(links("tabs", tabs.as_bytes()), TWO);
    let graph = format!("DATE\tNUMARTS\tSOURCEURLS\n20240108\t2\t{}<UDIV>{}\n", TWO[0], TWO[1]);
    assert_eq!(links("20240108.gkg.csv", graph.as_bytes()), TWO);
    for (columns, at) in [(58, 57), (61, 60)] {
        let rows =
            [TWO[0], "BBC Monitoring", TWO[1]].map(|link| row(columns, "1150000001", &[(at, link)])).concat();
        assert_eq!(links("20240108.export.CSV", rows.as_bytes()), TWO, "{columns}");
    }
    let mentions = row(16, "1150000001", &[(3, "1"), (5, TWO[0])])
        + &row(16, "1150000001", &[(3, "2"), (5, "https://c.example/")])
        + &row(16, "1150000002", &[(3, "1"), (5, TWO[1])]);
    assert_eq!(links("m.mentions.CSV", mentions.as_bytes()), TWO);
    let graph = row(27, "20240108120000-1", &[(2, "1"), (4, TWO[0])])
        + &row(27, "20240108120000-T2", &[(2, "1"), (4, TWO[1])]);
    assert_eq!(links("20240108120000.gkg.csv", graph.as_bytes()), TWO);
}

#[test]
fn packed_lists_are_read_as_they_are_published() {
    let rows = TWO.map(|link| row(61, "1150000001", &[(60, link)])).concat();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("20240108120000.export.CSV", zip::write::SimpleFileOptions::default()).expect("begins");
    std::io::Write::write_all(&mut zip, rows.as_bytes()).expect("writes");
    let zipped = zip.finish().expect("a zip").into_inner();
    assert_eq!(links("20240108120000.export.CSV.zip", &zipped), TWO);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, rows.as_bytes()).expect("memory");
    assert_eq!(links("20240108.export.CSV.gz", &gzip.finish().expect("memory")), TWO);
    let (none, wrong) = listed("cut.zip", &zipped[..zipped.len() / 2], &[]);
    assert!(none.is_empty() && wrong[0].what.contains("unpacked"), "{wrong:?}");
}

#[test]
fn columns_say_what_else_is_known_of_a_page() {
    let table = "Ort,Adresse,Wann,Blatt\nOro,https://a.example/1,2024-01-09T10:00,Bote\nOro,nowhere,,\n";
    let (entries, wrong) =
        listed("liste.csv", table.as_bytes(), &["url=Adresse", "published=Wann", "outlet=Blatt"]);
    let published = Some("2024-01-09T00:00:00Z".parse().expect("a time"));
    let outlet = Some("Bote".to_string());
    assert_eq!(
        entries,
        [Entry { link: "https://a.example/1".into(), published, outlet, ..Entry::default() }]
    );
    assert_eq!(wrong.len(), 1);
    assert!(
        wrong[0].name.ends_with("line 3") && wrong[0].what.contains("\"nowhere\" is no address"),
        "{wrong:?}"
    );
    let (_, wrong) = listed("liste.csv", b"a,b\n1,2\n", &[]);
    assert!(wrong[0].what.contains("--column url=NAME"), "{wrong:?}");
    let (_, wrong) = listed("liste.csv", b"a,b\n1,2\n", &["url=c"]);
    assert!(wrong[0].what.contains("no column \"c\""), "{wrong:?}");
}

#[test]
fn what_is_wrong_is_named_and_the_rest_goes_on() {
    let lines = format!("{}\nftp://a.example/x\n{}\n{}\n", TWO[0], "x".repeat(5 << 20), TWO[1]);
    let (entries, wrong) = listed("list.txt", lines.as_bytes(), &[]);
    assert_eq!(entries.iter().map(|entry| entry.link.as_str()).collect::<Vec<_>>(), TWO);
    let named: Vec<&str> =
        wrong.iter().map(|failure| failure.name.rsplit(' ').next().expect("a word")).collect();
    assert_eq!(named, ["2", "3"]);
    let (none, wrong) = listed("old.csv", row(57, "1150000001", &[]).as_bytes(), &[]);
    assert!(none.is_empty() && wrong[0].what.contains("before April 2013"), "{wrong:?}");
    let (none, wrong) = listed("empty.txt", b"\n# nothing\n", &[]);
    assert!(none.is_empty() && wrong.is_empty());
}

#[test]
fn lists_are_told_from_texts() {
    assert!(is_of_addresses(b"# x\nhttps://a.example/1\n\nhttp://b.exam"));
    assert!(!is_of_addresses(b"https://a.example/1\nRockets fell on Oro.\n"));
    assert!(is_of_addresses(b"https://a.example/1\nnowhere\n"));
    assert!(!is_of_addresses(b"# a headline\n"));
    assert!(!is_of_addresses(b""));
}
