//! Pages on their way in: what people hand over as texts, bytes or dictionaries, and what files hold.

use dateline::calls::{self, Failure, Input};
use dateline_store::sha256;
use dateline_terms::{Flaw, Format, Page};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use serde_json::{Map, Value};

/// A page, or what is said of one that cannot be read.
pub(crate) type Given = Result<Input, Failure>;

/// Pages of files, one after the other.
#[pyclass(module = "dateline")]
pub(crate) struct Pages {
    pages: Box<dyn Iterator<Item = Given> + Send + Sync>,
}

impl Pages {
    /// These.
    pub fn new(pages: impl Iterator<Item = Given> + Send + 'static) -> Pages {
        Pages { pages: Box::new(Alone(std::sync::Mutex::new(pages))) }
    }
}

/// An iterator that threads may hold in turn.
struct Alone<I>(std::sync::Mutex<I>);

impl<I: Iterator> Iterator for Alone<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).next()
    }
}

#[pymethods]
impl Pages {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let pages = &mut self.pages;
        py.detach(|| pages.next()).map(|page| dictionary(py, page)).transpose()
    }
}

/// A page as a dictionary that [`page`] reads again.
fn dictionary(py: Python<'_>, page: Given) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    let Input { name, page, own, notes, .. } = match page {
        Ok(input) => input,
        Err(failure) => {
            dict.set_item("name", failure.name)?;
            dict.set_item("error", failure.what)?;
            return Ok(dict);
        }
    };
    dict.set_item("name", name)?;
    dict.set_item("id", page.id)?;
    dict.set_item("own", own)?;
    dict.set_item("bytes", PyBytes::new(py, &page.bytes))?;
    dict.set_item("format", page.format.as_str())?;
    dict.set_item("keep_text", page.keep_text)?;
    dict.set_item("url", page.url)?;
    dict.set_item("title", page.title)?;
    dict.set_item("outlet", page.outlet)?;
    dict.set_item("published", page.published.map(|day| day.to_string()))?;
    dict.set_item("language", page.language)?;
    dict.set_item("charset", page.charset)?;
    dict.set_item("notes", notes.into_iter().map(|flaw| (flaw.step, flaw.what)).collect::<Vec<_>>())?;
    Ok(dict)
}

/// The page of something that people hand over: a text, the bytes of a page, or a dictionary. `number` counts from 1.
///
/// # Errors
/// When it is of another type: that is a mistake of the program and not of a page.
pub(crate) fn page(given: &Bound<'_, PyAny>, number: usize) -> PyResult<Given> {
    if let Ok(text) = given.cast::<PyString>() {
        let text: String = text.extract()?;
        let own = fingerprint("text", text.as_bytes());
        return Ok(calls::text(text, &format!("text {number}")).map(|input| named(input, own)));
    }
    if let Ok(bytes) = given.cast::<PyBytes>() {
        let own = fingerprint("page", bytes.as_bytes());
        let page = calls::bytes(bytes.as_bytes().to_vec(), Format::Unknown, &format!("page {number}"));
        return Ok(page.map(|input| named(input, own)));
    }
    let Ok(dict) = given.cast::<PyDict>() else {
        let kind = given.get_type().name()?;
        return Err(crate::error::said(format!(
            "Page {number} is of the type {kind}: hand over texts (str), pages (bytes), or dictionaries with the \
             fields of a report."
        )));
    };
    if dict.contains("error")? {
        return Ok(Err(Failure::new(
            text(dict, "name")?.unwrap_or_default(),
            text(dict, "error")?.unwrap_or_default(),
        )));
    }
    if dict.contains("format")? { whole(dict) } else { described(dict, number) }
}

/// What tells a page from others that came without an id.
fn fingerprint(kind: &str, bytes: &[u8]) -> String {
    let sum = sha256(bytes);
    format!("{kind} {}", sum.get(..12).unwrap_or(&sum))
}

fn named(mut input: Input, own: String) -> Input {
    input.own.get_or_insert(own);
    input
}

fn text(dict: &Bound<'_, PyDict>, key: &str) -> PyResult<Option<String>> {
    match dict.get_item(key)? {
        Some(value) if !value.is_none() => Ok(Some(value.str()?.extract()?)),
        _ => Ok(None),
    }
}

fn bytes(dict: &Bound<'_, PyDict>, key: &str) -> PyResult<Option<Vec<u8>>> {
    let value = dict.get_item(key)?;
    Ok(value.and_then(|value| value.cast::<PyBytes>().ok().map(|bytes| bytes.as_bytes().to_vec())))
}

/// A page that [`dictionary`] laid out.
fn whole(dict: &Bound<'_, PyDict>) -> PyResult<Given> {
    let id = text(dict, "id")?.unwrap_or_default();
    let name = text(dict, "name")?.unwrap_or_else(|| id.clone());
    let format = Format::of(&text(dict, "format")?.unwrap_or_default());
    let keep_text =
        dict.get_item("keep_text")?.map(|value| value.is_truthy()).transpose()?.unwrap_or_default();
    let notes: Vec<(String, String)> =
        dict.get_item("notes")?.map(|notes| notes.extract()).transpose()?.unwrap_or_default();
    let page = Page {
        keep_text,
        url: text(dict, "url")?,
        title: text(dict, "title")?,
        outlet: text(dict, "outlet")?,
        published: text(dict, "published")?.and_then(|day| day.parse().ok()),
        language: text(dict, "language")?,
        charset: text(dict, "charset")?,
        ..Page::new(id, Vec::new(), format)
    };
    let body = bytes(dict, "bytes")?.unwrap_or_default();
    Ok(calls::bytes(body, format, &name).map(|input| Input {
        page: Page { bytes: input.page.bytes, ..page },
        own: text(dict, "own").ok().flatten(),
        notes: notes.into_iter().map(|(step, what)| Flaw::new(step_of(&step), what)).collect(),
        name,
    }))
}

/// The step of a flaw: those that pages come with are of one step.
fn step_of(_: &str) -> &'static str {
    "page"
}

/// Fields of a report that dictionaries may have, beside its body.
const FIELDS: [&str; 6] = ["id", "title", "published", "outlet", "url", "language"];

/// A page with the fields of a line of `.jsonl`, its body as text or bytes.
fn described(dict: &Bound<'_, PyDict>, number: usize) -> PyResult<Given> {
    let mut object = Map::new();
    for field in FIELDS {
        if let Some(value) = text(dict, field)? {
            object.insert(field.to_string(), Value::String(value));
        }
    }
    let body = match bytes(dict, "html")? {
        Some(html) => Some((html, Format::Html)),
        None => bytes(dict, "text")?.map(|text| (text, Format::Text)),
    };
    for field in ["text", "html"] {
        // Where the body is bytes a word holds its place until they are put there.
        let value = match &body {
            Some((_, format)) => (format.as_str() == field).then(|| "-".to_string()),
            None => text(dict, field)?,
        };
        object.extend(value.map(|value| (field.to_string(), Value::String(value))));
    }
    let mut name = format!("page {number}");
    for field in ["url", "id", "name"] {
        name = text(dict, field)?.unwrap_or(name);
    }
    Ok(calls::described(Value::Object(object), &name)
        .and_then(|input| match body {
            Some((body, format)) => {
                let bytes = calls::bytes(body, format, &name)?.page.bytes;
                Ok(Input { page: Page { bytes, format, ..input.page }, ..input })
            }
            None => Ok(input),
        })
        .map(|input| {
            if input.own.is_some() || input.page.url.is_some() {
                return input;
            }
            let own = fingerprint("page", &input.page.bytes);
            named(input, own)
        }))
}
