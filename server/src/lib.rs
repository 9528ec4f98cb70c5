//! The Countersign server: a map of its parts.
//!
//! - [`app`]: what every part of a running server shares, and [`app::run`], which serves it.
//! - [`http`]: the HTTP API, one file per noun; the built client is served from here.
//! - [`live`]: live documents: sockets, sessions, rooms, the editor lock, presence.
//! - [`document`]: the one place that knows yrs.
//! - [`db`]: the one place that knows SQL.
//! - [`accounts`]: people, sign-ins, tokens; [`workflow`]: stages; [`events`]: what lists follow.
//! - [`media`], [`formats`], [`import`], [`export`], [`demo`]: data in and out.
//! - [`config`], [`clock`], [`lifecycle`], [`progress`], [`telemetry`]: leaves, passed down.
//! - [`postgres`]: the private database cluster of a server without `DATABASE_URL`; [`cli`]: the commands.

pub mod accounts;
pub mod app;
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
pub mod telemetry;
pub mod workflow;
