// The help text, one topic at a time.
import { Modal, Tabs } from '@mantine/core';
import classes from './HelpDialog.module.css';
import { HELP, type HelpTopic } from './help-text';

interface Props {
  /** The topic shown, or `null` if the dialog is closed. */
  topic: HelpTopic | null;
  onTopic: (topic: HelpTopic) => void;
  onClose: () => void;
}

export function HelpDialog({ topic, onTopic, onClose }: Props) {
  return (
    <Modal opened={topic !== null} onClose={onClose} title="Help" size={760}>
      <Tabs
        orientation="vertical"
        value={topic}
        onChange={(value) => {
          const chosen = HELP.find((each) => each.topic === value);
          if (chosen) onTopic(chosen.topic);
        }}
        classNames={{ root: classes.tabs ?? '', tabLabel: classes.tabLabel ?? '' }}
      >
        <Tabs.List className={classes.list}>
          {HELP.map((each) => (
            <Tabs.Tab key={each.topic} value={each.topic}>
              {each.title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {HELP.map((each) => (
          <Tabs.Panel key={each.topic} value={each.topic} className={classes.panel}>
            <dl className={classes.entries}>
              {each.entries.map(({ term, text }) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  );
}
