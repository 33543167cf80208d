// The visitor's page: draws the journey, and tells the exit what to drop.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App, LanguageSwitch } from './app.tsx';
import { loadConfig } from './config.ts';
import { coverWhenHidden, coverWhenStill } from './cover.ts';
import { watchDesk } from './desk.ts';
import { Dock } from './dock.tsx';
import { strings } from './language.ts';
import { Session } from './session.ts';
import { fitToKeyboard, pointExit, translateSurroundings } from './surroundings.ts';

declare global {
  interface Window {
    /** Made by exit.ts, which is there first. */
    luwteExit?: ((how: 'exit' | 'hide') => void)[];
  }
}

const config = loadConfig();
const session = new Session(config);

window.luwteExit?.push((how) => session.vanish(how));
config.then(({ exit }) => pointExit(exit)).catch(() => {});
effect(() => translateSurroundings(strings.value));
coverWhenHidden();
coverWhenStill(session);
fitToKeyboard();

const app = document.getElementById('app');
const dock = document.getElementById('dock');
const language = document.getElementById('language');
if (app && dock && language) {
  app.textContent = '';
  render(<App session={session} config={config} />, app);
  render(<Dock session={session} />, dock);
  render(<LanguageSwitch />, language);
}
session.load().catch(() => {});
// After it: a page that goes on with a conversation has nothing to ask.
watchDesk(session, config);
