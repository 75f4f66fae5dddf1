//! A library that panics where a disk is full.

use crate::{Error, Result};
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `work`; a panic in it becomes an error, and is not printed. What `work` had in hand must be thrown away then.
///
/// # Errors
/// A panic, as what caused it where its message tells.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    done.map_err(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        cause(message.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message"))
    })
}

/// The error that a panic's message tells of.
fn cause(message: &str) -> Error {
    let kinds = [
        ("StorageFull", io::ErrorKind::StorageFull),
        ("QuotaExceeded", io::ErrorKind::QuotaExceeded),
        ("FileTooLarge", io::ErrorKind::FileTooLarge),
        ("PermissionDenied", io::ErrorKind::PermissionDenied),
    ];
    match kinds.iter().find(|(name, _)| message.contains(name)) {
        Some((_, kind)) => io::Error::from(*kind).into(),
        None => Error::new(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_panic_over_a_full_disk_says_so() {
        let full = || -> Result<()> {
            let full = io::Error::from_raw_os_error(28);
            panic!("Couldn't write to xml file: {full:?}")
        };
        let error = quietly(full).expect_err("an error").writing(Path::new("x.xlsx"));
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert_eq!(quietly(|| 7).expect("no panic"), 7);
    }
}
