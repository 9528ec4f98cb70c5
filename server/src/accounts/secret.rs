//! Random secrets of sessions, API tokens and tickets: 256 bits each, of which the database stores only the SHA-256 hash.
//! A plain hash is enough, since nobody can search 2^256 secrets. A lookup by hash also leaks no timing information.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng as _;
use sha2::{Digest as _, Sha256};

/// A secret as the client keeps it. Neither `Debug` nor `Display`: it must not end up in a log.
pub struct Secret(String);

/// A secret's hash as the database keeps it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl Secret {
    /// Generates a secret.
    ///
    /// # Panics
    /// Panics if the operating system cannot provide randomness: nothing secure is possible without it.
    #[must_use]
    pub fn generate() -> Self {
        let mut bytes = [0; 32];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the operating system provides randomness");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl SecretHash {
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_are_found_by_their_hash() {
        let (a, b) = (Secret::generate(), Secret::generate());
        assert_eq!(a.expose().len(), 43);
        assert!(a.expose() != b.expose());
        assert!(SecretHash::of(a.expose()) == a.hash());
        assert!(a.hash() != b.hash());
    }
}
