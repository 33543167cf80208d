/** The coordinator's figures in English; part of `en`. */

import type { FigureWords } from './nl-figures.ts';

export const figures: FigureWords = {
  title: 'Figures',
  year: 'Year',
  subject: 'Subject',
  span: 'Period',
  spans: { year: 'Whole year', quarter: 'By quarter', month: 'By month' },
  groups: {
    contacts: 'Contacts',
    persons: 'Persons',
    forms: 'Exploitation',
    help: 'Help and safety',
    quality: 'Quality',
    crosses: 'Cross tables',
    afterwards: 'After the conversation',
    years: 'Year on year',
    all: 'Everything',
  },
  noneHere: 'There are no tables on this subject for this period.',
  print: 'Print these tables',
  codebook: (name: string, asOf: string) => `Codebook ${name}, as of ${asOf}`,
  onlyClosed:
    'Closed periods only. Nothing of the present one is shown: whoever looked at the figures every day would see from each +1 what was tagged about one visitor.',
  none: 'There is no closed year yet.',
  synthetic: 'SYNTHETIC – example figures',
  syntheticWhy:
    'These figures are made up to show what the tables look like. They are about nobody.',
  unit: 'Unit',
  base: 'Base',
  n: (total: string) => `n=${total}`,
  row: 'Answer',
  question: 'Question',
  count: 'Count',
  total: 'Total (n)',
  knownTotal: 'Known (n)',
  ofAll: '% of all',
  ofKnown: '% of known',
  cellSays: 'Count',
  small:
    '<5 means 1 to 4. Counts that small are not shown, because they could point to a person. – means left out, so that another small count cannot be worked out.',
  failed: 'The figures could not be fetched.',
  noCharts: 'The charts could not be loaded. The tables are complete.',
  contents: 'Tables on this page',
  chart: 'Chart',
  scroll: 'Table, scroll sideways to see all of it',
  merged: 'merged',
  mergedWhy:
    'Merged means: one period alone had fewer than ten in its base, and was counted with the next.',
  hiddenColumn: 'not shown',
  breaks: {
    codebook: (version: string) => `codebook ${version}`,
    'made-up': 'made up',
    true: 'true',
    gap: 'a year is missing',
  },
  breakWhy:
    'A dotted line means: what is left and right of it cannot be compared, and is never added up.',
  sentence: {
    hidden: 'No counts of this table can be shown.',
    allMasked: 'All counts are too small to show, or left out.',
    none: 'All counts are 0.',
    of: (count: number, total: string) => `${count} of ${total}`,
    most: (label: string, share: string, isPart: boolean) =>
      `${isPart ? 'Largest of the counts shown' : 'Most often'}: ‘${label}’ (${share})`,
    leastKnown: (label: string, share: string, isPart: boolean) =>
      `${isPart ? 'Of what is shown, most often' : 'Most often'} not discussed: ‘${label}’ (${share})`,
    next: (label: string, count: number) => `, then ‘${label}’ (${count})`,
    also: (label: string) => `, and as many ‘${label}’`,
    largest: (label: string, share: string) => `Largest cell shown: ‘${label}’ (${share})`,
    masked: (n: number) => (n === 1 ? '; one cell is masked' : `; ${n} cells are masked`),
    now: (label: string, count: number, when: string) => `‘${label}’: ${count} in ${when}`,
    went: (label: string, was: number, before: string, count: number, when: string) =>
      `‘${label}’ went from ${was} (${before}) to ${count} (${when})`,
    apart: ', not to be compared with the period before',
  },
};
