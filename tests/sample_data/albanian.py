"""Albanian running text. The nouns stand in the genitive plural, the adjectives agree with them."""

WORDS = {
    "action": """
        forcimi i, mbrojtja e, zhvillimi i, fuqizimi i, nxitja e, përmirësimi i, lidhja e, promovimi i,
        përfshirja e, monitorimi i, ndërtimi i, informimi i, bashkimi i, rrjetëzimi i, ruajtja e, hulumtimi i,
        nisja e, përfaqësimi i, bashkërendimi i, ripërtëritja e, planifikimi i, organizimi i, modernizimi i,
        financimi i, hapja e, dokumentimi i, vlerësimi i, digjitalizimi i, avokimi i, përsosja e, kultivimi i,
        zbatimi i, verifikimi i, krijimi i, mirëmbajtja e, botimi i, përkthimi i, mobilizimi i, rigjallërimi
        i, harmonizimi i, rregullimi i, përgatitja e, zgjerimi i, futja e, thjeshtimi i, popullarizimi i,
        integrimi i, decentralizimi i, regjistrimi i, arkivimi i, testimi i, rishikimi i, përshpejtimi i,
        analiza e, hartëzimi i, restaurimi i, pajisja e, drejtimi i
    """,
    "adjective": """
        lokale, rinore, qytetare, publike, rurale, rajonale, kulturore, sociale, komunale, digjitale,
        arsimore, vullnetare, demokratike, mjedisore, shkollore, studentore, artistike, ndërkombëtare,
        familjare, ligjore, ndërkufitare, mediatike, profesionale, sportive, malore, bregdetare, evropiane,
        strategjike, këshillimore, shëndetësore, ekonomike, turistike, bujqësore, artizanale, muzeale,
        arkivore, teatrore, filmike, muzikore, letrare, shumëgjuhëshe, gjithëpërfshirëse, krijuese, inovative,
        energjetike, pyjore, teknike, shkencore, akademike, universitare, sindikale, afariste, kooperative,
        sipërmarrëse, financiare, gjyqësore, policore, paqësore, humanitare, bamirëse, rome, joformale,
        punëtore, folklorike, alpine, zjarrfikëse, historike, gjuhësore, urbane, periferike, kombëtare,
        parlamentare, parandaluese, psikologjike, mësimore, hulumtuese, praktike, vjetore, mujore, sezonale,
        mobile, alternative, autonome, kolektive, krahasuese
    """,
    "noun": """
        nismave, organizatave, komuniteteve, mediave, shkollave, institucioneve, rrjeteve, fushatave,
        shoqatave, projekteve, programeve, qendrave, bibliotekave, punëtorive, debateve, politikave,
        strategjive, partneriteteve, tryezave, festivaleve, ekspozitave, planeve, rregulloreve, hapësirave,
        shesheve, tregjeve, kooperativave, ndërmarrjeve, zanateve, traditave, zakoneve, gjuhëve, muzeumeve,
        orkestrave, redaksive, portaleve, revistave, emisioneve, tregimeve, këngëve, fletoreve, aplikacioneve,
        platformave, veglave, metodave, standardeve, raporteve, rekomandimeve, kërkesave, peticioneve,
        buxheteve, fondeve, bursave, praktikave, trajnimeve, kurseve, seminareve, leksioneve, kampeve,
        ekskursioneve, takimeve, bisedave, marrëveshjeve, aleancave, koalicioneve, komisioneve, skuadrave,
        fakulteteve, shtëpive, spitaleve, ambulancave, strehave, kuzhinave, dyqaneve, fshatrave, lagjeve,
        qyteteve, rajoneve, maleve, burimeve, rrugëve, urave, hekurudhave, shtigjeve, livadheve, vreshtave,
        kosheve, fushave, oborreve, dorëshkrimeve, fotografive, dëshmive, kujtimeve, reformave, zgjedhjeve,
        komunave, prokurimeve, faturave, pensioneve, donacioneve, konferencave, parqeve, pemëtoreve,
        kështjellave
    """,
    "people": """
        të rinjtë, gratë, gazetarët, mësuesit, nxënësit, studentët, prindërit, vullnetarët, fëmijët,
        aktivistet, fermerët, pensionistët, artistët, sipërmarrëset, zejtarët, këshilltarët, të kthyerit,
        refugjatët, migrantët, personat me aftësi të kufizuara, nënat vetushqyese, familjet rome, pakicat, të
        papunët, punëtorët, sindikalistët, redaktorët, kameramanët, aktorët, muzikantët, shkrimtarët,
        përkthyesit, bibliotekarët, arkivistët, hulumtuesit, profesorët, ekspertët, inxhinierët, mjekët,
        infermieret, policët, gjykatësit, avokatët, zjarrfikësit, pylltarët, bletarët, peshkatarët, barinjtë,
        hotelierët, alpinistët, edukatoret, psikologët, pedagogët, punonjësit socialë, marangozët, endëset,
        shoferët, postierët, fqinjët
    """,
    "where": """
        në komunitet, në fshat, në qytete të vogla, në shkolla, përgjatë kufirit, në mbarë rajonin, në
        periferi, në komunë, në fshatrat malore, në institucione, në bregdet, në të dy anët e lumit, në
        qytetet e ndara, në mediat lokale, në fakultete, në qendrat rinore, rreth tregut, në fabrikat e
        vjetra, në luginë, në bibliotekë, në sallat e gjyqit, nën një kulm, pranë hekurudhës, buzë liqenit, në
        çarshinë e vjetër, larg kryeqytetit, në çdo shesh, në kuvendin e lagjes
    """,
    "when": """
        çdo muaj, dy herë në vit, çdo pranverë, çdo vjeshtë, vit pas viti, një herë në javë, në fundjavë, para
        çdo zgjedhjeje, gjatë pushimeve, çdo të enjte të dytë, në fillim të verës, edhe në dimër, pas mësimit,
        që nga dita e parë, ditë pas dite, çdo dy vjet, ditën e pazarit, shumë pas mesnate
    """,
    "how": """
        përmes punëtorive dhe debateve publike, me takime të hapura, përmes trajnimit dhe mentorimit, me
        grante të vogla, me hulumtim të përbashkët, me ndihmën e vullnetarëve, me shfaqje në rrugë, me biseda
        të durueshme, përmes vizitave studimore, përmes radios dhe podkastit, me ndihmë juridike falas, përmes
        shkollave verore, me filma të shkurtër dokumentarë, me letra dhe peticione, përmes mësimit mes
        bashkëmoshatarëve, me të dhëna që mund t’i kontrollojë kushdo, përmes shëtitjeve, në panairin vjetor,
        me kafe dhe bukë, përmes simulimeve, me një ekspozitë shëtitëse, duke krahasuar buxhetet rresht për
        rresht, përmes zejes dhe muzikës, me një linjë telefonike, përmes sportit dhe teatrit
    """,
}

PATTERNS = {
    "sentence": (
        "Në qendër të punës janë {action} {noun} {adjective} dhe {action} {noun}, prej të cilave përfitojnë "
        "më së shumti {people} dhe {people} {where}.",
        "Filluam me pak, kurse sot {people}, {people} dhe {people} takohen {when} {where} dhe ndryshojnë "
        "mjedisin e tyre {how}.",
        "{where} veprojmë {how}, sepse {action} {noun} {adjective} është punë e të gjithëve.",
        "Synimet tona mbeten të njëjta: {action} {noun}, {action} {noun} {adjective} dhe {action} {noun} "
        "{adjective}.",
        "{when} pyesim çfarë presin rinia dhe {people}, dhe kërkojmë përgjigje {how}, sepse {action} "
        "{noun} nuk vjen vetë.",
        "Kur {people} dhe {people} punojnë bashkë, {action} {noun} {adjective} {where} nuk mbetet vetëm fjalë"
        " në letër.",
        "Përvojën që fituam {where} e ndajmë {how}, dhe {when} na bashkohen edhe {people}.",
        "Ndryshimin e nis rinia: {when} tregon {how} sa vlen {action} {noun} {adjective} {where}.",
        "Punën e drejton {person}, kurse takimet mbahen në {place}, ku {people} dhe {people} ndihen si në "
        "shtëpi.",
        "Raporti vjetor me temën “{action} {noun} {adjective}” është i hapur për të gjithë, dhe {people} e "
        "plotësojnë {when} {how}.",
    ),
    "goal": (
        "{action} {noun} {adjective} {where} {how}",
        "{action} {noun} {adjective}, ku marrin pjesë {people} dhe {people}",
        "Një bashkësi ku {people} vendosin si të barabartë: {action} {noun} {adjective}",
    ),
    "activity": (
        "{action} {noun} {adjective} {how}",
        "Takime {where}: {people} dhe {people}",
        "{action} {noun} {where}",
    ),
    "beneficiaries": (
        "Rinia, {people} dhe {people} {where}, si edhe anëtarët e {noun} {adjective}.",
        "Para së gjithash {people} dhe {people}, dhe tërthorazi {people} {where}.",
    ),
    "result": (
        "{people} dhe {people} {where} marrin pjesë në punën e {noun} {adjective}",
        "Të paktën një e treta e {noun} {adjective} {where} i pranon rekomandimet",
    ),
    "group": (
        "{people} {where}",
        "{people} dhe {people} e {noun} {adjective}",
    ),
    "testimony": (
        "Mendoja se {action} {noun} {adjective} ishte punë e të tjerëve. Tani e di se këtë e bëjnë {people} "
        "{where}, {how}.",
        "Ishte e re të flitej për një temë si {action} {noun}. Këtu janë {people} dhe {people}, dhe takohemi "
        "{when}.",
    ),
    "spoke": ("{action} {noun} {adjective}: çfarë mund të bëjnë {people} {where} dhe si fillohet {how}.",),
    "reason": (
        "Ekspozita u la jashtë, dhe me kërkesën që bënë {people} u shtua një temë: {action} {noun}.",
        "U mbajtën më pak ngjarje {where} sesa ishte planifikuar.",
        "Çmimet u rritën, dhe {action} {noun} {adjective} kushtoi më shumë se sa pritej.",
    ),
    "project": (
        "{title}: {action} {noun} {adjective}",
        "{title} – {people} {where}",
    ),
    "training": (
        "Trajnim: {action} {noun} {adjective}",
        "{title}: shkollë me temën {action} {noun}",
    ),
}
