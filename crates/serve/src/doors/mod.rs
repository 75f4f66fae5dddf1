//! The doors: what each address needs of who asks, and whether they have it. Each group of routes says what it needs
//! where it is mounted ([`needs`]); what says nothing lets nobody in.

mod address;
mod attempts;
mod enter;
#[cfg(test)]
mod tests;

pub(crate) use address::{Client, Peer, is_local};
pub(crate) use attempts::Attempts;
pub(crate) use enter::{Entrance, SIGNING_IN, cookie, enter, named, set_cookie, set_named};

use crate::who::Role;
use axum::http::Method;
use std::collections::HashMap;
use utoipa::openapi::OpenApi;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa_axum::router::OpenApiRouter;

/// The member of an operation in the OpenAPI document that says what it needs.
const MARK: &str = "x-needs";

/// What an address needs of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: signing in itself, and what is guarded by a secret of its own.
    Nothing,
    /// Readers; everybody where the record may be read by everybody.
    Reading,
    /// Somebody of this role, or of a higher one.
    Role(Role),
}

impl Need {
    fn as_str(self) -> &'static str {
        match self {
            Need::Nothing => "nothing",
            Need::Reading => "reading",
            Need::Role(role) => role.as_str(),
        }
    }

    fn parse(word: &str) -> Option<Need> {
        match word {
            "nothing" => Some(Need::Nothing),
            "reading" => Some(Need::Reading),
            role => role.parse().ok().map(Need::Role),
        }
    }
}

/// Says what the routes of a group need, unless they said so themselves. `Reading` is of reading alone: what changes
/// something has to name a role.
pub(crate) fn needs<S>(need: Need, mut router: OpenApiRouter<S>) -> OpenApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    for item in router.get_openapi_mut().paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            let extensions = operation.extensions.get_or_insert_with(Extensions::default);
            if need != Need::Reading || method == Method::GET {
                extensions.entry(MARK.to_string()).or_insert_with(|| need.as_str().into());
            }
        }
    }
    router
}

/// The operations of a path with their methods.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let all = [
        (Method::GET, item.get.as_mut()),
        (Method::POST, item.post.as_mut()),
        (Method::PUT, item.put.as_mut()),
        (Method::PATCH, item.patch.as_mut()),
        (Method::DELETE, item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation?)))
}

/// What each address needs, by its path as it was mounted and its method.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs(HashMap<(String, Method), Option<Need>>);

impl Needs {
    /// As the document of all routes says.
    pub fn of(document: &OpenApi) -> Needs {
        let mut needs = HashMap::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(&mut item.clone()) {
                let word = operation.extensions.as_ref().and_then(|e| e.get(MARK)?.as_str());
                needs.insert((path.clone(), method), word.and_then(Need::parse));
            }
        }
        Needs(needs)
    }

    /// The methods that an address answers to, as the header `Allow` has them.
    pub fn methods(&self, path: &str) -> String {
        let mut methods: Vec<&str> =
            self.0.keys().filter(|(of, _)| of == path).map(|(_, method)| method.as_str()).collect();
        methods.extend(methods.contains(&"GET").then_some("HEAD"));
        methods.sort_unstable();
        methods.join(", ")
    }

    /// What an address needs: `None` where it answers to no such method, `Some(None)` where it does not say.
    pub fn get(&self, path: &str, method: &Method) -> Option<Option<Need>> {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.0.get(&(path.to_string(), method)).copied()
    }
}
