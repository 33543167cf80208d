/**
 * The script of the coordinator's page, which only coordinators load (staff/coordinator.tsx). It draws with a Preact of
 * its own, in a place that it is given.
 */

import { effect } from '@preact/signals';
import { render } from 'preact';
import { type Me, reach } from '../staff/api.ts';
import { type Language, language, speak } from '../staff/language.ts';
import { hand } from '../ui/late.ts';
import { CoordinatorPage } from './page.tsx';

export interface Around {
  readonly me: Me;
  /** Where the chat server is; empty where it serves this page itself. */
  readonly server: string;
  readonly language: Language;
  readonly onSpeak: (language: Language) => void;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}

/** Draws the page; what it gives takes it away again. */
export type Show = (place: Element, around: Around) => () => void;

const show: Show = (place, { server, onSpeak, ...around }) => {
  reach(server);
  speak(around.language);
  const stop = effect(() => onSpeak(language.value));
  render(<CoordinatorPage {...around} />, place);
  return () => {
    stop();
    render(null, place);
  };
};

hand(show);
