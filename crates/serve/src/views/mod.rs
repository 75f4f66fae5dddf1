//! What those see who may not see all: a record of its own, made of what may be told ([`dateline_store::Extract`]). Their
//! questions go to a router over that record and never to the whole one, so that no address, filter or count of today's
//! or tomorrow's can tell them what is held back. It is made anew when the record or the day has changed, some seconds to
//! minutes later.

mod make;

use crate::access::{Access, Restraint};
use crate::asked::Asked;
use crate::doors::Client;
use crate::news::{Changed, News};
use crate::problem::{Answer, Problem};
use crate::routes;
use crate::who::Who;
use crate::workbench::Workbench;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dateline_terms::Date;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::time::sleep;
use tower_service::Service;

/// How long a view stays as it is at least.
const REST: Duration = Duration::from_secs(5);

/// How many times as long as its making took a view stays as it is at least: making views takes a twentieth of one
/// processor at most, however large the record is and however often it changes.
const PART: u32 = 20;

/// How long those who listen to a view have to hear that there is another.
const FAREWELL: Duration = Duration::from_secs(1);

/// The views that the server keeps.
#[derive(Default)]
pub(crate) struct Views(Vec<View>);

/// What is shown under one restraint.
struct View {
    restraint: Restraint,
    shown: Mutex<Option<Arc<Shown>>>,
}

/// A view as it was made.
pub(crate) struct Shown {
    /// Over the view's own record.
    pub workbench: Workbench,
    router: Router,
    /// Number of the last change of the whole record that is in it, and the day that the embargo counts from.
    made_of: (i64, Date),
    /// Holds the view's record; goes with it.
    _folder: TempDir,
}

impl Views {
    /// Those that the operator asked for.
    pub fn of(access: &Access) -> Views {
        let visitors = access.visitors.and(&access.readers);
        let mut asked = vec![access.readers];
        if access.public && visitors != access.readers {
            asked.push(visitors);
        }
        let kept = asked.into_iter().filter(|restraint| !restraint.is_none());
        Views(kept.map(|restraint| View { restraint, shown: Mutex::new(None) }).collect())
    }

    /// What is shown under a restraint; `None` where nothing is held back.
    ///
    /// # Errors
    /// 503 while it is made for the first time.
    pub fn under(&self, restraint: &Restraint) -> Answer<Option<Arc<Shown>>> {
        if restraint.is_none() {
            return Ok(None);
        }
        let view = self.0.iter().find(|view| view.restraint == *restraint);
        let shown = view.and_then(View::shown).ok_or_else(|| {
            let detail = "What may be shown of the record is being made: try again in a moment.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        })?;
        Ok(Some(shown))
    }

    /// Answers a request of somebody who may not see all from what they may see, or gives it back.
    pub async fn answer(&self, access: &Access, who: &Who, request: Request) -> Result<Response, Request> {
        // Who one is stands in no record, and is asked while a view is made.
        if request.uri().path() == "/api/v1/me" {
            return Err(request);
        }
        let shown = match self.under(&access.restraint(who)) {
            Ok(None) => return Err(request),
            Ok(Some(shown)) => shown,
            Err(problem) => return Ok(problem.into_response()),
        };
        if let Err(problem) = of_now(request.uri().query().unwrap_or_default()) {
            return Ok(problem.into_response());
        }
        let Ok(answer) = shown.router.clone().call(anew(request)).await;
        Ok(answer)
    }
}

/// The same request before any router looked at it: what one found in the address the next would find a second time.
fn anew(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let mut anew = Request::new(body);
    (*anew.method_mut(), *anew.uri_mut(), *anew.headers_mut()) = (parts.method, parts.uri, parts.headers);
    if let Some(who) = parts.extensions.get::<Who>() {
        anew.extensions_mut().insert(who.clone());
    }
    if let Some(client) = parts.extensions.get::<Client>() {
        anew.extensions_mut().insert(*client);
    }
    anew
}

/// Lets through what asks for the present under the usual rule: views hold no past, and no claims that could be weighed
/// otherwise.
fn of_now(query: &str) -> Answer<()> {
    let mut asked = Asked::of(query);
    if !asked.all("as_of").is_empty() {
        return Err(Problem::forbidden("Past states of the record are shown to coders alone."));
    }
    if asked.all("rule").iter().any(|rule| rule != "range") {
        return Err(Problem::forbidden("Other rules than `range` are worked out for coders alone."));
    }
    Ok(())
}

impl View {
    fn shown(&self) -> Option<Arc<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the view anew where the record or the day has changed.
    async fn refresh(&self, workbench: &Workbench) -> Answer<()> {
        let now = jiff::Timestamp::now();
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let last = workbench.record().read(|store| Ok(store.last_change()?)).await?;
        if self.shown().is_some_and(|shown| shown.made_of == (last, today)) {
            return Ok(());
        }
        let care = self.restraint.care(today).map_err(Problem::broken)?;
        let made = make::made(workbench, care, now).await?;
        let view = workbench.over(made.record);
        let router = routes::inner(view.clone());
        let made_of = (made.last, today);
        let shown = Shown { workbench: view, router, made_of, _folder: made.folder };
        let before = self.shown.lock().unwrap_or_else(PoisonError::into_inner).replace(Arc::new(shown));
        if let Some(before) = before {
            farewell(before.workbench.clone(), made.number, now);
        }
        Ok(())
    }
}

/// Tells those who listen to a view that there is another, and lets them go: they come back and are told the rest.
fn farewell(view: Workbench, number: i64, now: jiff::Timestamp) {
    let (at, who) = (format!("{now:.3}"), make::MAKER.to_string());
    let changed = Changed { number, at, who, what: make::EXTRACT.into(), incidents: Vec::new() };
    view.news().tell_of(News::Change(changed));
    tokio::spawn(async move {
        sleep(FAREWELL).await;
        view.news().close();
    });
}

/// Keeps the views up for as long as the server runs.
pub(crate) async fn keep(workbench: Workbench) {
    loop {
        let begun = Instant::now();
        for view in &workbench.views().0 {
            // What failed stands in the log, and is tried again.
            let _ = view.refresh(&workbench).await;
        }
        if workbench.views().0.is_empty() {
            return;
        }
        sleep(REST.max(begun.elapsed() * PART)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_see_no_more_than_readers_and_like_views_are_one() {
        let blur = |km| Restraint { blur_km: Some(km), ..Restraint::default() };
        let late = Restraint { embargo_days: Some(30), ..Restraint::default() };
        let views = |public, visitors, readers| {
            let access = Access { public, visitors, readers, ..Access::default() };
            Views::of(&access).0.into_iter().map(|view| view.restraint).collect::<Vec<_>>()
        };
        let none = Restraint::default();
        assert!(views(true, none, none).is_empty());
        assert_eq!(views(true, late, none), [late]);
        assert_eq!(views(true, none, late), [late], "of one kind");
        assert_eq!(views(true, blur(10.0), blur(25.0)), [blur(25.0)]);
        assert_eq!(views(true, blur(50.0), late), [late, blur(50.0).and(&late)]);
        assert_eq!(views(false, blur(50.0), none), [], "nobody visits");
    }

    #[test]
    fn the_past_and_other_rules_are_for_those_who_see_all() {
        assert!(of_now("place=Homs&rule=range").is_ok());
        assert!(of_now("as_of=2024-01-08").is_err() && of_now("%61s_of=2024-01-08").is_err());
        assert!(of_now("rule=best").is_err());
    }
}
