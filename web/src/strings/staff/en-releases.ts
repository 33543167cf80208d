/** What the part of the coordinator's page says that publishes figures, in English. */

import type { ReleaseWords } from './nl-releases.ts';

export const releases: ReleaseWords = {
  releases: {
    title: 'Publish',
    lead: 'Figures only go out when two coordinators agree: one proposes, the other looks and approves. Small numbers are left out and everything is rounded to five.',
    none: 'Nothing has been published yet.',
    noOffers: 'There is no whole year now that can be published.',
    propose: 'Propose',
    years: 'Which years?',
    offer: (years, replaces) =>
      replaces === null ? years : `${years} (again, in place of release ${replaces})`,
    afterwards: 'what visitors said afterwards',
    busy: 'We check that nobody can be found in it. This can take a minute.',
    waits: (years) => `Proposal: figures of ${years}`,
    proposed: (name, day) => `Proposed by ${name} on ${day}.`,
    mine: 'You proposed this yourself. Another coordinator has to approve it.',
    look: 'Look at the proposal first:',
    approve: 'Approve and publish',
    approveQuestion: (years) => `Publish the figures of ${years}? This cannot be undone.`,
    approveConfirm: 'Yes, approve',
    withdraw: 'Withdraw the proposal',
    withdrawQuestion: 'Throw this proposal away? Nothing will be published.',
    withdrawConfirm: 'Yes, throw away',
    cancel: 'No, back',
    release: (number, years) => `Release ${number}: ${years}`,
    signed: (first, second, day) => `Proposed by ${first}, approved by ${second} on ${day}.`,
    replacedBy: (number) => `Replaced by release ${number}.`,
    madeUp: 'Made-up figures, for practice.',
    noisy:
      'One of these years is in another release too. So every number gets up to 4 more or less, by chance: then nothing follows from the two together.',
    failed: 'The releases could not be fetched.',
    files: {
      'report-nl.html': 'Report in Dutch, to print',
      'report-en.html': 'Report in English, to print',
      'figures.xlsx': 'Workbook (Excel)',
      'figures.csv': 'Tables (CSV)',
      'metadata.json': 'Description (JSON)',
    },
  },
};
