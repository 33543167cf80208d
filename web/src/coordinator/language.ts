/** The words of the coordinator's page: its own, and those that it shares with the desk. */

import { computed } from '@preact/signals';
import { language, words as ofTheDesk } from '../staff/language.ts';
import { forCoordinators as en } from '../strings/staff/en-for-coordinators.ts';
import type { Words as DeskWords } from '../strings/staff/nl.ts';
import {
  type CoordinatorWords,
  forCoordinators as nl,
} from '../strings/staff/nl-for-coordinators.ts';

export type { Language, Text } from '../staff/language.ts';
export { language } from '../staff/language.ts';

export type Words = DeskWords & CoordinatorWords;

export const words = computed<Words>(() => ({
  ...ofTheDesk.value,
  ...(language.value === 'nl' ? nl : en),
}));
