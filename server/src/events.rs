//! What lists follow: changes of a task's items and locks, from the rooms to server-sent events.

#[derive(Clone, Debug, Default)]
pub struct EventHub {}

impl EventHub {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
