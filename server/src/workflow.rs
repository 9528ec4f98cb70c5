//! How items move on beside their rooms: actions on many at once, and what refusals say.

pub mod bulk;
pub mod refusal;
