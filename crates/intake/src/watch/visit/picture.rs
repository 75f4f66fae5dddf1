//! Fetching a picture that a page shows: it is looked at from outside alone, and kept as evidence.

use super::{Visited, Visits};
use crate::Result;
use crate::net::Answer;
use crate::pictures::is_picture;
use crate::watch::register::{Came, Ended};
use std::time::Duration;

impl Visits {
    /// Keeps the answer to a request for a picture, if it is one.
    pub(super) async fn picture(&self, mut answer: Answer, rest: Duration) -> Result<Visited> {
        let status = answer.status;
        let wrong = match status {
            200 if is_picture(&answer.body) => None,
            200 => Some("It is no picture.".to_string()),
            _ => Some(format!("The server answers {status}.")),
        };
        let ended = match wrong {
            Some(wrong) => Ended::refused(Some(status), wrong),
            None => {
                self.keep_evidence(&mut answer).await?;
                Ended { state: "done", status: Some(status), ..Ended::default() }
            }
        };
        Ok(Visited::new(Came::Ended(ended), rest))
    }
}
