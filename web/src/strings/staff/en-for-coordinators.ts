/** What only coordinators read, in English: part of their script, and not of the desk's. */

import { coordinator } from './en-coordinator.ts';
import { figures } from './en-figures.ts';
import { footfall } from './en-footfall.ts';
import { practice } from './en-practice.ts';
import { releases } from './en-releases.ts';
import { writing } from './en-writing.ts';
import type { CoordinatorWords } from './nl-for-coordinators.ts';

export const forCoordinators: CoordinatorWords = {
  ...coordinator,
  ...practice,
  ...releases,
  footfall,
  tally: figures,
  writing,
};
