//! What whoever asks has seen already: an answer that would be the same again is not made again.

use crate::problem::{Answer, Problem};
use crate::who::{Way, Who};
use crate::workbench::Workbench;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, Type};

/// A question by its address and by whoever asks it, and the tags of the answers that they hold.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    question: String,
    tags: Vec<String>,
}

impl Seen {
    /// The same question where the answer hangs on who asks.
    pub fn by(mut self, name: &str) -> Seen {
        self.question = format!("{} by {name}", self.question);
        self
    }

    /// The tag of the answer after a change of the record: the same question has the same answer until the next one.
    fn tag(&self, change: i64) -> String {
        let question = Sha256::digest(self.question.as_bytes());
        let question: String = question.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("\"{change}-{question}\"")
    }

    /// What the answer after a change can be kept under.
    pub fn key(&self, change: i64) -> String {
        format!("{change} {}", self.question)
    }

    /// The headers of the answer after a change, or the whole answer where it was seen.
    ///
    /// # Errors
    /// The answer "not modified", which ends the handler.
    pub fn since(&self, change: i64) -> Result<HeaderMap, Box<Response>> {
        let tag = self.tag(change);
        let mut headers = HeaderMap::new();
        // The tag is digits and hexadecimal, so it is a header's value.
        if let Ok(value) = HeaderValue::try_from(&tag) {
            headers.insert(header::ETAG, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie, authorization"));
        if self.tags.iter().any(|seen| *seen == tag || seen == "*") {
            return Err(Box::new((StatusCode::NOT_MODIFIED, headers).into_response()));
        }
        Ok(headers)
    }
}

/// The header that brings the tags.
pub(crate) const HEADER: &str = "If-None-Match";

impl IntoParams for Seen {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = Object::with_type(Type::String);
        let described = "ETags of answers that were seen: an unchanged one is not sent again";
        let header = ParameterBuilder::new().name(HEADER).parameter_in(ParameterIn::Header);
        vec![header.description(Some(described)).schema(Some(text)).build()]
    }
}

impl FromRequestParts<Workbench> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, workbench: &Workbench) -> Answer<Seen> {
        let role = parts.extensions.get::<Who>().map_or("nobody", |who| match who.way {
            Way::Visiting => "visitor",
            _ => who.role.as_str(),
        });
        let address =
            parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let tags =
            parts.headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        // Compression makes a strong tag a weak one.
        let tags = tags.flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
        Ok(Seen {
            // What is known of actors and outlets stands in answers too.
            question: format!("{} {} {role} {address}", env!("CARGO_PKG_VERSION"), workbench.edition()),
            tags: tags.map(str::to_string).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn what_was_seen_is_not_told_again_until_the_record_changes() {
        let asked = |tags: Vec<String>| Seen { question: "admin /api/v1/incidents".into(), tags };
        let first = asked(vec![]).since(7).expect("an answer");
        let tag = first["etag"].to_str().expect("text").to_string();
        let again = asked(vec![tag.clone()]);
        assert_eq!(again.since(7).expect_err("seen").status(), 304);
        assert!(again.since(8).is_ok());
        let other = Seen { question: "reader /api/v1/incidents".into(), tags: vec![tag] };
        assert!(other.since(7).is_ok(), "another role may be told something else");
    }
}
