//! Actions on many items, in the background: each item by itself, so that one that fails stops no other; what became of
//! each is written down as it goes, so that a job goes on where it was after the server was started anew.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use countersign_shared::bulk::{BulkAction, BulkKind, BulkState};
use countersign_shared::ids::{BulkId, ItemId, SampleId, SessionId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::workflow::Move;
use futures_util::stream::FuturesUnordered;
use futures_util::{StreamExt, stream};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use thiserror::Error;
use uuid::Uuid;

use super::refusal::sentence;
use crate::clock::Clock;
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::bulk::{self, Job, NewJob, Outcome, Progress};
use crate::db::item_moves;
use crate::events::{EventHub, TaskEvent};
use crate::lifecycle::Tasks;
use crate::live::room::{Actor, Command, CommandError, Deciding, Finishing, Remark, Rooms, SendingBack};

/// Items that are worked on, and whose outcome is written down, together: so many that their rooms read and write many in
/// one trip to the database.
const BATCH: usize = 128;
/// Batches under way at once: while one comes to its end, another keeps the database busy.
const AT_ONCE: usize = 2;

/// Why an action was not started, or not ended.
#[derive(Debug, Error)]
pub enum BulkError {
    #[error("no item is chosen, or none matches any longer")]
    Nothing,
    #[error("one action takes at most {} items", limits::MAX_BULK_ITEMS)]
    TooMany,
    #[error("{} actions run in this task already. Try again when one is done", limits::MAX_BULK_JOBS)]
    Busy,
    #[error("this action has ended already")]
    Ended,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Runs actions on many items. Cheap to clone.
#[derive(Clone)]
pub struct BulkRunner {
    pub db: PgPool,
    pub clock: Clock,
    pub events: EventHub,
    pub rooms: Arc<Rooms>,
    pub tasks: Tasks,
}

impl BulkRunner {
    /// Writes the job down in the caller's transaction. Once that is committed, [`BulkRunner::start`] starts it.
    ///
    /// # Errors
    /// There is nothing to do, too many run already, or the database failed.
    pub async fn prepare(
        &self,
        db: &mut PgConnection,
        task: TaskId,
        by: UserId,
        action: &BulkAction,
        items: &[Uuid],
        sample: Option<SampleId>,
    ) -> Result<BulkId, BulkError> {
        if items.is_empty() {
            return Err(BulkError::Nothing);
        }
        if items.len() > limits::MAX_BULK_ITEMS {
            return Err(BulkError::TooMany);
        }
        let id: BulkId = self.clock.new_id();
        let most = i64::try_from(limits::MAX_BULK_JOBS).unwrap_or(i64::MAX);
        if !bulk::insert(db, &NewJob { id, task, action, sample, by, items }, most).await? {
            return Err(BulkError::Busy);
        }
        let detail = json!({ "job": id, "action": action, "items": items.len() });
        audit::write(db, &Audit { task: Some(task), detail, ..Audit::new(Some(by), "bulk.start") }).await?;
        Ok(id)
    }

    /// Runs a job that is written down, in the background.
    pub fn start(&self, id: BulkId) {
        let runner = self.clone();
        self.tasks.spawn("bulk", async move { runner.run(id).await });
    }

    /// Goes on with what was under way when the server ended.
    ///
    /// # Errors
    /// The database failed.
    pub async fn resume(&self) -> sqlx::Result<()> {
        for id in bulk::running(&mut *self.db.acquire().await?).await? {
            tracing::info!(bulk.id = %id, "bulk.resume: going on with {id}");
            self.start(id);
        }
        Ok(())
    }

    /// To its end, or until the server stops; then the next start goes on with it.
    async fn run(&self, id: BulkId) {
        let stopping = self.tasks.stopping();
        while !stopping.is_cancelled() {
            match self.pass(id).await {
                Ok(Next::Ended) => return,
                Ok(Next::More) => {}
                Err(error) => {
                    tracing::warn!(bulk.id = %id, %error, "bulk.storage: {id} waits for the database");
                    if stopping.run_until_cancelled(tokio::time::sleep(RETRY)).await.is_none() {
                        return;
                    }
                }
            }
        }
    }

    /// Goes once through the items whose outcome is not known. Those that met a database that is away are left to the next.
    async fn pass(&self, id: BulkId) -> sqlx::Result<Next> {
        let stopping = self.tasks.stopping();
        let mut working = FuturesUnordered::new();
        let (mut after, mut found, mut failed) = (Some(0), false, None);
        loop {
            if let Some(place) = after
                && working.len() < AT_ONCE
            {
                let next = self.next(id, place).await.unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                });
                after = next.as_ref().map(|(_, last)| *last);
                working.extend(next.map(|(batch, _)| self.work(batch)));
                continue;
            }
            // To the end in any case: a batch that has begun is written down.
            let Some(worked) = working.next().await else { break };
            found = true;
            failed = worked.err().or(failed);
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if found || stopping.is_cancelled() {
            return Ok(Next::More);
        }
        let mut db = self.db.acquire().await?;
        if bulk::finish(&mut db, id, BulkState::Done).await?
            && let Some(job) = bulk::get(&mut db, id).await?
        {
            self.tell(&job, job.progress(job.state));
        }
        Ok(Next::Ended)
    }

    /// The items after a place, and the last one's; `None`: there are no more, or the job or the server ends.
    async fn next(&self, id: BulkId, after: i32) -> sqlx::Result<Option<(Batch, i32)>> {
        if self.tasks.stopping().is_cancelled() {
            return Ok(None);
        }
        let mut db = self.db.acquire().await?;
        let Some(job) = bulk::get(&mut db, id).await?.filter(|job| job.state == BulkState::Running) else {
            return Ok(None);
        };
        let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let items = bulk::waiting(&mut db, id, after, most).await?;
        let Some((last, _)) = items.last().copied() else { return Ok(None) };
        // Asked anew for each batch: whoever lost the right meanwhile does nothing more.
        let standing = standing(&mut db, &job).await?;
        Ok(Some((Batch { job, items, standing }, last)))
    }

    async fn work(&self, batch: Batch) -> sqlx::Result<()> {
        let Batch { job, items, standing } = batch;
        let outcomes = match &standing {
            Ok(actor) => self.each(&job, actor, &items).await?,
            Err(why) => items.iter().map(|(place, _)| Outcome::failed(*place, why)).collect(),
        };
        if let Some(progress) = bulk::record(&mut *self.db.acquire().await?, job.id, &outcomes).await? {
            self.tell(&job, progress);
        }
        Ok(())
    }

    async fn each(&self, job: &Job, actor: &Actor, items: &[(i32, ItemId)]) -> sqlx::Result<Vec<Outcome>> {
        match &job.action {
            BulkAction::Assign { to } => self.assign(items, to).await,
            BulkAction::Prioritise { priority } => {
                let ids: Vec<Uuid> = items.iter().map(|(_, item)| item.0).collect();
                let done = bulk::prioritise(&mut *self.db.acquire().await?, &ids, *priority).await?;
                Ok(written(items, &done))
            }
            BulkAction::Accept {} => {
                let accept = || Command::Finish(Finishing { by: Move::Accept, deciding: Deciding::Together });
                self.command(job, items, actor, accept).await
            }
            BulkAction::Reject(back) => {
                let reject = || {
                    Command::Reject(SendingBack {
                        deciding: Deciding::Together,
                        reason: Some(Remark { text: back.reason.clone(), mentions: Vec::new() }),
                        tags: back.tags.clone(),
                        to: back.stage,
                        assignee: back.assignee,
                    })
                };
                self.command(job, items, actor, reject).await
            }
            BulkAction::Unlock { reason } => {
                let unlock = || match reason {
                    Some(reason) => Command::ForceUnlock { reason: reason.clone() },
                    None => Command::UnlockOwn,
                };
                self.command(job, items, actor, unlock).await
            }
        }
    }

    /// The same command to each item. Those that met a database that is away are tried again.
    async fn command(
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
                    // What nobody edits is unlocked.
                    Ok(_) | Err(CommandError::NotLocked) => Some(Outcome::done(place)),
                    Err(CommandError::StorageDown | CommandError::ShuttingDown) => None,
                    // Done before a server that then ended could write it down.
                    Err(CommandError::WrongStage { .. }) if self.has_done(job, item).await? => {
                        Some(Outcome::done(place))
                    }
                    Err(error) => Some(Outcome::failed(place, &sentence(&error, self.clock.now()))),
                })
            }
        };
        let all = stream::iter(items.iter().copied()).map(one).buffer_unordered(BATCH);
        let known = all.filter_map(|outcome: sqlx::Result<_>| {
            let known = outcome.inspect_err(|error| {
                tracing::warn!(bulk.id = %job.id, %error, "bulk.storage: an item of {} is tried again", job.id);
            });
            std::future::ready(known.ok().flatten())
        });
        let outcomes: Vec<Outcome> = known.collect().await;
        if outcomes.is_empty() { Err(sqlx::Error::PoolTimedOut) } else { Ok(outcomes) }
    }

    /// Whether an item's move is this job's own.
    async fn has_done(&self, job: &Job, item: ItemId) -> sqlx::Result<bool> {
        let kind = match job.action.kind() {
            BulkKind::Accept => "accept",
            BulkKind::Reject => "reject",
            BulkKind::Unlock | BulkKind::Assign | BulkKind::Prioritise => return Ok(false),
        };
        let mut db = self.db.acquire().await?;
        item_moves::was_made(&mut db, item, kind, job.created_by.id, job.created_at).await
    }

    async fn assign(&self, items: &[(i32, ItemId)], to: &[UserId]) -> sqlx::Result<Vec<Outcome>> {
        let assignee = |place: i32| {
            let turn = usize::try_from(place - 1).unwrap_or_default();
            (!to.is_empty()).then(|| to[turn % to.len()])
        };
        let ids: Vec<Uuid> = items.iter().map(|(_, item)| item.0).collect();
        let people: Vec<Option<Uuid>> = items.iter().map(|(place, _)| assignee(*place).map(|user| user.0)).collect();
        let done = bulk::assign(&mut *self.db.acquire().await?, &ids, &people).await?;
        let outcomes = written(items, &done);
        for ((place, item), outcome) in items.iter().zip(&outcomes) {
            if outcome.failed.is_none() {
                self.rooms.assigned(*item, assignee(*place)).await;
            }
        }
        Ok(outcomes)
    }

    /// Ends a job that runs; what is done stays done.
    ///
    /// # Errors
    /// It has ended, or the database failed.
    pub async fn cancel(&self, job: &Job, by: UserId) -> Result<(), BulkError> {
        let mut db = self.db.begin().await?;
        if !bulk::finish(&mut db, job.id, BulkState::Cancelled).await? {
            return Err(BulkError::Ended);
        }
        let detail = json!({ "job": job.id });
        audit::write(&mut db, &Audit { task: Some(job.task), detail, ..Audit::new(Some(by), "bulk.cancel") }).await?;
        db.commit().await?;
        self.tell(job, job.progress(BulkState::Cancelled));
        Ok(())
    }

    fn tell(&self, job: &Job, progress: Progress) {
        let Progress { state, total, done, failed } = progress;
        self.events.publish(job.task, TaskEvent::Bulk { job: job.id, state, total, done, failed });
    }
}

/// How long a job waits for a database that cannot be reached.
const RETRY: Duration = Duration::from_secs(1);

enum Next {
    More,
    Ended,
}

/// Items of a job whose turn has come, and who acts on them.
struct Batch {
    job: Job,
    items: Vec<(i32, ItemId)>,
    standing: Result<Actor, &'static str>,
}

/// Who acts, with the roles they have now; or why they may not.
async fn standing(db: &mut PgConnection, job: &Job) -> sqlx::Result<Result<Actor, &'static str>> {
    let user = job.created_by.id;
    let account = db::users::get(db, user).await?.filter(|user| !user.disabled);
    let member = db::tasks::membership(db, job.task, user).await?;
    let (Some(account), Some(member)) = (account, member) else {
        return Ok(Err("Whoever started this cannot sign in any longer."));
    };
    let roles = member.roles.acting(account.is_admin);
    let kind = job.action.kind();
    if !member.state.is_known_to(&roles) || !kind.is_allowed(&roles) {
        return Ok(Err("Whoever started this may not do it any longer."));
    }
    match kind {
        // The rooms say so for each item.
        BulkKind::Accept | BulkKind::Reject | BulkKind::Unlock => {}
        BulkKind::Assign | BulkKind::Prioritise if !member.state.takes_comments() => {
            return Ok(Err("The task is closed: nothing of it changes any more."));
        }
        BulkKind::Assign | BulkKind::Prioritise => {}
    }
    Ok(Ok(Actor { person: job.created_by.clone(), user, session: SessionId(job.id.0), roles }))
}

/// Of these items, those that were written; the others are complete.
fn written(items: &[(i32, ItemId)], done: &[Uuid]) -> Vec<Outcome> {
    let done: HashSet<Uuid> = done.iter().copied().collect();
    let outcome = |(place, item): &(i32, ItemId)| {
        if done.contains(&item.0) { Outcome::done(*place) } else { Outcome::failed(*place, "The item is complete.") }
    };
    items.iter().map(outcome).collect()
}
