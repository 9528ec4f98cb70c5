//! Signing in and out, and finding the holder of a session, API token or ticket.

use std::net::IpAddr;
use std::time::Duration;

use countersign_shared::ids::{ItemId, SessionId, TokenId, UserId};
use countersign_shared::limits;
use thiserror::Error;
use time::OffsetDateTime;

use crate::accounts::Accounts;
use crate::accounts::password::PasswordError;
use crate::accounts::secret::{Secret, SecretHash};
use crate::db::sessions::AuthenticatedUser;
use crate::db::users::{self, User};
use crate::db::{sessions, tickets, tokens};

/// Prefix of API tokens, so that leaked tokens can be recognised.
pub const TOKEN_PREFIX: &str = "csg_";

#[derive(Debug, Error)]
pub enum SignInError {
    #[error("the e-mail or password is wrong")]
    InvalidCredentials,
    #[error("too many attempts")]
    RateLimited(Duration),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Internal(anyhow::Error),
}

impl From<PasswordError> for SignInError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::RateLimited(Duration::from_secs(1)),
            PasswordError::Internal(error) => Self::Internal(error),
        }
    }
}

impl Accounts {
    /// Signs a user in and creates a session. Takes the same time whether or not the e-mail belongs to an account.
    ///
    /// # Errors
    /// Returns a [`SignInError`] if the credentials are wrong, after too many attempts, or if the database cannot be reached.
    pub async fn sign_in(
        &self,
        email: &str,
        password: String,
        address: IpAddr,
        user_agent: &str,
    ) -> Result<(User, SessionId, Secret), SignInError> {
        if email.len() > limits::MAX_NAME_CHARS || password.chars().count() > limits::MAX_PASSWORD_CHARS {
            return Err(SignInError::InvalidCredentials);
        }
        self.limiter.attempt(email, address).map_err(SignInError::RateLimited)?;
        let found = users::sign_in_by_email(&mut *self.db.acquire().await?, email).await?;
        let (user, stored) = found.map_or((None, None), |(user, hash)| (Some(user), Some(hash)));
        let fits = self.passwords.verify(password, stored.clone()).await?;
        let (Some(user), Some(stored), true) = (user, stored, fits) else {
            return Err(SignInError::InvalidCredentials);
        };
        let (session, secret): (SessionId, _) = (self.clock.new_id(), Secret::generate());
        let user_agent: String = user_agent.chars().take(limits::MAX_NAME_CHARS).collect();
        let mut db = self.db.acquire().await?;
        // Hashing takes a while: the insert fails if the password was changed or the account was disabled meanwhile.
        if !sessions::insert(&mut db, session, user.person.id, &stored, &secret.hash(), &user_agent).await? {
            return Err(SignInError::InvalidCredentials);
        }
        Ok((user, session, secret))
    }

    /// Finds the holder of a session.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn by_session(&self, secret: &str) -> sqlx::Result<Option<AuthenticatedUser>> {
        let mut db = self.db.acquire().await?;
        let found = sessions::find(&mut db, &SecretHash::of(secret)).await?;
        if let Some(holder) = &found
            && holder.stale
        {
            sessions::touch(&mut db, holder.session).await?;
        }
        Ok(found)
    }

    /// Finds the holder of an API token.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn by_token(&self, secret: &str) -> sqlx::Result<Option<AuthenticatedUser>> {
        let mut db = self.db.acquire().await?;
        let found = tokens::find(&mut db, &SecretHash::of(secret)).await?;
        if let Some(holder) = &found
            && holder.stale
        {
            tokens::touch(&mut db, TokenId(holder.session.0)).await?;
        }
        Ok(found)
    }

    /// Uses up a ticket for the item and returns its holder.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn by_ticket(&self, secret: &str, item: ItemId) -> sqlx::Result<Option<AuthenticatedUser>> {
        tickets::redeem(&mut *self.db.acquire().await?, &SecretHash::of(secret), item).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn sign_out(&self, session: SessionId) -> sqlx::Result<()> {
        sessions::revoke(&mut *self.db.acquire().await?, session).await
    }

    /// Creates a ticket for the item's socket, for clients that can send neither a cookie nor a header with the request.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn ticket(&self, item: ItemId, user: UserId, session: SessionId) -> sqlx::Result<Secret> {
        let secret = Secret::generate();
        tickets::insert(&mut *self.db.acquire().await?, &secret.hash(), item, user, session).await?;
        Ok(secret)
    }

    /// Creates an API token. Returns its id, the token itself, which is shown only once, and its creation time. Returns `None`
    /// if the user already has the maximum number of tokens.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn create_token(
        &self,
        user: UserId,
        name: &str,
    ) -> sqlx::Result<Option<(TokenId, String, OffsetDateTime)>> {
        let id: TokenId = self.clock.new_id();
        let token = format!("{TOKEN_PREFIX}{}", Secret::generate().expose());
        let mut db = self.db.acquire().await?;
        let created_at = tokens::insert(&mut db, id, user, name, &SecretHash::of(&token)).await?;
        Ok(created_at.map(|created_at| (id, token, created_at)))
    }
}
