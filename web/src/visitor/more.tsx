// Screens that a conversation can do without, in a script of their own: who has a bad line sees the first screen
// sooner. Fetched when that one stands (furniture.ts); the words are here too, of every language.

import { borrow, type Kit } from '../ui/kit.ts';
import { hand } from '../ui/late.ts';
import { watchReading } from '../ui/reading.ts';
import { Meanwhile, Offers } from './meanwhile.tsx';
import { askedFirst, Questions } from './questions.tsx';

const parts = { Meanwhile, Offers, Questions, askedFirst, watchReading };

export type More = typeof parts;

hand((kit: Kit): More => {
  borrow(kit);
  return parts;
});
