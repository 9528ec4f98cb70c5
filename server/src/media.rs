//! Pictures: where they are kept, how they are looked into.

use crate::config::{DatabaseConfig, MediaConfig};

pub struct MediaStore {}

impl MediaStore {
    /// # Errors
    /// The store's settings are incomplete, or its folder cannot be made.
    pub fn open(_media: &MediaConfig, _database: &DatabaseConfig) -> anyhow::Result<Self> {
        Ok(Self {})
    }
}
