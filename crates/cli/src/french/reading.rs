//! Why a reading is doubted, and what was only seen, in French: the reader of acts speaks English.

/// English and French, with `{}` for what is taken over.
pub const READING: &[(&str, &str)] = &[
    (
        "the text does not name the institution in full",
        "le texte ne nomme pas l'institution en entier",
    ),
    ("the text does not name the organ", "le texte ne nomme pas l'organe"),
    (
        "no word introduces the title; check its words",
        "aucun mot n'annonce le titre ; en vérifier les termes",
    ),
    (
        "other words of the act may say that it was not adopted, or by whom else it was",
        "d'autres termes de l'acte disent peut-être qu'il n'a pas été adopté, ou par qui d'autre il l'a été",
    ),
    (
        "more voted against than for; check what was adopted",
        "plus de voix contre que pour : vérifiez ce qui a été adopté",
    ),
    ("the text brings sums to several figures", "le texte porte des sommes à plusieurs chiffres"),
    (
        "the budget year of the recalled grant may be that of this act",
        "l'exercice de la subvention rappelée est peut-être celui de cet acte",
    ),
    (
        "the list tells who came or left, or who voted in turn; check for which matter",
        "la liste dit qui arriva ou partit, ou qui vota tour à tour ; vérifier pour quelle affaire",
    ),
    (
        "what became of the act is itself for review",
        "ce qu'est devenu l'acte est lui-même à vérifier",
    ),
    ("the day of the act is not read", "le jour de l'acte n'est pas lu"),
    (
        "words of its sentence may refuse, end or take back what it gives, or tell of another body",
        "des termes de sa phrase peuvent refuser, terminer ou reprendre ce qu'elle donne, ou parler d'un autre organisme",
    ),
    (
        "no formula of a grant is read; who receives, and what, is put together from the title and the words around",
        "aucune formule d'attribution n'est lue ; qui reçoit, et quoi, vient du titre et des mots alentour",
    ),
    ("« {} » may be more than who signs", "« {} » dit peut-être plus que qui signe"),
    (
        "the vote is on putting the matter off, not on the proposal",
        "le vote porte sur le renvoi de l'affaire, non sur la proposition",
    ),
    (
        "of several members one clause says what they are",
        "de plusieurs membres une seule proposition dit ce qu'ils sont",
    ),
    (
        "two who sign stand beside each other; check who certifies the copy",
        "deux signataires sont côte à côte ; vérifier qui certifie la copie",
    ),
    (
        "the title may end with its first line; check where it ends",
        "le titre s'arrête peut-être à sa première ligne ; vérifier où il finit",
    ),
    (
        "the text holds a character that a page does not show; compare the words",
        "le texte contient un caractère qu'une page ne montre pas ; comparer les termes",
    ),
    (
        "no operative part is told apart in the text",
        "aucun dispositif ne se distingue dans le texte",
    ),
    (
        "no word says what became of the proposal",
        "aucun mot ne dit ce qu'est devenue la proposition",
    ),
    ("the text states no vote", "le texte ne dit aucun vote"),
    (
        "the text is one run of words, its layout is lost",
        "le texte est d'un seul tenant, sa mise en page est perdue",
    ),
    (
        "the characters were recognised in a picture of the page; compare with it",
        "les caractères ont été reconnus sur une image de la page ; comparer avec elle",
    ),
    (
        "the amount stands in the proposal that the act adopts",
        "le montant figure dans la proposition que l'acte adopte",
    ),
    (
        "rows of a list tell of different outcomes, and no vote is read of them; record each by hand",
        "les lignes d'une liste disent des issues différentes, et aucun vote n'en est lu ; enregistrer chacune à la main",
    ),
    (
        "the text holds the minutes of several acts",
        "le texte est le procès-verbal de plusieurs actes",
    ),
    (
        "the text holds the minutes of several acts; check where each begins and ends",
        "le texte est le procès-verbal de plusieurs actes ; vérifier où chacun commence et finit",
    ),
    (
        "the text names no budget year (exercice) for this convention",
        "le texte ne nomme aucun exercice pour cette convention",
    ),
    (
        "the grants stand in an annex behind the act; check that they are what it decides",
        "les subventions figurent dans une annexe à la suite de l'acte ; vérifier qu'elles sont ce qu'il décide",
    ),
    (
        "the text names no budget year (exercice) for these grants",
        "le texte ne nomme aucun exercice pour ces subventions",
    ),
    (
        "the act is signed, and no formula of certification is read beside the name",
        "l'acte est signé, mais aucune formule de certification n'est lue près du nom",
    ),
    (
        "the name below the certification has no surname in capitals",
        "le nom sous la certification n'a pas de nom de famille en capitales",
    ),
    (
        "who stood back is told by the given name alone; check who bears it",
        "qui s'est déporté n'est dit que par son prénom ; vérifier qui le porte",
    ),
    (
        "who stood back is told over more than one sentence, or of several members",
        "les déports sont dits en plusieurs phrases, ou de plusieurs membres",
    ),
    (
        "two institutions are named: « {} » and « {} »",
        "deux institutions sont nommées : « {} » et « {} »",
    ),
    (
        "the table gives this body something in kind, and no money",
        "le tableau donne à cet organisme quelque chose en nature, et pas d'argent",
    ),
    (
        "who keeps the minutes is named in full at the foot",
        "qui tient la plume est nommé en entier au pied de l'acte",
    ),
    (
        "one person decides, and no sitting is told; check by which delegation",
        "une personne décide seule, et aucune séance n'est dite ; vérifier par quelle délégation",
    ),
    ("two organs are named: « {} » and « {} »", "deux organes sont nommés : « {} » et « {} »"),
    ("two dates of sitting are stated: {} and {}", "deux dates de séance sont dites : {} et {}"),
    (
        "more than one person is said to preside, also « {} »",
        "plus d'une personne est dite présider, dont « {} »",
    ),
    (
        "another person presides later in the sitting; check for which act",
        "une autre personne préside ensuite la séance ; vérifier pour quel acte",
    ),
    ("more than one day of transmission is stated", "plus d'un jour de transmission est dit"),
    (
        "the text states more than one number of members present",
        "le texte donne plus d'un nombre de présents",
    ),
    (
        "the text authorises more than one signature; check each",
        "le texte autorise plus d'une signature ; vérifier chacune",
    ),
    (
        "the count is read from a table of votes by group",
        "le décompte est lu dans un tableau des votes par groupe",
    ),
    (
        "figures stand beside the vote and are not read as its count",
        "des chiffres figurent près du vote et ne sont pas lus comme son décompte",
    ),
    (
        "the text speaks of votes on parts or amendments",
        "le texte parle de votes par parties ou sur des amendements",
    ),
    (
        "« {} » stands in a list of members and is not read as a name",
        "« {} » figure dans une liste de membres et n'est pas lu comme un nom",
    ),
    (
        "the act that approved the convention is not that of the grant",
        "l'acte qui a approuvé la convention n'est pas celui de la subvention",
    ),
    (
        "the convention approved may be another than that of a subsidy",
        "la convention approuvée peut être autre que celle d'une subvention",
    ),
    (
        "the act approves a payment; whether it orders it is not said",
        "l'acte approuve un versement, sans dire s'il l'ordonne",
    ),
    (
        "a page break may stand inside « {} »; compare its words",
        "un saut de page se trouve peut-être dans « {} » ; en comparer les termes",
    ),
    (
        "the name of the beneficiary is met only once and unquoted",
        "le nom du bénéficiaire ne figure qu'une fois, sans guillemets",
    ),
    (
        "another organisation is named: « {} »; check who is meant",
        "un autre organisme est nommé : « {} » ; vérifier de qui il s'agit",
    ),
    (
        "another organisation is named: « {} »; check whose numbers these are",
        "un autre organisme est nommé : « {} » ; vérifier à qui sont ces numéros",
    ),
    (
        "one of several grants in this act; check who receives it",
        "une de plusieurs subventions de cet acte ; vérifier qui la reçoit",
    ),
    (
        "a grant of {} among several in one act; record it by hand",
        "une subvention de {} parmi plusieurs d'un même acte ; l'ajouter à la main",
    ),
    (
        "the sentence of the grant does not name the beneficiary",
        "la phrase de la subvention ne nomme pas le bénéficiaire",
    ),
    (
        "the amount in letters and the amount in figures differ",
        "le montant en lettres et le montant en chiffres diffèrent",
    ),
    (
        "the budget stands in another sentence and does not give the share stated",
        "le budget est dit dans une autre phrase et ne donne pas la part dite",
    ),
    (
        "several legal bases may be the act of this grant",
        "plusieurs visas peuvent être l'acte de cette subvention",
    ),
    (
        "the text recalls an act, and no fact of the draft rests on it",
        "le texte rappelle un acte, sur lequel aucun fait du projet ne repose",
    ),
    (
        "the rows come to {}, the text states a total of {}",
        "les lignes font {}, le texte dit un total de {}",
    ),
    (
        "the rows of the list do not add up to a total that the text states",
        "les lignes de la liste ne font pas le total que dit le texte",
    ),
    (
        "no words of decision announce this list of amounts",
        "aucun mot de décision n'annonce cette liste de montants",
    ),
    (
        "the table has several columns; the one whose heading says what was decided is taken",
        "le tableau a plusieurs colonnes ; celle dont l'en-tête dit ce qui a été décidé est retenue",
    ),
    (
        "the table gives parts of a grant, and no column says what is granted",
        "le tableau donne des parts d'une subvention, et aucune colonne ne dit ce qui est accordé",
    ),
    (
        "the rows have several columns; the last is taken",
        "les lignes ont plusieurs colonnes ; la dernière est retenue",
    ),
    (
        "the check digit of {} does not hold; it identifies nobody",
        "la clé de {} n'est pas juste ; ce numéro n'identifie personne",
    ),
    (
        "« {} » holds characters that do not show or are no digits from 0 to 9; it is not read",
        "« {} » contient des caractères qui ne se voient pas ou ne sont pas des chiffres de 0 à 9 ; ce nombre n'est pas lu",
    ),
    (
        "the digits of « {} » stand in no groups of three; it is not read",
        "les chiffres de « {} » ne sont pas groupés par trois ; ce nombre n'est pas lu",
    ),
    (
        "the comma of « {} » may part thousands or a fraction; it is not read",
        "la virgule de « {} » peut séparer des milliers ou une fraction ; ce nombre n'est pas lu",
    ),
    ("a figure of the act is not read: « {} »", "un nombre de l'acte n'est pas lu : « {} »"),
    ("the check digit of this SIRET does not hold", "la clé de ce SIRET n'est pas juste"),
    (
        "a restructuring is mentioned, but not which entities come out of it",
        "une réorganisation est mentionnée, mais pas les entités qui en sortent",
    ),
    (
        "the text does not say that this amount is final",
        "le texte ne dit pas que ce montant est définitif",
    ),
    ("the text gives more than one new budget", "le texte donne plus d'un nouveau budget"),
    (
        "the proposal was not adopted: nothing in its articles is recorded as decided",
        "la proposition n'a pas été adoptée : rien de ses articles n'est inscrit comme décidé",
    ),
    (
        "the heading of the column names another budget year than the act does elsewhere",
        "l'en-tête de la colonne nomme un autre exercice que l'acte n'en nomme ailleurs",
    ),
    (
        "a vote says that the proposal was rejected or put off",
        "un vote dit que la proposition a été rejetée ou ajournée",
    ),
    (
        "no vote is read that says what became of the act",
        "aucun vote n'est lu qui dise ce que l'acte est devenu",
    ),
    (
        "{} stands in this passage, which no fact cites; a fact holds the same sum from another",
        "{} figure dans ce passage, qu'aucun fait ne cite ; un fait porte la même somme d'après un autre",
    ),
    (
        "{} stands in the text and no fact holds it",
        "{} figure dans le texte, et aucun fait ne le porte",
    ),
    (
        "{} stands in the table and is nobody's grant",
        "{} figure dans le tableau et n'est la subvention de personne",
    ),
    (
        "{} stands in a column beside that of the decision",
        "{} figure dans une colonne à côté de celle de la décision",
    ),
    (
        "{} stands in a column before that of the decision",
        "{} figure dans une colonne qui précède celle de la décision",
    ),
    (
        "a dash parts who receives and what for in each row; check which is which",
        "un tiret sépare dans chaque ligne qui reçoit et pour quoi ; vérifier lequel est lequel",
    ),
    (
        "the text counts who voted, and not the votes for",
        "le texte compte les votants, et non les voix pour",
    ),
    (
        "the text does not say in a word that the quorum was reached",
        "le texte ne dit pas en un mot que le quorum est atteint",
    ),
    ("« {} » stands twice among those present", "« {} » figure deux fois parmi les présents"),
    (
        "of the absent some gave a power and others are listed apart; check who is absent",
        "des absents ont donné pouvoir et d'autres figurent à part ; vérifier qui est absent",
    ),
    (
        "of some members only a sentence tells; check who votes for whom",
        "une phrase seule parle de certains membres ; vérifier qui vote pour qui",
    ),
    (
        "{} names of members present are read where the text states {}",
        "{} noms de présents sont lus où le texte en dit {}",
    ),
    ("{} names are read where the text counts {}", "{} noms sont lus où le texte en compte {}"),
    ("the count stands at the head of the page", "le décompte figure en tête de page"),
    ("the count stands apart from the decision", "le décompte figure à l'écart de la décision"),
    (
        "the count is read from labels and figures",
        "le décompte est lu dans des libellés et des chiffres, sans phrase",
    ),
    (
        "who voted so is named apart from the count",
        "ceux qui ont voté ainsi sont nommés à l'écart du décompte",
    ),
    ("who was there is read from a table", "les présents sont lus dans un tableau"),
    (
        "some of those listed as absent are said to be excused; check which list counts them",
        "parmi ceux que l'acte donne pour absents, certains y sont dits excusés ; vérifiez dans quelle liste les compter",
    ),
    ("the votes of groups are read", "les votes sont lus par groupe"),
    (
        "the body is also called otherwise than « {} »",
        "l'institution est aussi appelée autrement que « {} »",
    ),
    (
        "who voted so is named, and the names are counted",
        "ceux qui ont voté ainsi sont nommés, et les noms sont comptés",
    ),
    (
        "only a verb of decision says that the proposal was adopted",
        "seul un verbe de décision dit que la proposition a été adoptée",
    ),
    (
        "the member left; check that it was for the vote",
        "ce membre est sorti ; vérifier que c'était pour le vote",
    ),
    (
        "who stood back is not among the members that the act names",
        "qui s'est retiré n'est pas parmi les membres que l'acte nomme",
    ),
    (
        "who presides is known by the office behind the name",
        "qui préside est connu par la fonction qui suit le nom",
    ),
    (
        "who presides is named in full among the members",
        "qui préside est nommé en entier parmi les membres",
    ),
    ("the text states two outcomes", "le texte dit deux issues du vote"),
    ("the text states more than one tally", "le texte donne plus d'un décompte"),
    (
        "the vote is called unanimous, and votes against are counted",
        "le vote est dit unanime, et des voix contre sont comptées",
    ),
    (
        "« {} » is no body that has such an organ",
        "« {} » n'est pas une institution qui a un tel organe",
    ),
    (
        "« {} » may be where the body is, and not the body",
        "« {} » est peut-être le lieu où siège l'institution, et non l'institution",
    ),
    (
        "the minutes were made public on that day; of the act itself nothing is said",
        "le procès-verbal a été publié ce jour-là ; de l'acte lui-même rien n'est dit",
    ),
    (
        "a part of the act was voted apart; check what it is",
        "une partie de l'acte a été votée à part ; vérifier laquelle",
    ),
    (
        "a meeting is dated by the name of its organ alone; check that it is this sitting",
        "une réunion est datée par le seul nom de son organe ; vérifier que c'est cette séance",
    ),
    (
        "the delegation excepts something; check what it is of",
        "la délégation excepte quelque chose ; vérifier sur quoi elle porte",
    ),
    (
        "the act is dated, and no words date its sitting",
        "l'acte est daté, et aucun mot ne date sa séance",
    ),
    ("who presides is told behind the report", "qui préside n'est dit qu'après le rapport"),
    ("the sentence may name more than one member", "la phrase nomme peut-être plus d'un membre"),
    ("« {} » is not read as a name", "« {} » n'est pas lu comme un nom"),
    ("« {} » may be no person", "« {} » n'est peut-être pas une personne"),
    (
        "the chair is known by the office alone; check who presided",
        "la présidence n'est connue que par la fonction ; vérifier qui a présidé",
    ),
    (
        "no words introduce the reference, its shape alone tells it",
        "aucun mot n'introduit la référence, seule sa forme la dit",
    ),
    (
        "nothing tells whether the letters before the number belong to the reference",
        "rien ne dit si les lettres devant le numéro font partie de la référence",
    ),
    (
        "one row stands beside its own vote, and no words of decision announce it",
        "une ligne figure près de son propre vote, et aucun mot de décision ne l'annonce",
    ),
    (
        "a figure stands alone below a row; the name above it may go on there",
        "un nombre figure seul sous une ligne ; le nom qui précède s'y poursuit peut-être",
    ),
    (
        "one row stands below the words of decision; check who receives, and what",
        "une seule ligne figure sous les mots de la décision ; vérifiez qui reçoit, et combien",
    ),
    (
        "the text holds the head of an act, and nothing that it decides",
        "le texte est la tête d'un acte, sans rien qu'il décide",
    ),
    (
        "« {} » stands amid other capitals; check where the name ends",
        "« {} » figure au milieu d'autres capitales ; vérifier où finit le nom",
    ),
    (
        "« {} » may go on; check where the name ends",
        "« {} » peut se poursuivre ; vérifier où finit le nom",
    ),
    ("« {} » is named without its place", "« {} » est nommé sans son lieu"),
    ("{} stands in the accounts of whoever asks", "{} figure dans les comptes de qui demande"),
    (
        "{} stands in a table in euros and is nobody's grant",
        "{} figure dans un tableau en euros et n'est la subvention de personne",
    ),
    (
        "a list of members is read by a looser law; check its names",
        "une liste de membres est lue par une règle plus souple ; vérifier ses noms",
    ),
    ("only the number of its report is printed", "seul le numéro de son rapport est imprimé"),
    (
        "the articles are not numbered in order: {} stands where {} is due",
        "les articles ne sont pas numérotés dans l'ordre : {} se trouve à la place de {}",
    ),
    (
        "no act is recognised: neither visas, articles nor the outcome of a vote",
        "aucun acte n'est reconnu : ni visas, ni articles, ni issue d'un vote",
    ),
    (
        "one amount is granted to each of several; check who receives it",
        "un même montant est accordé à chacun de plusieurs ; vérifier qui le reçoit",
    ),
    (
        "the grants stand in one sentence; check who receives which",
        "les subventions figurent dans une seule phrase ; vérifier qui reçoit laquelle",
    ),
    (
        "several grants are told at once; check who receives which",
        "plusieurs subventions sont dites à la fois ; vérifier qui reçoit laquelle",
    ),
    (
        "grants of several years are told at once; check each",
        "les subventions de plusieurs années sont dites à la fois ; vérifier chacune",
    ),
    (
        "no word calls these parts instalments; check them",
        "aucun mot n'appelle ces parts des versements ; les vérifier",
    ),
    (
        "the title calls those in the rows associations; check that each is one",
        "le titre appelle associations celles des lignes ; vérifier que chacune en est une",
    ),
    (
        "the sentence behind the one that names who receives gives the legal form; check that it is about the same",
        "la phrase qui suit celle qui nomme le bénéficiaire donne la forme juridique ; vérifier qu'il s'agit du même",
    ),
    (
        "the budget year is that of the budget on which the grant is charged; no word calls it that",
        "l'exercice est celui du budget qui supporte la subvention ; aucun mot ne le nomme ainsi",
    ),
    (
        "the act repeals (abroge) the earlier one: that ends it from now on, a withdrawal undoes it from its first day; \
         check which is meant",
        "l'acte abroge le précédent : l'abrogation vaut pour l'avenir, le retrait l'efface depuis l'origine ; vérifier \
         lequel est voulu",
    ),
    (
        "the convention was signed before this act decided; it may be an earlier one",
        "la convention a été signée avant que cet acte décide ; ce peut être une convention antérieure",
    ),
    (
        "the rule stands in an avenant; say which instrument states it",
        "la règle figure dans un avenant ; dire quelle pièce la pose",
    ),
    (
        "the avenant recalls no grant; check who receives by it",
        "l'avenant ne rappelle aucune subvention ; vérifier qui en bénéficie",
    ),
    (
        "the text does not say what this avenant changes",
        "le texte ne dit pas ce que cet avenant change",
    ),
    (
        "the text tells of more payments than are read; check all of them",
        "le texte parle de plus de versements qu'il n'en est lu ; les vérifier tous",
    ),
    (
        "the amount may be what all helps of the year come to, and not that of the avenant",
        "le montant peut être celui de toutes les aides de l'année, et non celui de l'avenant",
    ),
    // Why two subjects cannot be linked.
    (
        "the reason holds a character that cannot be read ({}); leave it out",
        "le motif a un caractère qui ne se lit pas ({}) ; le retirer",
    ),
    ("it is one subject already", "c'est un seul sujet"),
    (
        "only two beneficiaries, two acts or two grants can be one",
        "seuls deux bénéficiaires, deux actes ou deux subventions peuvent ne faire qu'un",
    ),
    (
        "only beneficiaries, acts and grants are linked",
        "seuls des bénéficiaires, des actes et des subventions se lient",
    ),
    (
        "nothing is known of one of them; `greffe match` names them",
        "rien n'est connu de l'un d'eux ; `greffe match` les nomme",
    ),
    // Why an entry cannot be voided or corrected.
    (
        "it is voided already, by another entry:",
        "elle est déjà annulée, par une autre inscription :",
    ),
    ("no reason is given", "aucun motif n'est donné"),
    ("there is no entry of that number", "il n'y a pas d'inscription de ce numéro"),
    ("it says that already", "c'est ce qu'elle dit déjà"),
    (
        "it cannot be read, so nobody can tell what it should say",
        "elle ne peut être lue, nul ne peut donc dire ce qu'elle devrait dire",
    ),
    (
        "it voids another: void it, and what it voided counts again",
        "elle en annule une autre : l'annuler, et ce qu'elle annulait compte à nouveau",
    ),
    (
        "it has given way already, to another entry:",
        "elle a déjà cédé la place à une autre inscription :",
    ),
    (
        "it tells what became of the ledger itself, which nothing takes back",
        "elle dit ce qui advint du registre lui-même, que rien ne reprend",
    ),
    (
        "a field is set inside one that has no fields",
        "un champ est posé dans un autre qui n'en a pas",
    ),
    // Why an event of a draft cannot be recorded.
    ("{} is no fact of an act", "{} n'est pas un fait d'un acte"),
    ("{} does not belong in the stream {}", "{} n'a pas sa place dans le flux {}"),
    (
        "{} is {}: a budget year is written from 1900 to 2200",
        "{} vaut {} : un exercice s'écrit de 1900 à 2200",
    ),
    (
        "{} is {}: avenants are numbered from 1 on",
        "{} vaut {} : les avenants se numérotent à partir de 1",
    ),
    ("{} is negative: an amount is not", "{} est négatif : un montant ne l'est pas"),
    ("it cites no passage: give at least one source", "aucun passage n'est cité : en donner un"),
    (
        "the span [{}, {}] is not a passage of the text, which has {} bytes",
        "[{}, {}] n'est pas un passage du texte, qui a {} octets",
    ),
    (
        "a source supports {}, which the data does not have",
        "un passage dit {}, que les données n'ont pas",
    ),
    (
        "the cause {} is not an earlier event of the draft",
        "la cause {} n'est pas un événement antérieur du projet",
    ),
    (
        "the data is not a {} (schema {}): {}; `greffe schema {}` shows it",
        "ce ne sont pas les données d'un {} (schéma {}) : {} ; `greffe schema {}` les montre",
    ),
    ("« {} » is not a date: write {} or {}", "« {} » n'est pas une date : écrire {} ou {}"),
    (
        "« {} » ends before it begins: exchange its two sides",
        "« {} » finit avant de commencer : en échanger les deux bornes",
    ),
    ("« {} » is not a day: write it as in {}", "« {} » n'est pas un jour : l'écrire comme {}"),
    (
        "« {} » is not an instant: write it as in {}",
        "« {} » n'est pas un instant : l'écrire comme {}",
    ),
    (
        "a / outside a text begins no comment: write //",
        "un / hors d'un texte ne commence pas un commentaire : écrire //",
    ),
];
