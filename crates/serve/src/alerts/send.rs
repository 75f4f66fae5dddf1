//! Sending what is due: signed, so that the receiver knows that it comes from here and when.

use crate::desk::{Due, Tried, proof};
use crate::mail;
use crate::problem::Answer;
use crate::workbench::Workbench;
use axum::body::Bytes;
use axum::http::{Request, header};
use dateline_intake::net::{Reach, ask};

/// Deliveries that are under way at once.
const AT_ONCE: usize = 8;

/// Sends what is due, all at once, and writes down what became of it.
///
/// # Errors
/// When the desk cannot be read or written.
pub(super) async fn due(workbench: &Workbench) -> Answer<()> {
    let reach = if workbench.access().private_webhooks { Reach::Any } else { Reach::Public };
    loop {
        let due = workbench.at_desk(|desk, now| Ok(desk.due(AT_ONCE, now)?)).await?;
        let full = due.len() == AT_ONCE;
        let mut under_way = tokio::task::JoinSet::new();
        for due in due {
            let (mail, books) = (workbench.access().mail.clone(), workbench.books());
            under_way.spawn(async move {
                let number = due.number;
                let tried = match due.url.starts_with("mailto:") {
                    true => mail::send(mail, due, books).await,
                    false => send(reach, due).await,
                };
                (number, tried)
            });
        }
        while let Some(done) = under_way.join_next().await {
            if let Ok((number, tried)) = done {
                workbench.at_desk(move |desk, now| Ok(desk.tried(number, &tried, now)?)).await?;
            }
        }
        if !full {
            return Ok(());
        }
    }
}

async fn send(reach: Reach, due: Due) -> Tried {
    let now = jiff::Timestamp::now().as_second();
    let signature = proof(&due.secret, &format!("{now}.{}", due.body));
    let request = Request::post(&due.url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, concat!("Dateline/", env!("CARGO_PKG_VERSION")))
        .header("dateline-delivery", due.number)
        .header("dateline-signature", format!("t={now},v1={signature}"))
        .body(Bytes::from(due.body));
    let answer = match request {
        Ok(request) => ask(reach, request).await,
        Err(error) => Err(format!("The address cannot be asked ({error}).")),
    };
    match answer.map(|answer| answer.status()) {
        Ok(status) if status.is_success() => Tried { status: Some(status.as_u16()), wrong: None },
        Ok(status) => Tried {
            status: Some(status.as_u16()),
            wrong: Some(format!("The answer was {}.", status.as_u16())),
        },
        Err(wrong) => Tried { status: None, wrong: Some(wrong) },
    }
}
