/** How a coordinator begins practice. In English; part of what only coordinators read. */

const people = (n: number) => (n === 1 ? '1 visitor' : `${n} visitors`);
const minutes = (n: number) => (n === 1 ? '1 minute' : `${n} minutes`);

export const practice = {
  practice: {
    title: 'Practise',
    lead: 'The computer plays visitors, by simple rules. Staff always see that it is a rehearsal. Real visitors always go first, and nothing is counted.',
    who: 'Who is played?',
    language: 'In which language?',
    languages: { nl: 'Dutch', en: 'English' },
    number: 'How many visitors?',
    start: 'Begin the rehearsal',
    starting: 'Starting…',
    nobody: 'First choose who is played.',
    reallyWaiting: (n: number) =>
      `${people(n)} really ${n === 1 ? 'waits' : 'wait'} for help now. They go first.`,
    running: 'A rehearsal is running',
    where: (waiting: number, talking: number) =>
      `${people(waiting)} in the waiting list, ${talking} in conversation.`,
    left: (n: number) => `Stops by itself in ${minutes(n)}.`,
    stop: 'Stop the rehearsal',
    stopQuestion: 'All visitors who are played leave then.',
    stopConfirm: 'Yes, stop',
    cancel: 'No',
    failed: {
      not_approved: 'There is no key for the roster yet. Make one first, under Computers.',
      out_of_turn: 'A rehearsal is running already.',
      other: 'That did not work. Try again in a moment.',
    },
    stale: 'This may be out of date.',
  },
};
