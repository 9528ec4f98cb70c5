//! Timed work: presence ticks, snapshots, freeing memory, and unloading the room. Also tracks who touched which label.

use std::collections::BTreeMap;

use countersign_shared::ids::{Seq, UserId};
use countersign_shared::limits::SNAPSHOT_AFTER_UPDATES;
use time::OffsetDateTime;

use super::{Core, Effect, Now, Op, Work};
use crate::document::Provenance;
use crate::live::gate::LabelChanges;

/// The minimum number of milliseconds between two snapshots of a busy item.
const COMPACT_EVERY_MS: u64 = 5_000;
/// Milliseconds that a gate is kept after its last use, while no connected user can write.
const GATE_IDLE_MS: u64 = 10_000;
/// Milliseconds that a room waits for the next command if no user has opened it. A longer wait would fill the memory
/// during a bulk action on thousands of items.
const UNOPENED_IDLE_MS: u64 = 500;

/// Who created and last edited a label since its provenance was last written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Touched {
    created: Option<(UserId, OffsetDateTime)>,
    edited: (UserId, OffsetDateTime),
}

/// How far an idle room has come in unloading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum UnloadPhase {
    Idle,
    Provenance,
    Snapshot,
}

impl Core {
    /// Returns the next time at which [`super::Event::Tick`] has something to do.
    #[must_use]
    pub fn wake_at(&self) -> Option<u64> {
        let unload = self.idle_since.filter(|_| self.can_unload()).map(|since| since + self.idle_timeout());
        let compact = self.wants_snapshot().then_some(self.compact_after);
        let gate = self.gate.as_ref().filter(|_| self.is_quiet()).and(self.gate_due());
        let renew = Some(self.renew_at).filter(|at| *at != u64::MAX);
        [self.presence.due(), self.lock.check_expiry_at(), renew, self.joins.due(), unload, compact, gate]
            .into_iter()
            .flatten()
            .min()
    }

    pub(super) fn tick(&mut self, now: Now) {
        if let Some(frame) = self.presence.tick(now.ms) {
            self.effects.push(Effect::Presence(frame));
        }
        self.lock_tick(now);
        self.joins.tick(now.ms);
        if self.is_quiet() && self.gate_due().is_some_and(|due| due <= now.ms) {
            self.gate = None;
        }
        if self.can_unload() && self.idle_since.is_some_and(|since| since + self.idle_timeout() <= now.ms) {
            self.unload(now);
        }
    }

    /// Whether nothing is in flight and no edit waits.
    fn is_quiet(&self) -> bool {
        matches!(self.work, Work::Idle) && self.pending.is_empty() && self.held.is_empty()
    }

    /// Returns when the gate is due to be freed; `None` while a connected user can write.
    fn gate_due(&self) -> Option<u64> {
        let writer = self.sessions.values().any(|session| self.write_denial(session).is_none());
        (!writer).then_some(self.gate_last_used + GATE_IDLE_MS)
    }

    /// Returns how long the room stays without connections, in milliseconds.
    fn idle_timeout(&self) -> u64 {
        if self.opened { self.timeouts.idle } else { self.timeouts.idle.min(UNOPENED_IDLE_MS) }
    }

    fn can_unload(&self) -> bool {
        self.sessions.is_empty()
            && self.is_quiet()
            && self.ops.is_empty()
            && !self.compacting
            && (self.lock.holder().is_none() || self.lock.is_off)
    }

    /// Takes one step per tick: first the provenance, then a snapshot, then the end. While the database is unreachable,
    /// nothing more can be written; everything that was acknowledged is stored already.
    fn unload(&mut self, now: Now) {
        if self.unload_phase == UnloadPhase::Idle {
            self.unload_phase = UnloadPhase::Provenance;
            if !self.touched.is_empty() && !self.storage_down {
                return self.ops.push_back(Op::Provenance);
            }
        }
        if self.unload_phase == UnloadPhase::Provenance {
            self.unload_phase = UnloadPhase::Snapshot;
            if self.seq > self.snapshot && !self.storage_down {
                return self.compact(now);
            }
        }
        self.effects.push(Effect::Unload);
    }

    fn wants_snapshot(&self) -> bool {
        !self.compacting && !self.storage_down && self.seq.0 - self.snapshot.0 >= SNAPSHOT_AFTER_UPDATES
    }

    pub(super) fn compact_if_due(&mut self, now: Now) {
        if self.wants_snapshot() && now.ms >= self.compact_after {
            self.compact(now);
        }
    }

    /// Starts a snapshot of the current document. Edits continue in the meantime.
    fn compact(&mut self, now: Now) {
        self.compacting = true;
        self.compact_after = now.ms + COMPACT_EVERY_MS;
        let state = self.document.encode();
        self.effects.push(Effect::Compact { seq: self.seq, state });
    }

    pub(super) fn compacted(&mut self, seq: Seq, done: bool, now: Now) {
        self.compacting = false;
        if done {
            self.snapshot = self.snapshot.max(seq);
            self.publish_item(now);
        } else {
            self.compact_after = now.ms + COMPACT_EVERY_MS;
        }
    }

    pub(super) fn touch(&mut self, user: UserId, changed: LabelChanges, now: Now) {
        let by = (user, now.wall);
        for id in changed.added {
            self.touched.insert(id, Touched { created: Some(by), edited: by });
        }
        for id in changed.changed {
            match self.touched.get_mut(&id) {
                Some(touched) => touched.edited = by,
                None => {
                    self.touched.insert(id, Touched { created: None, edited: by });
                }
            }
        }
        for id in changed.removed {
            self.touched.remove(&id);
        }
    }

    /// Returns the provenance of all labels touched since it was last written.
    pub(super) fn provenance(&self) -> BTreeMap<String, Provenance> {
        if self.touched.is_empty() {
            return BTreeMap::new();
        }
        let known = self.document.provenance();
        self.touched
            .iter()
            .map(|(id, touched)| {
                let before = known.get(id).map(|known| (known.created_by, known.created_at));
                // A label without provenance counts as created by its first known editor.
                let (created_by, created_at) = touched.created.or(before).unwrap_or(touched.edited);
                let (edited_by, edited_at) = touched.edited;
                (id.clone(), Provenance { created_by, created_at, edited_by, edited_at })
            })
            .collect()
    }
}
