/** Practice, as the desk says it is. In Dutch; part of `nl`. */

export const rehearsal = {
  rehearsal: {
    mark: 'Oefening',
    note: 'Dit is geen echte bezoeker. Er wordt niets geteld en niets bewaard.',
    form: 'Vul in zoals altijd. Er wordt niets geteld en niets bewaard.',
    saved: 'Goed gedaan. Dit was een oefening: er is niets geteld.',
  },
};
