//! The document's parts in words of HTML.

use dateline_export::escaped;
use serde_json::Value;
use std::fmt::Write;

/// A description: paragraphs, with what stands between backticks as code.
pub(super) fn described(text: &str) -> String {
    let code = |(n, part): (usize, &str)| match n % 2 {
        1 => format!("<code>{}</code>", escaped(part)),
        _ => escaped(part),
    };
    let line = |text: &str| text.split('`').enumerate().map(code).collect::<String>();
    text.split("\n\n").map(line).collect::<Vec<_>>().join("</p><p>")
}

/// A string of an object.
pub(super) fn word<'v>(of: &'v Value, name: &str) -> &'v str {
    of.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Members of an object, in their order.
pub(super) fn members<'v>(of: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    of.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// Items of a list.
pub(super) fn items<'v>(of: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// What a value is, in a few words, with a link where it has a shape of its own.
pub(super) fn shape(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    let choices: Vec<String> = items(schema, "enum").filter_map(Value::as_str).map(quoted).collect();
    if !choices.is_empty() {
        return choices.join(", ");
    }
    for either in ["oneOf", "anyOf", "allOf"] {
        let shapes: Vec<String> =
            items(schema, either).filter(|one| word(one, "type") != "null").map(shape).collect();
        if !shapes.is_empty() {
            return shapes.join(if either == "allOf" { " with " } else { " or " });
        }
    }
    plain(schema)
}

fn quoted(word: &str) -> String {
    format!("<code>{}</code>", escaped(word))
}

fn plain(schema: &Value) -> String {
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        Some(Value::String(kind)) => vec![kind],
        _ => Vec::new(),
    };
    let kind = kinds.first().copied().unwrap_or("any value");
    match (kind, word(schema, "format")) {
        ("array", _) => {
            schema.get("items").map_or("list".into(), |items| format!("list of {}", shape(items)))
        }
        ("object", _) => match schema.get("additionalProperties") {
            Some(each) if each.is_object() => format!("{} by name", shape(each)),
            _ => "object".into(),
        },
        ("string", "date") => "day, <code>YYYY-MM-DD</code>".into(),
        ("string", "binary") => "bytes".into(),
        ("string", _) => "text".into(),
        ("integer", _) => "whole number".into(),
        ("boolean", _) => "true or false".into(),
        (kind, _) => escaped(kind),
    }
}

/// A table, its cells as HTML; nothing where it has no rows.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut out = String::from("<div class=\"table\"><table><thead><tr>");
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = writeln!(out, "<tr>{cells}</tr>");
    }
    out + "</tbody></table></div>\n"
}
