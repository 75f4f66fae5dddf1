//! `--media`: pictures of reports as evidence, from a site on loopback to a package that replays them.

mod program;

use dateline_intake::wacz::parts;
use dateline_intake::warc::{Reader, Record, Response};
use program::{Done, Folder, run};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

type Asked = Arc<Mutex<Vec<String>>>;

/// The beginning of a picture, told from others by what follows.
fn png(name: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n", name.as_bytes(), &[0, 255, 7]].concat()
}

fn page(n: usize) -> String {
    let figure = |name: &str, caption: &str| {
        format!("<figure><img src=/img/{name} alt='Alt {name}'><figcaption>{caption}</figcaption></figure>")
    };
    let story = "The road was closed for the rest of the day, and the police asked people to stay at home until the evening.";
    format!(
        "<!doctype html><html><head><title>Report {n}</title></head><body><nav><img src=/img/logo.png></nav><article><h1>Report \
         {n}</h1>{}<p>Islamic State militants attacked an army checkpoint in Kobani, Syria, on 8 January 2024, killing {} \
         soldiers, the army said in statement number {n}.</p><p>{story}</p>{}{}{}<p>{story} It was day {n}.</p></article>\
         </body></html>",
        figure(&format!("own{n}.png"), &format!("The checkpoint after attack {n}.")),
        n + 2,
        figure("shared.png", "The road to the town."),
        figure("moved.png", "From the archive."),
        figure("drawing.svg", "A map of the town."),
    )
}

fn answer(mut stream: TcpStream, address: SocketAddr, asked: &Asked) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let n = stream.read(&mut head)?;
    let path = String::from_utf8_lossy(&head[..n]).split(' ').nth(1).unwrap_or_default().to_string();
    asked.lock().expect("a lock").push(path.clone());
    let (status, more, body) = match path.as_str() {
        "/rss" => {
            let item = |n| format!("<item><title>T</title><link>http://{address}/news/{n}</link></item>");
            let items: String = (1..=2).map(item).collect();
            (
                "200 OK",
                "",
                format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>").into_bytes(),
            )
        }
        "/news/1" => ("200 OK", "content-type: text/html\r\n", page(1).into_bytes()),
        "/news/2" => ("200 OK", "content-type: text/html\r\n", page(2).into_bytes()),
        "/img/moved.png" => ("302 Found", "location: /cdn/there.png\r\n", Vec::new()),
        "/img/drawing.svg" => {
            ("200 OK", "content-type: image/svg+xml\r\n", b"<svg xmlns='x'><script/></svg>".to_vec())
        }
        name if name.ends_with(".png") => ("200 OK", "content-type: image/png\r\n", png(name)),
        _ => ("404 Not Found", "", b"no".to_vec()),
    };
    write!(stream, "HTTP/1.1 {status}\r\n{more}content-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
    stream.write_all(&body)
}

fn site() -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (address, asked) = (listener.local_addr().expect("an address"), Asked::default());
    let own = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, address, &own);
        }
    });
    (address, asked)
}

/// The records of an archive.
fn records(bytes: &[u8]) -> Vec<Record> {
    Reader::new(bytes, 1 << 24).map(|record| record.expect("a record")).collect()
}

/// The paths of the pictures that records hold.
fn pictures(records: &[Record]) -> Vec<String> {
    let is_picture = |record: &&Record| {
        let answer = Response::read(&record.block).filter(|_| record.kind() == "response");
        answer.is_some_and(|answer| answer.body.starts_with(b"\x89PNG"))
    };
    let paths = records.iter().filter(is_picture).filter_map(Record::target);
    let mut paths: Vec<String> =
        paths.map(|url| url.rsplit('/').next().unwrap_or_default().to_string()).collect();
    paths.sort();
    paths
}

struct Watched {
    folder: Folder,
    site: SocketAddr,
    db: String,
}

impl Watched {
    fn with(more: &[&str]) -> (Watched, Asked, Done) {
        let ((site, asked), folder) = (site(), Folder::new());
        let toml = format!("pace = 0\n[[source]]\nname = \"Site\"\nfeed = \"http://{site}/rss\"\n");
        let toml = folder.file("sources.toml", toml.as_bytes());
        let db = folder.join("r.db").to_str().expect("UTF-8").to_string();
        let watch = ["watch", "--once", "--allow-private", "--reader", "rules", "--db", &db, "--sources"];
        let done = run(&[&watch[..], &[toml.to_str().expect("UTF-8")], more].concat(), b"");
        assert_eq!(done.code, Some(0), "{} {}", done.stdout, done.stderr);
        (Watched { folder, site, db }, asked, done)
    }

    fn kept(&self) -> Vec<Record> {
        let archive = self.folder.join("r.db.evidence").join("evidence-000001.warc.gz");
        records(&std::fs::read(archive).expect("an archive"))
    }

    fn run(&self, args: &[&str]) -> Done {
        let done = run(&[args, &["--db", &self.db]].concat(), b"");
        assert_eq!(done.code, Some(0), "{} {}", done.stdout, done.stderr);
        done
    }
}

#[test]
fn pictures_are_kept_proven_taken_along_and_removed_with_their_reports() {
    let (watched, asked, done) = Watched::with(&["--media"]);
    assert!(
        done.stdout.contains("2 taken in") && done.stdout.contains("4 pictures kept."),
        "{}",
        done.stdout
    );
    let kept = watched.kept();
    assert_eq!(pictures(&kept), ["own1.png", "own2.png", "shared.png", "there.png"]);
    let paths = asked.lock().expect("a lock").clone();
    for (path, times) in
        [("/img/shared.png", 1), ("/img/drawing.svg", 1), ("/img/logo.png", 0), ("/cdn/there.png", 1)]
    {
        assert_eq!(paths.iter().filter(|asked| *asked == path).count(), times, "{path}");
    }
    let told: Vec<serde_json::Value> = kept
        .iter()
        .filter(|record| record.headers.get("Dateline-Pictures").is_some())
        .map(|record| serde_json::from_slice(&record.block).expect("JSON"))
        .collect();
    assert_eq!(told.len(), 2);
    let first = told
        .iter()
        .find(|told| told["page"].as_str().is_some_and(|page| page.ends_with("/1")))
        .expect("a page");
    assert_eq!(first["pictures"][0]["caption"], "The checkpoint after attack 1.");
    assert_eq!(first["pictures"][0]["alternative"], "Alt own1.png");
    assert_eq!(first["pictures"][0]["address"], format!("http://{}/img/own1.png", watched.site));
    let verified = watched.run(&["verify"]).stdout;
    assert!(
        verified.contains("All of it is as it was written.") && !verified.contains("Behind"),
        "{verified}"
    );

    // They go along with a selection, and are not reports themselves.
    let wacz = watched.folder.join("pages.wacz");
    let exported = watched.run(&["export", "--evidence", "--to", wacz.to_str().expect("UTF-8")]);
    assert!(
        exported.stdout.contains("2 pages") && exported.stdout.contains("with 4 pictures"),
        "{}",
        exported.stdout
    );
    assert_eq!(pictures(&packed(&wacz)), ["own1.png", "own2.png", "shared.png", "there.png"]);
    let fresh = watched.folder.join("fresh.db");
    let fresh = run(&["ingest", wacz.to_str().expect("UTF-8"), "--db", fresh.to_str().expect("UTF-8")], b"");
    assert!(
        fresh.stdout.contains("2 new, 0 known, 0 changed, 0 failed"),
        "{} {}",
        fresh.stdout,
        fresh.stderr
    );

    // A picture goes with the last report that shows it.
    let remove = |n: usize| {
        watched.run(&[
            "remove",
            &format!("http://{}/news/{n}", watched.site),
            "--reason",
            "a face",
            "--by",
            "Ada",
        ]);
        let verified = watched.run(&["verify"]).stdout;
        assert!(verified.contains("Removed by Ada") && verified.contains("All of it is as"), "{verified}");
        watched.kept()
    };
    let left = remove(1);
    assert_eq!(pictures(&left), ["own2.png", "shared.png", "there.png"]);
    assert!(!left.iter().any(|record| String::from_utf8_lossy(&record.block).contains("attack 1")));
    assert_eq!(pictures(&remove(2)), Vec::<String>::new());
}

/// The records in a package.
fn packed(wacz: &Path) -> Vec<Record> {
    let (parts, _) = parts(std::fs::File::open(wacz).expect("a file")).expect("a package");
    let [part] = parts.as_slice() else { panic!("{parts:?}") };
    let bytes = std::fs::read(wacz).expect("a file");
    records(&bytes[part.start as usize..(part.start + part.length) as usize])
}

#[test]
fn without_being_asked_to_no_picture_is_fetched() {
    let (watched, asked, done) = Watched::with(&[]);
    assert!(done.stdout.ends_with("0 failed.\n"), "{}", done.stdout);
    assert!(asked.lock().expect("a lock").iter().all(|path| !path.contains("/img/")));
    assert!(watched.kept().iter().all(|record| record.headers.get("Dateline-Pictures").is_none()));
}

#[test]
fn lists_bring_pictures_too() {
    let ((site, _), folder) = (site(), Folder::new());
    let list = folder.file("list.txt", format!("http://{site}/news/1\n").as_bytes());
    let db = folder.join("r.db").to_str().expect("UTF-8").to_string();
    let ingest =
        ["ingest", "--fetch", "--media", "--allow-private", "--pace", "0", "--reader", "rules", "--db", &db];
    let done = run(&[&ingest[..], &[list.to_str().expect("UTF-8")]].concat(), b"");
    assert!(done.stdout.contains("1 fetched"), "{} {}", done.stdout, done.stderr);
    let archive = folder.join("r.db.evidence").join("evidence-000001.warc.gz");
    let kept = records(&std::fs::read(archive).expect("an archive"));
    assert_eq!(pictures(&kept), ["own1.png", "shared.png", "there.png"]);
}
