/** The coordinator’s figures in Dutch; part of `nl`. */

export const figures = {
  title: 'Cijfers',
  year: 'Jaar',
  subject: 'Onderwerp',
  span: 'Periode',
  spans: { year: 'Heel jaar', quarter: 'Per kwartaal', month: 'Per maand' },
  groups: {
    contacts: 'Contacten',
    persons: 'Personen',
    forms: 'Uitbuiting',
    help: 'Hulp en veiligheid',
    quality: 'Kwaliteit',
    crosses: 'Kruistabellen',
    afterwards: 'Na het gesprek',
    years: 'Jaar op jaar',
    all: 'Alles',
  },
  noneHere: 'Over dit onderwerp zijn er van deze periode geen tabellen.',
  print: 'Druk deze tabellen af',
  codebook: (name: string, asOf: string) => `Codeboek ${name}, stand van ${asOf}`,
  onlyClosed:
    'Alleen perioden die zijn afgesloten. Van nu is hier niets te zien: wie de cijfers elke dag zou bekijken, ziet aan elke +1 wat er over één bezoeker is geregistreerd.',
  none: 'Er is nog geen afgesloten jaar.',
  synthetic: 'SYNTHETISCH – voorbeeldcijfers',
  syntheticWhy:
    'Deze cijfers zijn verzonnen om te laten zien hoe de tabellen eruitzien. Ze gaan over niemand.',
  unit: 'Eenheid',
  base: 'Basis',
  n: (total: string) => `n=${total}`,
  row: 'Antwoord',
  question: 'Vraag',
  count: 'Aantal',
  total: 'Totaal (n)',
  knownTotal: 'Bekend (n)',
  ofAll: '% van alle',
  ofKnown: '% van bekend',
  cellSays: 'Aantal',
  small:
    '<5 betekent 1 tot en met 4. Zulke kleine aantallen tonen we niet, omdat ze naar een persoon kunnen wijzen. – betekent weggelaten, zodat een ander klein aantal niet is uit te rekenen.',
  failed: 'De cijfers konden niet worden opgehaald.',
  noCharts: 'De grafieken konden niet worden geladen. De tabellen zijn volledig.',
  contents: 'Tabellen op deze pagina',
  chart: 'Grafiek',
  scroll: 'Tabel, schuif opzij om alles te zien',
  merged: 'samengevoegd',
  mergedWhy:
    'Samengevoegd betekent: één periode alleen had minder dan tien in de basis en is daarom bij de volgende geteld.',
  hiddenColumn: 'niet getoond',
  breaks: {
    codebook: (version: string) => `codeboek ${version}`,
    'made-up': 'verzonnen',
    true: 'echt',
    gap: 'jaar ontbreekt',
  },
  breakWhy:
    'Een stippellijn betekent: wat links en rechts staat is niet te vergelijken, en wordt nooit opgeteld.',
  sentence: {
    hidden: 'Van deze tabel zijn geen aantallen te tonen.',
    allMasked: 'Alle aantallen zijn te klein om te tonen of weggelaten.',
    none: 'Alle aantallen zijn 0.',
    of: (count: number, total: string) => `${count} van ${total}`,
    most: (label: string, share: string, isPart: boolean) =>
      `${isPart ? 'Van de getoonde aantallen het grootst' : 'Het vaakst'}: ‘${label}’ (${share})`,
    leastKnown: (label: string, share: string, isPart: boolean) =>
      `${isPart ? 'Voor zover getoond het vaakst' : 'Het vaakst'} niet besproken: ‘${label}’ (${share})`,
    next: (label: string, count: number) => `, daarna ‘${label}’ (${count})`,
    also: (label: string) => `, en evenveel ‘${label}’`,
    largest: (label: string, share: string) => `Grootste getoonde vak: ‘${label}’ (${share})`,
    masked: (n: number) => (n === 1 ? '; één vak is afgedekt' : `; ${n} vakken zijn afgedekt`),
    now: (label: string, count: number, when: string) => `‘${label}’: ${count} in ${when}`,
    went: (label: string, was: number, before: string, count: number, when: string) =>
      `‘${label}’ ging van ${was} (${before}) naar ${count} (${when})`,
    apart: ', niet te vergelijken met de periode ervoor',
  },
};

export type FigureWords = typeof figures;
