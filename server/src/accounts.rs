//! People who can sign in: their passwords, sessions, tokens and tickets, and the end of all these.

pub mod limiter;
pub mod password;
pub mod people;
pub mod revocation;
pub mod secret;
pub mod sign_in;

use std::sync::Arc;

use sqlx::PgPool;

use crate::clock::Clock;
use limiter::SignInLimiter;
use password::Passwords;

/// Cheap to clone.
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

    /// Drops what the sign-in limiter knows of those who have waited long enough.
    pub fn forget_old_attempts(&self) {
        self.limiter.forget_old();
    }
}
