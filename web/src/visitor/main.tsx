// The visitor's page: draws the journey, and tells the exit what to drop.
import './lent.ts';
import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { type Config, isWayOut, loadConfig, loadOrganisation } from './config.ts';
import { coverWhenHidden, coverWhenStill } from './cover.ts';
import { watchDesk } from './desk.ts';
import { Dock } from './dock.tsx';
import { fetchMore, organisation } from './furniture.ts';
import { speakAtFirst, strings } from './language.ts';
import { Languages } from './languages.tsx';
import { paint } from './organisation.ts';
import { Session } from './session.ts';
import { fitToKeyboard, pointExit, translateSurroundings } from './surroundings.ts';
import { TextSize } from './text-size.tsx';
import { canChat } from './too-old.ts';

declare global {
  interface Window {
    /** Made by exit.ts, which is there first. */
    luwteExit?: ((how: 'exit' | 'hide') => void)[];
  }
}

const config = loadConfig();
const session = new Session(config);
let isDrawn = false;

window.luwteExit?.push((how) => session.vanish(how));
config.then(furnish).catch(() => {});
effect(() => {
  const t = strings.value;
  if (!t.language) return;
  translateSurroundings(t);
  untracked(draw);
});
speakAtFirst();
coverWhenHidden();
coverWhenStill(session);
fitToKeyboard();

/** As the organisation wants it, once that is known. The exit leads somewhere before that too. */
async function furnish(found: Config): Promise<void> {
  pointExit(found.exit);
  const theirs = await loadOrganisation(found);
  if (!theirs) return;
  if (isWayOut(theirs.exit)) pointExit(theirs.exit);
  paint(theirs);
  organisation.value = theirs;
}

/** Once; from then on what is drawn follows by itself. */
function draw(): void {
  const app = document.getElementById('app');
  const dock = document.getElementById('dock');
  const language = document.getElementById('language');
  // Drawn already, or gone: somebody has left meanwhile.
  if (isDrawn || !app || !dock || !language || !canChat()) return;
  isDrawn = true;
  app.textContent = '';
  render(<App session={session} config={config} />, app);
  render(<Dock session={session} />, dock);
  render(
    <>
      <TextSize />
      <Languages />
    </>,
    language,
  );
  fetchMore().catch(() => {});
}

session.load().catch(() => {});
// After it: a page that goes on with a conversation has nothing to ask.
watchDesk(session, config);
