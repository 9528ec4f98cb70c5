//! The only integration test binary: each file tests one part of the server over the wire.

#![expect(clippy::disallowed_methods, reason = "tests create their own ids and tasks")]

mod acceptance;
mod accounts;
mod app;
mod audit;
mod builtin;
mod bulk;
mod commands;
mod dataset_exports;
mod datasets;
mod demo;
mod exports;
mod health;
mod imports;
mod interop;
mod issues;
mod kill;
mod lists;
mod live_edits;
mod live_lock;
mod media;
mod network;
mod notifications;
mod ontology;
mod overview;
mod permissions;
mod queue;
mod review;
mod samples;
mod saved_views;
mod serve;
mod storage;
mod task_setup;
mod upgrade;
