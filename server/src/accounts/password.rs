//! Passwords, stored as Argon2id hashes. Hashing is slow on purpose, so only a few hashes run at once and few can wait.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use countersign_shared::limits;
use thiserror::Error;
use tokio::sync::Semaphore;

#[derive(Clone)]
pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Verified if the e-mail is unknown, so that the answer takes as long as for a known one.
    dummy: Arc<str>,
}

#[derive(Debug, Error)]
pub enum PasswordError {
    #[error("too many sign-ins at once")]
    Busy,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Checks the length of a new password.
///
/// # Errors
/// Returns a sentence that says why the password is refused.
pub fn check_new_password(password: &str) -> Result<(), String> {
    let chars = password.chars().count();
    if chars < limits::MIN_PASSWORD_CHARS {
        Err(format!("The password must have at least {} characters.", limits::MIN_PASSWORD_CHARS))
    } else if chars > limits::MAX_PASSWORD_CHARS {
        Err(format!("The password can have at most {} characters.", limits::MAX_PASSWORD_CHARS))
    } else {
        Ok(())
    }
}

impl Passwords {
    #[expect(clippy::new_without_default, reason = "it computes a hash, which a default should not")]
    #[must_use]
    pub fn new() -> Self {
        Self {
            running: Arc::new(Semaphore::new(limits::MAX_CONCURRENT_PASSWORD_HASHES)),
            waiting: Arc::new(Semaphore::new(limits::MAX_PENDING_PASSWORD_HASHES)),
            dummy: hash_blocking("nobody has this password").expect("the parameters are Argon2's defaults").into(),
        }
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// Returns [`PasswordError::Busy`] if too many hashes are waiting, and [`PasswordError::Internal`] if hashing fails.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.run(move || hash_blocking(&password)).await
    }

    /// Returns whether the password matches the stored hash. Without a stored hash, it takes as long and returns `false`.
    ///
    /// # Errors
    /// Returns [`PasswordError::Busy`] if too many hashes are waiting, and [`PasswordError::Internal`] if the stored hash
    /// cannot be parsed.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.as_ref().to_owned());
        let fits = self
            .run(move || {
                let hash = PasswordHash::new(&stored).map_err(|e| anyhow::anyhow!("stored password hash: {e}"))?;
                Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(known && fits)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = self.waiting.try_acquire().map_err(|_| PasswordError::Busy)?;
        // Owned and moved into the closure: a cancelled caller does not release the permit while the hashing continues.
        let turn = Arc::clone(&self.running).acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        Ok(work.await.map_err(anyhow::Error::from)??)
    }
}

fn hash_blocking(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|e| anyhow::anyhow!("hashing a password: {e}"))?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_only_its_own_hash() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse".into()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.verify("correct horse".into(), Some(hash.clone())).await.expect("verified"));
        assert!(!passwords.verify("wrong horse".into(), Some(hash)).await.expect("verified"));
        assert!(!passwords.verify("nobody has this password".into(), None).await.expect("verified"));
    }

    #[test]
    fn lengths_count_characters() {
        assert!(check_new_password("äöüäöüäöüä").is_ok());
        assert!(check_new_password("äöüäöüäöü").is_err());
        assert!(check_new_password(&"x".repeat(257)).is_err());
    }
}
