//! The document as a page: one section for each tag, one heading for each address, and the shapes behind them.

use super::parts::{described, items, members, shape, table, word};
use super::usual::PROBLEM;
use dateline_export::escaped;
use serde_json::Value;

/// Methods in the order in which they are told.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// An address with its method.
struct Operation<'v> {
    path: &'v str,
    method: &'static str,
    told: &'v Value,
}

impl Operation<'_> {
    fn anchor(&self) -> String {
        let name = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        format!("{}{}", self.method, self.path.chars().map(name).collect::<String>())
    }

    fn tag(&self) -> &str {
        items(self.told, "tags").find_map(Value::as_str).unwrap_or("other")
    }
}

/// The page.
pub(super) fn html(document: &Value) -> String {
    let operations = operations(document);
    let info = &document["info"];
    let tags = tags(document, &operations);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Dateline API</title>\n\
         <link rel=\"stylesheet\" href=\"/api/v1/page.css\">\n</head>\n<body>\n<header>\n<h1>Dateline API</h1>\n\
         <p>{}</p>\n<p class=\"soft\">Version {}. For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a>. \
         <a href=\"/\">To the workbench</a>.</p>\n</header>\n<main>\n",
        described(word(info, "description")),
        escaped(word(info, "version")),
    );
    page += &contents(&tags, &operations);
    for (tag, about) in &tags {
        page += &format!("<section>\n<h2>{}</h2>\n<p>{}</p>\n", escaped(&capital(tag)), described(about));
        let of_tag = operations.iter().filter(|operation| operation.tag() == tag);
        page.extend(of_tag.map(told));
        page += "</section>\n";
    }
    page + &shapes(document) + "</main>\n</body>\n</html>\n"
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let each = members(document, "paths").flat_map(|(path, item)| {
        METHODS
            .into_iter()
            .filter_map(move |method| Some(Operation { path, method, told: item.get(method)? }))
    });
    each.collect()
}

/// Tags with what is said of them, those without a word after the others.
fn tags(document: &Value, operations: &[Operation<'_>]) -> Vec<(String, String)> {
    let said = items(document, "tags")
        .map(|tag| (word(tag, "name").to_string(), word(tag, "description").to_string()));
    let mut tags: Vec<(String, String)> = said.collect();
    for operation in operations {
        if tags.iter().all(|(tag, _)| tag != operation.tag()) {
            tags.push((operation.tag().to_string(), String::new()));
        }
    }
    tags.retain(|(tag, _)| operations.iter().any(|operation| operation.tag() == tag));
    tags
}

fn contents(tags: &[(String, String)], operations: &[Operation<'_>]) -> String {
    let mut list = String::from("<nav aria-label=\"Addresses\"><ul>\n");
    for (tag, _) in tags {
        for operation in operations.iter().filter(|operation| operation.tag() == tag) {
            let (anchor, method) = (operation.anchor(), operation.method.to_uppercase());
            list += &format!("<li><a href=\"#{anchor}\">{method} {}</a></li>\n", escaped(operation.path));
        }
    }
    list + "</ul></nav>\n"
}

fn told(operation: &Operation<'_>) -> String {
    let Operation { path, method, told } = operation;
    let mut out = format!(
        "<article>\n<h3 id=\"{}\"><span class=\"method\">{}</span>{}</h3>\n<p>{}</p>\n",
        operation.anchor(),
        method.to_uppercase(),
        escaped(path),
        described(&[word(told, "summary"), word(told, "description")].join("\n\n")),
    );
    let needs = word(told, "x-needs");
    if !["", "nothing", "reading"].contains(&needs) {
        out += &format!("<p class=\"soft\">Takes a {}.</p>\n", escaped(needs));
    }
    out += &table(&["Parameter", "What it is", ""], &parameters(told));
    if let Some(body) = told.get("requestBody") {
        out += &table(&["Sent as", "What it is"], &media(body));
    }
    out += &table(&["Status", "Sent as", "What it is"], &answers(told));
    let problems: Vec<String> = members(told, "responses")
        .filter(|(_, answer)| is_problem(answer))
        .map(|(status, answer)| {
            format!("<abbr title=\"{}\">{}</abbr>", escaped(word(answer, "description")), escaped(status))
        })
        .collect();
    if !problems.is_empty() {
        out += &format!(
            "<p class=\"soft\">Or a <a href=\"#Problem\">Problem</a>: {}.</p>\n",
            problems.join(", ")
        );
    }
    out + "</article>\n"
}

fn is_problem(answer: &Value) -> bool {
    answer.get("content").is_some_and(|content| content.get(PROBLEM).is_some())
}

/// Rows of all answers but problems.
fn answers(told: &Value) -> Vec<Vec<String>> {
    let rows =
        members(told, "responses").filter(|(_, answer)| !is_problem(answer)).flat_map(|(status, answer)| {
            let mut sent = media(answer);
            if sent.is_empty() {
                sent.push(vec![String::new(), described(word(answer, "description"))]);
            }
            let of = |row: Vec<String>| [vec![format!("<code>{}</code>", escaped(status))], row].concat();
            sent.into_iter().map(of).collect::<Vec<_>>()
        });
    rows.collect()
}

fn parameters(told: &Value) -> Vec<Vec<String>> {
    let row = |parameter: &Value| {
        let required = parameter.get("required").and_then(Value::as_bool).unwrap_or(false);
        let place = match word(parameter, "in") {
            "query" => "",
            "path" => " (in the address)",
            _ => " (header)",
        };
        let must = if required && place.is_empty() { ", required" } else { "" };
        vec![
            format!("<code>{}</code>{place}", escaped(word(parameter, "name"))),
            parameter.get("schema").map(shape).unwrap_or_default() + must,
            described(word(parameter, "description")),
        ]
    };
    items(told, "parameters").map(row).collect()
}

fn media(of: &Value) -> Vec<Vec<String>> {
    let row = |(kind, body): (&String, &Value)| {
        let shape = body.get("schema").map(shape).unwrap_or_default();
        vec![format!("<code>{}</code>", escaped(kind)), shape]
    };
    members(of, "content").map(row).collect()
}

/// All shapes, each a table of its members.
fn shapes(document: &Value) -> String {
    let mut out = String::from("<section>\n<h2>Shapes</h2>\n");
    for (name, schema) in members(&document["components"], "schemas") {
        out += &format!(
            "<h3 id=\"{0}\">{0}</h3>\n<p>{1}</p>\n",
            escaped(name),
            described(word(schema, "description"))
        );
        out += &fields(schema);
    }
    out + "</section>\n"
}

fn fields(schema: &Value) -> String {
    let required: Vec<&str> = items(schema, "required").filter_map(Value::as_str).collect();
    let row = |(name, of): (&String, &Value)| {
        let open = if required.contains(&name.as_str()) { "" } else { ", may be missing" };
        vec![format!("<code>{}</code>", escaped(name)), shape(of) + open, described(word(of, "description"))]
    };
    let rows: Vec<Vec<String>> = members(schema, "properties").map(row).collect();
    if !rows.is_empty() {
        return table(&["Member", "What it is", ""], &rows);
    }
    let parts: Vec<&Value> =
        ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|either| items(schema, either)).collect();
    if parts.is_empty() {
        return format!("<p>{}</p>\n", shape(schema));
    }
    let part = |part: &&Value| match part.get("properties") {
        Some(_) => fields(part),
        None => format!("<p>{}</p>\n", shape(part)),
    };
    parts.iter().map(part).collect()
}

/// With a capital first.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
