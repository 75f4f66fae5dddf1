//! What is watched, and how it does: read by coders, kept by admins.

mod given;
mod told;
mod trial;

use crate::asked::Asked;
use crate::desk::Desk;
use crate::doors::{Client, Need, needs};
use crate::problem::{Answer, Problem};
use crate::routes::judging::reason;
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use dateline_intake::watch::{Register, Source, path};
use given::{ChangedSource, NewSource, Reason};
use jiff::Timestamp;
use tokio::task::spawn_blocking;
use told::{SourceDetail, WatchedSource, WatchedSources};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes. Addresses of sources may be of the operator's own network, so not every reader sees them; what the server
/// asks on the network is for admins to say.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let read = OpenApiRouter::new().routes(routes!(list)).routes(routes!(one));
    let keep = OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(change, remove))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(trial::try_out));
    needs(Need::Role(Role::Coder), read).merge(needs(Need::Role(Role::Admin), keep))
}

/// The sources that `dateline watch`, or the server itself, takes reports in from, and how each of them does.
#[utoipa::path(get, path = "/sources", tag = "sources", responses((status = 200, body = WatchedSources)))]
async fn list(State(workbench): State<Workbench>, _: Who, asked: Asked) -> Answer<Json<WatchedSources>> {
    asked.done()?;
    let record = workbench.record().path().to_path_buf();
    let private_allowed = workbench.access().private_sources;
    let read = move || {
        // Where nothing was ever watched there is no register, and none is made.
        if !path(&record).exists() {
            return Ok(WatchedSources { private_allowed, ..WatchedSources::default() });
        }
        let register = Register::open(&record)?;
        let items: Vec<WatchedSource> =
            register.health(now())?.into_iter().map(WatchedSource::from).collect();
        Ok(WatchedSources { total: items.len(), items, watched: register.is_watched()?, private_allowed })
    };
    spawn_blocking(read).await.map_err(Problem::broken)?.map(Json)
}

/// One source: how it does, day by day, and what became of its last pages.
#[utoipa::path(
    get,
    path = "/sources/{id}",
    tag = "sources",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = SourceDetail))
)]
async fn one(
    State(workbench): State<Workbench>,
    _: Who,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer<Json<SourceDetail>> {
    asked.done()?;
    let record = workbench.record().path().to_path_buf();
    let read = move || {
        let (register, number) = there(&record, &id)?;
        let detail = register.detail(number, now())?.ok_or_else(|| no_such(&id))?;
        Ok::<_, Problem>((detail, register.is_watched()?))
    };
    let (detail, watched) = spawn_blocking(read).await.map_err(Problem::broken)??;
    workbench.record().read(move |store| Ok(Json(told::detail(detail, watched, store)?))).await
}

/// Watch a source that does not stand in `sources.toml`. Whatever watches takes it up within seconds.
#[utoipa::path(
    post,
    path = "/sources",
    tag = "sources",
    request_body = NewSource,
    responses((status = 201, body = WatchedSource), (status = 409))
)]
async fn add(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Sent(new): Sent<NewSource>,
) -> Answer<(StatusCode, Json<WatchedSource>)> {
    let why = reason(new.why.clone())?;
    let source = new.source()?;
    allowed(&workbench, source.allow_private)?;
    let note = Note { what: "source added", why, who, client };
    let made = write(&workbench, note, move |register| Ok((register.add(&source)?, source.name))).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Change a source that was added by hand, but for its kind. It is asked anew; its pages stay its own.
#[utoipa::path(
    put,
    path = "/sources/{id}",
    tag = "sources",
    params(("id" = String, Path, description = "Its id")),
    request_body = ChangedSource,
    responses((status = 200, body = WatchedSource), (status = 409))
)]
async fn change(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
    Sent(changed): Sent<ChangedSource>,
) -> Answer<Json<WatchedSource>> {
    let why = Some(given_why(Some(changed.why.clone()))?);
    let private = workbench.access().private_sources;
    let note = Note { what: "source changed", why, who, client };
    let write = write(&workbench, note, move |register| {
        let (number, before) = held(register, &id)?;
        let source = changed.source(&before)?;
        let same_place = source.place()? == before.place()?;
        // What the operator allowed at the machine stays allowed where it was meant.
        if source.allow_private && !private && !(before.allow_private && same_place) {
            return Err(not_private());
        }
        register.change(number, &source)?;
        Ok((number, source.name))
    });
    Ok(Json(write.await?))
}

/// Leave a source alone, with what waits of it, until it is resumed. One of `sources.toml` can be paused too.
#[utoipa::path(
    post,
    path = "/sources/{id}/pause",
    tag = "sources",
    params(("id" = String, Path, description = "Its id")),
    request_body = Reason,
    responses((status = 200, body = WatchedSource))
)]
async fn pause(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
    Sent(Reason { why }): Sent<Reason>,
) -> Answer<Json<WatchedSource>> {
    let why = given_why(why)?;
    let note = Note { what: "source paused", why: Some(why.clone()), who, client };
    let paused = write(&workbench, note, move |register| {
        let (number, source) = held(register, &id)?;
        register.pause(&source.name, Some(&why))?;
        Ok((number, source.name))
    });
    Ok(Json(paused.await?))
}

/// Take a source up again that was paused.
#[utoipa::path(
    post,
    path = "/sources/{id}/resume",
    tag = "sources",
    params(("id" = String, Path, description = "Its id")),
    request_body = Reason,
    responses((status = 200, body = WatchedSource), (status = 409))
)]
async fn resume(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
    Sent(Reason { why }): Sent<Reason>,
) -> Answer<Json<WatchedSource>> {
    let note = Note { what: "source resumed", why: reason(why)?, who, client };
    let resumed = write(&workbench, note, move |register| {
        let (number, source) = held(register, &id)?;
        if source.paused {
            let detail = "sources.toml says that it is left alone: take `paused` out there, and start what watches anew.";
            return Err(Problem::new(StatusCode::CONFLICT, detail));
        }
        register.pause(&source.name, None)?;
        Ok((number, source.name))
    });
    Ok(Json(resumed.await?))
}

/// Watch a source no more that was added by hand: what waits of it is left, what was taken in stays.
#[utoipa::path(
    delete,
    path = "/sources/{id}",
    tag = "sources",
    params(
        ("id" = String, Path, description = "Its id"),
        ("why" = String, Query, description = "The reason, for those who read the audit later")
    ),
    responses((status = 204), (status = 409))
)]
async fn remove(
    State(workbench): State<Workbench>,
    who: Who,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
    mut asked: Asked,
) -> Answer<StatusCode> {
    let why = given_why(asked.one("why")?)?;
    asked.done()?;
    let record = workbench.record().path().to_path_buf();
    let note = Note { what: "source removed", why: Some(why), who, client };
    let work = move |desk: &Desk, at: i64| {
        let (register, _) = there(&record, &id)?;
        let (_, source) = held(&register, &id)?;
        register.remove(&source.name)?;
        note.write(desk, &source.name, at)
    };
    workbench.at_desk(work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the audit is told of a change.
struct Note {
    what: &'static str,
    why: Option<String>,
    who: Who,
    client: Client,
}

impl Note {
    fn write(&self, desk: &Desk, name: &str, at: i64) -> Answer<()> {
        let about =
            self.why.as_ref().map_or_else(|| name.to_string(), |why| format!("{name}, because {why}"));
        Ok(desk.note(&self.who.name, self.what, &about, &self.client.ip.to_string(), at)?)
    }
}

/// Changes the register, tells the audit, and gives how the source does: `work` gives its number and name.
async fn write(
    workbench: &Workbench,
    note: Note,
    work: impl FnOnce(&Register) -> Answer<(i64, String)> + Send + 'static,
) -> Answer<WatchedSource> {
    note.who.must_be(Role::Admin)?;
    let record = workbench.record().path().to_path_buf();
    let all = move |desk: &Desk, at: i64| {
        let register = Register::open(&record)?;
        let (number, name) = work(&register)?;
        note.write(desk, &name, at)?;
        let detail = register.detail(number, now())?.ok_or_else(|| no_such(&name))?;
        Ok(WatchedSource::from(detail.health))
    };
    workbench.at_desk(all).await
}

/// The register, where there is one, and the number that an id is.
fn there(record: &std::path::Path, id: &str) -> Answer<(Register, i64)> {
    let number = id.parse().map_err(|_| no_such(id))?;
    if !path(record).exists() {
        return Err(no_such(id));
    }
    Ok((Register::open(record)?, number))
}

/// A source as its user wrote it, by its id.
fn held(register: &Register, id: &str) -> Answer<(i64, Source)> {
    let number = id.parse().map_err(|_| no_such(id))?;
    let detail = register.detail(number, now())?.ok_or_else(|| no_such(id))?;
    Ok((number, Source { name: detail.health.name, ..detail.health.source }))
}

fn no_such(id: &str) -> Problem {
    let shown: String = id.chars().filter(|c| !c.is_control()).take(80).collect();
    Problem::missing(format!("There is no source \"{shown}\": `/sources` lists them with their ids."))
}

/// A reason, which has to be given.
fn given_why(why: Option<String>) -> Answer<String> {
    reason(why)?.ok_or_else(|| Problem::asked("`why` is empty: say why, for those who read the audit later."))
}

/// Goes on where a source may stand anywhere, or need not.
fn allowed(workbench: &Workbench, private: bool) -> Answer<()> {
    if private && !workbench.access().private_sources { Err(not_private()) } else { Ok(()) }
}

/// Why the server is sent nowhere on its own network by people who are not at the machine.
fn not_private() -> Problem {
    Problem::forbidden(
        "Sources of this machine and its own network are for its operator to allow: `dateline sources add \
         --allow-private` at the machine, or `dateline serve --allow-private-sources`.",
    )
}

/// Now, in milliseconds since 1970.
fn now() -> i64 {
    Timestamp::now().as_millisecond()
}
