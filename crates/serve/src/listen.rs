//! Listening, and ending in good order.

use crate::alerts;
use crate::doors::Peer;
use crate::edition;
use crate::routes;
use crate::tls::TlsListener;
use crate::views;
use crate::workbench::Workbench;
use dateline_intake::asked_to_end;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long what is under way may take when the server ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that listens.
pub struct Running {
    listener: TcpListener,
    workbench: Workbench,
    /// Where it listens: the port is the one that was given where none was asked for.
    pub address: SocketAddr,
}

/// Listens on `address`, tells `ready` where, and answers until the program is asked to end (an interrupt, or SIGTERM):
/// what is under way then is finished.
///
/// # Errors
/// When the address cannot be had.
pub fn serve(
    workbench: Workbench,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> std::io::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let running = Running::listen(workbench, address).await?;
        ready(running.address);
        running.until(asked_to_end()).await
    })
}

impl Running {
    /// Listens on `address`.
    ///
    /// # Errors
    /// When the address cannot be had, or may not: see [`crate::Access::check`].
    pub async fn listen(workbench: Workbench, address: SocketAddr) -> std::io::Result<Running> {
        workbench.access().check(address, workbench.desk()).map_err(std::io::Error::other)?;
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Running { listener, workbench, address })
    }

    /// Answers until `end`.
    ///
    /// # Errors
    /// When the machine no longer lets it listen.
    pub async fn until(self, end: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        // It ends with the server: what was not sent then is sent after the next start.
        let alerts = tokio::spawn(alerts::run(self.workbench.clone()));
        let views = tokio::spawn(views::keep(self.workbench.clone()));
        let edits = tokio::spawn(edition::keep(self.workbench.clone()));
        tokio::spawn(self.workbench.clone().warm());
        let done = self.answer(end).await;
        alerts.abort();
        views.abort();
        edits.abort();
        done
    }

    async fn answer(self, end: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let tls = self.workbench.access().tls.clone();
        let workbench = self.workbench.clone();
        let watched = self.workbench.clone();
        let begun = watched.news().begin(watched.record()).await;
        begun.map_err(|problem| std::io::Error::other(problem.to_string()))?;
        self.workbench.follow_edits().await.map_err(|problem| std::io::Error::other(problem.to_string()))?;
        tokio::spawn(async move { watched.news().watch(watched.record()).await });
        let router = routes::router(self.workbench, self.address.ip().is_loopback());
        let service = router.into_make_service_with_connect_info::<Peer>();
        let closing = workbench.clone();
        let end = async move {
            end.await;
            closing.news().close();
        };
        let late = async move {
            workbench.news().closed().await;
            tokio::time::sleep(PATIENCE).await;
        };
        let done = async move {
            match tls {
                Some(tls) => {
                    let listener = TlsListener::new(self.listener, &tls)?;
                    axum::serve(listener, service).with_graceful_shutdown(end).await
                }
                None => axum::serve(self.listener, service).with_graceful_shutdown(end).await,
            }
        };
        tokio::select! {
            done = done => done,
            () = late => Ok(()),
        }
    }
}
