//! Tests of the gate: what real clients send passes, what breaks a rule is refused and changes nothing.

mod honest;
mod hostile;
mod rules;
mod speed;
pub(in crate::live) mod support;
mod yjs;
