//! Watching: sources are asked again and again, what they lead to is fetched once, coded, and kept in the record.
//!
//! A page goes this way: a source lists it (it waits in the register), its host's turn comes (it is held, and fetched),
//! the evidence keeps what went over the line, it is coded, the record keeps it, and the register writes down that it is
//! done. A process may die between any two of these steps: the next one asks the record before it fetches what was held,
//! and the record knows a page by its address, so that nothing is lost and nothing is there twice.

mod keep;
mod lists;
mod register;
mod run;
mod soft;
mod sources;
mod trial;
mod visit;

pub use lists::{Fetched, Lists, Named};
pub use register::{Detail, Ending, Health, Host, Manners, Missing, Register, Share, Wanted, path};
pub use run::{Settings, Stop, Summary, run, stop_when_asked};
pub use sources::{Place, Source, Sources};
pub use trial::{Tried, try_out};

use crate::Exchange;
use crate::pictures::Shown;
use dateline_store::{Intake, Outcome, Store};
use dateline_terms::Page;
use std::ops::ControlFlow;
use std::path::Path;

/// What the program hands in: the way from a page to a coded report, and into the record. One serves any number of
/// threads.
pub trait Coding: Send + Sync {
    /// Codes a page, ready to be kept.
    ///
    /// # Errors
    /// A sentence that says why there is nothing to keep.
    fn page(&self, page: Page) -> Result<Intake, String>;

    /// Whether a file of this name, met in a folder, is to be read.
    fn reads(&self, path: &Path) -> bool;

    /// Codes a file, which may hold many reports, each ready to be kept; stops where `each` says so.
    fn file(
        &self,
        path: &Path,
        outlet: Option<&str>,
        each: &mut dyn FnMut(Result<Intake, String>) -> ControlFlow<()>,
    );

    /// Keeps coded reports in the record, all or none, in one change.
    ///
    /// # Errors
    /// When one of them is not as it should be, or the record cannot be written.
    fn keep(&self, store: &mut Store, intakes: &[Intake]) -> dateline_store::Result<Vec<Outcome>>;
}

/// Where what went over the line is kept as evidence, before the page is.
pub trait Evidence: Send + Sync {
    /// Keeps one exchange.
    ///
    /// # Errors
    /// A sentence that says why it could not be kept: nothing is taken in without its evidence.
    fn keep(&self, exchange: &Exchange) -> Result<(), String>;

    /// Keeps which pictures a page shows, with their captions.
    ///
    /// # Errors
    /// As [`Evidence::keep`].
    fn show(&self, shown: &Shown) -> Result<(), String>;

    /// Makes sure that all that was kept outlasts a loss of power.
    ///
    /// # Errors
    /// A sentence that says why it could not be.
    fn sync(&self) -> Result<(), String>;
}
