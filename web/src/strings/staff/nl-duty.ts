/** Free or away, proposals, breaks and the end of a shift, in Dutch; part of `nl`. */

export const duty = {
  duty: {
    free: 'Vrij voor bezoekers',
    means: {
      free: 'Als er iemand wacht, vragen we het jou.',
      away: 'We vragen je niets. Zelf iemand nemen kan altijd.',
    },
    missed:
      'Je hebt twee keer niet gereageerd. We vragen je nu niets meer, zodat bezoekers niet voor niets wachten.',
    rested: 'Je pauze is voorbij. Begin weer als je er klaar voor bent.',
    freeAgain: 'Ik ben weer vrij',
    stayAway: 'Ik blijf weg',
    rest: (minutes: number) =>
      `Je hebt een paar zware gesprekken gehad. Wil je ${minutes} minuten pauze?`,
    takeBreak: (minutes: number) => `Neem ${minutes} minuten pauze`,
    noBreak: 'Nu niet',
    onBreak: (time: string) => `Pauze tot ${time}. We vragen je niets.`,
    stopBreak: 'Stop de pauze',
  },

  proposal: {
    title: 'Er wacht iemand op je',
    language: (name: string) => `Taal: ${name}`,
    accept: 'Neem aan',
    accepting: 'Bezig…',
    passOn: 'Nu niet',
    left: (seconds: number) => `Nog ${seconds} s, dan vragen we een collega`,
    keys: 'Enter neemt aan. Ben je aan het typen: Alt+Enter.',
    tab: 'Er wacht iemand',
    why: {
      late: 'Je reageerde niet op tijd. We vragen nu een collega.',
      gone: 'Deze bezoeker is al geholpen, of is weggegaan.',
    },
    reserved: 'gevraagd aan collega',
    yours: 'gevraagd aan jou',
  },

  shiftEnd: {
    start: 'Mijn dienst eindigt',
    title: 'Je dienst eindigt',
    lead: 'Je krijgt niemand nieuws. Dit is er nog:',
    toConversation: 'Naar het gesprek',
    toConversationLong: (name: string) => `Naar het gesprek: ${name}`,
    handOver: 'Vraag wie overneemt',
    handOverLong: (name: string) => `Vraag wie overneemt: ${name}`,
    asked: 'gevraagd aan collega’s',
    toTag: 'Registreer',
    toTagLong: (name: string) => `Registreer: ${name}`,
    goOn: 'Toch doorgaan',
    done: 'Je dienst is klaar',
    doneBody: 'Alles is afgerond. Dank je wel. Tot de volgende keer.',
  },
};

export type DutyWords = typeof duty;
