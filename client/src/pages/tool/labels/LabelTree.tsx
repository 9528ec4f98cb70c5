// The tree of all labels of the item, by class.
import type { Editor } from '../../../editor/editor';
import { Keys } from '../../../ui/Keys';
import { keyOf } from '../commands/CommandKeys';
import { useSlice } from '../use-slice';
import { LabelList } from './LabelList';
import classes from './LabelList.module.css';

export function LabelTree({ editor }: { editor: Editor }) {
  const connection = useSlice(editor.connection);
  return (
    <LabelList editor={editor} region="labels" name="Labels by class">
      {connection.kind === 'online' && connection.synced ? (
        <NoLabels editor={editor} />
      ) : (
        <div className={classes.tree} />
      )}
    </LabelList>
  );
}

function NoLabels({ editor }: { editor: Editor }) {
  const permission = useSlice(editor.permission);
  const box = keyOf('tool.box');
  const polygon = keyOf('tool.polygon');
  return (
    <div className={`${classes.tree} ${classes.none}`}>
      <b>No labels yet</b>
      {permission.allowed && box && polygon ? (
        <span>
          Press <Keys keys={box} /> for a box or <Keys keys={polygon} /> for a polygon, then draw on the image.
        </span>
      ) : (
        <span>Labels appear here as they are drawn.</span>
      )}
    </div>
  );
}
