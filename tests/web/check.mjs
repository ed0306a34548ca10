// Opens every report of a folder in Chromium and holds it to what README.md says.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const folder = resolve(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];

const WIDTHS = [['phone', 390, 844], ['desktop', 1280, 900]];
const WORDS = {
    fr: ['En bref', 'Frise', 'Budget et part', 'Constats', 'Ce qui manque', 'Non vérifié', 'Registre', 'Annexe'],
    en: ['In brief', 'Timeline', 'Budget and share', 'Findings', 'What is missing', 'Not verified', 'Ledger', 'Annex'],
};

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const reports = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
if (reports.length === 0) faults.push(`no report in ${folder}`);
for (const name of reports) {
    for (const [device, width, height] of WIDTHS) {
        for (const scheme of ['light', 'dark']) {
            await open(name, `${name.replace('.html', '')}-${device}-${scheme}`, { width, height }, scheme);
        }
    }
}
await browser.close();
for (const fault of faults) console.error(`✗ ${fault}`);
console.log(`${reports.length} reports, ${reports.length * 4} views, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

async function open(name, view, viewport, colorScheme) {
    const url = pathToFileURL(join(folder, name)).href;
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const fault = (what) => faults.push(`${view}: ${what}`);
    page.on('request', (request) => { if (request.url() !== url) fault(`asks for ${request.url()}`); });
    page.on('console', (message) => fault(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => fault(`error: ${error.message}`));
    page.on('dialog', (dialog) => { fault(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.addInitScript(() => {
        window.broken = [];
        document.addEventListener('securitypolicyviolation', (e) => window.broken.push(e.violatedDirective));
    });
    await page.goto(url, { waitUntil: 'load' });

    for (const broken of await page.evaluate(() => window.broken)) fault(`breaks its policy: ${broken}`);
    for (const said of await page.evaluate(inspect)) fault(said);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) {
        fault(`axe ${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`);
    }
    // The first stop of the keyboard is the way past the contents, and it shows.
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
        const at = document.activeElement.getBoundingClientRect();
        return { skip: document.activeElement.className, top: at.top, left: at.left };
    });
    if (stop.skip !== 'skip' || stop.top < 0 || stop.left < 0) fault('the skip link cannot be seen');
    await page.evaluate(() => document.activeElement.blur());
    if (process.env.GREFFE_WEB_KEEP) await picture(page, view, viewport.width);
    // Printed once for each report, from the dark view: paper must be light all the same.
    if (view.endsWith('desktop-dark')) await print(page, name, fault);
    await context.close();
}

// A long page in pieces: one picture of all of it is more than Chromium draws without a GPU.
async function picture(page, view, width) {
    const [height, piece] = [await page.evaluate(() => document.documentElement.scrollHeight), 2200];
    await page.setViewportSize({ width, height: piece });
    for (let at = 0; at * piece < height && at < 8; at++) {
        await page.evaluate((y) => window.scrollTo(0, y), at * piece);
        await page.screenshot({ path: join(folder, `${view}-${at + 1}.png`) });
    }
}

// Runs in the page.
function inspect() {
    const said = [];
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) said.push(`is ${root.scrollWidth} pixels wide`);
    if (!root.lang) said.push('has no language');
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length > 0) said.push(`uses ids twice: ${twice.slice(0, 5)}`);
    if (document.querySelectorAll('h1').length !== 1) said.push('has not one h1');
    if (document.querySelector('script, iframe, img, object, embed, form, base')) said.push('holds what it must not');
    if (document.querySelectorAll('[style], [onclick], [onerror], [onload]').length > 0) said.push('has attributes that act');
    for (const link of document.querySelectorAll('a')) {
        const to = link.getAttribute('href');
        if (!to.startsWith('#')) said.push(`links out to ${to}`);
        else if (!document.getElementById(to.slice(1))) said.push(`a link leads nowhere: ${to}`);
    }
    for (const cited of document.querySelectorAll('a.ref')) {
        const quoted = document.getElementById(cited.getAttribute('href').slice(1));
        if (!quoted?.closest('#annex')) said.push(`${cited.textContent} is not in the annex`);
        else if (!quoted.querySelector(`a[href="#${cited.id}"]`)) said.push(`no way back to ${cited.id}`);
    }
    if (document.querySelectorAll('a.ref').length < 50) said.push('cites too little');
    const paper = getComputedStyle(root).backgroundColor;
    const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
    if (paper !== (dark ? 'rgb(18, 22, 27)' : 'rgb(255, 255, 255)')) said.push(`has ${paper} for paper`);
    for (const table of document.querySelectorAll('table')) {
        if (!table.caption) said.push('a table has no caption');
        if (!table.querySelector('th[scope]')) said.push('a table has no header');
    }
    return said;
}

async function print(page, name, fault) {
    const pdf = join(folder, name.replace('.html', '.pdf'));
    await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    const pages = Number(/^Pages:\s+(\d+)$/m.exec(info)?.[1]);
    if (!(pages >= 5 && pages <= 60)) fault(`prints to ${pages} pages`);
    if (!/^Page size:.*\(A4\)$/m.test(info)) fault('is not printed on A4');
    if (!/^Tagged:\s+yes$/m.test(info)) fault('prints to a PDF that cannot be read aloud');
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replaceAll('\u00a0', ' ');
    const lang = name.includes('-fr') ? 'fr' : 'en';
    for (const words of WORDS[lang]) if (!text.includes(words)) fault(`« ${words} » is not printed`);
    if (!text.includes(`1 / ${pages}`) || !text.includes(`${pages} / ${pages}`)) fault('pages are not numbered');
    // A figure of the act, as each language writes it.
    const amount = lang === 'fr' ? '73 500 €' : '€73,500';
    if (!text.replaceAll('\u202f', ' ').includes(amount)) fault(`${amount} is not printed`);
    const blank = text.split('\f').slice(0, pages).filter((sheet) => sheet.trim().length < 40);
    if (blank.length > 0) fault(`${blank.length} pages are all but empty`);
}
