//! The Countersign server: a map of its modules.
//!
//! - [`app`]: the shared state of a running server; [`serve`]: runs it.
//! - [`http`]: the HTTP API, one file per noun; also serves the built client.
//! - [`live`]: live documents: sockets, sessions, rooms, the editor lock, presence.
//! - [`document`]: the only module that uses yrs.
//! - [`db`]: the only module that contains SQL.
//! - [`accounts`]: users, sessions, API tokens; [`bulk`]: bulk actions; [`events`]: the changes that lists follow.
//! - [`media`], [`formats`], [`import`], [`export`], [`demo`]: data in and out.
//! - [`config`], [`clock`], [`lifecycle`], [`progress`], [`telemetry`]: small modules that the others build on.
//! - [`postgres`]: the private database cluster that is used without `DATABASE_URL`; [`cli`]: the commands.

pub mod accounts;
pub mod app;
pub mod bulk;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod document;
pub mod events;
pub mod export;
pub mod formats;
pub mod http;
pub mod import;
pub mod lifecycle;
pub mod live;
pub mod media;
pub mod postgres;
pub mod progress;
pub mod serve;
pub mod telemetry;
