"""What organisations and their work are called. Each line says the same in four languages.

English, Bosnian (which gives Serbian), Macedonian and Albanian, parted by strokes.
"""

from tests.sample_data.tables import rows

COLUMNS = {"english": 0, "bosnian": 1, "serbian": 1, "serbian_cyrillic": 1, "macedonian": 2, "albanian": 3}

CAUSES = rows("""
    Youth Dialogue | dijalog mladih | младински дијалог | Dialog Rinor
    Youth Development | razvoj mladih | развој на младите | Zhvillim Rinor
    Civic Initiative | građansku inicijativu | граѓанска иницијатива | Nismë Qytetare
    Human Rights | ljudska prava | човекови права | të Drejtat e Njeriut
    Media Freedom | slobodu medija | слобода на медиумите | Lirinë e Medias
    Rural Development | razvoj sela | рурален развој | Zhvillim Rural
    Women’s Rights | prava žena | права на жените | të Drejtat e Grave
    Open Government | otvorenu upravu | отворена власт | Qeverisje të Hapur
    Legal Aid | pravnu pomoć | правна помош | Ndihmë Juridike
    Peace Education | mirovno obrazovanje | мировно образование | Edukim për Paqe
    Cultural Heritage | kulturnu baštinu | културно наследство | Trashëgimi Kulturore
    Clean Rivers | čiste vode | чисти реки | Lumenj të Pastër
    Digital Literacy | digitalnu pismenost | дигитална писменост | Shkathtësi Digjitale
    Community Safety | sigurnost u zajednici | безбедна заедница | Siguri në Komunitet
    Social Inclusion | društvenu uključenost | социјална вклученост | Përfshirje Sociale
    Local Democracy | lokalnu demokratiju | локална демократија | Demokraci Lokale
    Investigative Journalism | istraživačko novinarstvo | истражувачко новинарство | Gazetari Hulumtuese
    Roma Education | obrazovanje Roma | образование на Ромите | Arsimimin e Romëve
    Budget Transparency | javnost budžeta | транспарентност на буџетот | Transparencë Buxhetore
    Intercultural Learning | interkulturno učenje | меѓукултурно учење | Mësim Ndërkulturor
    Environmental Law | ekološko pravo | еколошко право | të Drejtën Mjedisore
    Regional Cooperation | regionalnu saradnju | регионална соработка | Bashkëpunim Rajonal
    Independent Theatre | nezavisno pozorište | независен театар | Teatër të Pavarur
    Victim Support | podršku žrtvama | поддршка на жртвите | Mbështetje për Viktimat
    Mental Health | mentalno zdravlje | ментално здравје | Shëndet Mendor
    Citizen Participation | učešće građana | учество на граѓаните | Pjesëmarrje Qytetare
    Security Studies | sigurnosne studije | безбедносни студии | Studime të Sigurisë
    European Values | evropske vrijednosti | европски вредности | Vlera Evropiane
    Responsible Policing | odgovornu policiju | одговорна полиција | Polici të Përgjegjshme
    Social Entrepreneurship | društveno preduzetništvo | социјално претприемништво | Sipërmarrje Sociale
    Fact-Checking | provjeru činjenica | проверка на факти | Verifikim të Fakteve
    Volunteer Work | volonterski rad | волонтерска работа | Punë Vullnetare
""")
TITLES = rows("""
    Open Door | Otvorena vrata | Отворена врата | Dyer të hapura
    New Bridge | Novi most | Нов мост | Ura e re
    Horizon | Horizont | Хоризонт | Horizonti
    Free Voice | Slobodan glas | Слободен глас | Zëri i lirë
    Sunflower | Suncokret | Сончоглед | Luledielli
    Spring | Izvor | Извор | Burimi
    Lighthouse | Svjetionik | Светилник | Fari
    Root | Korijen | Корен | Rrënja
    Compass | Kompas | Компас | Busulla
    White Lily | Bijeli ljiljan | Бел крин | Zambaku i bardhë
    Swallow | Lasta | Ластовица | Dallëndyshja
    Third Shore | Treća obala | Трет брег | Bregu i tretë
    Morning Star | Zvijezda Danica | Ѕвезда Деница | Ylli i mëngjesit
    Paper Boat | Papirni brod | Хартиено бротче | Varka prej letre
    Linden Tree | Lipa | Липа | Bliri
    Hand in Hand | Ruku pod ruku | Рака под рака | Dorë për dore
    Window | Prozor | Прозорец | Dritarja
    Mosaic | Mozaik | Мозаик | Mozaiku
    Blue Thread | Plava nit | Сина нишка | Peri i kaltër
    Echo | Odjek | Одек | Jehona
    Oak | Hrast | Даб | Lisi
    Step Forward | Korak naprijed | Чекор напред | Hap përpara
    Circle | Krug | Круг | Rrethi
    Our Street | Naša ulica | Наша улица | Rruga jonë
    Seed | Sjeme | Семе | Fara
    Balcony | Balkon | Балкон | Ballkoni
    Right to Know | Pravo da znam | Право да знам | E drejta për të ditur
    Common Ground | Zajednički prostor | Заеднички простор | Hapësira e përbashkët
    Pomegranate | Šipak | Калинка | Shega
    Quiet Valley | Tiha dolina | Тивка долина | Lugina e qetë
""")
ORGANISATIONS = {
    "cso": rows("""
        Center for {cause} {town} | Centar za {cause} {town} | Центар за {cause} {town} \
            | Qendra për {cause} {town}
        Association “{title}” {town} | Udruženje građana „{title}“ {town} \
            | Здружение на граѓани „{title}“ {town} \
            | Shoqata e qytetarëve “{title}” {town}
        Association for {cause} {town} | Udruženje za {cause} {town} | Здружение за {cause} {town} \
            | Shoqata për {cause} {town}
        {title} Foundation {town} | Fondacija „{title}“ {town} | Фондација „{title}“ {town} \
            | Fondacioni “{title}” {town}
        Network for {cause} {town} | Mreža za {cause} {town} | Мрежа за {cause} {town} \
            | Rrjeti për {cause} {town}
        Youth Club “{title}” {town} | Omladinski klub „{title}“ {town} | Младински клуб „{title}“ {town} \
            | Klubi rinor “{title}” {town}
        Women’s Initiative “{title}” {town} | Ženska inicijativa „{title}“ {town} \
            | Женска иницијатива „{title}“ {town} | Nisma e grave “{title}” {town}
        Institute for {cause} {town} | Institut za {cause} {town} | Институт за {cause} {town} \
            | Instituti për {cause} {town}
    """),
    "media": rows("""
        Radio {title} {town} | Radio „{title}“ {town} | Радио „{title}“ {town} | Radio “{title}” {town}
        Portal {title} {town} | Portal „{title}“ {town} | Портал „{title}“ {town} | Portali “{title}” {town}
    """),
    "informal_group": rows("""
        Informal Group “{title}” {town} | Neformalna grupa „{title}“ {town} \
            | Неформална група „{title}“ {town} \
            | Grupi joformal “{title}” {town}
    """),
    "public_body": rows("""
        Public Library “{title}” {town} | Javna biblioteka „{title}“ {town} \
            | Јавна библиотека „{title}“ {town} \
            | Biblioteka publike “{title}” {town}
        Municipal Office for {cause} {town} | Općinska služba za {cause} {town} \
            | Општинска служба за {cause} {town} | Zyra komunale për {cause} {town}
    """),
    "donor": rows(
        "{title} Fund {town} | Fond „{title}“ {town} | Фонд „{title}“ {town} | Fondi “{title}” {town}"
    ),
    "other": rows("""
        Social Enterprise “{title}” {town} | Društveno preduzeće „{title}“ {town} \
            | Социјално претпријатие „{title}“ {town} | Ndërmarrja sociale “{title}” {town}
    """),
}
KIND_WEIGHTS = {"cso": 70, "media": 10, "informal_group": 8, "public_body": 6, "donor": 1, "other": 5}
