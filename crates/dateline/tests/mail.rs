//! Alerts by e-mail: the real program, and a server of e-mail on loopback.

mod program;
mod served;

use program::{Folder, command, finish, run};
use serde_json::{Value, json};
use served::Served;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Takes messages as SMTP has it, each with whom it is for; the first `refuses` are put off.
struct Post {
    port: u16,
    messages: Receiver<(String, String)>,
}

impl Post {
    fn new(refuses: usize) -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().map_while(Result::ok).enumerate() {
                let _ = take(stream, n < refuses, &sender);
            }
        });
        Post { port, messages }
    }

    /// For whom the next message is, and its text without the breaks and marks of its transfer.
    fn next(&self) -> (String, String) {
        self.messages.recv_timeout(Duration::from_secs(90)).expect("a message")
    }
}

fn take(stream: TcpStream, refuse: bool, sender: &Sender<(String, String)>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let say = |text: &str| (&stream).write_all(format!("{text}\r\n").as_bytes());
    say("220 post.example ready")?;
    let (mut to, mut line) = (Vec::new(), String::new());
    while reader.read_line(&mut line)? > 0 {
        match line.get(..4).unwrap_or_default() {
            "EHLO" => say("250-post.example\r\n250 AUTH PLAIN")?,
            "AUTH" => {
                // Two names and a password, with noughts between: \0ada\0three calm words.
                let right = line.trim_end() == "AUTH PLAIN AGFkYQB0aHJlZSBjYWxtIHdvcmRz";
                say(if right { "235 welcome" } else { "535 who?" })?;
            }
            "RCPT" if refuse => say("451 later")?,
            "RCPT" => {
                to.push(line.trim_end().to_string());
                say("250 yes")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                while reader.read_line(&mut text)? > 0 && !text.ends_with("\r\n.\r\n") {}
                let _ = sender.send((to.join(" "), text));
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 yes")?,
        }
        line.clear();
    }
    Ok(())
}

/// Quoted-printable text as it is meant.
fn plain(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let code = more.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match code.filter(|_| *first == b'=') {
            Some(byte) => (bytes.push(byte), rest = &more[2..]),
            None => (bytes.push(*first), rest = more),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A record with one report, served with e-mail to example.org.
struct Bench {
    folder: Folder,
    db: String,
    password: String,
    from: String,
}

impl Bench {
    fn new(post: &Post) -> Bench {
        let folder = Folder::new();
        let db = folder.join("r.db").display().to_string();
        let password = folder.file("password", b"three calm words\n").display().to_string();
        let bench = Bench { folder, db, password, from: format!("smtp://ada@127.0.0.1:{}", post.port) };
        bench.ingest("one", "Gunmen killed three people in Homs on Monday, police said.\n");
        bench
    }

    fn ingest(&self, name: &str, text: &str) {
        let page = self.folder.file(&format!("{name}.txt"), text.as_bytes()).display().to_string();
        let done = run(&["ingest", "--db", &self.db, "--published", "2024-01-08", &page], b"");
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }

    fn serve(&self) -> Served {
        Served::with(&[
            "--db",
            &self.db,
            "--allow-private-webhooks",
            "--mail-server",
            &self.from,
            "--mail-from",
            "dateline@example.org",
            "--mail-to",
            "@example.org",
            "--mail-password-file",
            &self.password,
            "--mail-links",
            "https://dateline.example.org/",
        ])
    }
}

fn search(server: &Served, name: &str, query: &str) -> String {
    let kept = server.send("POST", "/api/v1/searches", &[], &json!({"name": name, "query": query}));
    kept.json()["id"].as_str().expect("an id").to_string()
}

fn alert(server: &Served, body: Value) -> Value {
    let made = server.send("POST", "/api/v1/alerts", &[], &body);
    assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    made.json()
}

#[test]
fn changes_are_told_by_e_mail_with_quotes_and_links_until_the_receiver_ends_it() {
    let post = Post::new(1);
    let bench = Bench::new(&post);
    let server = bench.serve();
    let id = search(&server, "Iraq – “strikes” <b>", "country=IQ");
    let made = alert(&server, json!({"search": id, "url": "mailto:bea@example.org"}));
    bench.ingest("two", "A car bomb killed four people in Aleppo, Syria, on Monday, police said.\n");
    bench.ingest("three", "A car bomb killed five people in Mosul, Iraq, on Monday, police said.\n");

    // The first try was put off; ten seconds later it goes through.
    let (to, message) = post.next();
    let text = plain(&message);
    assert_eq!(to, "RCPT TO:<bea@example.org>");
    assert!(text.contains("A car bomb killed five people in Mosul") && !text.contains("Aleppo"), "{text}");
    assert!(text.contains("https://dateline.example.org/incidents/i"), "{text}");
    assert!(text.contains("text/html") && text.contains("<blockquote>"), "{text}");
    assert!(text.contains("&lt;b&gt;") && !text.contains("” <b></"), "names are escaped: {text}");
    assert!(message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{message}");
    let deliveries = format!("/api/v1/alerts/{}/deliveries", made["id"].as_str().expect("an id"));
    let tried = eventually(|| {
        Some(server.json(&deliveries)).filter(|kept| kept["items"][0]["outcome"] == "delivered")
    });
    assert_eq!(tried["items"][0]["tries"], 2);

    let body = plain(message.split_once("\r\n\r\n").expect("a body").1);
    let link = body
        .split("https://dateline.example.org")
        .find(|rest| rest.starts_with("/api/v1/alerts/"))
        .expect("a link");
    let link = link.split(['>', '"', '\r', '\n', ' ']).next().expect("its end");
    assert_eq!(server.get(link).status, 200, "to open {link} changes nothing");
    assert!(server.json("/api/v1/alerts")["items"][0]["paused"].is_null());
    let guessed = link.replace("token=", "token=0");
    assert_eq!(server.send("POST", &guessed, &[], &Value::Null).status, 404);
    let ended = server.send("POST", link, &[], &Value::Null);
    assert_eq!(ended.status, 200, "{link}: {}", String::from_utf8_lossy(&ended.body));
    assert!(server.json("/api/v1/alerts")["items"][0]["paused"].is_string());
    let resume = format!("/api/v1/alerts/{}/resume", made["id"].as_str().expect("an id"));
    assert_eq!(
        server.send("POST", &resume, &[], &Value::Null).status,
        409,
        "it is not the owner's to take up again"
    );
}

#[test]
fn the_server_is_no_open_mailer_and_takes_no_headers_from_anybody() {
    let post = Post::new(0);
    let bench = Bench::new(&post);
    let server = bench.serve();
    let id = search(&server, "all", "");
    for url in [
        "mailto:eve@evil.example",
        "mailto:bea@example.org\r\nBcc: eve@evil.example",
        "mailto:bea@example.org?bcc=eve@evil.example",
        "mailto:bea@example.org,eve@evil.example",
        "mailto:",
    ] {
        let refused = server.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": url}));
        assert_eq!(refused.status, 400, "{url}");
    }
    for (what, value) in [("hour", json!(24)), ("rate", json!(0.5)), ("often", json!("hourly"))] {
        let body = json!({"search": id, "url": "mailto:bea@example.org", what: value});
        let refused = server.send("POST", "/api/v1/alerts", &[], &body);
        assert!([400, 422].contains(&refused.status), "{what}: {}", refused.status);
    }
    let name = json!({"name": "x\r\nBcc: eve@evil.example", "query": ""});
    assert_eq!(server.send("POST", "/api/v1/searches", &[], &name).status, 400);
    assert_eq!(server.json("/api/v1/alerts")["mail_to"], json!(["@example.org"]));
    let demo = Served::demo();
    let id = search(&demo, "all", "");
    let none =
        demo.send("POST", "/api/v1/alerts", &[], &json!({"search": id, "url": "mailto:bea@example.org"}));
    assert_eq!(none.status, 400);
    assert!(String::from_utf8_lossy(&none.body).contains("--mail-server"));
}

#[test]
fn a_password_on_the_command_line_is_refused() {
    let args = [
        "serve",
        "--demo",
        "--mail-server",
        "smtps://ada:secret@mail.example.org",
        "--mail-from",
        "a@example.org",
    ];
    let done = finish(command(&args), b"");
    assert_eq!(done.code, Some(1));
    assert!(
        done.stderr.contains("DATELINE_MAIL_PASSWORD") && !done.stderr.contains("secret"),
        "{}",
        done.stderr
    );
}

/// A digest that falls due is one message with everything since the last, whatever became of the server meanwhile, and
/// none where nothing changed.
#[test]
fn a_digest_holds_everything_since_the_last_and_outlives_the_server() {
    let post = Post::new(0);
    let bench = Bench::new(&post);
    let server = bench.serve();
    let (some, none) = (search(&server, "All", ""), search(&server, "Norway", "country=NO"));
    for id in [&some, &none] {
        alert(&server, json!({"search": id, "url": "mailto:bea@example.org", "often": "daily", "hour": 6}));
    }
    bench.ingest("two", "A car bomb killed four people in Aleppo, Syria, on Monday, police said.\n");
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(post.messages.try_recv().ok(), None, "it is not yet time");
    drop(server);
    bench.ingest("three", "A car bomb killed five people in Mosul, Iraq, on Monday, police said.\n");
    fall_due(&bench.db);
    let server = bench.serve();
    let (_, message) = post.next();
    let text = plain(&message);
    assert!(text.contains("Aleppo") && text.contains("Mosul") && text.contains("2 incidents"), "{text}");
    let id = server.json("/api/v1/alerts")["items"]
        .as_array()
        .expect("alerts")
        .iter()
        .find(|a| a["search"] == some)
        .expect("it")["id"]
        .clone();
    let deliveries = format!("/api/v1/alerts/{}/deliveries", id.as_str().expect("an id"));
    eventually(|| Some(()).filter(|()| server.json(&deliveries)["items"][0]["outcome"] == "delivered"));
    drop(server);
    fall_due(&bench.db);
    let _server = bench.serve();
    eventually(|| (due_later(&bench.db) == 2).then_some(()));
    let nothing = post.messages.recv_timeout(Duration::from_secs(5));
    assert_eq!(nothing.err(), Some(RecvTimeoutError::Timeout), "nothing changed, nothing is sent");
}

/// Reports of the last weeks as lines of JSON: a town every other day, and fish on each; or eight towns today.
fn reports(today: bool) -> String {
    let towns = ["Homs", "Aleppo", "Hama", "Idlib", "Raqqa", "Latakia", "Tartus", "Daraa"];
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut lines = String::new();
    let mut tell = |ago: i64, name: &str, text: &str| {
        let day = now.checked_sub(jiff::Span::new().days(ago)).expect("a day");
        let text = format!("{text} on {}, police said.", day.strftime("%-d %B %Y"));
        let id = format!("{ago}-{name}");
        lines += &(json!({"id": id, "published": day.to_string(), "outlet": "Example Wire", "text": text})
            .to_string()
            + "\n");
    };
    let bomb = |town: &str| format!("A car bomb killed five people in {town}, Syria,");
    if today {
        towns.iter().for_each(|town| tell(0, town, &bomb(town)));
    } else {
        (0..72).for_each(|ago| tell(ago, "fish", "The parliament in Oslo spoke about fish"));
        (1..72).step_by(2).for_each(|ago| tell(ago, "town", &bomb(towns[ago as usize / 2 % 8])));
    }
    lines
}

#[test]
fn a_rise_is_told_once_by_e_mail_and_stands_in_the_feed_with_its_evidence() {
    let post = Post::new(0);
    let bench = Bench::new(&post);
    let take = |today| {
        let file = bench.folder.file("reports.jsonl", reports(today).as_bytes()).display().to_string();
        let done = run(&["ingest", "--db", &bench.db, &file], b"");
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    };
    take(false);
    take(true);
    let server = bench.serve();
    let kept = json!({"name": "Syria", "query": "country=SY&family=bomb"});
    let kept = server.send("POST", "/api/v1/searches", &[], &kept).json();
    alert(&server, json!({"search": kept["id"], "url": "mailto:bea@example.org", "tells": "rise_by_day"}));
    let (_, message) = post.next();
    let text = plain(message.split_once("\r\n\r\n").expect("a body").1);
    assert!(message.contains("Subject: Syria: more than usual on 20"), "{message}");
    assert!(text.contains("8 incidents on") && text.contains("If nothing had changed"), "{text}");
    assert!(
        text.contains("A car bomb killed five people in Latakia") && text.contains("Example Wire"),
        "{text}"
    );
    assert!(text.contains("This server judges 1 rise alert"), "{text}");

    let feed = kept["feed"].as_str().expect("an address");
    let entries = |address: &str| {
        let text = String::from_utf8(server.get(address).body).expect("text");
        text.matches("<category term=\"rise\"/>").count()
    };
    assert_eq!((entries(feed), entries(&format!("{feed}&rises=day"))), (0, 1));
    assert_eq!(server.get(&format!("{feed}&rises=hour")).status, 400);
    fall_due(&bench.db);
    eventually(|| (due_later(&bench.db) == 1).then_some(()));
    let again = post.messages.recv_timeout(Duration::from_secs(5));
    assert_eq!(again.err(), Some(RecvTimeoutError::Timeout), "each day is told once");
}

/// Turns the clock of all digests: they are due now.
fn fall_due(db: &str) {
    let desk = rusqlite::Connection::open(format!("{db}.desk")).expect("the desk");
    desk.execute("UPDATE alert SET next = 1", []).expect("set");
}

/// Digests that were looked at, and are due another day.
fn due_later(db: &str) -> i64 {
    let desk = rusqlite::Connection::open(format!("{db}.desk")).expect("the desk");
    desk.query_row("SELECT count(*) FROM alert WHERE next > 1", [], |row| row.get(0)).expect("a count")
}

/// What `look` finds, as soon as it does.
fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..900 {
        if let Some(found) = look() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not come about")
}
