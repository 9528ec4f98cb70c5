//! SIGINT and SIGTERM: the first signal requests a graceful stop, the second an immediate one.

use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Cancels `soft` at the first signal and `hard` at the second.
///
/// # Errors
/// Returns an error if the signal handlers cannot be installed.
pub fn watch(soft: CancellationToken, hard: CancellationToken) -> std::io::Result<JoinHandle<()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    #[expect(clippy::disallowed_methods, reason = "it must outlive everything that is stopped by it")]
    Ok(tokio::spawn(async move {
        for token in [soft, hard] {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            token.cancel();
        }
    }))
}
