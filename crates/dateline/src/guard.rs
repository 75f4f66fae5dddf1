//! A report that makes the coder panic is named and skipped; the others go on.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static WHERE: RefCell<Option<String>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// Runs `work`; where it panics, gives the panic's message and place instead of printing them.
///
/// # Errors
/// The message of the panic.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if GUARDED.get() {
                WHERE.set(panic.location().map(ToString::to_string));
            } else {
                usual(panic);
            }
        }));
    });
    GUARDED.set(true);
    // What `work` had in its hands is thrown away with the report, so a half-made value does no harm.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        let place = WHERE.take().unwrap_or_else(|| "an unknown place".into());
        format!("{message}, at {place}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_place() {
        assert_eq!(guarded(|| 7), Ok(7));
        let caught = guarded(|| -> u8 { panic!("no such {}", "token") });
        let message = caught.expect_err("it panicked");
        assert!(message.starts_with("no such token, at "), "{message}");
        assert!(message.contains("guard.rs:"), "{message}");
        assert_eq!(guarded(|| 8), Ok(8));
    }
}
