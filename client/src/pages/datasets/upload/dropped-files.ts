// Reads chosen or dropped files as images. Their names keep the folders below the chosen one.
import type { NamedFile } from '../../../protocol/upload-images';

const IMAGE = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

function isImage(file: { readonly type: string; readonly name: string }): boolean {
  return file.type.startsWith('image/') || IMAGE.test(file.name);
}

/** Returns the path below the chosen folder. */
function nameOf(file: File): string {
  const path = file.webkitRelativePath;
  return path === '' ? file.name : path.slice(path.indexOf('/') + 1);
}

export function namedImages(files: readonly File[]): NamedFile[] {
  return files.filter(isImage).map((file) => ({ name: nameOf(file), file }));
}

/** Returns the images among dropped files and folders, at any depth. */
export async function filesOfDrop(drop: DataTransfer): Promise<NamedFile[]> {
  // Reads all entries at once, because the list is emptied when the event ends.
  const entries = Array.from(drop.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = await Promise.all(
    entries.map((entry) =>
      entry.isDirectory ? filesOfFolder(entry as FileSystemDirectoryEntry, '') : filesOfEntry(entry, ''),
    ),
  );
  return found.flat();
}

async function filesOfEntry(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  if (entry.isDirectory) return filesOfFolder(entry as FileSystemDirectoryEntry, `${folder}${entry.name}/`);
  const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
  return isImage(file) ? [{ name: `${folder}${file.name}`, file }] : [];
}

async function filesOfFolder(directory: FileSystemDirectoryEntry, folder: string): Promise<NamedFile[]> {
  const reader = directory.createReader();
  const found: NamedFile[] = [];
  for (;;) {
    // Browsers return a hundred entries at a time.
    const entries = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) return found;
    for (const entry of entries) found.push(...(await filesOfEntry(entry, folder)));
  }
}
