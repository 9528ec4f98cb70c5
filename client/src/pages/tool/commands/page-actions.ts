// What the tool page's own commands run, in addition to the editor's actions.
import { type Command, pageCommands } from '../../../actions';
import { focusRegion } from './regions';

export interface PageCommands {
  toTask: () => void;
  /** `null` if there is none. */
  toPrevious: (() => void) | null;
  toNext: (() => void) | null;
  toggleIssues: () => void;
  toggleLabels: () => void;
  copyLink: () => void;
  /** `null` if the person has no stage change to make here. */
  finish: (() => void) | null;
  reject_item: (() => void) | null;
  skip: (() => void) | null;
  revise: (() => void) | null;
  shortcuts: () => void;
  settings: () => void;
  help: () => void;
  notifications: () => void;
  palette: () => void;
}

export interface PageAction extends Command {
  enabled: boolean;
  run: () => void;
}

const nothing = () => {};

export function pageActions(commands: PageCommands): PageAction[] {
  const runs: Record<(typeof pageCommands)[number]['id'], (() => void) | null> = {
    'page.palette': commands.palette,
    'page.shortcuts': commands.shortcuts,
    'page.settings': commands.settings,
    'page.help': commands.help,
    'page.notifications': commands.notifications,
    'page.previous': commands.toPrevious,
    'page.next': commands.toNext,
    'page.issues': commands.toggleIssues,
    'page.labels': commands.toggleLabels,
    'page.finish': commands.finish,
    'page.reject_item': commands.reject_item,
    'page.skip': commands.skip,
    'page.revise': commands.revise,
    'page.region': () => focusRegion(1),
    'page.region_back': () => focusRegion(-1),
    'page.link': commands.copyLink,
    'page.task': commands.toTask,
  };
  return pageCommands.map((command) => {
    const run = runs[command.id];
    return { ...command, enabled: run !== null, run: run ?? nothing };
  });
}
