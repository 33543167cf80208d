// The script of the control words, which hardly anybody compares: fetched when somebody does (early.ts).
import { wordList } from '../hl1/wordlist.ts';
import { hand } from '../ui/late.ts';

hand(wordList());
