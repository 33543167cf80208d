/** Several conversations in one window, in Dutch; part of `nl`. */

export const window = {
  window: {
    beside: 'Naast elkaar',
    panel: 'Over dit gesprek',
    panelShort: 'Info',
    language: 'Taal',
    since: 'Sinds',
    before: 'Vooraf verteld',
    covered: 'Verborgen op dit scherm',
    cover: 'Verberg',
    show: 'Laat zien',
    hideAll: 'Verberg alles tot nu toe',
    showAll: 'Laat alles weer zien',
    howMany: 'Hoogstens',
    /** How it ended, in the list of conversations. */
    ending: {
      left: 'bezoeker ging weg',
      exit: 'weg via de nooduitgang',
      silent: 'bezoeker was lang stil',
    },
    writing: 'schrijft…',
    waits: (n: number) => (n < 1 ? 'wacht op jou' : `wacht ${n} min op jou`),
    waitsLong: (n: number) =>
      n < 1
        ? 'de bezoeker wacht op antwoord'
        : `de bezoeker wacht ${n === 1 ? '1 minuut' : `${n} minuten`} op antwoord`,
  },
};

export type WindowWords = typeof window;
