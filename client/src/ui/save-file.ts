// Downloads a text as a file.
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // By the next task, the browser has started to read it.
  window.setTimeout(() => URL.revokeObjectURL(url), 0);
}
