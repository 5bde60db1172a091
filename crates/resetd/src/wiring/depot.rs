//! The courier's own threads. They rank below those that serve requests: whoever waits for an answer goes before a
//! letter that takes a second anyway.

use std::sync::Arc;

use courier::Courier;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::commands::failure::Failure;

/// How much lower they rank with the scheduler: who asks waits for the answer, a letter can wait a moment. They get what
/// the others leave idle, and a small share beside: Linux weighs nice 15 with 36 against 1024. In the bench 1 500 to
/// 2 000 letters a second still went out beside 30 000 asks on two cores.
const NICENESS: i32 = 15;

/// Starts the courier; the receiver resolves once it has recorded everything and gone home.
///
/// # Errors
/// [`Failure`] when the system gives no threads.
pub fn open(courier: Arc<Courier>, stop: CancellationToken) -> Result<oneshot::Receiver<()>, Failure> {
    let none = |why| Failure::new(format!("the courier cannot be set up: {why}"), "");
    let runtime = Builder::new_multi_thread()
        .thread_name("courier")
        .enable_all()
        .on_thread_start(step_back)
        .build()
        .map_err(none)?;
    let (gone, home) = oneshot::channel();
    let work =
        move || {
            step_back();
            runtime.block_on(runtime.spawn(courier.run(stop))).unwrap_or_else(|why| {
            tracing::error!(error = %why, "the courier broke down; letters wait until the next start");
        });
            // Nobody waits for it when the start failed half-way.
            let _ = gone.send(());
        };
    std::thread::Builder::new()
        .name("depot".into())
        .spawn(work)
        .map_err(none)?;
    Ok(home)
}

fn step_back() {
    // Refused at worst by a sandbox; letters then compete with requests, and nothing else changes.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
}
