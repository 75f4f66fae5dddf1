/// What could not be done to a report, in words that a user can act on. Flaws are values, not errors:
/// coding goes on without the part that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The stage that noticed: "page", "read", "resolve" or "attribute".
    pub step: &'static str,
    /// Full sentence: what went wrong and what to do about it.
    pub what: String,
}

impl Flaw {
    /// A flaw of stage `step`.
    pub fn new(step: &'static str, what: impl Into<String>) -> Flaw {
        Flaw { step, what: what.into() }
    }
}
