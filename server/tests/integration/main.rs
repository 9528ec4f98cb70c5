//! The one integration binary: each file shows one part of the server over the wire.

mod app;
mod health;
