//! The gate: a replica ahead of the live document, on which an update is tried before anyone sees it.
