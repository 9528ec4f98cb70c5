//! The end of sessions and tokens, carried to open sockets and streams.
//!
//! Whoever ends a session calls [`close`] for it. Beside that, [`watch`] looks once a second for sessions that ended by
//! their time or through another process (the command line, another node); and since it looks back over some seconds, it
//! also catches a socket that was opened just while its session ended.

use std::time::Duration;

use countersign_shared::ids::SessionId;
use time::OffsetDateTime;

use crate::app::{App, AppState};
use crate::db::{notifications, sessions, tickets};
use crate::events::Ended;
use crate::live::room::Revoked;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Longer than any transaction that ends sessions: their time is that of the transaction's begin.
const LOOK_BACK: time::Duration = time::Duration::seconds(15);
/// Rounds between two clearings of what ran out.
const CLEAR_EVERY: u32 = 60;

/// Closes all that is open for these sessions (or API tokens, which have the same kind of id here).
pub async fn close(app: &App, ended: &[SessionId]) {
    for session in ended {
        app.events.end(Ended::Session(*session));
        app.rooms.revoke(Revoked::Session(*session)).await;
    }
}

/// Runs until the server stops.
pub async fn watch(app: AppState) {
    let stopping = app.tasks.stopping().clone();
    let mut since = None;
    let mut round = 0_u32;
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stopping.run_until_cancelled(ticks.tick()).await.is_some() {
        match look(&app, since).await {
            Ok((now, ended)) => {
                since = Some(now - LOOK_BACK);
                close(&app, &ended).await;
            }
            // Nothing is lost: the next round looks from the same time on.
            Err(error) => tracing::warn!(%error, "cannot look for ended sessions"),
        }
        if round.is_multiple_of(CLEAR_EVERY) {
            app.accounts.forget_old_attempts();
            if let Err(error) = clear(&app).await {
                tracing::warn!(%error, "cannot clear what is old");
            }
        }
        round = round.wrapping_add(1);
    }
}

async fn look(app: &App, since: Option<OffsetDateTime>) -> sqlx::Result<(OffsetDateTime, Vec<SessionId>)> {
    let mut db = app.db.acquire().await?;
    sessions::expire(&mut db).await?;
    sessions::ended_since(&mut db, since).await
}

async fn clear(app: &App) -> sqlx::Result<()> {
    let mut db = app.db.acquire().await?;
    tickets::delete_expired(&mut db).await?;
    sessions::delete_old(&mut db).await?;
    notifications::purge(&mut db).await
}
