//! Inputs: from paths to pages, one after the other, in a fixed order and in bounded memory.
//!
//! A path is a file, a folder (walked in the order of names) or `-` for standard input. Whatever cannot be
//! read becomes a [`Failure`] in its place, in words that a user can act on; all other inputs go on.

mod chat;
mod items;
pub(crate) mod json;
mod kind;
mod lines;
pub(crate) mod lists;
mod mbox;
mod table;
mod trail;
mod unpack;
mod walk;
mod warc;

use chat::{Telegram, whatsapp};
use dateline_terms::{Date, Flaw, Format, Page};
use kind::{Kind, Packing};
use lines::Lines;
use mbox::Mailbox;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read};
use std::path::PathBuf;
use table::Table;
use unpack::Packed;
use walk::{Found, Walk};
use warc::Archive;

pub(crate) use table::Column;
pub(crate) use trail::{Trail, how_far};
pub(crate) use walk::{Counts, archives, count_files};

/// Most bytes that one report may have, unpacked. News pages stay far below; what is larger is a dump, and
/// several of them at once would not fit the memory that the program promises to keep to.
pub(crate) const PAGE_LIMIT: usize = 8 << 20;
/// Bytes by which it is told what a file holds, where its name does not say.
const HEAD: u64 = 4096;
/// Most bytes of a chat that is read whole, for its days are read by all of it.
const CHAT_LIMIT: usize = 64 << 20;
/// Most bytes of one `.json` file, which is read whole; `.jsonl` files may have any length.
const JSON_LIMIT: usize = 32 << 20;

/// An input that could not be coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// File, or file and line.
    pub name: String,
    /// Full sentences: what is wrong and what to do about it.
    pub what: String,
}

impl Failure {
    /// A failure of the input that is called `name`.
    pub fn new(name: impl Into<String>, what: impl Into<String>) -> Failure {
        Failure { name: name.into(), what: what.into() }
    }
}

/// One page, ready to be coded.
#[derive(Debug)]
pub struct Input {
    /// File, or file and line: what failures and headings call it.
    pub name: String,
    /// The page itself.
    pub page: Page,
    /// The id that came with it, where one did.
    pub own: Option<String>,
    /// What was wrong with what came with the page.
    pub notes: Vec<Flaw>,
}

/// Whether a file's name says that there are reports in it.
pub(crate) fn is_of_reports(path: &std::path::Path) -> bool {
    kind::by_name(path) != Kind::Unknown
}

/// What the command line says about reports that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub published: Option<Date>,
    pub outlet: Option<String>,
    /// Which columns of tables hold what.
    pub columns: Vec<Column>,
}

/// How many reports a file of this name and these bytes holds, how many of its parts cannot be read, and how many addresses
/// it names as a list of them: for those who throw damaged files at all that is read.
#[doc(hidden)]
pub fn held_by(name: &str, bytes: &[u8]) -> (usize, usize, usize) {
    let found = Found::Handed { name: name.to_string(), bytes: bytes.into() };
    let mut held = (0, 0, lists::count(name, bytes));
    for input in pages(found, &[], &Trail::default()) {
        *if input.is_ok() { &mut held.0 } else { &mut held.1 } += 1;
    }
    held
}

/// The pages of a file or text that was handed to the server.
pub(crate) fn handed(handed: dateline_serve::Given) -> Box<dyn Iterator<Item = Result<Input, Failure>>> {
    let digest = fingerprint(&handed.bytes);
    if handed.is_text {
        return Box::new(std::iter::once(Ok(text(handed, digest))));
    }
    let given = Given { published: handed.published, outlet: handed.outlet, columns: Vec::new() };
    let found = Found::Handed { name: handed.name, bytes: handed.bytes.into() };
    // Files that were handed in have no folder that would tell two of one name apart.
    let own = move |mut input: Input| {
        let name = format!("{} {digest}", input.name);
        input.own.get_or_insert(name);
        given.to(input)
    };
    Box::new(pages(found, &[], &Trail::default()).map(move |input| input.map(&own)))
}

fn text(handed: dateline_serve::Given, digest: String) -> Input {
    let page = Page {
        keep_text: true,
        url: handed.url,
        title: handed.title,
        outlet: handed.outlet,
        published: handed.published,
        language: handed.language,
        ..Page::new(handed.name.clone(), handed.bytes, Format::Text)
    };
    Input { name: handed.name, page, own: Some(format!("text {digest}")), notes: Vec::new() }
}

/// What tells bytes from others: the first 48 bits of their SHA-256.
fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

impl Given {
    /// An input with what is said of all that do not say it themselves.
    fn to(&self, mut input: Input) -> Input {
        input.page.published = input.page.published.or(self.published);
        input.page.outlet = input.page.outlet.or_else(|| self.outlet.clone());
        input
    }
}

/// All pages of the paths, lazily.
pub(crate) struct Inputs {
    walk: Walk,
    open: Option<Box<dyn Iterator<Item = Result<Input, Failure>> + Send>>,
    given: Given,
    trail: Trail,
}

impl Inputs {
    pub fn new(paths: &[PathBuf], given: Given) -> Inputs {
        Inputs { walk: Walk::new(paths), open: None, given, trail: Trail::default() }
    }

    /// The same, leaving a trail through archives of many reports.
    pub fn along(self, trail: Trail) -> Inputs {
        Inputs { trail, ..self }
    }

    fn read(&mut self) -> Option<Result<Input, Failure>> {
        loop {
            match self.open.as_mut().and_then(Iterator::next) {
                Some(input) => return Some(input.map(|input| self.given.to(input))),
                None => self.open = None,
            }
            match self.walk.next()? {
                Ok(found) => self.open = Some(pages(found, &self.given.columns, &self.trail)),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let input = self.read();
        self.trail.give();
        input
    }
}

type Pages = Box<dyn Iterator<Item = Result<Input, Failure>> + Send>;

/// The pages of one file or of standard input.
fn pages(found: Found, columns: &[Column], trail: &Trail) -> Pages {
    let name = found.name();
    if let Some(archive) = archive(&found, trail) {
        return match archive {
            Ok(archive) => Box::new(archive),
            Err(what) => one(Err(Failure::new(name, what))),
        };
    }
    let opened = found.open().and_then(|source| unpack::open(source, found.says_packed()));
    let mut packed = match opened {
        Ok(packed) => packed,
        Err(error) => return one(Err(Failure::new(name, in_words(&error)))),
    };
    let kind = match found.kind() {
        // Other names say all there is to say.
        said @ (Kind::Unknown | Kind::Json | Kind::Page(Format::Text)) => match looked_at(&mut packed) {
            Ok(head) if lists::is_of_addresses(&head) => {
                return one(Err(Failure::new(name, lists::TO_FETCH)));
            }
            Ok(head) => kind::sniff(&head, said),
            Err(error) => return one(Err(Failure::new(name, in_words(&error)))),
        },
        said => said,
    };
    let id = found.id();
    match kind {
        Kind::JsonLines => Box::new(Lines::new(packed, name, id)),
        Kind::Json => match whole(packed, &name, JSON_LIMIT) {
            Ok(bytes) => Box::new(json::pages(&bytes, &name, &id).into_iter()),
            Err(failure) => one(Err(failure)),
        },
        Kind::Mailbox => Box::new(Mailbox::new(packed, name, id)),
        Kind::Telegram => several(Telegram::new(packed, name)),
        Kind::WhatsApp => match whole(packed, &name, CHAT_LIMIT) {
            Ok(bytes) => Box::new(whatsapp(&bytes, &name).into_iter()),
            Err(failure) => one(Err(failure)),
        },
        Kind::Table { tabs } => several(Table::new(packed, (name, id), tabs, columns)),
        Kind::Warc => Box::new(Archive::unpacked(packed, name, trail.clone())),
        Kind::Page(format) => one(page(packed, name, id, format)),
        Kind::Unknown | Kind::Wacz => one(page(packed, name, id, Format::Unknown)),
    }
}

/// An archive that reads its file itself; `None` where the file is none, or is packed in a way that archives are not.
fn archive(found: &Found, trail: &Trail) -> Option<Result<Archive, String>> {
    match (found.kind(), found.says_packed()) {
        (Kind::Warc, None | Some(Packing::Gzip)) => {
            Some(Archive::warc(found, trail.clone()).map_err(|error| in_words(&error)))
        }
        (Kind::Wacz, None) => Some(Archive::wacz(found, trail.clone())),
        _ => None,
    }
}

/// The first bytes of a file, which are still to be read afterwards.
fn looked_at(packed: &mut Packed) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    packed.by_ref().take(HEAD).read_to_end(&mut head)?;
    let rest = std::mem::replace(packed, Box::new(std::io::empty()));
    *packed = Box::new(Cursor::new(head.clone()).chain(rest));
    Ok(head)
}

/// The inputs of a file, or why there are none.
fn several(inputs: Result<impl Iterator<Item = Result<Input, Failure>> + Send + 'static, Failure>) -> Pages {
    inputs.map_or_else(|failure| one(Err(failure)), |inputs| -> Pages { Box::new(inputs) })
}

fn one(input: Result<Input, Failure>) -> Pages {
    Box::new(std::iter::once(input))
}

fn page(packed: Packed, name: String, id: String, format: Format) -> Result<Input, Failure> {
    let bytes = whole(packed, &name, PAGE_LIMIT)?;
    if let Some(why) = dateline_page::refuse(&bytes) {
        return Err(Failure::new(name, why));
    }
    Ok(Input { page: Page::new(id, bytes, format), own: None, name, notes: Vec::new() })
}

/// All bytes of a file, if it has no more than `limit`.
fn whole(packed: Packed, name: &str, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match packed.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Err(error) => Err(Failure::new(name, in_words(&error))),
        Ok(_) if bytes.len() > limit => Err(Failure::new(
            name,
            format!(
                "It is over {} MB, more than one report can have: split it into single pages, or write the \
                 reports as .jsonl, one a line.",
                limit >> 20
            ),
        )),
        Ok(_) => Ok(bytes),
    }
}

/// What went wrong in reading, and what to do.
fn in_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    match error.kind() {
        NotFound => "There is no such file or folder: check the path.".into(),
        PermissionDenied => "It may not be read: check its permissions.".into(),
        IsADirectory => "It is a folder where a file was expected: name the folder itself.".into(),
        _ => {
            let text = error.to_string();
            if text.ends_with('.') {
                text
            } else {
                format!("It cannot be read ({text}): check the file, or leave it out.")
            }
        }
    }
}
