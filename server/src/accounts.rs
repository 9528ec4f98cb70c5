//! People: passwords, sign-ins, tokens, tickets.

use sqlx::PgPool;

use crate::clock::Clock;

pub struct Accounts {}

impl Accounts {
    #[must_use]
    pub fn new(_db: PgPool, _clock: Clock) -> Self {
        Self {}
    }
}
