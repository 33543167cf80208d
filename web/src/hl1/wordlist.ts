// 512 words to compare over another line (docs/protocol.md §1.9): short, calm, and no two that differ by
// one letter or sound alike. The same as chatserver/crypto/hl1/wordlist.txt; another list is another protocol.

const LIST = `
aardbei abrikoos adelaar agenda akker akkoord amandel ananas anjer antenne antiek antwoord appel
april atelier atlas augustus avond avontuur bakfiets bakkerij ballet ballon bamboe banaan banjo
basket behendig belletje berg beschuit bever bezem bieslook blad blauw blij bloem bloesem boek
bonen boom bord bosbes bosrand breien brief broccoli brons buffel cacao cactus cadeau camping
caravan cavia ceder cello cilinder circus cirkel citroen collage compact compost concert dadel
dahlia dans dapper deken deur diamant dinsdag dolfijn domino dorp draad drempel driehoek droom
dubbel echo eekhoorn eenvoud eerlijk egel eiland ekster emmer envelop esdoorn evenaar fabel feest
fiets fijn film finish flamingo fluit fluweel fontein fornuis framboos fris galerie gedicht
geduldig geluid geluk gember gesprek gewoon gezellig gids gieter giraf gisteren gitaar glanzend
glas glazen glijbaan glimlach globe gordijn graan graniet grappig grijs groen groenten groot haag
hagedis hamster handig hangmat haring harmonie haven helder herfst heuvel hockey hoed hoepel
hommel honing hooiberg hoop hoorn horizon horloge houten humor idee iglo ijspegel inkt inktvis
jaar jade januari jasmijn jungle juweel kaars kabouter kajuit kalender kameleon kamer kanarie
kaneel kano kapitein kapstok karper karton kast kastanje kasteel katoen keramiek ketel keuken
kiezel kikker kiosk kitten klaproos klarinet klaver kleur kleurig klimmen klimop klok knoflook
koala koel koelkast koffie koken kokos komeet kompas konijn koolmees koper kopje koraal korfbal
kracht krekel krijt kristal krokus kubus kuiken kwartet lagune lamp lampion langzaam lantaarn
lavendel leerling leeuw legende lelie lente lepel letter lezen libel licht liedje lief lijster
limoen limonade linde liniaal linnen luipaard maan machine magneet mango marathon margriet markt
marmer marmot matroos melkweg melodie meloen merel middag midden minuut mistig modern moestuin
molen mooi morgen mosterd motor muesli museum muts muur muziek nachtuil narcis nectar nestkast
netjes nevel nieuw noorden notitie nummer nuttig oase ochtend oerwoud oktober olifant olijf oogst
ooievaar oosten opera oranje orchidee oregano orkest otter ovaal paard pagina pakket paleis palm
panda papegaai papier paprika paraplu parasol parel parkiet pasta pauw pedaal pelikaan penseel
peper piano picknick piloot pinguin piramide plafond planeet plein podium polka pompoen pony
populier portret postbode potlood prettig puppy puzzel raadsel radijs radio refrein regen reiger
riet rijst ring ritme robot roos route rozijn ruim rustig salade salie sandaal satijn savanne
saxofoon schaap schelp scherm schets schilder schoen schommel school schrift seconde seizoen
sereen sierlijk sjaal slee slim slinger smaak smaragd snavel sneeuw snel sonate specht speels
spinazie spons sprookje stad stadion stempel stengel step sterk stilte stoel strand struik student
surfen tafel tapijt tarwe tekening telefoon tennis tent terras tevreden theater thee theepot
thermos tijm titel toendra tomaat toneel toon tractor tram triangel trofee trommel trompet tropen
trui tuin tulp turkoois turnen uniek vaas vakantie vallei vandaag vanille varen venkel venster
veranda verf verhaal veulen vierkant vijver viool visser vleugel vlieger vlijtig vlinder vloer
vlot vlug vogel vork vraag vredig vrijdag vroeg vrolijk vulpen walnoot walvis wandelen wanten warm
weekend weide wekker westen wiel wilg wind winderig winkel winter woensdag wolk wortel yoghurt
zacht zandbak zanger zaterdag zebra zebrapad zeef zeepaard zeester zeilboot zeldzaam zeshoek
zilver zingen zolder zomer zonlicht zonnig zuiden zuiver zwaan zwaluw zwembad zwemmen zwierig
`;

export function wordList(): readonly string[] {
  return LIST.trim().split(/\s+/);
}
