//! Threads: items are worked on in parallel and delivered in their own order, with bounded memory.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};

/// Stack of a worker: deeply nested pages must not overflow it. Untouched pages of it cost nothing.
const STACK: usize = 32 << 20;

/// How much may be under way at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Worker threads, at least one.
    pub jobs: usize,
    /// Items between taking and delivery: as many as threads may go on with while one is delivered.
    pub ahead: usize,
    /// Bytes of all items between taking and delivery; one item alone may be larger.
    pub bytes: usize,
    /// Items of more bytes than this are worked on by one further thread, one after the other: a thread keeps the
    /// memory that its largest item took.
    pub large: usize,
}

/// Works on `items` on `jobs` threads and delivers the results on this thread, in the order of the items,
/// until there are no more or `deliver` breaks.
///
/// At most `limits.ahead` items and those that threads hold, and `limits.bytes` bytes by the count of `size`, are under way at once.
pub(crate) fn in_order<T: Send, R: Send>(
    limits: Limits,
    items: impl Iterator<Item = T> + Send,
    size: impl Fn(&T) -> usize + Sync,
    work: impl Fn(T) -> R + Sync,
    mut deliver: impl FnMut(R) -> ControlFlow<()>,
) {
    let jobs = limits.jobs.max(1);
    let budget = Budget::new(limits.bytes);
    let (to_workers, from_feed) = sync_channel::<(T, SyncSender<R>)>(jobs);
    let (to_large, large_from_feed) = sync_channel::<(T, SyncSender<R>)>(1);
    let (to_order, order) = sync_channel::<(usize, Receiver<R>)>(limits.ahead.max(1));
    let (from_feed, large_from_feed) = (Mutex::new(from_feed), Mutex::new(large_from_feed));
    std::thread::scope(|scope| {
        let (budget, work, size) = (&budget, &work, &size);
        for queue in std::iter::repeat_n(&from_feed, jobs).chain([&large_from_feed]) {
            let worker = move || {
                while let Some((item, slot)) = next(queue) {
                    // The receiver is gone only if delivery has stopped.
                    let _ = slot.send(work(item));
                }
            };
            start(scope, worker);
        }
        let queues = Queues { any: to_workers, large: to_large, limit: limits.large };
        start(scope, move || feed(items, size, budget, &queues, &to_order));
        for (bytes, slot) in &order {
            let Ok(result) = slot.recv() else { break };
            let done = deliver(result);
            budget.give_back(bytes);
            if done.is_break() {
                break;
            }
        }
        // Lets a feed that waits for room go on to find out that nobody takes its items any more.
        drop(order);
        budget.lift();
    });
}

fn start<'scope>(scope: &'scope std::thread::Scope<'scope, '_>, body: impl FnOnce() + Send + 'scope) {
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn_scoped(scope, body)
        .expect("the system can start a thread");
}

fn next<T>(feed: &Mutex<Receiver<T>>) -> Option<T> {
    feed.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Where items wait for a thread, each with the slot for its result.
struct Queues<T, R> {
    any: SyncSender<(T, SyncSender<R>)>,
    large: SyncSender<(T, SyncSender<R>)>,
    limit: usize,
}

impl<T, R> Queues<T, R> {
    fn of(&self, bytes: usize) -> &SyncSender<(T, SyncSender<R>)> {
        if bytes > self.limit { &self.large } else { &self.any }
    }
}

/// Hands out the items: each to the workers, and a slot for its result to the deliverer.
fn feed<T, R>(
    items: impl Iterator<Item = T>,
    size: impl Fn(&T) -> usize,
    budget: &Budget,
    queues: &Queues<T, R>,
    to_order: &SyncSender<(usize, Receiver<R>)>,
) {
    for item in items {
        let bytes = size(&item);
        budget.take(bytes);
        let (slot, result) = sync_channel(1);
        if to_order.send((bytes, result)).is_err() || queues.of(bytes).send((item, slot)).is_err() {
            return;
        }
    }
}

/// Bytes that may be under way.
struct Budget {
    used: Mutex<usize>,
    room: Condvar,
    limit: usize,
}

impl Budget {
    fn new(limit: usize) -> Budget {
        Budget { used: Mutex::new(0), room: Condvar::new(), limit }
    }

    /// Waits until there is room for `bytes`, or nothing else is under way.
    fn take(&self, bytes: usize) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .room
            .wait_while(used, |used| *used > 0 && used.saturating_add(bytes) > self.limit)
            .unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
    }

    fn give_back(&self, bytes: usize) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_sub(bytes);
        self.room.notify_all();
    }

    /// Forgets all that is under way.
    fn lift(&self) {
        self.give_back(usize::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn limits(jobs: usize) -> Limits {
        Limits { jobs, ahead: 4 * jobs, bytes: 1000, large: 150 }
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 7] {
            let mut got = Vec::new();
            // Early items take longest, so that later ones finish before them.
            let work = |n: u32| {
                let spin = (0..(200 - n) * 2000).fold(n, |a, b| a.wrapping_mul(31).wrapping_add(b));
                (n, spin)
            };
            in_order(
                limits(jobs),
                0..200u32,
                |n| if n % 5 == 0 { 200 } else { 1 },
                work,
                |(n, _)| {
                    got.push(n);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(got, (0..200).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    #[test]
    fn no_more_bytes_are_under_way_than_allowed() {
        let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..100).inspect(|_| {
            let now = under_way.fetch_add(400, Ordering::SeqCst) + 400;
            most.fetch_max(now, Ordering::SeqCst);
        });
        in_order(
            limits(4),
            items,
            |_| 400,
            |n| n,
            |_| {
                under_way.fetch_sub(400, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        // Two fit in 1000 bytes; a third may be taken from the source and wait for room.
        assert!(most.load(Ordering::SeqCst) <= 1600, "{most:?}");
    }

    #[test]
    fn delivery_can_stop_an_endless_source() {
        let mut taken = 0;
        in_order(
            limits(3),
            0u64..,
            |_| 10,
            |n| n,
            |_| {
                taken += 1;
                if taken == 50 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(taken, 50);
    }
}
