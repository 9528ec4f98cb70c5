//! User accounts: passwords, sessions, API tokens and tickets, and their revocation.

pub mod limiter;
pub mod origin;
pub mod password;
pub mod revocation;
pub mod secret;
pub mod sign_in;
pub mod users;

use std::sync::Arc;

use sqlx::PgPool;

use crate::clock::Clock;
use limiter::SignInLimiter;
use password::Passwords;

/// Operations on user accounts. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    db: PgPool,
    clock: Clock,
    passwords: Passwords,
    limiter: Arc<SignInLimiter>,
}

impl Accounts {
    #[must_use]
    pub fn new(db: PgPool, clock: Clock) -> Self {
        Self { db, clock, passwords: Passwords::new(), limiter: Arc::new(SignInLimiter::new()) }
    }

    /// Removes the entries of the sign-in limiter that no longer restrict anyone.
    pub fn evict_stale_attempts(&self) {
        self.limiter.evict_stale();
    }
}
