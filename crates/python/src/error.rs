//! The one exception, and how errors become it.

use pyo3::PyErr;
use pyo3::exceptions::PyException;

pyo3::create_exception!(
    dateline,
    Error,
    PyException,
    "What Dateline could not do. The message is full sentences that say what to do about it."
);

/// An exception that says `what`.
pub(crate) fn said(what: impl ToString) -> PyErr {
    Error::new_err(what.to_string())
}

/// An exception that tells an error and its causes.
pub(crate) fn told(error: &anyhow::Error) -> PyErr {
    // Those of our own say all there is to say; of others the causes belong to the message.
    let whole = error.is::<dateline_store::Error>() || error.is::<dateline_export::Error>();
    if whole { said(error) } else { said(format!("{error:#}")) }
}
