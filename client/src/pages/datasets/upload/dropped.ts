// What was chosen or dropped, as pictures with the names they get: a folder's own parts stay in the name.
import type { NamedFile } from '../../../protocol/send-pictures';

const PICTURE = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

function isPicture(file: { readonly type: string; readonly name: string }): boolean {
  return file.type.startsWith('image/') || PICTURE.test(file.name);
}

/** Below the folder that was chosen. */
function nameOf(file: File): string {
  const path = file.webkitRelativePath;
  return path === '' ? file.name : path.slice(path.indexOf('/') + 1);
}

export function namedPictures(files: readonly File[]): NamedFile[] {
  return files.filter(isPicture).map((file) => ({ name: nameOf(file), file }));
}

/** Files and folders, however deep. */
export async function filesOfDrop(drop: DataTransfer): Promise<NamedFile[]> {
  // All entries at once: the list is emptied as soon as the event is over.
  const entries = Array.from(drop.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = await Promise.all(
    entries.map((entry) => (entry.isDirectory ? below(entry as FileSystemDirectoryEntry, '') : one(entry, ''))),
  );
  return found.flat();
}

async function one(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  if (entry.isDirectory) return below(entry as FileSystemDirectoryEntry, `${folder}${entry.name}/`);
  const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
  return isPicture(file) ? [{ name: `${folder}${file.name}`, file }] : [];
}

async function below(directory: FileSystemDirectoryEntry, folder: string): Promise<NamedFile[]> {
  const reader = directory.createReader();
  const found: NamedFile[] = [];
  for (;;) {
    // A browser hands out a hundred at a time.
    const entries = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) return found;
    for (const entry of entries) found.push(...(await one(entry, folder)));
  }
}
