// Opens the page that verifies evidence bundles, gives it the vectors and altered ones, and holds it to what
// README.md says.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { cases, disagreements } from './malformed.mjs';

const root = resolve(import.meta.dirname, '../..');
const vector = (name) => readFileSync(resolve(root, 'tests/vectors/proof', name));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const url = pathToFileURL(resolve(root, 'verifier/evidence.html')).href;
const faults = [];
const expect = (condition, what) => { if (!condition) faults.push(what); };

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const bundle = vector('four-entries.evidence');
const policy = vector('policy').toString();
// A bundle that the program made, with the policy it is held against, in the folder of the first argument.
const fromProgram = process.argv[2] && {
    bundle: readFileSync(resolve(process.argv[2], 'act.evidence')),
    policy: readFileSync(resolve(process.argv[2], 'act.policy')).toString(),
};
const malformed = cases();
faults.push(...disagreements(malformed));
const CHECKS = ['bundle', 'entries', 'links', 'signatures', 'tree', 'log', 'witnesses', 'documents', 'passages'];

// The same bytes with a new sum, as a forger makes it.
function resealed(bytes) {
    const body = bytes.subarray(0, bytes.length - 72);
    return Buffer.concat([body, Buffer.from(`sha256 ${createHash('sha256').update(body).digest('hex')}\n`)]);
}

for (const [locale, viewport] of [['fr-FR', { width: 390, height: 844 }], ['en-GB', { width: 1280, height: 900 }]]) {
    for (const colorScheme of ['light', 'dark']) await view(locale, viewport, colorScheme);
}
await browser.close();
for (const fault of faults) console.error(`✗ ${fault}`);
console.log(`evidence page: 4 views, ${malformed.length} bundles and policies, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

// What the program made is sound here as well, and no byte of it can be changed, neither as it is nor with
// the new sum that a forger makes: all of them where GREFFE_EVERY_BYTE is set, else a spread. With a new sum
// every check is run, so of these it is every 41st, or every
// GREFFE_NEW_SUM-th.
async function ofTheProgram(page, run) {
    const found = await run(fromProgram.bundle, fromProgram.policy);
    expect(found.outcome === 'sound', `the program's bundle is ${found.outcome}: ${found.text.slice(0, 300)}`);
    const step = process.env.GREFFE_EVERY_BYTE ? 1 : Math.ceil(fromProgram.bundle.length / 100);
    const newSum = step * Number(process.env.GREFFE_NEW_SUM ?? 41);
    const missed = await page.evaluate(([base64, keys, step, newSum]) => {
        const sound = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const passed = [];
        let tried = 0;
        const demand = (bytes, at) => {
            tried += 1;
            if (verify(bytes, keys).outcome !== 'faulty') passed.push(at);
        };
        const turned = (at) => {
            const changed = sound.slice();
            changed[at] ^= 1 << at % 8;
            return changed;
        };
        for (let at = 0; at < sound.length; at += step) demand(turned(at), at);
        const body = sound.length - 72;
        for (let at = 0; at < body; at += newSum) {
            const changed = turned(at);
            const sum = hex(sha256(changed.subarray(0, body)));
            changed.set(new TextEncoder().encode(`sha256 ${sum}\n`), body);
            demand(changed, `${at} with a new sum`);
        }
        return { passed, tried };
    }, [fromProgram.bundle.toString('base64'), fromProgram.policy, step, newSum]);
    expect(missed.passed.length === 0, `changed bytes of the program's bundle pass: ${missed.passed}`);
    console.log(`the program's bundle: ${fromProgram.bundle.length} bytes, every ${step}. changed, ${missed.tried} verifications`);
}

async function view(locale, viewport, colorScheme) {
    const context = await browser.newContext({ locale, viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const fault = (what) => faults.push(`${locale} ${colorScheme}: ${what}`);
    page.on('request', (request) => { if (request.url() !== url) fault(`asks for ${request.url()}`); });
    page.on('console', (message) => fault(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => fault(`error: ${error.message}`));
    page.on('dialog', (dialog) => { fault(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.addInitScript(() => {
        window.broken = [];
        document.addEventListener('securitypolicyviolation', (e) => window.broken.push(e.violatedDirective));
    });
    await page.goto(url, { waitUntil: 'load' });

    const run = async (bytes, keys) => {
        await page.evaluate(() => document.getElementById('result').replaceChildren());
        await page.setInputFiles('#file', { name: 'a.evidence', mimeType: 'application/octet-stream', buffer: bytes });
        await page.fill('#policy', keys);
        await page.click('button[type=submit]');
        await page.waitForSelector('#outcome');
        return page.evaluate(() => ({
            outcome: document.getElementById('outcome').className.replace('verdict ', ''),
            rows: document.querySelectorAll('#result tbody tr').length,
            text: document.getElementById('result').textContent,
        }));
    };

    const good = await run(bundle, policy);
    expect(good.outcome === 'sound' && good.rows === CHECKS.length, `${locale}: ${good.outcome}, ${good.rows} checks`);
    expect(good.text.includes('61 300 euros'), `${locale}: the passage is not shown`);
    expect(good.text.includes('6130000'), `${locale}: the figure is not shown`);
    for (const broken of await page.evaluate(() => window.broken)) fault(`breaks its policy: ${broken}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(!wide, `${locale}: wider than the window`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) fault(`axe ${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);

    expect((await run(bundle, '')).outcome === 'cannot-conclude', `${locale}: concludes without a key`);
    const other = policy.replace(/^log .*$/m, '');
    expect((await run(bundle, other)).outcome === 'cannot-conclude', `${locale}: concludes without the ledger's key`);
    expect((await run(bundle, 'nonsense')).outcome === 'faulty', `${locale}: takes nonsense for a policy`);

    // Each check and what it leaves has words here.
    for (const name of ['time-stamps: a time-stamp', 'keys: key retired, three entries', 'keys: that entry left out']) {
        const { bundle: file, trust, outcome } = malformed.find((one) => one.name === name);
        const said = await run(Buffer.from(file, 'base64'), trust);
        expect(said.outcome === outcome && !said.text.includes('undefined'), `${locale}: ${name}: ${said.text}`);
    }

    // Every byte, in the page itself: as it is, and with a new sum.
    if (locale === 'fr-FR' && colorScheme === 'light') {
        const missed = await page.evaluate(([base64, keys]) => {
            const sound = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
            const passed = [];
            for (let at = 0; at < sound.length; at += 1) {
                const changed = sound.slice();
                changed[at] ^= 1;
                if (verify(changed, keys).outcome !== 'faulty') passed.push(at);
            }
            return passed;
        }, [bundle.toString('base64'), policy]);
        expect(missed.length === 0, `changed bytes pass: ${missed}`);
        if (fromProgram) await ofTheProgram(page, run);
    }
    for (let at = 0; at < bundle.length - 72; at += 131) {
        const changed = Buffer.from(bundle);
        changed[at] ^= 1;
        expect((await run(resealed(changed), policy)).outcome === 'faulty', `byte ${at} with a new sum passes`);
    }

    // Markup in what is proven stays text.
    await page.evaluate(() => {
        const name = '<img src=x onerror=alert(1)><script>alert(2)</script>';
        const entry = { seq: 1, kind: name, stream: name, effective: name, data: new Map([[name, name]]) };
        const gone = (fields) => ({ ...entry, kind: 'PersonalDataErased', recordedAt: '2024-05-02', data: new Map(fields) });
        const digest = 'ab'.repeat(32);
        const sealed = { ...entry, data: new Map([['a', new Map([['sealed', digest]])]]) };
        const odd = gone([['sealed', [digest]], ['on', new Map()]]);
        const erasure = gone([['sealed', [digest]], ['ground', 'art. 17\u202e\u001b[2J']]);
        window.verify = () => ({
            outcome: 'sound', checks: [], notChecked: [],
            proven: { origin: name, size: 1, signedBy: [name], seenBy: [{ name, time: 1 }], entries: [entry, odd, sealed, erasure],
                passages: [{ seq: 1, text: name }] },
        });
    });
    const hostile = await run(bundle, policy);
    expect(hostile.text.split('<script>').length > 6, `${locale}: names are not shown as they are`);
    expect(!/\[object|undefined|\u202e|\u001b/.test(hostile.text), `${locale}: an erasure is shown as it is not`);
    expect(hostile.text.includes('art. 17<U+202E><U+001B>[2J'), `${locale}: what hides is not written out`);
    const made = await page.evaluate(() => document.querySelectorAll('#result img, #result script').length);
    expect(made === 0, `${locale}: markup was made of a name`);
    await page.click('#language');
    await context.close();
}
