/** How a professional is called, in Dutch; part of `nl`. */

export const bell = {
  bell: {
    on: 'Meldingen aan',
    off: 'Meldingen uit',
    title: 'Meldingen',
    all: 'Roep mij als ik ergens anders kijk',
    sound: 'Met een zacht geluid',
    notice: 'Met een melding van de browser',
    refused:
      'De browser staat geen meldingen toe. Dat kun je veranderen in de instellingen van de browser.',
    quiet: 'Stil van en tot',
    from: 'Stil vanaf',
    until: 'Stil tot',
    never: 'Twee keer dezelfde tijd: nooit stil.',
    tryIt: 'Laat horen',
    /** On a screen that others may see: who wrote, and what, stays out of it. */
    calls: {
      message: 'Een bezoeker heeft geschreven',
      proposal: 'Er wacht iemand op je',
      asked: 'Een collega vraagt je',
      help: 'Een collega vraagt hulp',
      consult: 'Een collega wil overleggen',
      aside: 'Een collega schrijft in het overleg',
    },
  },
};
