/** Practice, as the desk says it is. In English; part of `en`. */

export const rehearsal = {
  rehearsal: {
    mark: 'Rehearsal',
    note: 'This is not a real visitor. Nothing is counted and nothing is kept.',
    form: 'Fill it in as always. Nothing is counted and nothing is kept.',
    saved: 'Well done. This was a rehearsal: nothing was counted.',
  },
};
