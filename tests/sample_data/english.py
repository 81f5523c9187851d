"""English, for running text: words from the most frequent to the rarest, and the patterns they stand in."""

WORDS = {
    "action": """
        supporting, strengthening, connecting, promoting, training, protecting, advising, informing,
        developing, monitoring, encouraging, opening up, educating, including, mobilising, researching,
        modernising, representing, coordinating, reviving, documenting, funding, planning, mentoring,
        evaluating, launching, organising, preparing, reforming, restoring, improving, exploring, introducing,
        renewing, comparing, mapping, publicising, simplifying, equipping, uniting, preserving, translating,
        recording, testing, analysing, rebuilding, digitising, auditing, expanding, defending, sustaining,
        hosting, archiving, broadcasting, accelerating, decentralising, safeguarding, nurturing, refurbishing,
        standardising
    """,
    "adjective": """
        community, local, civic, young, public, rural, regional, independent, social, cultural, municipal,
        democratic, digital, women-led, small, inclusive, environmental, national, educational, volunteer,
        open, vulnerable, economic, cross-border, legal, creative, neighbouring, urban, professional,
        multilingual, elected, artistic, innovative, remote, historic, seasonal, academic, judicial,
        financial, technical, scientific, mountain, coastal, riverside, intercultural, interfaith,
        transparent, accountable, strategic, sustainable, renewable, medical, agricultural, touristic,
        literary, musical, theatrical, cinematic, architectural, culinary, athletic, humanitarian, charitable,
        cooperative, grassroots, self-employed, bilingual, nomadic, abandoned, endangered, forgotten,
        experimental, mobile, online, anonymous, balanced, tolerant, peaceful, resilient, migrant, refugee,
        underfunded, overlooked, peripheral, autonomous, collective, participatory, comparative, preventive,
        psychological, therapeutic, restorative, longstanding
    """,
    "noun": """
        initiatives, organisations, media, groups, schools, institutions, networks, campaigns, services,
        councils, partnerships, projects, libraries, debates, policies, budgets, workshops, newsrooms,
        strategies, reforms, festivals, cooperatives, associations, clubs, centres, museums, archives,
        theatres, choirs, orchestras, markets, crafts, traditions, languages, landscapes, rivers, forests,
        valleys, villages, towns, suburbs, neighbourhoods, playgrounds, parks, squares, bridges, railways,
        roads, buses, clinics, hospitals, kindergartens, shelters, kitchens, workplaces, businesses,
        start-ups, laboratories, faculties, universities, scholarships, internships, fellowships, exchanges,
        excursions, camps, seminars, lectures, courses, textbooks, magazines, podcasts, documentaries,
        exhibitions, murals, poems, stories, memories, testimonies, petitions, hearings, elections,
        referendums, parliaments, courts, prosecutors, inspectorates, regulations, standards, procedures,
        registers, databases, applications, platforms, tools, methods, indicators, surveys, reports,
        recommendations, proposals, contracts, procurements, donations, funds, taxes, subsidies, pensions,
        coalitions, alliances, forums, assemblies, committees, unions, guilds, teams, orchards, vineyards,
        beehives, springs, wetlands, meadows, trails, heritage sites, energy savings, waste schemes, water
        supplies
    """,
    "people": """
        young people, women, journalists, teachers, students, volunteers, pupils, parents, activists, farmers,
        pensioners, children, artists, councillors, entrepreneurs, police officers, judges, lawyers, doctors,
        nurses, social workers, refugees, returnees, migrants, Roma families, single mothers, minorities,
        people with disabilities, jobseekers, workers, editors, photographers, actors, musicians, writers,
        translators, librarians, archivists, researchers, professors, engineers, firefighters, foresters,
        beekeepers, fishermen, shepherds, innkeepers, guides, psychologists, coaches, carpenters, weavers,
        tailors, drivers, postmen, veterans, survivors, whistle-blowers, mayors, newcomers
    """,
    "where": """
        in the community, in small towns, along the border, in rural areas, in schools, across the region, in
        the suburbs, at the town hall, in mountain villages, in public institutions, on the coast, on both
        banks of the river, in divided towns, in local media, at universities, in youth centres, around the
        market square, in former factories, in community kitchens, on the outskirts, in the valley, at the
        library, in courtrooms, in refugee camps, on islands, under one roof, on the railway line, near the
        lake, in old bazaars, beyond the capital
    """,
    "when": """
        every month, twice a year, every spring, each autumn, year after year, once a week, on weekends,
        before every election, during the holidays, every other Thursday, at the start of summer, in winter
        too, after school, from the first day, day by day, every second year, on market days, long after
        midnight
    """,
    "how": """
        through workshops and public debates, with open meetings, through training and mentoring, with small
        grants, through joint research, with the help of volunteers, through street performances, with patient
        conversation, through study visits, by radio and podcast, with free legal aid, through summer schools,
        with short documentaries, by letter and petition, through peer learning, with data that anybody can
        check, through walks and excursions, with an annual fair, over coffee and bread, through simulation
        games, with a travelling exhibition, by comparing budgets line by line, through handicraft and music,
        with a telephone helpline, through sport and theatre
    """,
}

PATTERNS = {
    "sentence": (
        "Our work is about {action} {adjective} {noun} and {action} {noun} {where}, so that {people} and "
        "{people} have a say in what concerns them.",
        "We began with {action} {noun} {where}; today {people}, {people} and {people} meet {when} and shape "
        "the community {how}.",
        "{how}, we bring {people} and {people} together {where}, because {action} {adjective} {noun} takes "
        "more than one pair of hands.",
        "Our aims are these: {action} {noun}, {action} {adjective} {noun} and {action} {adjective} {noun}.",
        "{when} we ask what {people} and {people} want of {adjective} {noun}; we look for answers {how}.",
        "Where {people} work with {people}, {action} {adjective} {noun} {where} is more than a plan.",
        "What we learn from {action} {adjective} {noun} we share {how}, and {when} {people} add what they "
        "know.",
        "Young people set the pace: {when} they show {how} what {action} {adjective} {noun} can change "
        "{where}.",
        "The work is led by {person}, and meetings are held at {place}, where {people} and {people} feel at "
        "home.",
        "A public report on {action} {adjective} {noun} comes out {when}, and {people} complete it {how}.",
    ),
    "goal": (
        "{action} {adjective} {noun} {where} {how}",
        "{action} {noun} and {adjective} {noun}, together with {people} and {people}",
        "A community in which {people} take part in {action} {adjective} {noun}",
    ),
    "activity": (
        "{action} {adjective} {noun} {how}",
        "Meetings of {people} and {people} {where}",
        "{action} {noun} {where}",
    ),
    "beneficiaries": (
        "{people}, {people} and {people} {where}, and the {adjective} {noun} that serve them.",
        "First of all {people} and {people}; indirectly also {people} {where}.",
    ),
    "result": (
        "{people} and {people} {where} take part in {action} {adjective} {noun}",
        "At least a third of the {adjective} {noun} {where} follow the recommendations",
    ),
    "group": (
        "{people} {where}",
        "{people} and {people} from {adjective} {noun}",
    ),
    "testimony": (
        "I had thought that {action} {adjective} {noun} was for others. Now I know {people} who do it "
        "{where}, {how}.",
        "For us {people} it was new to talk about {adjective} {noun} with {people}. We go on {when}.",
    ),
    "spoke": ("{action} {adjective} {noun}: what {people} can do {where}, and how to begin {how}.",),
    "reason": (
        "The exhibition was left out, and {action} {noun} was added at the request of {people}.",
        "Fewer events took place {where} than had been planned.",
        "Prices rose, and {action} {adjective} {noun} cost more than expected.",
    ),
    "project": (
        "{title}: {action} {adjective} {noun}",
        "{title} – {people} for {adjective} {noun}",
    ),
    "training": (
        "Training for {people}: {action} {adjective} {noun}",
        "{title}: a school of {action} {noun}",
    ),
}
