/**
 * What libraries take for granted and browsers of 2018 do not have. Imported before them.
 *
 * - `queueMicrotask` (Chrome 71, Firefox 69, Safari 12.1): Preact and signals draw after it.
 * - `BigInt` (Chrome 67, Firefox 68, Safari 14): hpke makes constants of curves with it as it is loaded. They are
 *   used only to read private keys of P-256 as numbers, which HL1 does not do: what calculates with one fails.
 */
const NO_NUMBER = {
  valueOf(): never {
    throw new TypeError('BigInt');
  },
};

if (!window.queueMicrotask) {
  window.queueMicrotask = (job) => {
    void Promise.resolve().then(job);
  };
}
if (!window.BigInt) window.BigInt = (() => NO_NUMBER) as unknown as BigIntConstructor;
