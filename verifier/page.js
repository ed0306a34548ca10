// What a person sees. Everything that comes from a bundle is put in as text, never as markup.

const SAY = {
    fr: {
        title: 'Vérifier une liasse de preuve',
        intro: 'Cette page vérifie, sans réseau, un fichier .evidence de greffe. Rien ne quitte cet ordinateur.',
        file: 'Liasse (.evidence)',
        policy: 'Clés auxquelles vous faites confiance',
        help: 'Les clés publiques des registres, une par ligne, obtenues ailleurs que dans la liasse ; ou une politique '
            + 'avec ses témoins : lignes « log », « witness », « group », « quorum ». Sans clé, rien ne peut être conclu.',
        verify: 'Vérifier',
        other: 'English',
        sound: 'conforme',
        nothing: 'néant',
        faulty: 'FAUX',
        'cannot-conclude': 'sans conclusion',
        outcomes: {
            sound: 'Prouvé : tout ce qui a été contrôlé est conforme.',
            faulty: 'Refusé : quelque chose ne correspond pas.',
            'cannot-conclude': 'Sans conclusion : rien ne se contredit, mais aucune clé de ce registre ne vous est connue.',
        },
        headers: ['Contrôle', 'Nombre', 'Résultat'],
        checks: {
            bundle: 'octets lus, somme du fichier', entries: 'inscriptions bien formées', links: 'liens de la chaîne',
            signatures: 'signatures du point de contrôle', tree: 'preuves dans l’arbre', log: 'clés du registre reconnues',
            keys: 'signatures par des clés que la liasse ne dit pas retirées', witnesses: 'témoins reconnus',
            'time-stamps': 'horodatages d’une autorité reconnue', documents: 'documents', passages: 'passages',
        },
        checked: 'Contrôles',
        unchecked: 'Non contrôlé',
        notChecked: {
            'missing-links': 'les liens vers des inscriptions absentes de la liasse',
            'absent-texts': 'les passages de textes absents de la liasse',
            'sealed-values': 'les valeurs scellées : la liasse n’en a que les empreintes',
            'keys-in-force': 'que la clé fût encore en vigueur : une inscription absente de la liasse peut la retirer',
            forks: 'qu’un autre registre ait été montré à d’autres : aucun témoin n’est demandé',
            'no-time-stamp': 'la date du point de contrôle : la liasse n’a pas d’horodatage',
            'no-authority': 'la signature des horodatages : cette page lit seulement qu’ils portent sur ce point de contrôle '
                + '(greffe verify, openssl ts)',
            'stolen-keys': 'le vol ou la perte d’une clé',
            'other-entries': 'le reste du registre : une inscription ultérieure peut annuler ou rectifier celles-ci',
            truth: 'la vérité de ce qui est inscrit : ce sont des octets qui sont contrôlés',
        },
        proves: 'Ce qui est prouvé',
        ledger: (p) => `Registre ${p.origin}, ${p.size} inscriptions, signé par ${p.signedBy.join(', ')}.`,
        seen: (name, date) => `Vu par ${name} le ${date}, selon lui.`,
        entry: (e) => `Inscription ${e.seq} : ${e.kind} (${e.stream}, ${e.effective})`,
        passage: 'Passage cité :',
        sealed: (digest) => `${digest} : valeur scellée, hors de ce fichier.`,
        erased: (digest, on, ground) => `${digest} : effacé le ${on} en vertu de : ${ground}`,
        key: 'La politique ne peut être lue : ',
        none: 'Choisissez un fichier.',
    },
    en: {
        title: 'Verify an evidence bundle',
        intro: 'This page verifies a .evidence file of greffe, without a network. Nothing leaves this computer.',
        file: 'Bundle (.evidence)',
        policy: 'Keys that you trust',
        help: 'The public keys of ledgers, one a line, obtained elsewhere than in the bundle; or a policy with its '
            + 'witnesses: lines "log", "witness", "group", "quorum". Without a key nothing can be concluded.',
        verify: 'Verify',
        other: 'Français',
        sound: 'sound',
        nothing: 'none',
        faulty: 'FAULTY',
        'cannot-conclude': 'cannot conclude',
        outcomes: {
            sound: 'Proven: everything that was checked is sound.',
            faulty: 'Refused: something does not match.',
            'cannot-conclude': 'Cannot conclude: nothing contradicts, but you know no key of this ledger.',
        },
        headers: ['Check', 'Count', 'Result'],
        checks: {
            bundle: 'bytes read, sum of the file', entries: 'entries well-formed', links: 'links of the chain',
            signatures: 'signatures of the checkpoint', tree: 'proofs in the tree', log: 'known keys of the ledger',
            keys: 'signatures by keys that the bundle does not say are retired', witnesses: 'known witnesses',
            'time-stamps': 'time-stamps by a known authority', documents: 'documents', passages: 'passages',
        },
        checked: 'Checks',
        unchecked: 'Not checked',
        notChecked: {
            'missing-links': 'links to entries that are not in the bundle',
            'absent-texts': 'passages of texts that are not in the bundle',
            'sealed-values': 'sealed values: the bundle holds their digests alone',
            'keys-in-force': 'whether the key was still in force: an entry that is not in the bundle may retire it',
            forks: 'whether others were shown another ledger: no witness is asked for',
            'no-time-stamp': 'the date of the checkpoint: the bundle has no time-stamp',
            'no-authority': 'the signatures of time-stamps: this page only reads that they are about this checkpoint '
                + '(greffe verify, openssl ts)',
            'stolen-keys': 'whether a key was stolen or lost',
            'other-entries': 'the rest of the ledger: a later entry may void or correct these',
            truth: 'whether what was recorded is true: bytes were checked',
        },
        proves: 'What is proven',
        ledger: (p) => `Ledger ${p.origin}, ${p.size} entries, signed by ${p.signedBy.join(', ')}.`,
        seen: (name, date) => `Seen by ${name} on ${date}, by its own word.`,
        entry: (e) => `Entry ${e.seq}: ${e.kind} (${e.stream}, ${e.effective})`,
        passage: 'Passage cited:',
        sealed: (digest) => `${digest}: a sealed value, not in this file.`,
        erased: (digest, on, ground) => `${digest}: erased on ${on} under ${ground}`,
        key: 'The policy cannot be read: ',
        none: 'Choose a file.',
    },
};

function show() {
    const find = (id) => document.getElementById(id);
    let language = navigator.language?.startsWith('en') ? 'en' : 'fr';
    let last = null;

    const make = (tag, content, attributes = {}) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...[content].flat().map((part) => (typeof part === 'string' ? visible(part) : part)));
        return element;
    };

    function words() {
        const say = SAY[language];
        document.documentElement.lang = language;
        document.title = say.title;
        for (const element of document.querySelectorAll('[data-say]')) element.textContent = say[element.dataset.say];
        find('language').textContent = say.other;
        find('language').lang = language === 'fr' ? 'en' : 'fr';
        if (last) last();
    }

    function result(report) {
        const say = SAY[language];
        const cell = ({ name, count, verdict }) => make('tr', [
            make('td', say.checks[name]),
            make('td', String(count), { class: 'count' }),
            // What had nothing to look at vouches for nothing.
            make('td', verdict === 'sound' && count === 0 ? say.nothing : say[verdict], { class: verdict }),
        ]);
        const head = make('tr', say.headers.map((name) => make('th', name, { scope: 'col' })));
        const table = make('table', [make('thead', head), make('tbody', report.checks.map(cell))]);
        const parts = [
            make('p', say.outcomes[report.outcome], { class: `verdict ${report.outcome}`, id: 'outcome' }),
            make('h2', say.checked), make('div', table, { class: 'scroll' }),
        ];
        if (report.notChecked.length > 0) {
            const items = report.notChecked.map((name) => make('li', say.notChecked[name]));
            parts.push(make('h2', say.unchecked), make('ul', items));
        }
        if (report.proven) parts.push(make('h2', say.proves), ...proven(report.proven, say));
        find('result').replaceChildren(...parts);
        find('result').hidden = false;
    }

    function proven(what, say) {
        // A witness may state a time that no calendar here reaches.
        const date = (time) => (time >= 253402300800n ? `${time} s`
            : new Date(Number(time) * 1000).toISOString().replace('T', ' ').slice(0, 16) + ' UTC');
        const parts = [make('p', say.ledger(what))];
        for (const { name, time } of what.seenBy) parts.push(make('p', say.seen(name, date(time))));
        // What an entry holds sealed may have been erased: another entry says so.
        const erasures = what.entries.map(erasureIn).filter((erased) => erased !== null);
        const erasure = (digest) => erasures.find(({ digests }) => digests.includes(digest));
        for (const entry of what.entries) {
            parts.push(make('h3', say.entry(entry)), make('pre', printed(entry.data)));
            for (const digest of sealedIn(entry.data)) {
                const erased = erasure(digest);
                parts.push(make('p', erased ? say.erased(digest, erased.on, erased.ground) : say.sealed(digest)));
            }
            for (const { text: quote } of what.passages.filter((source) => source.seq === entry.seq)) {
                parts.push(make('p', say.passage), make('blockquote', quote));
            }
        }
        return parts;
    }

    function complain(sentence) {
        find('result').replaceChildren(make('p', sentence, { class: 'verdict faulty', id: 'outcome' }));
        find('result').hidden = false;
    }

    async function run() {
        const file = find('file').files[0];
        if (!file) {
            complain(SAY[language].none);
            return;
        }
        const bytes = new Uint8Array(await file.arrayBuffer());
        try {
            const report = verify(bytes, find('policy').value);
            last = () => result(report);
            last();
        } catch (error) {
            complain(SAY[language].key + error.message);
        }
        find('result').focus();
    }

    find('language').addEventListener('click', () => { language = language === 'fr' ? 'en' : 'fr'; words(); });
    find('form').addEventListener('submit', (event) => { event.preventDefault(); run(); });
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length > 0) {
            find('file').files = event.dataTransfer.files;
            run();
        }
    });
    words();
}

if (typeof document !== 'undefined') show();
