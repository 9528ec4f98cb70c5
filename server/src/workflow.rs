//! Stages of an item and how it moves on.
