/** What is said later, in the language of the page. Only in more.js: the words of every language are in it. */
import { later } from 'messages:later';
import type { LaterStrings, Strings } from '../strings/visitor/strings.ts';

export const laterIn = ({ language }: Strings): LaterStrings => later[language] as LaterStrings;
