"""Bosnian, Croatian, Montenegrin and Serbian running text, in the Latin script.

The lists are written the ijekavian way; `EKAVIAN` gives the Serbian words that differ.
"""

from tests.sample_data.tables import words

WORDS = {
    "action": """
        jačanje, zaštita, razvoj, osnaživanje, podsticanje, unapređenje, povezivanje, promocija, uključivanje,
        praćenje, izgradnja, informisanje, okupljanje, umrežavanje, očuvanje, istraživanje, pokretanje,
        predstavljanje, koordinacija, obnova, planiranje, organizovanje, modernizacija, finansiranje,
        otvaranje, dokumentovanje, vrednovanje, digitalizacija, zastupanje, usavršavanje, njegovanje,
        primjena, provjera, procjena, osmišljavanje, stvaranje, održavanje, objavljivanje, prevođenje,
        mobilizacija, oživljavanje, usklađivanje, uređenje, priprema, širenje, uvođenje, pojednostavljenje,
        popularizacija, afirmacija, integracija, decentralizacija, snimanje, arhiviranje, testiranje,
        revizija, ubrzanje, analiza, mapiranje
    """,
    "adjective": """
        lokalnih, mladih, građanskih, omladinskih, javnih, ženskih, seoskih, regionalnih, kulturnih,
        nezavisnih, društvenih, obrazovnih, malih, gradskih, digitalnih, volonterskih, demokratskih, školskih,
        ekoloških, općinskih, umjetničkih, studentskih, međunarodnih, porodičnih, pravnih, zajedničkih,
        prekograničnih, otvorenih, ranjivih, manjinskih, istraživačkih, medijskih, profesionalnih, sportskih,
        novinarskih, pograničnih, planinskih, primorskih, starih, novih, domaćih, susjednih, evropskih,
        strateških, savjetodavnih, zdravstvenih, socijalnih, ekonomskih, turističkih, poljoprivrednih,
        zanatskih, muzejskih, arhivskih, pozorišnih, filmskih, muzičkih, književnih, višejezičnih,
        inkluzivnih, kreativnih, inovativnih, održivih, energetskih, šumskih, riječnih, tehničkih, naučnih,
        akademskih, univerzitetskih, sindikalnih, poslovnih, zadružnih, preduzetničkih, finansijskih, sudskih,
        policijskih, sigurnosnih, mirovnih, humanitarnih, dobrotvornih, izbjegličkih, povratničkih, romskih,
        penzionerskih, dječijih, vršnjačkih, mentorskih, zaboravljenih, napuštenih, neformalnih, radničkih,
        folklornih, planinarskih, vatrogasnih
    """,
    "noun": """
        inicijativa, organizacija, zajednica, medija, grupa, škola, institucija, ustanova, mreža, kampanja,
        usluga, projekata, programa, udruženja, klubova, centara, partnerstava, radionica, biblioteka, vijeća,
        savjeta, službi, foruma, debata, festivala, izložbi, tribina, politika, strategija, planova, propisa,
        prava, prostora, parkova, trgova, pijaca, zadruga, preduzeća, zanata, tradicija, običaja, jezika,
        muzeja, pozorišta, orkestara, horova, redakcija, portala, časopisa, emisija, filmova, priča, pjesama,
        knjiga, aplikacija, podataka, alata, metoda, standarda, pokazatelja, izvještaja, preporuka,
        prijedloga, peticija, budžeta, fondova, stipendija, nagrada, praksi, obuka, kurseva, seminara,
        predavanja, kampova, ekskurzija, susreta, razgovora, dijaloga, sporazuma, saveza, koalicija,
        platformi, odbora, timova, laboratorija, fakulteta, vrtića, domova, bolnica, ambulanti, skloništa,
        savjetovališta, kuhinja, radnji, sela, naselja, gradova, kvartova, regija, granica, rijeka, šuma,
        planina, izvora, puteva, mostova, pruga, staza, livada, vinograda, voćnjaka, košnica, igrališta,
        dvorišta, spomenika, rukopisa, fotografija, snimaka, svjedočanstava
    """,
    "people": """
        mladi, žene, novinari, nastavnici, djeca, studenti, učenici, roditelji, volonteri, aktivistkinje,
        poljoprivrednici, penzioneri, umjetnici, preduzetnice, zanatlije, odbornici, povratnici, izbjeglice,
        migranti, osobe s invaliditetom, samohrane majke, Romi i Romkinje, pripadnici manjina, nezaposleni,
        radnici, sindikalisti, urednici, snimatelji, glumci, muzičari, pisci, prevodioci, bibliotekari,
        arhivisti, istraživači, profesori, stručnjaci, inženjeri, ljekari, medicinske sestre, policajci,
        sudije, advokati, vatrogasci, šumari, pčelari, ribari, pastiri, ugostitelji, planinari, odgajateljice,
        psiholozi, pedagozi, socijalni radnici, stolari, tkalje, vozači, poštari, komšije, kulturni radnici
    """,
    "where": """
        u zajednici, na selu, u malim gradovima, u školama, duž granice, širom regije, na periferiji, u
        općini, u planinskim selima, u institucijama, na obali, s obje strane rijeke, u podijeljenim
        gradovima, u lokalnim medijima, na fakultetima, u omladinskim centrima, oko pijace, u starim
        fabrikama, u dolini, u biblioteci, u sudnicama, u kolektivnom smještaju, na otocima, pod istim krovom,
        uz prugu, kraj jezera, u staroj čaršiji, daleko od prijestonice, u mjesnoj zajednici, na svakom trgu
    """,
    "when": """
        svakog mjeseca, dva puta godišnje, svakog proljeća, svake jeseni, iz godine u godinu, jednom sedmično,
        vikendom, pred svake izbore, za vrijeme raspusta, svakog drugog četvrtka, početkom ljeta, i zimi,
        poslije nastave, od prvog dana, dan po dan, svake druge godine, pazarnim danom, dugo poslije ponoći
    """,
    "how": """
        kroz radionice i javne rasprave, putem otvorenih sastanaka, kroz obuku i mentorstvo, uz male grantove,
        zajedničkim istraživanjem, uz pomoć volontera, uličnim predstavama, strpljivim razgovorom, kroz
        studijske posjete, putem radija i podkasta, uz besplatnu pravnu pomoć, kroz ljetne škole, kratkim
        dokumentarnim filmovima, pismima i peticijama, kroz vršnjačko učenje, uz podatke koje svako može
        provjeriti, kroz šetnje i izlete, na godišnjem sajmu, uz kafu i hljeb, kroz simulacije, putujućom
        izložbom, poređenjem budžeta iz reda u red, kroz zanat i muziku, uz telefonsku liniju, kroz sport i
        pozorište
    """,
}

PATTERNS = {
    "sentence": (
        "U središtu rada su {action} {adjective} {noun} i {action} {noun}, a najviše dobijaju {people} i "
        "{people} {where}.",
        "Počeli smo skromno, a danas se {people}, {people} i {people} {when} sastaju {where} i {how} "
        "mijenjaju svoju sredinu.",
        "{where} djelujemo {how}, jer su {action} {adjective} {noun} i {action} {noun} posao svih nas.",
        "Naši ciljevi ostaju isti: {action} {noun}, {action} {adjective} {noun} i {action} {adjective} "
        "{noun}.",
        "{when} pitamo šta {people} i {people} očekuju od {adjective} {noun}, pa {how} tražimo odgovor.",
        "Kada {people} i {people} rade zajedno, {action} {adjective} {noun} {where} nije samo riječ na "
        "papiru.",
        "Iskustvo koje smo stekli {where} dijelimo {how}, a {when} nam se pridruže i {people}.",
        "Pokretač promjena su mladi: {when} {how} pokazuju koliko vrijedi {action} {adjective} {noun} "
        "{where}.",
        "Rad vodi {person}, a susreti se održavaju u mjestu {place}, gdje su {people} i {people} kod kuće.",
        "Godišnji izvještaj na temu „{action} {adjective} {noun}“ dostupan je svima, a {people} ga {when} "
        "dopunjuju {how}.",
    ),
    "goal": (
        "{action} {adjective} {noun} {where} {how}",
        "{action} {noun} i {adjective} {noun}, u čemu učestvuju {people} i {people}",
        "Zajednica u kojoj {people} odlučuju ravnopravno: {action} {adjective} {noun}",
    ),
    "activity": (
        "{action} {adjective} {noun} {how}",
        "Susreti {where}: {people} i {people}",
        "{action} {noun} {where}",
    ),
    "beneficiaries": (
        "{people}, {people} i {people} {where}, kao i članovi {adjective} {noun}.",
        "Prije svega {people} i {people}, a posredno i {people} {where}.",
    ),
    "result": (
        "{people} i {people} {where} učestvuju u radu {adjective} {noun}",
        "Najmanje trećina {adjective} {noun} {where} prihvata preporuke",
    ),
    "group": (
        "{people} {where}",
        "{people} i {people} iz {adjective} {noun}",
    ),
    "testimony": (
        "Mislila sam da je {action} {adjective} {noun} tuđi posao. Sada znam da to {people} rade {where}, "
        "{how}.",
        "Bilo je novo razgovarati o temi kao što je {action} {noun}. Tu su {people} i {people}, i sastajemo "
        "se {when}.",
    ),
    "spoke": ("{action} {adjective} {noun}: šta {people} mogu učiniti {where} i kako početi {how}.",),
    "reason": (
        "Izložba je izostavljena, a na molbu koju su uputili {people} dodata je nova tema: {action} {noun}.",
        "Održano je manje događaja {where} nego što je bilo planirano.",
        "Cijene su porasle, a s njima i troškovi: {action} {adjective} {noun}.",
    ),
    "project": (
        "{title}: {action} {adjective} {noun}",
        "{title} – {people} {where}",
    ),
    "training": (
        "Obuka: {action} {adjective} {noun}",
        "{title}: škola na temu {action} {noun}",
    ),
}

EKAVIAN = dict(
    pair.split(":")
    for pair in words("""
        primjena:primena provjera:provera procjena:procena njegovanje:negovanje općinskih:opštinskih
        umjetničkih:umetničkih susjednih:susednih savjetodavnih:savetodavnih riječnih:rečnih
        sigurnosnih:bezbednosnih izbjegličkih:izbegličkih dječijih:dečjih vijeća:veća savjeta:saveta
        pjesama:pesama izvještaja:izveštaja prijedloga:predloga savjetovališta:savetovališta rijeka:reka
        svjedočanstava:svedočanstava djeca:deca umjetnici:umetnici izbjeglice:izbeglice ljekari:lekari
        odgajateljice:vaspitačice općini:opštini rijeke:reke obje:obe podijeljenim:podeljenim
        smještaju:smeštaju otocima:ostrvima prijestonice:prestonice mjesnoj:mesnoj mjeseca:meseca
        proljeća:proleća sedmično:nedeljno vrijeme:vreme ljeta:leta posjete:posete ljetne:letnje
        provjeriti:proveriti hljeb:hleb mijenjaju:menjaju djelujemo:delujemo riječ:reč dijelimo:delimo
        promjena:promena vrijedi:vredi mjestu:mestu gdje:gde izvještaj:izveštaj prije:pre poslije:posle
        cijene:cene općinska:opštinska sigurnost:bezbednost sigurnosne:bezbednosne vrijednosti:vrednosti
        provjeru:proveru svjetionik:svetionik korijen:koren bijeli:beli zvijezda:zvezda naprijed:napred
        sjeme:seme
    """)
)
