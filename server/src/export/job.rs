//! Runs a dataset export in the background. Its row holds the progress; its file is kept in the data directory for a while.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use countersign_shared::ids::ExportId;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::dataset::{self, DatasetExport};
use super::{ExportError, Exported};
use crate::db;
use crate::lifecycle::Tasks;
use crate::progress::{self, Progress};

/// Time between two deletions of old files.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// The services that an export uses.
pub struct Exporter {
    pub db: PgPool,
    pub data_dir: PathBuf,
    pub tasks: Tasks,
}

/// Returns the path of the file of a finished export.
#[must_use]
pub fn file(data_dir: &Path, id: ExportId) -> PathBuf {
    folder(data_dir).join(id.to_string())
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("exports")
}

/// Marks exports that the last stop interrupted as failed, at the start of the server.
///
/// # Errors
/// Returns an error if the database failed.
pub async fn recover(db: &PgPool) -> sqlx::Result<()> {
    let failed = db::export_jobs::fail_interrupted(&mut *db.acquire().await?).await?;
    if failed > 0 {
        tracing::warn!(exports = failed, "exports were interrupted by the last stop");
    }
    Ok(())
}

/// Deletes old exports at the start and every day, until the server stops.
pub async fn delete_expired_periodically(db: PgPool, data_dir: PathBuf, stopping: CancellationToken) {
    let mut ticks = tokio::time::interval(CLEANUP_INTERVAL);
    while stopping.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = delete_expired(&db, &data_dir).await {
            tracing::warn!(%error, "cannot delete old exports");
        }
    }
}

/// Deletes old rows first and then every file without a row, so that the next run completes an interrupted one.
///
/// # Errors
/// Returns an error if the database failed, or if a file cannot be deleted.
pub async fn delete_expired(db: &PgPool, data_dir: &Path) -> anyhow::Result<()> {
    let folder = folder(data_dir);
    // List the files before reading the rows. A file that is created later is not in the list, so it is not deleted even if
    // its row is created after the rows are read.
    let mut names = Vec::new();
    match tokio::fs::read_dir(&folder).await {
        Ok(mut entries) => {
            while let Some(entry) = entries.next_entry().await? {
                names.push(entry.file_name());
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut connection = db.acquire().await?;
    db::export_jobs::delete_old(&mut connection).await?;
    let kept: HashSet<String> =
        db::export_jobs::with_files(&mut connection).await?.iter().map(ToString::to_string).collect();
    for name in names {
        // A file that is being written is named after its export, with a suffix.
        let of = name.to_string_lossy().split('.').next().unwrap_or_default().to_owned();
        if !kept.contains(&of) {
            match tokio::fs::remove_file(folder.join(name)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}

/// Runs the export to its end.
pub async fn run(exporter: Exporter, id: ExportId, export: DatasetExport) {
    let (sender, progress) = watch::channel(Progress::default());
    let last = progress.clone();
    let report = move |progress| {
        sender.send_replace(progress);
    };
    let (db, stopping) = (&exporter.db, exporter.tasks.stopping());
    let work = stopping.run_until_cancelled(write(&exporter, id, &export, &report));
    let store = |Progress { done, total }| async move {
        db::export_jobs::progress(
            &mut *db.acquire().await?,
            id,
            progress::to_db_count(done),
            progress::to_db_count(total),
        )
        .await
    };
    let done = tokio::select! {
        done = work => done,
        () = progress::store_periodically(progress, store) => unreachable!("following the progress never ends"),
    };
    let ended = match &done {
        Some(Ok(bytes)) => Ok(*bytes),
        Some(Err(error)) => {
            tracing::error!(export.id = %id, %error, "export {id} failed");
            Err(format!("The server could not write the file. The error is logged as export {id}."))
        }
        None => Err("The server stopped during the export. Start it again.".to_owned()),
    };
    let at = *last.borrow();
    let finished = async {
        let mut connection = db.acquire().await?;
        db::export_jobs::progress(&mut connection, id, progress::to_db_count(at.done), progress::to_db_count(at.total))
            .await?;
        db::export_jobs::finish(&mut connection, id, ended.as_ref().copied().map_err(String::as_str)).await
    };
    if let Err(error) = finished.await {
        // The next start of the server marks it as interrupted.
        tracing::error!(export.id = %id, %error, "cannot store the outcome of export {id}");
    }
}

/// Writes to a temporary file next to the target, and renames it once it is complete. Returns its size in bytes.
async fn write(
    exporter: &Exporter,
    id: ExportId,
    export: &DatasetExport,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<i64, ExportError> {
    let folder = folder(&exporter.data_dir);
    std::fs::create_dir_all(&folder)?;
    let file = tempfile::Builder::new().prefix(&format!("{id}.")).tempfile_in(&folder)?;
    let Exported { out, .. } = dataset::coco(&exporter.db, export, progress, file).await?;
    let target = self::file(&exporter.data_dir, id);
    let kept = tokio::task::spawn_blocking(move || {
        out.as_file().sync_all()?;
        let bytes = out.as_file().metadata()?.len();
        out.persist(target).map_err(|error| error.error)?;
        Ok::<u64, std::io::Error>(bytes)
    });
    let bytes = kept.await.map_err(std::io::Error::other)??;
    Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
}
