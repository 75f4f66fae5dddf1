//! Answers that stand before or behind every handler: what the doors refuse, what cannot be read of an address or a body,
//! and what has not changed. They are added to the document here, so that no handler has to name them.

use crate::problem::Sent;
use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};

/// What a status means, for answers that say nothing of themselves.
const MEANINGS: [(&str, &str); 16] = [
    ("200", "Done."),
    ("201", "Made."),
    ("202", "Taken in; it is done soon."),
    ("204", "Done; there is nothing to tell."),
    ("303", "Go on there."),
    ("304", "Unchanged since the answer whose ETag was brought."),
    ("400", "The address, a parameter or the body is not what it should be; the detail names it."),
    ("401", "Nobody is signed in, or the token holds no more."),
    ("403", "Whoever asks may not do this, or asks from another site."),
    ("404", "There is no such thing."),
    ("409", "It does not go with what is there; the detail says why."),
    ("413", "The body is too large."),
    ("415", "The body is not in a form that is taken here."),
    ("422", "The body is JSON, but not of this shape; the detail names the member."),
    ("429", "There were too many attempts; the header Retry-After says for how many seconds to wait."),
    ("502", "The service that vouches for people does not answer as it should."),
];

/// Adds to every operation the answers that it may give whatever its handler does.
pub(crate) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            for status in usual(operation) {
                operation
                    .responses
                    .responses
                    .entry(status.to_string())
                    .or_insert_with(|| Response::new("").into());
            }
            for (status, answer) in &mut operation.responses.responses {
                if let RefOr::T(answer) = answer {
                    told(status, answer);
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().filter_map(Option::as_mut)
}

/// Statuses that the parts in front of a handler give, by what the operation takes.
fn usual(operation: &Operation) -> Vec<&'static str> {
    let takes = |wanted: &dyn Fn(&Parameter) -> bool| {
        let parameters = operation.parameters.iter().flatten();
        parameters.into_iter().any(|parameter| matches!(parameter, RefOr::T(parameter) if wanted(parameter)))
    };
    let mut usual = vec!["400", "401", "403"];
    if takes(&|parameter| parameter.name == crate::seen::HEADER) {
        usual.push("304");
    }
    if takes(&|parameter| parameter.parameter_in == ParameterIn::Path) {
        usual.push("404");
    }
    if operation.request_body.is_some() {
        usual.extend(["413", "415", "422"]);
    }
    usual
}

/// Says of an answer what it means, and of what is no success that it is a problem.
fn told(status: &str, answer: &mut Response) {
    if let Some((_, meaning)) = MEANINGS.iter().find(|(of, _)| answer.description.is_empty() && *of == status)
    {
        answer.description = (*meaning).to_string();
    }
    let failed = status.starts_with('4') || status.starts_with('5');
    if failed && answer.content.is_empty() {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Sent::name()))).build();
        let described = ResponseBuilder::new().description(answer.description.clone());
        *answer = described.content(PROBLEM, problem).build();
    }
}

/// The media type of problems.
pub(super) const PROBLEM: &str = "application/problem+json";
