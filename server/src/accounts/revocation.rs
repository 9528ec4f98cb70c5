//! Revocation: closes the sockets and streams of sessions and tokens that have ended.
//!
//! Code that ends a session calls [`Revocation::close`] for it. In addition, [`Revocation::watch`] checks once a second for sessions that expired or
//! were ended by another process (the command line, another node). Since it looks back several seconds, it also catches a
//! socket that was opened just as its session ended.

use std::sync::Arc;
use std::time::Duration;

use countersign_shared::ids::SessionId;
use sqlx::PgPool;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::Accounts;
use crate::db::{notifications, sessions, tickets};
use crate::events::{EventHub, StreamEnd};
use crate::live::room::{Revoked, Rooms};

const CHECK_INTERVAL: Duration = Duration::from_secs(1);
/// Longer than any transaction that ends sessions, since they are recorded with the time at which the transaction began.
const LOOKBACK: time::Duration = time::Duration::seconds(15);
/// Number of rounds between clean-ups of expired rows.
const CLEANUP_ROUNDS: u32 = 60;

/// Closes what ended sessions have open. Cheap to clone.
#[derive(Clone)]
pub struct Revocation {
    pub accounts: Accounts,
    pub db: PgPool,
    pub events: EventHub,
    pub rooms: Arc<Rooms>,
}

impl Revocation {
    /// Closes all sockets and streams of these sessions (or API tokens, which use the same type of id here).
    pub async fn close(&self, ended: &[SessionId]) {
        for session in ended {
            self.events.end_streams(StreamEnd::Session(*session));
            self.rooms.revoke(Revoked::Session(*session)).await;
        }
    }

    /// Watches for ended sessions until the server stops. Once a minute it also deletes expired rows of sessions, tickets and
    /// notifications, and evicts stale entries of the sign-in limiter.
    pub async fn watch(self, stopping: CancellationToken) {
        let mut since = None;
        let mut round = 0_u32;
        let mut ticks = tokio::time::interval(CHECK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while stopping.run_until_cancelled(ticks.tick()).await.is_some() {
            match check_ended(&self.db, since).await {
                Ok((now, ended)) => {
                    since = Some(now - LOOKBACK);
                    self.close(&ended).await;
                }
                // Nothing is lost: the next round starts from the same time.
                Err(error) => tracing::warn!(%error, "cannot check for ended sessions"),
            }
            if round.is_multiple_of(CLEANUP_ROUNDS) {
                self.accounts.evict_stale_attempts();
                if let Err(error) = clean_up(&self.db).await {
                    tracing::warn!(%error, "cannot delete expired rows");
                }
            }
            round = round.wrapping_add(1);
        }
    }
}

async fn check_ended(db: &PgPool, since: Option<OffsetDateTime>) -> sqlx::Result<(OffsetDateTime, Vec<SessionId>)> {
    let mut db = db.acquire().await?;
    sessions::expire(&mut db).await?;
    sessions::ended_since(&mut db, since).await
}

async fn clean_up(db: &PgPool) -> sqlx::Result<()> {
    let mut db = db.acquire().await?;
    tickets::delete_expired(&mut db).await?;
    sessions::delete_old(&mut db).await?;
    notifications::delete_old(&mut db).await
}
