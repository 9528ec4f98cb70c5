//! Bulk actions, run in the background. Each item is processed separately, so that one failure does not stop the
//! others. Outcomes are recorded batch by batch, so that a job resumes where it was when the server starts again.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use countersign_shared::bulk::{BulkAction, BulkKind, BulkState};
use countersign_shared::ids::{BulkId, ItemId, SampleId, SessionId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::workflow::FinishAction;
use futures_util::stream::FuturesUnordered;
use futures_util::{StreamExt, stream};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use thiserror::Error;
use uuid::Uuid;

use crate::clock::Clock;
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::bulk::{self, Job, NewJob, Outcome, Progress};
use crate::db::item_moves;
use crate::events::{EventHub, TaskEvent};
use crate::lifecycle::Tasks;
use crate::live::room::refusal::{message, not_open_message};
use crate::live::room::{Actor, Command, CommandError, CommentDraft, DecisionScope, FinishCommand, Rooms, SendBack};

/// Items that are processed and recorded together: enough that their rooms read and write many in one round trip to the
/// database.
const BATCH_SIZE: usize = 128;
/// Batches in flight at once: while one finishes, another keeps the database busy.
const MAX_CONCURRENT_BATCHES: usize = 2;

/// Why a bulk action was not started or not cancelled.
#[derive(Debug, Error)]
pub enum BulkError {
    #[error("no items are selected, or none match any more")]
    NoItems,
    #[error("one action can include at most {} items", limits::MAX_BULK_ITEMS)]
    TooManyItems,
    #[error("{} actions are already running in this task. Try again when one is done", limits::MAX_BULK_JOBS)]
    TooManyJobs,
    #[error("this action has already ended")]
    AlreadyEnded,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Runs bulk actions. Cheap to clone.
#[derive(Clone)]
pub struct BulkRunner {
    pub db: PgPool,
    pub clock: Clock,
    pub events: EventHub,
    pub rooms: Arc<Rooms>,
    pub tasks: Tasks,
}

impl BulkRunner {
    /// Creates a job in the caller's transaction. Once that is committed, [`BulkRunner::start`] starts the job.
    ///
    /// # Errors
    /// Returns [`BulkError::NoItems`] or [`BulkError::TooManyItems`] for no items or too many, [`BulkError::TooManyJobs`] if too
    /// many jobs are running in the task, and [`BulkError::Database`] if the database fails.
    pub async fn create(
        &self,
        db: &mut PgConnection,
        task: TaskId,
        by: UserId,
        action: &BulkAction,
        items: &[Uuid],
        sample: Option<SampleId>,
    ) -> Result<BulkId, BulkError> {
        if items.is_empty() {
            return Err(BulkError::NoItems);
        }
        if items.len() > limits::MAX_BULK_ITEMS {
            return Err(BulkError::TooManyItems);
        }
        let id: BulkId = self.clock.new_id();
        let most = i64::try_from(limits::MAX_BULK_JOBS).unwrap_or(i64::MAX);
        if !bulk::insert(db, &NewJob { id, task, action, sample, by, items }, most).await? {
            return Err(BulkError::TooManyJobs);
        }
        let detail = json!({ "job": id, "action": action, "items": items.len() });
        audit::write(db, &Audit { task: Some(task), detail, ..Audit::new(Some(by), "bulk.start") }).await?;
        Ok(id)
    }

    /// Runs an existing job in the background.
    pub fn start(&self, id: BulkId) {
        let runner = self.clone();
        self.tasks.spawn("bulk", async move { runner.run(id).await });
    }

    /// Resumes the jobs that were running when the server stopped.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn resume(&self) -> sqlx::Result<()> {
        for id in bulk::running(&mut *self.db.acquire().await?).await? {
            tracing::info!(bulk.id = %id, "bulk.resume: resuming {id}");
            self.start(id);
        }
        Ok(())
    }

    /// Runs a job until it ends or the server stops. After a stop, the next start resumes it.
    async fn run(&self, id: BulkId) {
        let stopping = self.tasks.stopping();
        while !stopping.is_cancelled() {
            match self.pass(id).await {
                Ok(PassOutcome::Ended) => return,
                Ok(PassOutcome::More) => {}
                Err(error) => {
                    tracing::warn!(bulk.id = %id, %error, "bulk.storage: {id} waits for the database");
                    if stopping.run_until_cancelled(tokio::time::sleep(RETRY_DELAY)).await.is_none() {
                        return;
                    }
                }
            }
        }
    }

    /// Processes each item without an outcome once. Items that failed because the database was unreachable are left to
    /// the next pass.
    async fn pass(&self, id: BulkId) -> sqlx::Result<PassOutcome> {
        let stopping = self.tasks.stopping();
        let mut working = FuturesUnordered::new();
        let (mut after, mut found, mut failed) = (Some(0), false, None);
        loop {
            if let Some(place) = after
                && working.len() < MAX_CONCURRENT_BATCHES
            {
                let next = self.next_batch(id, place).await.unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                });
                after = next.as_ref().map(|(_, last)| *last);
                working.extend(next.map(|(batch, _)| self.process(batch)));
                continue;
            }
            // Wait for all batches in any case: the outcomes of a batch that has started must be recorded.
            let Some(worked) = working.next().await else { break };
            found = true;
            failed = worked.err().or(failed);
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if found || stopping.is_cancelled() {
            return Ok(PassOutcome::More);
        }
        let mut db = self.db.acquire().await?;
        if bulk::finish(&mut db, id, BulkState::Done).await?
            && let Some(job) = bulk::get(&mut db, id).await?
        {
            self.publish_progress(&job, job.progress(job.state));
        }
        Ok(PassOutcome::Ended)
    }

    /// Reads the next items after `after` and the place of the last one. Returns `None` if there are no more, the job
    /// has ended, or the server is stopping.
    async fn next_batch(&self, id: BulkId, after: i32) -> sqlx::Result<Option<(Batch, i32)>> {
        if self.tasks.stopping().is_cancelled() {
            return Ok(None);
        }
        let mut db = self.db.acquire().await?;
        let Some(job) = bulk::get(&mut db, id).await?.filter(|job| job.state == BulkState::Running) else {
            return Ok(None);
        };
        let most = i64::try_from(BATCH_SIZE).unwrap_or(i64::MAX);
        let items = bulk::pending_items(&mut db, id, after, most).await?;
        let Some((last, _)) = items.last().copied() else { return Ok(None) };
        // Checked again for each batch, so that a user who has lost the permission does nothing more.
        let actor = authorize(&mut db, &job).await?;
        Ok(Some((Batch { job, items, actor }, last)))
    }

    async fn process(&self, batch: Batch) -> sqlx::Result<()> {
        let Batch { job, items, actor } = batch;
        let outcomes = match &actor {
            Ok(actor) => self.outcomes(&job, actor, &items).await?,
            Err(why) => items.iter().map(|(place, _)| Outcome::failed(*place, why)).collect(),
        };
        if let Some(progress) = bulk::record(&mut *self.db.acquire().await?, job.id, &outcomes).await? {
            self.publish_progress(&job, progress);
        }
        Ok(())
    }

    async fn outcomes(&self, job: &Job, actor: &Actor, items: &[(i32, ItemId)]) -> sqlx::Result<Vec<Outcome>> {
        match &job.action {
            BulkAction::Assign { to } => self.assign(items, to).await,
            BulkAction::Prioritise { priority } => {
                let ids: Vec<Uuid> = items.iter().map(|(_, item)| item.0).collect();
                let done = bulk::prioritise(&mut *self.db.acquire().await?, &ids, *priority).await?;
                Ok(outcomes_of_write(items, &done))
            }
            BulkAction::Accept {} => {
                let accept =
                    || Command::Finish(FinishCommand { action: FinishAction::Accept, scope: DecisionScope::Bulk });
                self.run_command(job, items, actor, accept).await
            }
            BulkAction::Reject(back) => {
                let reject = || {
                    Command::Reject(SendBack {
                        scope: DecisionScope::Bulk,
                        reason: Some(CommentDraft { text: back.reason.clone(), mentions: Vec::new() }),
                        tags: back.tags.clone(),
                        to: back.stage,
                        assignee: back.assignee,
                    })
                };
                self.run_command(job, items, actor, reject).await
            }
            BulkAction::Unlock { reason } => {
                let unlock = || match reason {
                    Some(reason) => Command::ForceUnlock { reason: reason.clone() },
                    None => Command::UnlockOwn,
                };
                self.run_command(job, items, actor, unlock).await
            }
        }
    }

    /// Sends the same command to each item. Items for which the database is unreachable get no outcome and are tried
    /// again.
    async fn run_command(
        &self,
        job: &Job,
        items: &[(i32, ItemId)],
        actor: &Actor,
        command: impl Fn() -> Command,
    ) -> sqlx::Result<Vec<Outcome>> {
        let one = |(place, item): (i32, ItemId)| {
            let asked = self.rooms.run(item, actor.clone(), command());
            async move {
                Ok(match asked.await {
                    // An item without a lock holder counts as unlocked.
                    Ok(_) | Err(CommandError::NotLocked) => Some(Outcome::done(place)),
                    Err(CommandError::StorageDown | CommandError::ShuttingDown) => None,
                    // Done already, but the server stopped before it recorded the outcome.
                    Err(CommandError::WrongStage { .. }) if self.has_made_stage_change(job, item).await? => {
                        Some(Outcome::done(place))
                    }
                    Err(error) => Some(Outcome::failed(place, &message(&error, self.clock.now()))),
                })
            }
        };
        let all = stream::iter(items.iter().copied()).map(one).buffer_unordered(BATCH_SIZE);
        let known = all.filter_map(|outcome: sqlx::Result<_>| {
            let known = outcome.inspect_err(|error| {
                tracing::warn!(bulk.id = %job.id, %error, "bulk.storage: an item of {} will be tried again", job.id);
            });
            std::future::ready(known.ok().flatten())
        });
        let outcomes: Vec<Outcome> = known.collect().await;
        if outcomes.is_empty() { Err(sqlx::Error::PoolTimedOut) } else { Ok(outcomes) }
    }

    /// Returns `true` if this job itself has made the item's stage change.
    async fn has_made_stage_change(&self, job: &Job, item: ItemId) -> sqlx::Result<bool> {
        let kind = match job.action.kind() {
            BulkKind::Accept => "accept",
            BulkKind::Reject => "reject",
            BulkKind::Unlock | BulkKind::Assign | BulkKind::Prioritise => return Ok(false),
        };
        let mut db = self.db.acquire().await?;
        item_moves::exists_since(&mut db, item, kind, job.created_by.id, job.created_at).await
    }

    async fn assign(&self, items: &[(i32, ItemId)], to: &[UserId]) -> sqlx::Result<Vec<Outcome>> {
        let assignee = |place: i32| {
            let turn = usize::try_from(place - 1).unwrap_or_default();
            (!to.is_empty()).then(|| to[turn % to.len()])
        };
        let ids: Vec<Uuid> = items.iter().map(|(_, item)| item.0).collect();
        let people: Vec<Option<Uuid>> = items.iter().map(|(place, _)| assignee(*place).map(|user| user.0)).collect();
        let done = bulk::assign(&mut *self.db.acquire().await?, &ids, &people).await?;
        let outcomes = outcomes_of_write(items, &done);
        for ((place, item), outcome) in items.iter().zip(&outcomes) {
            if outcome.failed.is_none() {
                self.rooms.assigned(*item, assignee(*place)).await;
            }
        }
        Ok(outcomes)
    }

    /// Cancels a running job; what is done stays done.
    ///
    /// # Errors
    /// Returns [`BulkError::AlreadyEnded`] if the job has already ended, and [`BulkError::Database`] if the database fails.
    pub async fn cancel(&self, job: &Job, by: UserId) -> Result<(), BulkError> {
        let mut db = self.db.begin().await?;
        if !bulk::finish(&mut db, job.id, BulkState::Cancelled).await? {
            return Err(BulkError::AlreadyEnded);
        }
        let detail = json!({ "job": job.id });
        audit::write(&mut db, &Audit { task: Some(job.task), detail, ..Audit::new(Some(by), "bulk.cancel") }).await?;
        db.commit().await?;
        self.publish_progress(job, job.progress(BulkState::Cancelled));
        Ok(())
    }

    fn publish_progress(&self, job: &Job, progress: Progress) {
        let Progress { state, total, done, failed } = progress;
        self.events.publish(job.task, TaskEvent::Bulk { job: job.id, state, total, done, failed });
    }
}

/// How long a job waits before it tries an unreachable database again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

enum PassOutcome {
    More,
    Ended,
}

/// The next items of a job, and who acts on them, or why they may not.
struct Batch {
    job: Job,
    items: Vec<(i32, ItemId)>,
    actor: Result<Actor, &'static str>,
}

/// Returns the acting user with their current roles, or why they may not act.
async fn authorize(db: &mut PgConnection, job: &Job) -> sqlx::Result<Result<Actor, &'static str>> {
    let user = job.created_by.id;
    let account = db::users::get(db, user).await?.filter(|user| !user.disabled);
    let member = db::tasks::membership(db, job.task, user).await?;
    let (Some(account), Some(member)) = (account, member) else {
        return Ok(Err("The account of the person who started this action is disabled."));
    };
    let roles = member.roles.acting(account.is_admin);
    let kind = job.action.kind();
    if !member.state.is_visible_to(&roles) || !kind.is_allowed(&roles) {
        return Ok(Err("The person who started this action no longer has permission to do this."));
    }
    match kind {
        // For these, the rooms report a closed task for each item.
        BulkKind::Accept | BulkKind::Reject | BulkKind::Unlock => {}
        BulkKind::Assign | BulkKind::Prioritise if !member.state.accepts_comments() => {
            return Ok(Err(not_open_message(member.state)));
        }
        BulkKind::Assign | BulkKind::Prioritise => {}
    }
    Ok(Ok(Actor { person: job.created_by.clone(), user, session: SessionId(job.id.0), roles }))
}

/// Returns an outcome for each item: done if it was written, otherwise failed because the item is complete.
fn outcomes_of_write(items: &[(i32, ItemId)], done: &[Uuid]) -> Vec<Outcome> {
    let done: HashSet<Uuid> = done.iter().copied().collect();
    let outcome = |(place, item): &(i32, ItemId)| {
        if done.contains(&item.0) { Outcome::done(*place) } else { Outcome::failed(*place, "The item is complete.") }
    };
    items.iter().map(outcome).collect()
}
