// Holds the page's own verification to the bundles and policies of tests/independent/malformed.py, without a
// browser. By itself: node tests/web/malformed.mjs
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const { verify, printed, erasureIn, visible } = createRequire(import.meta.url)(resolve(root, 'verifier/verify.js'));

function judged({ bundle, trust }) {
    let report;
    try { report = verify(new Uint8Array(Buffer.from(bundle, 'base64')), trust); } catch (error) {
        if (error.constructor.name !== 'Malformed') throw error;
        return { outcome: 'unreadable', faulty: [], notChecked: [] };
    }
    const faulty = report.checks.filter(({ verdict }) => verdict === 'faulty').map(({ name }) => name).sort();
    return { ...report, faulty };
}

// The bundles and policies, as malformed.py writes them.
export function cases() {
    const made = execFileSync('python3', [resolve(root, 'tests/independent/malformed.py')], { maxBuffer: 2 ** 28 });
    return made.toString().trim().split('\n').map((line) => JSON.parse(line));
}

// What the page judges otherwise than the document does, each with its name.
export function disagreements(made) {
    const faults = [];
    for (const one of made) {
        const { outcome, faulty, notChecked, proven } = judged(one);
        const told = one.in_force ?? notChecked.includes('keys-in-force');
        if (outcome !== one.outcome || faulty.join() !== one.faulty.join()
            || told !== notChecked.includes('keys-in-force')
            || one.sealed !== notChecked.includes('sealed-values')) {
            faults.push(`${one.name}: ${outcome} [${faulty}] [${notChecked}], not ${one.outcome} [${one.faulty}]`);
        }
        // The digits that were proven are those that are shown.
        if (one.name === 'entry: limits of integers') {
            const shown = proven === null ? '' : printed(proven.entries[0].data);
            const expected = '{\n "a": 9223372036854775807,\n "b": -9223372036854775808,\n "c": 9007199254740993\n}';
            if (shown !== expected) faults.push(`${one.name}: shown as ${shown}`);
        }
    }
    return [...faults, ...ofWords()];
}

// What the page tells of an erasure, and how it shows what hides.
function ofWords() {
    const faults = [];
    const expect = (what, found, due) => {
        if (JSON.stringify(found) !== JSON.stringify(due)) faults.push(`${what}: ${JSON.stringify(found)}`);
    };
    const erased = (fields) => {
        const data = new Map(Object.entries({ sealed: ['a'], on: '2024-05-02', ground: 'art. 17', ...fields }));
        return erasureIn({ kind: 'PersonalDataErased', data, recordedAt: '2024-06-01T00:00:00.000000Z' });
    };
    expect('erased', erased({}), { digests: ['a'], on: '2024-05-02', ground: 'art. 17' });
    for (const on of [null, undefined]) expect('without a day', erased({ on })?.on, '2024-06-01');
    for (const odd of [{ on: new Map() }, { on: 5n }, { on: '<b>' }, { ground: undefined }, { ground: 1n },
        { sealed: 'a' }, { sealed: [1n] }, { sealed: undefined }]) expect('of another form', erased(odd), null);
    expect('hidden', visible('a\u202eb\u001b[2J\u200b\u2028\n\té—'), 'a<U+202E>b<U+001B>[2J<U+200B><U+2028>\n\té—');
    return faults;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const made = cases();
    const faults = disagreements(made);
    for (const fault of faults) console.error(`✗ ${fault}`);
    console.log(`page: ${made.length} bundles and policies, ${faults.length} judged otherwise`);
    process.exit(faults.length === 0 ? 0 : 1);
}
