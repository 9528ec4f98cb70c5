// Imports an ontology from a file and exports it to one.
import { ActionIcon, FileButton, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { saveFile } from '../../ui/save-file';
import { toDraft, toOntology } from './draft';
import { readOntology, writeOntology } from './ontology-file';
import type { OntologyEditorState } from './use-ontology-editor';

export function OntologyFile({ editing }: { editing: OntologyEditorState }) {
  const reset = useRef<() => void>(null);
  const take = async (file: File | null) => {
    if (file === null) return;
    // Allows the same file to be chosen again.
    reset.current?.();
    const read = readOntology(await file.text());
    if ('error' in read) {
      notifications.show({
        color: 'red',
        title: `${file.name} could not be imported`,
        message: read.error,
        autoClose: 12_000,
      });
      return;
    }
    // Old keys are not reused, so that each imported class gets a new form.
    const opened = toDraft(read.ontology, editing.draft.nextKey);
    editing.apply(opened);
    notifications.show({
      message: `${opened.classes.length === 1 ? '1 class' : `${opened.classes.length} classes`} imported. Undo restores the previous ontology.`,
    });
  };
  return (
    <>
      <FileButton accept="application/json,.json" resetRef={reset} onChange={(file) => void take(file)}>
        {(button) => (
          <Tooltip label="Replace this ontology with one from a file (JSON)">
            <ActionIcon aria-label="Import an ontology" {...button}>
              <IconUpload size={16} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      <Tooltip label="Export this ontology (JSON)">
        <ActionIcon
          aria-label="Export this ontology"
          disabled={editing.draft.classes.length === 0}
          onClick={() => saveFile('ontology.json', writeOntology(toOntology(editing.draft)), 'application/json')}
        >
          <IconDownload size={16} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
