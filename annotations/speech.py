"""The words by which four languages say who speaks: tables, and nothing else.

All words stand in lower case. A verb stands in the singular of its past and present, since a plural
has no one speaker, and only where it is hardly ever a noun.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Speech(NamedTuple):
    """The words of one language."""

    verbs: frozenset[str]
    """Forms that say by themselves that somebody speaks."""
    participles: frozenset[str]
    """Forms that do after an auxiliary."""
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    """Before a verb they turn it round: he was told."""
    pronouns: frozenset[str]
    """He and she."""
    others: frozenset[str]
    """Who else may speak without a name: I, we, they, someone."""
    fillers: frozenset[str]
    """What may stand between a speaker and the verb."""
    negations: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    """After these a name is a speaker."""
    articles: frozenset[str]
    prepositions: frozenset[str]
    """A name after one is no subject."""
    places: frozenset[str]
    """Prepositions after which a name is a place."""
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    """And, or."""
    openers: frozenset[str]
    """What an attribution may begin with: as, when."""
    no_names: frozenset[str]
    """What is often capitalised and is no name, as articles and pronouns are besides."""
    motion: frozenset[str] = frozenset()
    """Verbs of going: a single word after them and `to` is a place."""
    to: frozenset[str] = frozenset()
    verb_first: bool = True
    """True where the verb may stand before its subject before a quotation too."""
    drops_pronouns: bool = False
    """True where the verb alone means he or she."""
    nouns_are_capitalised: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PARTICLES = _set(
    "de del della di da do dos das du des la le von van der den zu ter ten bin ibn ben abu al el af av"
)
"""They join the parts of a name; not capitalised."""

TITLES = _set(
    # English
    "mr mrs ms miss dr sir madam dame lord lady prof professor president vice-president minister"
    " secretary chancellor premier governor senator congressman congresswoman representative"
    " ambassador commissioner spokesman spokeswoman spokesperson director chairman chairwoman"
    " colonel captain lieutenant sergeant admiral lt gen col capt sgt adm sen rep gov rev reverend"
    " justice attorney mayor chief officer detective inspector"
    # French
    " m mme mlle monsieur madame maître président présidente ministre sénateur sénatrice député"
    " députée maire porte-parole directeur directrice ambassadeur ambassadrice colonel professeur"
    " docteur secrétaire chancelier chancelière gouverneur"
    # German
    " herr frau doktor präsident präsidentin minister ministerin kanzler kanzlerin sprecher"
    " sprecherin bürgermeister bürgermeisterin botschafter botschafterin oberst direktor"
    " direktorin professorin abgeordneter abgeordnete senatorin staatssekretär staatssekretärin"
    " chef chefin leiter leiterin trainer"
    # Spanish
    " sr sra srta don doña señor señora presidente presidenta ministro ministra senador senadora"
    " diputado diputada alcalde alcaldesa portavoz director directora embajador embajadora coronel"
    " profesor profesora doctor doctora secretario secretaria canciller gobernador gobernadora"
)
"""Before a name they are dropped, and alone they are none."""

WEAK_TITLES = _set(
    "king queen prince princess pope bishop archbishop cardinal major general marshal judge dean"
    " saint father brother sister duke baron count emir sheikh imam rabbi roi reine pape général"
    " könig königin papst general bischof prinz rey reina papa obispo padre príncipe"
)
"""Dropped before a name too; but a family may be called so."""

TITLE_ENDS = (
    *_set("minister ministerin präsident präsidentin kanzler kanzlerin sprecher sprecherin chef"),
    *_set("chefin direktor direktorin sekretär kommissar kommissarin führer führerin vorsitzende"),
    *_set("vorsitzender beauftragte erin istin entin"),
)
"""Ends of longer German words that say what somebody is."""

PLACE_BEGINNINGS = _set(
    "united south north east west new saint san santa los las estados reino nueva nuevo états-unis"
    " costa arabia corea corée burkina sierra sri hong"
)
"""First words of places that no preposition tells."""

_DAYS = (
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz mai"
    " juni juli oktober dezember"
    " lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet"
    " août septembre octobre novembre décembre"
    " lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio"
    " julio agosto septiembre octubre noviembre diciembre"
)
DAYS = _set(_DAYS)

_ENGLISH = Speech(
    verbs=_set(
        "said says told tells added adds argued argues asked asks answered claimed declared explained"
        " explains insisted insists noted replied stated stressed warned warns wrote writes"
        " announced acknowledged admitted admits affirmed commented complained concluded confirmed"
        " continued cried denied emphasised emphasized maintained observed pledged promised recalled"
        " remarked repeated responded retorted shouted suggested testified tweeted urged vowed"
        " whispered quipped joked recounted exclaimed lamented conceded cautioned countered"
        " acknowledges announces complains concludes confirms declares denies maintains observes"
        " recalls repeats responds suggests wondered wonders"
    ),
    participles=_set("written"),
    auxiliaries=_set("has had"),
    passive=_set("is was are were be been being gets got as"),
    pronouns=_set("he she"),
    others=_set("i we they it you who someone nobody one"),
    fillers=_set(
        "has had have also then later once again further still even only simply just first finally"
        " repeatedly reportedly recently earlier already always often himself herself would"
    ),
    negations=_set("not never hardly neither nor didn't hasn't hadn't"),
    according=(("according", "to"), ("in", "the", "words", "of"), ("as", "per")),
    articles=_set("the a an his her its their our my this that some every each no"),
    prepositions=_set(
        "of for by with to from in at on about against into over under near like behind between"
        " than via despite without"
    ),
    places=_set("in at near across throughout outside inside around"),
    relatives=_set("who"),
    conjunctions=_set("and or nor &"),
    openers=_set("as when because though although but and so while what how"),
    no_names=_set(
        "these those your there here and but or nor so yet for if then when while as after before"
        " since until because though although however moreover meanwhile still also later earlier"
        " now today yesterday tomorrow once on in at by of to from with without about over under"
        " what whom whose which why how where not none everyone everybody somebody anyone two three"
        " four five many most few several others all both either neither officials critics experts"
        " analysts residents witnesses police reporters journalists sources people men women"
        " students researchers scientists members supporters opponents asked speaking standing"
        " sitting according even only perhaps maybe instead finally next first second last again"
        " question answer note yes"
    )
    | DAYS,
    motion=_set(
        "came come comes went go goes going travelled traveled flew fly flown returned return returns"
        " trip visit visits tour moved flight journey arrived back"
    ),
    to=_set("to"),
    verb_first=False,
)

_FRENCH = Speech(
    verbs=_set(
        "dit déclare affirme ajoute explique souligne estime assure précise poursuit lance conclut"
        " répond demande raconte confie insiste rappelle martèle regrette déplore prévient avertit"
        " écrit annonce juge reconnaît confirme résume commente rétorque admet soutient indique"
        " répondit ajouta déclara affirma demanda expliqua disait expliquait ajoutait"
    ),
    participles=_set(
        "dit déclaré affirmé ajouté expliqué souligné estimé assuré précisé poursuivi lancé conclu"
        " répondu demandé raconté confié insisté rappelé martelé regretté déploré prévenu averti"
        " écrit annoncé jugé reconnu confirmé résumé commenté rétorqué admis soutenu indiqué"
        " exclamé exclamée félicité félicitée réagi promis"
    ),
    auxiliaries=_set("a avait aurait est"),
    passive=frozenset(),
    pronouns=_set("il elle"),
    others=_set("je j' nous ils elles on vous qui tu"),
    fillers=_set(
        "lui leur nous vous me m' l' le la les y s' se aussi également ensuite encore déjà ainsi donc"
        " toutefois cependant alors récemment notamment même lui-même elle-même"
    ),
    negations=_set("n' ne pas jamais rien"),
    according=(("selon",), ("d'", "après"), ("aux", "yeux", "de"), ("suivant",)),
    articles=_set("le la les l' un une des son sa ses leur ce cet cette mon notre"),
    prepositions=_set(
        "de du des d' à au aux avec pour par chez en dans sur sous contre vers sans entre comme"
    ),
    places=_set("en à au aux dans vers"),
    relatives=_set("qui"),
    conjunctions=_set("et ou ni"),
    openers=_set("comme ainsi que l' et mais"),
    no_names=_set(
        "ces leurs ma mes votre et mais ou or ni car donc si quand lorsque comme après avant depuis"
        " pendant selon pour par sur dans en à au aux avec sans chez puis alors ensuite enfin ainsi"
        " cependant toutefois pourtant hier aujourd'hui demain ici là que quoi dont où pourquoi"
        " comment personne chacun certains beaucoup plusieurs tous tout toute toutes rien question"
        " réponse note oui non interrogé interrogée invité invitée même"
    )
    | DAYS,
    motion=frozenset(),
)

_GERMAN = Speech(
    verbs=_set(
        "sagte sagt erklärte erklärt betonte betont meinte meint fügte ergänzte antwortete antwortet"
        " fragte fragt forderte warnte warnt kritisierte behauptete behauptet erzählte erzählt"
        " schrieb schreibt versicherte kündigte bekräftigte bestätigte unterstrich räumte rief"
        " mahnte lobte klagte erwiderte entgegnete berichtete schilderte versprach äußerte stellte"
        " resümierte urteilte kommentierte twitterte beteuerte"
    ),
    participles=_set(
        "gesagt erklärt betont gemeint ergänzt geantwortet gefragt gewarnt kritisiert behauptet"
        " erzählt geschrieben versichert bestätigt berichtet versprochen"
    ),
    auxiliaries=_set("hat hatte"),
    passive=_set("wurde wird werden worden"),
    pronouns=_set("er sie"),
    others=_set("ich wir es man ihr du wer jemand niemand"),
    fillers=_set(
        "auch dann später zudem außerdem noch weiter ferner dazu darauf daraufhin selbst selber"
        " bereits immer wieder schon einmal jedoch aber dagegen ihm ihr ihnen uns mir"
    ),
    negations=_set("nicht nie niemals nichts kein keine"),
    according=(("so",), ("laut",), ("nach", "angaben", "von"), ("nach", "den", "worten", "von")),
    articles=_set(
        "der die das den dem des ein eine einen einem einer eines sein seine seiner ihr ihre ihrer"
        " dieser diese dieses jeder jede kein keine"
    ),
    prepositions=_set(
        "von vom mit für bei beim aus zu zum zur an am auf in im über gegen unter nach vor ohne durch"
        " um bis seit laut wegen trotz gegenüber zwischen"
    ),
    places=_set("in im aus nach bei"),
    relatives=frozenset(),
    conjunctions=_set("und oder"),
    openers=_set("wie so da und aber denn"),
    no_names=_set(
        "unser mein jener jene und aber oder denn doch wenn als da weil während nach nachdem vor"
        " seit bis für mit ohne bei aus in im am an auf über unter zu zum zur von vom um gestern"
        " heute morgen jetzt dann danach später zuvor auch nur noch so hier dort was warum wie wo"
        " alle viele einige manche beide anfang mitte ende reportern journalisten medienvertretern"
        " abgeordneten zuhörern zuschauern medien kritiker experten anwohner beobachter zeugen"
        " behörden leute menschen frage antwort ergebnis fazit zitat motto ja nein laut angaben"
        " presse agentur woche monat jahr"
    )
    | DAYS,
    nouns_are_capitalised=True,
)

_SPANISH = Speech(
    verbs=_set(
        "dijo dice declaró declara afirmó afirma añadió añade explicó explica aseguró asegura señaló"
        " señala sostuvo sostiene respondió responde preguntó contó cuenta insistió insiste recordó"
        " subrayó advirtió advierte escribió escribe anunció admitió reconoció confirmó comentó"
        " concluyó agregó indicó manifestó expresó destacó apuntó precisó denunció lamentó reiteró"
        " exclamó replicó contestó prometió criticó decía"
    ),
    participles=_set(
        "dicho declarado afirmado añadido explicado asegurado señalado sostenido respondido contado"
        " insistido recordado subrayado advertido escrito anunciado admitido reconocido confirmado"
        " comentado concluido agregado indicado manifestado expresado destacado precisado denunciado"
    ),
    auxiliaries=_set("ha había"),
    passive=_set("fue es era ser sido"),
    pronouns=_set("él ella"),
    others=_set("yo nosotros ellos ellas usted alguien nadie quien"),
    fillers=_set(
        "le les me nos se lo la también luego después además ya entonces aún todavía mismo misma"
        " recientemente siempre"
    ),
    negations=_set("no nunca jamás tampoco nada"),
    according=(
        ("según",),
        ("de", "acuerdo", "con"),
        ("en", "palabras", "de"),
        ("a", "juicio", "de"),
    ),
    articles=_set("el la los las un una unos unas su sus este esta ese esa mi nuestro nuestra"),
    prepositions=_set(
        "de del a al con para por en sobre contra hacia sin entre desde hasta ante tras durante"
    ),
    places=_set("en desde hacia"),
    relatives=_set("quien que"),
    conjunctions=_set("y e o u ni"),
    openers=_set("como así según y pero"),
    no_names=_set(
        "estos estas aquel tú ustedes mis tu y e o u pero sino si cuando mientras como después"
        " antes desde durante según para por con sin sobre en a al de del entre hasta ante tras ayer"
        " hoy mañana ahora luego entonces también además aquí allí que qué cuál porque dónde nada"
        " todos todo muchos algunos varios ambos cada no sí pregunta respuesta nota dijo vecinos"
        " expertos testigos"
    )
    | DAYS,
    motion=_set("llegó viajó fue volvió regresó llega viaja visita viaje voló acudió"),
    to=_set("a"),
    drops_pronouns=True,
)


@cache
def languages() -> dict[str, Speech]:
    """By the first part of a BCP 47 tag."""
    tables = {"en": _ENGLISH, "fr": _FRENCH, "de": _GERMAN, "es": _SPANISH}
    return {
        language: each._replace(
            no_names=each.no_names | each.articles | each.pronouns | each.others
        )
        for language, each in tables.items()
    }
