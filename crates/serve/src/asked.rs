//! What a query string asks for, read parameter by parameter, so that a wrong one is named.

use crate::problem::{Answer, Problem};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::str::FromStr;

/// The parameters of a query string that nobody has read yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pairs: Vec<(String, String)>,
    /// Names that were asked for.
    known: Vec<&'static str>,
}

impl Asked {
    /// Those of a query string.
    pub fn of(query: &str) -> Asked {
        let pairs = form_urlencoded::parse(query.as_bytes());
        // An empty value is what forms send for what was left out.
        let pairs = pairs.filter(|(_, value)| !value.is_empty());
        Asked { pairs: pairs.map(|(k, v)| (k.into_owned(), v.into_owned())).collect(), known: Vec::new() }
    }

    /// All values of a parameter, in their order.
    pub fn all(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        let (mine, rest) = std::mem::take(&mut self.pairs).into_iter().partition(|(k, _)| k == name);
        self.pairs = rest;
        let mine: Vec<(String, String)> = mine;
        mine.into_iter().map(|(_, value)| value).collect()
    }

    /// The value of a parameter that may be given once.
    ///
    /// # Errors
    /// When it is given several times.
    pub fn one(&mut self, name: &'static str) -> Answer<Option<String>> {
        let mut all = self.all(name);
        match all.len() {
            0 | 1 => Ok(all.pop()),
            n => Err(Problem::asked(format!("`{name}` is given {n} times; it may be given once."))),
        }
    }

    /// The value of a parameter as `read` reads it.
    ///
    /// # Errors
    /// When it is given several times, or cannot be read; `what` says what it should be.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Answer<Option<T>> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        read(value.trim()).map(Some).ok_or_else(|| wrong(name, &value, what))
    }

    /// The value of a parameter in its usual form.
    ///
    /// # Errors
    /// As those of [`Asked::read`].
    pub fn parse<T: FromStr>(&mut self, name: &'static str, what: &str) -> Answer<Option<T>> {
        self.read(name, what, |value| value.parse().ok())
    }

    /// Says that all was read.
    ///
    /// # Errors
    /// When there are parameters that nobody asked for: a misspelt filter must not go unnoticed.
    pub fn done(self) -> Answer<()> {
        let Some((name, _)) = self.pairs.first() else { return Ok(()) };
        let mut known = self.known;
        known.sort_unstable();
        known.dedup();
        let known = match known.as_slice() {
            [] => "none is known".to_string(),
            known => format!("known are {}", known.join(", ")),
        };
        Err(Problem::asked(format!("There is no parameter `{}` here: {known}.", shown(name))))
    }
}

/// That a parameter's value is not what it should be.
pub(crate) fn wrong(name: &str, value: &str, what: &str) -> Problem {
    Problem::asked(format!("`{name}` is {what}, not \"{}\".", shown(value)))
}

/// The beginning of what somebody sent, for a message.
fn shown(text: &str) -> String {
    let beginning: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if beginning.len() < text.len() { beginning + "…" } else { beginning }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Asked> {
        let asked = Asked::of(parts.uri.query().unwrap_or_default());
        match asked.pairs.iter().find(|(_, value)| value.contains('\0')) {
            None => Ok(asked),
            Some((name, _)) => Err(Problem::asked(format!("`{}` has a null byte in it.", shown(name)))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn parameters_are_read_once_or_several_times() {
        let mut asked = Asked::of("type=a&killed=3&type=b%20c&to=");
        assert_eq!(asked.all("type"), ["a", "b c"]);
        assert_eq!(asked.parse::<u64>("killed", "a number").expect("a number"), Some(3));
        assert_eq!(asked.one("to").expect("nothing"), None);
        asked.done().expect("all was read");
    }

    #[test]
    fn wrong_and_unknown_parameters_are_problems() {
        assert!(Asked::of("killed=many").parse::<u64>("killed", "a whole number").is_err());
        assert!(Asked::of("place=a&place=b").one("place").is_err());
        let mut asked = Asked::of("contry=SY");
        assert_eq!(asked.one("country").expect("none"), None);
        assert!(asked.done().is_err());
    }
}
