//! Tests of the gate: updates from real clients pass; an update that breaks a rule is refused and changes nothing.

mod honest;
mod hostile;
mod rules;
pub(in crate::live) mod support;
mod yjs;
