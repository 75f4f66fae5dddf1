//! From names to addresses.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use tokio::net::lookup_host;

/// An answer in the making.
pub type Resolving<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'a>>;

/// Looks names up. It is asked once for each connection, and the connection goes to an address that it gave.
pub trait Resolve: Send + Sync {
    /// The addresses of a host, the best first, each with the port to ask at.
    fn resolve<'a>(&'a self, host: &'a str, port: u16) -> Resolving<'a>;
}

/// The machine's own way to look names up.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Resolve for System {
    fn resolve<'a>(&'a self, host: &'a str, port: u16) -> Resolving<'a> {
        Box::pin(async move { Ok(lookup_host((host, port)).await?.collect()) })
    }
}
