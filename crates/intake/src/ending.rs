//! Being asked to end, as services are.

/// Waits until the program is asked to end: an interrupt (Ctrl-C), or SIGTERM where there are signals. Inside a runtime of
/// tokio's with its drivers on.
pub async fn asked_to_end() {
    let interrupt = async {
        // Where no interrupt can be waited for, none ends the wait.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
