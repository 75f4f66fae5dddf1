//! The JSON that a request brings.

use crate::problem::Problem;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

/// A request's body, read as JSON of one shape. The media type has to say that it is JSON, which keeps forms of other
/// sites' pages out.
#[derive(Clone, Debug)]
pub(crate) struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(sent)) => Ok(Sent(sent)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                let detail = "The body has to be JSON, with the header Content-Type: application/json.";
                Err(Problem::new(axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE, detail))
            }
            // What it names are members and places, which is what one needs to put it right.
            Err(other) => Err(Problem::refused(other.status(), &other.body_text())),
        }
    }
}
