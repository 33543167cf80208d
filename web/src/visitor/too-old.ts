/**
 * Whether this browser is one of 2018 or later, for which the rest is built (build.mjs): Chrome 63, Firefox 58 and
 * Safari 11.1 came with it. Syntax itself cannot be asked for: the page's policy forbids `eval`. Asked by exit.ts,
 * before anything else is there; in the syntax of 2009.
 */
export var canChat = (): boolean => !!(window.Promise && Promise.prototype.finally);

/** For style.css: the page says that the chat does not work here, and whom to call, instead of being on its way. */
export function sayWhatToDo(): void {
  document.documentElement.className += ' old';
}
