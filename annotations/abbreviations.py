"""What a full stop does not end: abbreviations, initials' company and ordinals, by language.

Data only; `sentence_breaks` applies it. An entry is written without its last full stop and without
the spaces inside it ("z.B" stands for "z. B." too). An entry in lower case also matches with a
capital first letter; one with a capital matches only so ("Sat" is a day, "sat" a verb).
"""

# Cyrillic words are among the data.
# ruff: noqa: RUF001

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_NEVER = {
    "en": """
        Mr Mrs Ms Messrs Mx Dr Drs Prof Rev Hon Gen Col Maj Capt Cpt Cmdr Lt Sgt Cpl Pvt Adm Gov Sen
        Rep Reps Sens Supt Insp Pres Amb Msgr Mgr Atty Bros Mme Mlle e.g eg i.e ie viz cf vs approx
        a.k.a incl esp resp Wm Chas Geo Jos Thos Benj ibid Ft Mt Det Sec'y Asst Assoc
    """,
    "de": """
        Dr Prof Hr Hrn Fr Frl St Sr Dipl Ing Mag Med Kfm Hl z.B z.T z.Zt z.Hd d.h i.e u.a u.U i.d.R
        i.A i.V o.ä s.o s.u v.a bzw bspw beispielsw ca evtl ggf ggfs inkl exkl insb insbes bes vgl
        sog gem lt max min mind nämlich zzgl abzgl zuzügl einschl einschließl entspr geb gegr gest verh
        Chr Th Ch Ph Joh Wilh Friedr Str bezgl bzgl betr Bd m.E u.v.a s.a a.a.O resp jew i.S o.g
        usf allg med kath evang österr schweiz dt frz engl ital span russ lat griech
    """,
    "fr": """
        M MM Mr Pr Dr Me St Ste Mgr Cie Gal Col Cdt Cap Lt p.ex par.ex c.-à-d c-à-d cf env Ch Ph Th
        boul bd av apr ms éd coll trad hab dir
    """,
    "es": """
        Sr Sra Srta Srs Sres Sras Dr Dra Dres Dras D Dña Dª Prof Profa Lic Ing Arq Gral Cnel Cmdte
        Cap Tte Sto Sta Fr Mons Excmo Excma Ilmo Ilma Rvdo p.ej v.gr vs cf cfr aprox Avda Av Pza Pº
        Ma Fco Ntra Ntro Gob Pdte Pdta dcho izq
    """,
    "it": """
        sig sigg sigra sig.ra sig.na dott dott.ssa dr dr.ssa prof prof.ssa avv ing arch geom rag cav
        comm on sen gen col cap ten magg mons don mr mrs p.es ad.es es cfr cf vs ca cd cosidd v.le
        c.so p.zza p.le Fr SS egr gent.mo spett dir pres min
    """,
    "pt": """
        Sr Sra Srs Sras Srta Dr Dra Drs Dras Prof Profa Profs Eng Engª Arq Exmo Exma Ilmo Ilma Gen
        Cel Ten Cap Maj Sgt Mons Pe Fr Frei D V.Ex V.Exa V.S p.ex v.g cf vs aprox Av Sto Sta Dep Min
        Pres Gov Ver Des
    """,
    "nl": """
        dhr mevr mw mej mr mrs dr drs prof ir ing bc ds St gen kol lt kap bijv bv b.v d.w.z m.a.w
        m.b.t i.v.m o.a o.l.v t.a.v t.o.v t.g.v i.p.v i.h.b i.t.t m.n m.i o.i.d a.d.h.v evt excl
        incl resp Str vgl zgn z.g ca vs geb gest wed tel t.n.v n.a.v d.m.v o.g.v z.o.z i.s.m tgv Chr Joh
        min max
    """,
    "ru": """
        т.е т.н т.наз т.к напр ср см ул пр просп пер пл наб бул им проф акад доц докт канд тов гр г-н
        г-жа ген полк подп кап лейт серж св прп митр архиеп еп о оз р пос пгт дер дом кв корп стр обл
        рис табл гл изд ред сост пер авт англ нем фр лат греч исп итал укр рус букв яп кит
        в.т.ч зав зам нач дир мл ст прибл ок макс мин чл.-корр чл член-корр
    """,
}
"""Something always follows these: titles before a name, "for example", "see"."""

_NUMBERED = {
    "en": """
        no nos p pp fig figs vol vols ch chap chaps sec sect art arts para paras par ed eds cl pt pts
        pop ex app eq eqs tab col lines l ll n nn fol bk op cit c ca est b d r fl circa
    """,
    "de": """
        Nr Nrn S Abb Tab Art Abs Kap Bd Bde Anm Aufl Ziff Rn Rz Lit Pos Tel Zi Fig Jh Jg H Bl
    """,
    "fr": "n no nos n° N° p pp art chap vol fig t tab ann al par sect éd tél réf col livr v",
    "es": "núm núms no n n° nº N° Nº ext pág págs p pp art arts cap caps vol vols fig figs t tel tfno ed col lám párr",
    "it": "n nn n° N° pag pagg p pp art artt cap capp vol voll fig figg tab tel col par sez ed lett",
    "pt": "n no nos nº Nº núm pág págs p pp art arts cap caps vol vols fig figs t tel ed col séc sécs al",
    "nl": "nr nrs blz p pp art afb fig hfst hs dl tab par vol tel ed lid jg",
    "ru": "с стр рис табл гл т п пп ст ч разд илл прим вып № тел изд кн ил абз д кв",
}
"""These end no sentence before a number, a numeral or a single capital."""

_PERHAPS = {
    "en": """
        Inc Ltd Co Corp Cos Bros LLC Plc Jr Sr Esq Ph.D M.D B.A M.A D.Phil LL.D a.m p.m U.S U.K U.N
        U.S.A E.U D.C L.A N.Y St Ave Blvd Rd Dept Univ Ass'n et.al al A.D B.C etc Jan Feb Mar Apr Jun
        Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Calif Conn Fla Ill Mass
        Mich Minn Okla Ore Pa Tenn Tex Va Wash Wis Ala Ariz Ark Colo Del Ga Kan Ky La Md Miss Mo Mont
        Neb Nev Wyo
    """,
    "de": """
        Jan Feb Febr Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez usw etc u.ä u.dgl u.v.m v.Chr n.Chr
        Mio Mrd Tsd Co jun sen e.V a.D Std Min Sek Uhr i.R h.c
    """,
    "fr": "janv févr avr juil sept oct nov déc etc J.-C Cie a.m p.m S.A N.B",
    "es": """
        ene feb mar abr may jun jul ago sept oct nov dic etc EE.UU JJ.OO CC.OO FF.AA S.A S.L a.C d.C
        a.m p.m a.de.C d.de.C Ud Uds Vd Vds Cía Ltda Jr
    """,
    "it": "gen feb mar apr mag giu lug ago set sett ott nov dic ecc etc S.p.A S.r.l a.C d.C jr",
    "pt": """
        jan fev mar abr mai jun jul ago set out nov dez etc S.A a.C d.C a.m p.m Ltda Cia E.U.A EUA Jr
    """,
    "nl": """
        jan feb febr mrt apr jun jul aug sep sept okt nov dec enz etc e.d e.a v.Chr n.Chr jl a.s
        N.V B.V o.i.d jr sr
    """,
    "ru": "янв февр апр авг сент окт нояб дек",
}
"""These may end a sentence; they do if a word follows that mostly begins one."""

_MEASURES = {
    "ru": "г гг в вв тыс млн млрд руб коп долл чел мин сек час ч кг км м см мм га т л ед экз шт",
}
"""After a number these may end a sentence, else they stand before a name ("г. Москва")."""

_ENDING = {"ru": "т.д т.п др пр н.э н.э.а проч обл р-н"}
"""These mostly end one before a capital, though their last letter alone would not."""

_STARTERS = {
    "en": """
        The A An This That These Those He She It They We You I His Her Its Their Our My Your There
        Here But And Or So Yet Nor In On At By For From With Without Under Over After Before Since
        Until While When Where Why What Who Whose How If Although Though Because As Then Thus However
        Meanwhile Moreover Instead Also Even Only Still Now Some Many Most Several Few Both Each Every
        All Another Other One Two Three No Not Nobody Nothing Yes According During Despite Among
        Between Mr Mrs Ms Is Are Was Were Do Does Did Has Have Had Can Could Would Should
    """,
    "de": """
        Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Du Man Sein Seine
        Ihre Unser Unsere Mein Meine Dieser Diese Dieses Jeder Jede Jedes Alle Viele Manche Einige
        Kein Keine Und Aber Oder Denn Doch Sondern In Im An Am Auf Aus Bei Beim Mit Nach Von Vom Vor
        Zu Zum Zur Für Gegen Ohne Um Unter Über Durch Seit Bis Während Wegen Trotz Wenn Als Weil Da
        Dass Ob Obwohl Wie Was Wer Wo Warum Wann Dann Danach Dort Hier Heute Gestern Morgen Jetzt Nun
        So Auch Nur Noch Nicht Schon Damit Dabei Dafür Daher Deshalb Deswegen Trotzdem Jedoch Allerdings
        Außerdem Zudem Später Zuvor Ist Sind War Hat
    """,
    "fr": """
        Le La Les L Un Une Des Du De D Il Elle Ils Elles On Nous Vous Je J Tu Ce Cet Cette Ces C Cela Ça
        Son Sa Ses Leur Leurs Notre Votre Mon Ma Mes Et Mais Ou Or Donc Car Dans En Au Aux À Sur Sous
        Par Pour Avec Sans Chez Après Avant Depuis Pendant Selon Si Quand Lorsque Comme Puis Alors
        Ensuite Enfin Aussi Ainsi Pourtant Toutefois Cependant Qui Que Quoi Où Pourquoi Comment
        Aujourd Hier Demain Tout Tous Toutes Plusieurs Certains Rien Personne Non Oui
    """,
    "es": """
        El La Los Las Lo Un Una Unos Unas Él Ella Ellos Ellas Yo Tú Nosotros Usted Ustedes Se Su Sus
        Mi Mis Este Esta Estos Estas Ese Esa Eso Esto Aquel Y E O Pero Sino Aunque Porque Pues En A Al
        De Del Con Sin Por Para Según Sobre Tras Desde Hasta Entre Durante Ante Cuando Si Como Donde
        Que Qué Quién Cómo Cuándo Dónde También Además Después Luego Entonces Ahora Ayer Hoy Mañana No
        Sí Ya Así Todo Todos Algunos Muchos Nadie Nada Es Fue Era Son Hay
    """,
    "it": """
        Il Lo La I Gli Le L Un Uno Una Egli Lui Lei Loro Noi Voi Io Tu Si Ci Suo Sua Questo Questa
        Questi Queste Quello Quella E Ed O Ma Però Anche In Nel Nella Nei A Al Alla Ai Di Del Della Da
        Dal Con Senza Per Su Sul Sulla Tra Fra Secondo Dopo Prima Durante Quando Se Come Dove Che Chi
        Perché Poi Allora Ora Oggi Ieri Domani Non Sì Già Così Tutto Tutti Alcuni Molti Nessuno È Era
        Sono Ha
    """,
    "pt": """
        O A Os As Um Uma Ele Ela Eles Elas Eu Nós Você Vocês Seu Sua Seus Suas Este Esta Esse Essa Isto
        Isso Aquele E Ou Mas Porém Contudo Em No Na Nos Nas Ao À De Do Da Dos Das Com Sem Por Pelo Pela
        Para Segundo Sobre Após Desde Até Entre Durante Quando Se Como Onde Que Quem Porque Também Além
        Depois Então Agora Hoje Ontem Amanhã Não Sim Já Assim Tudo Todos Alguns Muitos Ninguém É Foi
        Era São Há
    """,
    "nl": """
        De Het Een Hij Zij Ze Wij We Jij Je U Ik Men Zijn Haar Hun Ons Onze Mijn Dit Dat Deze Die Er En
        Maar Of Want Dus In Op Aan Bij Met Na Naar Van Voor Uit Over Onder Door Tegen Zonder Tijdens
        Sinds Tot Volgens Als Toen Wanneer Omdat Hoewel Wat Wie Waar Waarom Hoe Dan Daarna Daar Hier
        Nu Vandaag Gisteren Morgen Ook Niet Nog Geen Alle Veel Sommige Is Was Heeft Toch Zo Later
    """,
    "ru": """
        Он Она Оно Они Мы Вы Я Ты Это Эта Этот Эти Тот Та Те Его Её Ее Их Наш Мой В Во На С Со К Ко По
        За Из От До У О Об Для Без При Под Над Через Между После Перед И А Но Или Да Же Если Когда
        Как Где Что Кто Почему Зачем Чтобы Хотя Потому Поэтому Однако Также Тоже Тогда Теперь Сейчас
        Сегодня Вчера Завтра Там Здесь Так Уже Ещё Еще Не Нет Все Всё Многие Некоторые Никто Ничего
        Затем Потом
    """,
}

_LABELS = {
    "en": """
        plan vitamin hepatitis type group class section appendix figure table part model step option
        category grade point exhibit team witness size letter unit room block gate terminal line
    """,
    "de": "Plan Vitamin Klasse Gruppe Typ Variante Punkt Teil Abschnitt Anhang Buchstabe Linie Modell",
    "fr": "plan vitamine groupe type catégorie classe annexe point partie hépatite lettre ligne",
    "es": "plan vitamina grupo tipo categoría clase anexo punto hepatitis letra línea opción",
    "it": "piano vitamina gruppo tipo categoria classe allegato punto serie epatite lettera linea",
    "pt": "plano vitamina grupo tipo categoria classe anexo série hepatite letra linha opção",
    "nl": "plan vitamine groep type categorie klasse bijlage punt hepatitis letter lijn optie",
    "ru": "план плана плану витамин витамина группа группы группе тип типа класс класса пункт буква литера категории",
}
"""After these a single capital is a name of its own and may end the sentence ("plan B.")."""

ORDINAL_DETERMINERS = frozenset(
    """
    am im vom zum zur beim der die das dem den des ein eine einen einem einer eines sein seine seinen
    seinem seiner ihr ihre ihren ihrem ihrer unser unsere unserem mein meinem dieser diese diesem jeder
    jede jedes jedem bis ab seit nach vor zwischen und oder Montag Dienstag Mittwoch Donnerstag
    Freitag Samstag Sonntag mittlerweile bereits
    """.split()  # noqa: SIM905 - a list of words is easier to keep as text
)
"""German: after these a short number with a full stop is an ordinal ("am 3. Platz")."""

ORDINAL_NOUNS = frozenset(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb
    Febr Mrz Apr Aug Sep Sept Okt Nov Dez Jahrhundert Jahrhunderts Jahrtausend Jahrtausends Jh Jhd
    Weltkrieg Weltkriegs Weltkrieges Lebensjahr Geburtstag Todestag Jahrestag Platz Stock Etage Auflage
    Spieltag Bundesliga Liga Mal Kapitel Lebensjahres Geburtstages Advent Etappe Minute Spielminute
    """.split()  # noqa: SIM905
)
"""German: before these a short number with a full stop is an ordinal."""

OPENING_PREPOSITIONS = frozenset(
    "В Во На К Ко С Со До От По За После Перед Около Летом Зимой Весной Осенью".split()  # noqa: SIM905
)
"""Russian: "В 2020 г." at the beginning of a sentence does not end it."""

_AMBIGUOUS = frozenset(
    """
    on set out may don col D ie eg es mag ed ex min max bes dir ten arch rag cap comm gest geb med
    sen hs al l d b r fl cit est c dl lid gem Ing Ch Min Des Ver mr mind
    jun dec mar dom ms Me Pe Ma Ill Miss Mo La Pa Va Wash Mass Ark Del Ore Tex Mont Conn Sat Sun Mon
    """.split()  # noqa: SIM905
)
"""Plain words of one language that are abbreviations in another: not used where none is told."""

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru")

_ALIASES = {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "dut": "nl",
    "rus": "ru",
    "uk": "ru",
    "be": "ru",
    "ca": "es",
    "gl": "pt",
    "af": "nl",
}
"""Three-letter codes, and languages near enough to borrow the rules of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The words that decide about a full stop in one language, or in all together."""

    language: str
    """One of `LANGUAGES`, or empty for the union."""
    never: frozenset[str]
    numbered: frozenset[str]
    perhaps: frozenset[str]
    measures: frozenset[str]
    ending: frozenset[str]
    starters: frozenset[str]
    labels: frozenset[str]


def rules_for(language: str) -> Rules:
    """The rules for a BCP 47 tag or a three-letter code; unknown or empty: all languages together."""
    code = language.replace("_", "-").partition("-")[0].lower()
    code = _ALIASES.get(code, code)
    return _rules(code if code in LANGUAGES else "")


@cache
def _rules(code: str) -> Rules:
    def words(table: dict[str, str]) -> frozenset[str]:
        if code:
            return frozenset(table.get(code, "").split())
        return frozenset(word for text in table.values() for word in text.split())

    unwanted = frozenset() if code else _AMBIGUOUS
    return Rules(
        language=code,
        never=words(_NEVER) - unwanted,
        numbered=words(_NUMBERED),
        perhaps=words(_PERHAPS) - unwanted,
        measures=words(_MEASURES),
        ending=words(_ENDING),
        starters=words(_STARTERS),
        labels=words(_LABELS),
    )
