// The script of the control words, which hardly anybody compares: fetched when somebody does (early.ts).
import { wordList } from '../hl1/wordlist.ts';
import { ARRIVED } from './arrived.ts';

document.currentScript?.dispatchEvent(new CustomEvent(ARRIVED, { detail: wordList() }));
