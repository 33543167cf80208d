/** What a script that early.ts has put in says to its own element, with what it brings as `detail`. */
export const ARRIVED = 'arrived';
