/** What the script of a language says to the element that brought it, with the messages as `detail`. */
export const ARRIVED = 'messages';
