/** What only coordinators read, in Dutch: part of their script, and not of the desk's. */

import { coordinator } from './nl-coordinator.ts';
import { figures } from './nl-figures.ts';
import { footfall } from './nl-footfall.ts';
import { practice } from './nl-practice.ts';
import { releases } from './nl-releases.ts';
import { writing } from './nl-writing.ts';

export const forCoordinators = {
  ...coordinator,
  ...practice,
  ...releases,
  footfall,
  tally: figures,
  writing,
};

export type CoordinatorWords = typeof forCoordinators;
