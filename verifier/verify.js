// Verifies a greffe evidence bundle (docs/proof-format.md §7) and nothing else. It shares no code with
// greffe, asks for nothing from the network and needs no library. The page that carries it is made by
// page.py; node can load it as it is.
'use strict';

// Bytes.

const utf8 = new TextEncoder();
const concat = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
};
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const text = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const little = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const big = (bytes) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

class Malformed extends Error {}
const demand = (condition, what) => { if (!condition) throw new Malformed(what); };

function unbase64(string) {
    demand(/^[A-Za-z0-9+/]*={0,2}$/.test(string) && string.length % 4 === 0, 'base64');
    let raw;
    try { raw = atob(string); } catch { throw new Malformed('base64'); }
    demand(btoa(raw) === string, 'base64');
    return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

const MOST = 2n ** 63n - 1n;

function decimal(string) {
    demand(/^(0|[1-9][0-9]{0,18})$/.test(string) && BigInt(string) <= MOST, 'number');
    return BigInt(string);
}

// A number of things that are here; what is too much for a double is more than there are.
const count = (string) => Number(decimal(string));

// SHA-2 (FIPS 180-4). Its constants are the first bits of roots of primes, and are computed so.

const PRIMES = [];
for (let n = 2; PRIMES.length < 80; n += 1) if (PRIMES.every((p) => n % p !== 0)) PRIMES.push(n);

// The first 64 bits behind the point of the root of p, of degree 2 or 3.
function fraction(p, degree) {
    const whole = BigInt(p) << BigInt(64 * degree);
    let low = 0n;
    let high = 1n << 72n;
    while (high - low > 1n) {
        const middle = (low + high) >> 1n;
        if (middle ** BigInt(degree) <= whole) low = middle; else high = middle;
    }
    return BigInt.asUintN(64, low);
}

const K64 = PRIMES.map((p) => fraction(p, 3));
const IV64 = PRIMES.slice(0, 8).map((p) => fraction(p, 2));
const K32 = Uint32Array.from(K64.slice(0, 64), (k) => Number(k >> 32n));
const IV32 = IV64.map((v) => Number(v >> 32n));

function padded(message, block) {
    const length = Math.ceil((message.length + 1 + block / 8) / block) * block;
    const out = new Uint8Array(length);
    out.set(message);
    out[message.length] = 0x80;
    new DataView(out.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
    return out;
}

function sha256(message) {
    const data = padded(message, 64);
    const view = new DataView(data.buffer);
    const state = Uint32Array.from(IV32);
    const w = new Uint32Array(64);
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let at = 0; at < data.length; at += 64) {
        for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(at + 4 * i);
        for (let i = 16; i < 64; i += 1) {
            const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
            const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < 64; i += 1) {
            const t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K32[i] + w[i];
            const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
        }
        [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
    }
    const out = new Uint8Array(32);
    state.forEach((value, i) => new DataView(out.buffer).setUint32(4 * i, value));
    return out;
}

function sha512(message) {
    const data = padded(message, 128);
    const view = new DataView(data.buffer);
    const state = [...IV64];
    const u = (x) => BigInt.asUintN(64, x);
    const turn = (x, n) => u((x >> n) | (x << (64n - n)));
    for (let at = 0; at < data.length; at += 128) {
        const w = [];
        for (let i = 0; i < 16; i += 1) w.push(view.getBigUint64(at + 8 * i));
        for (let i = 16; i < 80; i += 1) {
            const s0 = turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
            const s1 = turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
            w.push(u(w[i - 16] + s0 + w[i - 7] + s1));
        }
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < 80; i += 1) {
            const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
            const t1 = h + s1 + ((e & f) ^ (u(~e) & g)) + K64[i] + w[i];
            const t2 = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
            [h, g, f, e, d, c, b, a] = [g, f, e, u(d + t1), c, b, a, u(t1 + t2)];
        }
        [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = u(state[i] + value); });
    }
    const out = new Uint8Array(64);
    state.forEach((value, i) => new DataView(out.buffer).setBigUint64(8 * i, value));
    return out;
}

// BLAKE3, hash mode only. Its initial value is that of SHA-256.

const PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const MIX = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
    [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;
const ROOT = 8;

function compress(chaining, block, counter, length, flags) {
    const view = new DataView(block.buffer, block.byteOffset, 64);
    let m = Array.from({ length: 16 }, (_, i) => view.getUint32(4 * i, true));
    const v = Uint32Array.from([...chaining, ...IV32.slice(0, 4),
        counter >>> 0, Math.floor(counter / 2 ** 32), length, flags]);
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let round = 0; round < 7; round += 1) {
        MIX.forEach(([a, b, c, d], i) => {
            for (const [word, right, left] of [[m[2 * i], 16, 12], [m[2 * i + 1], 8, 7]]) {
                v[a] += v[b] + word;
                v[d] = turn(v[d] ^ v[a], right);
                v[c] += v[d];
                v[b] = turn(v[b] ^ v[c], left);
            }
        });
        m = PERMUTATION.map((i) => m[i]);
    }
    return Array.from({ length: 8 }, (_, i) => (v[i] ^ v[i + 8]) >>> 0);
}

function words(values) {
    const out = new Uint8Array(4 * values.length);
    values.forEach((value, i) => new DataView(out.buffer).setUint32(4 * i, value, true));
    return out;
}

function blake3Tree(data, counter, root) {
    const chunks = Math.max(1, Math.ceil(data.length / 1024));
    if (chunks > 1) {
        let left = 1;
        while (left * 2 < chunks) left *= 2;
        const pair = concat(words(blake3Tree(data.subarray(0, left * 1024), counter, 0)),
            words(blake3Tree(data.subarray(left * 1024), counter + left, 0)));
        return compress(IV32, pair, 0, 64, PARENT | root);
    }
    const blocks = Math.max(1, Math.ceil(data.length / 64));
    let value = IV32;
    for (let i = 0; i < blocks; i += 1) {
        const piece = data.subarray(64 * i, 64 * i + 64);
        const block = new Uint8Array(64);
        block.set(piece);
        const flags = (i === 0 ? CHUNK_START : 0) | (i === blocks - 1 ? CHUNK_END | root : 0);
        value = compress(value, block, counter, piece.length, flags);
    }
    return value;
}

const blake3 = (data) => hex(words(blake3Tree(data, 0, ROOT)));

// Ed25519 (RFC 8032 §5.1), strictly: no point of small order, no second spelling.

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x, m = P) => ((x % m) + m) % m;

function power(base, exponent) {
    let result = 1n;
    for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) {
        if (e & 1n) result = (result * b) % P;
    }
    return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const NEUTRAL = [0n, 1n, 1n, 0n];

function add(p, q) {
    const a = mod((p[1] - p[0]) * (q[1] - q[0]));
    const b = mod((p[1] + p[0]) * (q[1] + q[0]));
    const c = mod(2n * p[3] * q[3] * D);
    const d = mod(2n * p[2] * q[2]);
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
    let result = NEUTRAL;
    for (let p = point, s = scalar; s > 0n; s >>= 1n, p = add(p, p)) if (s & 1n) result = add(result, p);
    return result;
}

const equal = (p, q) => mod(p[0] * q[2] - q[0] * p[2]) === 0n && mod(p[1] * q[2] - q[1] * p[2]) === 0n;

function point(bytes) {
    const whole = little(bytes);
    const sign = whole >> 255n;
    const y = whole & (2n ** 255n - 1n);
    if (y >= P) return null;
    const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square) !== 0n) x = mod(x * power(2n, (P - 1n) / 4n));
    if (mod(x * x - square) !== 0n || (x === 0n && sign === 1n)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
}

const small = (p) => equal(times(8n, p), NEUTRAL);
const BASE_Y = mod(4n * power(5n, P - 2n));
const BASE = point(Uint8Array.from({ length: 32 }, (_, i) => Number((BASE_Y >> BigInt(8 * i)) & 255n)));

function ed25519(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    const [a, r] = [point(key), point(signature.subarray(0, 32))];
    const s = little(signature.subarray(32));
    if (a === null || r === null || s >= ORDER || small(a) || small(r)) return false;
    const k = mod(little(sha512(concat(signature.subarray(0, 32), key, message))), ORDER);
    return equal(times(s, BASE), add(r, times(k, a)));
}

// The tree (RFC 6962 §2.1), by its definition.

const leaf = (bytes) => sha256(concat(Uint8Array.of(0), bytes));
const node = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

// The root to which a proof leads; null where it has too few hashes, or some left over.
function climb(index, size, hash, proof) {
    if (size === 1n) return proof.length === 0 ? hash : null;
    if (proof.length === 0) return null;
    let k = 1n;
    while (k * 2n < size) k *= 2n;
    const [rest, sibling] = [proof.slice(0, -1), proof.at(-1)];
    const right = index >= k;
    const below = right ? climb(index - k, size - k, hash, rest) : climb(index, k, hash, rest);
    if (below === null) return null;
    return right ? node(sibling, below) : node(below, sibling);
}

const included = (index, size, bytes, proof, root) => {
    if (index >= size) return false;
    const found = climb(index, size, leaf(bytes), proof);
    return found !== null && same(found, root);
};

// Keys, notes, policies.

const isName = (name) => /^[^+\p{White_Space}\p{Cc}]+$/u.test(name) && utf8.encode(name).length <= 255;

class Key {
    constructor(written) {
        const [, name, id, rest] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(written) ?? [];
        demand(name !== undefined && isName(name), 'key');
        const material = unbase64(rest);
        demand(material.length === 33 && [1, 4].includes(material[0]), 'key');
        Object.assign(this, { written, name, id, cosigns: material[0] === 4, bytes: material.subarray(1) });
        const sum = sha256(concat(utf8.encode(`${name}\n`), material));
        demand(hex(sum.subarray(0, 4)) === id, 'id of a key');
        const at = point(this.bytes);
        demand(at !== null && !small(at), 'key');
    }

    verifies(message, signature) {
        if (!this.cosigns) return ed25519(this.bytes, message, signature);
        const time = big(signature.subarray(0, 8));
        if (signature.length < 8 || time > MOST) return false;
        const head = utf8.encode(`cosignature/v1\ntime ${time}\n`);
        return ed25519(this.bytes, concat(head, message), signature.subarray(8));
    }
}

class Note {
    constructor(bytes) {
        let whole;
        demand(bytes.length <= 1000000, 'note');
        try { whole = text(bytes); } catch { throw new Malformed('note'); }
        // eslint-disable-next-line no-control-regex
        demand(!/[\x00-\x09\x0b-\x1f]/.test(whole) && whole.endsWith('\n'), 'note');
        const at = whole.lastIndexOf('\n\n');
        demand(at >= 0, 'note');
        this.text = whole.slice(0, at + 1);
        this.lines = whole.slice(at + 2, -1).split('\n').map((line) => {
            const [, name, rest] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
            demand(name !== undefined && isName(name), 'signature');
            const payload = unbase64(rest);
            demand(payload.length > 4, 'signature');
            return { name, id: hex(payload.subarray(0, 4)), signature: payload.subarray(4) };
        });
        demand(this.lines.length <= 100, 'signatures');
    }

    // The keys that signed, with the times of cosignatures; a line in the name of one that does not hold
    // condemns the note.
    signedBy(keys) {
        const signed = [];
        for (const line of this.lines) {
            for (const key of keys.filter((key) => key.name === line.name && key.id === line.id)) {
                demand(!signed.some((other) => other.key === key), `two signatures of ${key.name}`);
                demand(key.verifies(utf8.encode(this.text), line.signature), `signature of ${key.name}`);
                signed.push({ key, time: key.cosigns ? big(line.signature.subarray(0, 8)) : null });
            }
        }
        return signed;
    }
}

class Policy {
    constructor(source) {
        Object.assign(this, { logs: [], witnesses: new Map(), groups: new Map(), used: new Set(), quorum: null });
        for (const line of source.split('\n')) {
            // eslint-disable-next-line no-control-regex
            demand(!/[\x00-\x08\x0a-\x1f\x7f]/.test(line), line);
            const [word, ...rest] = line.split(/[ \t]/).filter((part) => part !== '');
            if (word === undefined || word.startsWith('#')) continue;
            if (word === 'log' && [1, 2].includes(rest.length)) this.logs.push(this.fresh(rest[0], false));
            else if (word === 'witness' && [2, 3].includes(rest.length)) this.witness(rest);
            else if (word === 'group' && rest.length >= 2) this.group(rest);
            else if (word === 'quorum' && rest.length === 1 && this.quorum === null) this.ask(rest[0]);
            else throw new Malformed(line);
        }
        demand(this.quorum !== null, 'quorum');
        demand([this.logs.length, this.witnesses.size, this.groups.size].every((many) => many <= 256), 'too many');
    }

    knows(name) { return this.witnesses.has(name) || this.groups.has(name); }

    fresh(written, cosigns) {
        const key = new Key(written);
        const known = [...this.logs, ...this.witnesses.values()];
        demand(key.cosigns === cosigns, 'kind of a key');
        demand(!known.some((other) => same(other.bytes, key.bytes)), 'one key for two parties');
        return key;
    }

    define(where, name, value) {
        demand(name !== 'none' && !this.knows(name), `name ${name}`);
        where.set(name, value);
    }

    // A name stands for one thing, and is asked for in one place.
    use(name) {
        demand(this.knows(name) && !this.used.has(name), `name ${name}`);
        this.used.add(name);
    }

    witness([name, written]) { this.define(this.witnesses, name, this.fresh(written, true)); }

    group([name, threshold, ...members]) {
        const least = { any: 1, all: members.length }[threshold] ?? count(threshold);
        demand(least >= 1 && least <= members.length, 'group');
        members.forEach((member) => this.use(member));
        this.define(this.groups, name, { least, members });
    }

    ask(name) {
        if (name !== 'none') this.use(name);
        this.quorum = name;
    }

    isMetBy(signed, name = this.quorum) {
        if (name === 'none') return true;
        if (this.witnesses.has(name)) return signed.some(({ key }) => key === this.witnesses.get(name));
        const { least, members } = this.groups.get(name);
        return members.filter((member) => this.isMetBy(signed, member)).length >= least;
    }
}

const trim = (line) => line.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');

// Public keys alone, one a line as keygen writes them, ask for no witness; so does nothing at all.
function asPolicy(source) {
    const said = source.split('\n').map(trim).filter((line) => line !== '' && !line.startsWith('#'));
    if (said.some((line) => /[ \t]/.test(line))) return source;
    return [...said.map((key) => `log ${key}`), 'quorum none'].join('\n');
}

// The bundle.

class Bundle {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
        demand(this.line() === 'greffe-evidence/1', 'first line');
        const end = bytes.length - 72;
        demand(end >= this.at, 'sum');
        const sum = `sha256 ${hex(sha256(bytes.subarray(0, end)))}\n`;
        demand(same(bytes.subarray(end), utf8.encode(sum)), 'sum');
        this.bytes = bytes.subarray(0, end);
        const [length] = this.head('checkpoint', 1);
        this.note = new Note(this.block(count(length)));
        this.keys = this.all('key', 1, ([written]) => new Key(written));
        this.tokens = this.all('timestamp', 1, ([size]) => this.block(count(size)));
        this.entries = this.all('entry', 3, ([seq, size, hashes]) => {
            const entry = { seq: decimal(seq), bytes: this.block(count(size)), proof: [] };
            demand(entry.bytes.length >= 1 && entry.bytes.length <= 65535 && count(hashes) <= 65, 'entry');
            for (let i = count(hashes); i > 0; i -= 1) entry.proof.push(unbase64(latin(this.block(44))));
            demand(entry.proof.every((hash) => hash.length === 32), 'hash');
            return entry;
        });
        this.documents = this.all('document', 2, ([hash, size]) => {
            demand(/^[0-9a-f]{64}$/.test(hash), 'hash of a document');
            return { hash, bytes: this.block(count(size)) };
        });
        demand(this.at === this.bytes.length && this.entries.length > 0, 'parts');
        demand(this.entries.length <= 65536 && this.documents.length <= 65536 && this.tokens.length <= 16, 'too many');
        demand(this.tokens.every((token) => token.length >= 1 && token.length <= 65536), 'length of a time-stamp');
        demand(new Set(this.tokens.map(hex)).size === this.tokens.length, 'a time-stamp twice');
        ascending(this.keys.map((key) => key.written));
        ascending(this.entries.map((entry) => entry.seq));
        ascending(this.documents.map((document) => document.hash));
        const named = (key) => this.note.lines.some((line) => key.name === line.name && key.id === line.id);
        demand(this.keys.length === this.note.lines.length && this.keys.every(named), 'keys');
    }

    line() {
        const end = this.bytes.indexOf(10, this.at);
        demand(end >= 0 && end - this.at <= 2048, 'line');
        const line = this.bytes.subarray(this.at, end);
        this.at = end + 1;
        try { return text(line); } catch { throw new Malformed('line'); }
    }

    head(word, count) {
        const [first, ...rest] = this.line().split(' ');
        demand(first === word && rest.length === count, word);
        return rest;
    }

    all(word, count, read) {
        const found = [];
        const start = utf8.encode(`${word} `);
        while (same(this.bytes.subarray(this.at, this.at + start.length), start)) {
            found.push(read(this.head(word, count)));
        }
        return found;
    }

    block(length) {
        const block = this.bytes.subarray(this.at, this.at + length);
        demand(block.length === length && this.bytes[this.at + length] === 10, 'length');
        this.at += length + 1;
        return block;
    }
}

const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

// Strictly ascending by bytes (numbers by value).
function ascending(list) {
    const below = (a, b) => (typeof a === 'bigint' ? a < b : hex(utf8.encode(a)) < hex(utf8.encode(b)));
    for (let i = 1; i < list.length; i += 1) demand(below(list[i - 1], list[i]), 'order');
}

// Time-stamps (RFC 3161): whether a token is about a text. Who signed it is not looked at here.

const SEQUENCE = 0x30;
const SET = 0x31;
const BOOLEAN = 0x01;
const TIME = 0x18;
const INTEGER_TAG = 0x02;
const OCTETS = 0x04;
const OBJECT = 0x06;
const INSIDE = 0xa0;
const SIGNED_DATA = '2a864886f70d010702';
const TST_INFO = '2a864886f70d0109100104';
const SHA_256 = '608648016503040201';

// The values that stand one behind the other in DER: tag and content of each.
function der(bytes) {
    const values = [];
    for (let at = 0; at < bytes.length;) {
        const [tag, short] = [bytes[at], bytes[at + 1]];
        demand((tag & 0x1f) !== 0x1f && short !== undefined && short !== 0x80 && short <= 0x83, 'DER');
        const more = short < 0x80 ? 0 : short - 0x80;
        const length = more === 0 ? short : Number(big(bytes.subarray(at + 2, at + 2 + more)));
        const start = at + 2 + more;
        // In its shortest spelling, and whole.
        demand(more === 0 || length >= Math.max(0x80, 2 ** (8 * (more - 1))), 'DER');
        demand(start + length <= bytes.length, 'DER');
        values.push({ tag, content: bytes.subarray(start, start + length) });
        at = start + length;
    }
    return values;
}

// The values inside the first of these, which has that tag.
function inside([first], tag) {
    demand(first?.tag === tag, 'DER');
    return der(first.content);
}

function demandValue(value, tag, content) {
    demand(value?.tag === tag && hex(value.content) === content, 'token');
}

// Demands that what stands behind the content of a token is certificates, revocations and one signature.
function demandOneSignature(parts) {
    const signers = parts.filter(({ tag }) => tag === SET);
    demand(parts.every(({ tag }) => [SET, INSIDE, INSIDE + 1].includes(tag)) && signers.length === 1, 'token');
    const [signer, ...none] = der(signers[0].content);
    demand(signer?.tag === SEQUENCE && none.length === 0, 'token');
}

// Demands that no extension behind the time is critical: none is understood here (RFC 3161 §2.4.2).
function demandUncritical(parts) {
    for (const extension of parts.filter(({ tag }) => tag === INSIDE + 1).flatMap(({ content }) => der(content))) {
        const [name, ...rest] = inside([extension], SEQUENCE);
        const value = rest.at(-1);
        demand(name?.tag === OBJECT && value?.tag === OCTETS && rest.length <= 2, 'token');
        demand(rest.length === 1 || (rest[0].tag === BOOLEAN && hex(rest[0].content) === '00'), 'token');
    }
}

// Demands that a token is one over SHA-256 of the text (docs/proof-format.md §8, 1 and 2).
function stamps(token, datum) {
    const whole = der(token);
    demand(whole.length === 1, 'token');
    const [kind, ...signed] = inside(whole, SEQUENCE);
    demandValue(kind, OBJECT, SIGNED_DATA);
    demand(signed.length === 1, 'token');
    const [version, , ...rest] = inside(inside(signed, INSIDE), SEQUENCE);
    demandValue(version, INTEGER_TAG, '03');
    demandOneSignature(rest.slice(1));
    const [type, ...content] = inside(rest, SEQUENCE);
    demandValue(type, OBJECT, TST_INFO);
    const [octets] = inside(content, INSIDE);
    demand(octets?.tag === OCTETS, 'token');
    const info = der(octets.content);
    demand(info.length === 1, 'token');
    const [form, rules, imprint, serial, time, ...more] = inside(info, SEQUENCE);
    demand(rules?.tag === OBJECT && serial?.tag === INTEGER_TAG && time?.tag === TIME, 'token');
    demandUncritical(more);
    demandValue(form, INTEGER_TAG, '01');
    const [algorithm, digest, ...none] = inside([imprint], SEQUENCE);
    demandValue(inside([algorithm], SEQUENCE)[0], OBJECT, SHA_256);
    demandValue(digest, OCTETS, hex(sha256(datum)));
    demand(none.length === 0, 'token');
}

// The JSON of an entry (docs/format.md §2.1), which has one reading: no key twice, integers only, no half of
// a surrogate pair. Objects are Maps, so that keys keep their order and none means anything to this language;
// integers are BigInts, so that none is rounded.

const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y;
const INTEGER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const DEPTH = 64;

class Json {
    // The value of the whole text.
    static read(source) {
        const json = new Json();
        Object.assign(json, { source, at: 0 });
        const value = json.value(1);
        demand(json.next() === '', 'something behind the entry');
        return value;
    }

    // The first character of the next token; nothing at the end.
    next() {
        while (/[ \t\r]/.test(this.source.charAt(this.at))) this.at += 1;
        return this.source.charAt(this.at);
    }

    take(char) {
        demand(this.next() === char, `no ${char}`);
        this.at += 1;
    }

    token(pattern) {
        pattern.lastIndex = this.at;
        const [token] = pattern.exec(this.source) ?? [];
        demand(token !== undefined, 'token');
        this.at += token.length;
        return token;
    }

    value(depth) {
        const first = this.next();
        if (first === '{') return this.object(depth);
        if (first === '[') return this.array(depth);
        if (first === '"') return this.string();
        for (const [word, value] of [['true', true], ['false', false], ['null', null]]) {
            if (this.source.startsWith(word, this.at)) {
                this.at += word.length;
                return value;
            }
        }
        const digits = this.token(INTEGER);
        demand(digits !== '-0' && digits.length <= 20, 'integer');
        const integer = BigInt(digits);
        demand(integer >= -MOST - 1n && integer <= MOST, 'integer');
        return integer;
    }

    string() {
        const string = JSON.parse(this.token(STRING));
        demand(!/\p{Surrogate}/u.test(string), 'surrogate');
        return string;
    }

    // What stands between two brackets, divided by commas.
    list(open, close, depth, item) {
        demand(depth <= DEPTH, 'depth');
        this.take(open);
        if (this.next() !== close) {
            item();
            while (this.next() === ',') {
                this.at += 1;
                item();
            }
        }
        this.take(close);
    }

    object(depth) {
        const found = new Map();
        this.list('{', '}', depth, () => {
            demand(this.next() === '"', 'key');
            const key = this.string();
            demand(!found.has(key), 'a key twice');
            this.take(':');
            found.set(key, this.value(depth + 1));
        });
        return found;
    }

    array(depth) {
        const found = [];
        this.list('[', ']', depth, () => found.push(this.value(depth + 1)));
        return found;
    }
}

// A value as JSON for people, its integers in the digits that were proven.
function printed(value, indent = '') {
    const inner = `${indent} `;
    const block = (open, lines, close) =>
        (lines.length === 0 ? open + close : `${open}\n${inner}${lines.join(`,\n${inner}`)}\n${indent}${close}`);
    if (value instanceof Map) {
        const pairs = Array.from(value, ([key, member]) => `${JSON.stringify(key)}: ${printed(member, inner)}`);
        return block('{', pairs, '}');
    }
    if (Array.isArray(value)) return block('[', value.map((member) => printed(member, inner)), ']');
    return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

// Every string of a value, keys among them.
function strings(value) {
    if (typeof value === 'string') return [value];
    if (value instanceof Map) return [...value].flatMap(([key, member]) => [key, ...strings(member)]);
    return Array.isArray(value) ? value.flatMap(strings) : [];
}

// The digests that stand in the place of values.
function sealedIn(value) {
    if (Array.isArray(value)) return value.flatMap(sealedIn);
    if (!(value instanceof Map)) return [];
    const digest = value.get('sealed');
    if (typeof digest === 'string' && HASH.test(digest)) return [digest];
    return [...value.values()].flatMap(sealedIn);
}

// What an entry records as erased, or null: nothing is told of data of another form.
function erasureIn({ kind, data, recordedAt }) {
    const [digests, on, ground] = ['sealed', 'on', 'ground'].map((field) => data.get(field));
    if (kind !== 'PersonalDataErased' || !Array.isArray(digests) || typeof ground !== 'string') return null;
    if (!digests.every((digest) => typeof digest === 'string')) return null;
    if (on !== undefined && on !== null && !(typeof on === 'string' && /^[0-9XYTZE?~%:.,/+-]{1,64}$/.test(on))) return null;
    return { digests, on: on ?? recordedAt.slice(0, 10), ground };
}

// The same text, with what steers, turns or hides written out by its number; spaces, tabs and line feeds stay.
const visible = (string) => string.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu, (char) => (/[\n\t]/.test(char) ? char
    : `<U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}>`));

// The form of each field (docs/format.md §2.2).

const HASH = /^[0-9a-f]{64}$/;
const matches = (pattern) => (value) => typeof value === 'string' && pattern.test(value);
const within = (least, most) => (value) => typeof value === 'bigint' && value >= least && value <= most;

const FORMS = {
    prev: matches(HASH),
    seq: within(0n, MOST),
    id: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    stream: (value) => matches(/^[!-.0-~]+(\/[!-.0-~]+)*$/)(value) && value.length <= 255,
    version: within(1n, MOST),
    kind: matches(/^[A-Za-z0-9_.-]{1,64}$/),
    schema: within(0n, 2n ** 32n - 1n),
    effective: matches(/^[!-~]{1,64}$/),
    recorded_at: isInstant,
    recorded_by: (value) => matches(/^\P{Cc}+$/u)(value) && utf8.encode(value).length <= 255,
    evidence: (value) => value instanceof Map && matches(/^[a-z]{1,32}$/)(value.get('grade'))
        && Array.isArray(value.get('sources')),
    causes: (value) => Array.isArray(value) && value.every(within(0n, MOST)),
    data: (value) => value instanceof Map,
};

// docs/format.md §2.3. The years of the calendar repeat after 400, and Date takes the first hundred for others.
function isInstant(value) {
    if (typeof value !== 'string') return false;
    const form = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$/;
    const [year, month, day] = (form.exec(value) ?? []).slice(1, 4).map(Number);
    if (year === undefined) return false;
    const date = new Date(Date.UTC(year + 400, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function readSource(source) {
    demand(source instanceof Map && matches(HASH)(source.get('document')), 'source');
    const span = source.get('span');
    demand(Array.isArray(span) && span.length === 2 && span.every(within(0n, MOST)) && span[0] <= span[1], 'span');
    const pointers = source.has('fields') ? source.get('fields') : [];
    demand(Array.isArray(pointers) && pointers.every(matches(/^(\/([^~]|~[01])*)?$/u)), 'fields');
    return { document: source.get('document'), span };
}

function readEntry({ bytes }) {
    demand(!bytes.includes(10), 'line feed');
    let source;
    try { source = text(bytes); } catch { throw new Malformed('entry'); }
    const entry = Json.read(source);
    demand(entry instanceof Map, 'entry');
    for (const [field, form] of Object.entries(FORMS)) demand(form(entry.get(field)), field);
    demand(entry.get('causes').every((cause) => cause < entry.get('seq')), 'causes');
    const sources = entry.get('evidence').get('sources').map(readSource);
    const named = strings(entry.get('data')).filter((string) => HASH.test(string));
    const fields = Object.fromEntries(Object.keys(FORMS).map((field) => [field, entry.get(field)]));
    return { ...fields, sources, cited: [...sources.map((one) => one.document), ...named] };
}

// The kind of the last entry that speaks of a key of the ledger, or null (docs/proof-format.md §7).
function lastWord(entries, key, size) {
    const kinds = ['SigningKeyRegistered', 'SigningKeyRetired'];
    const speaks = (entry) => entry.seq < size && entry.stream === 'ledger' && kinds.includes(entry.kind)
        && entry.data.get('key') === key.written;
    return entries.findLast(speaks)?.kind ?? null;
}

function registers(entry) {
    return entry.stream === 'ledger' && entry.kind === 'SigningKeyRegistered'
        && typeof entry.data.get('key') === 'string';
}

// The passage of a source, or null: a range of the text, between characters.
function passage(document, span) {
    if (span[1] > BigInt(document.length)) return null;
    const [start, end] = span.map(Number);
    try {
        text(document);
        text(document.subarray(0, start));
        return text(document.subarray(start, end));
    } catch { return null; }
}

// Every check of the format by name, with its count and verdict; what is proven; what was not checked.
function verify(bytes, policySource) {
    const checks = [];
    const notChecked = [];
    const check = (name, count, verdict) => checks.push({
        name, count, verdict: verdict === true ? 'sound' : verdict === false ? 'faulty' : verdict,
    });
    const attempt = (action) => { try { return action(); } catch (error) {
        if (error instanceof Malformed) return null;
        throw error;
    } };
    const policy = new Policy(asPolicy(policySource));
    const bundle = attempt(() => new Bundle(bytes));
    check('bundle', bytes.length, bundle !== null);
    if (bundle === null) return { outcome: 'faulty', checks, notChecked, proven: null };

    const entries = bundle.entries.map((entry) => {
        const read = attempt(() => readEntry(entry));
        return read !== null && read.seq === entry.seq ? { ...read, bytes: entry.bytes } : null;
    });
    const read = entries.filter((entry) => entry !== null);
    check('entries', entries.length, read.length === entries.length);

    const bySeq = new Map(bundle.entries.map((entry) => [entry.seq, entry.bytes]));
    const linked = read.filter((entry) => entry.seq === 0n || bySeq.has(entry.seq - 1n));
    check('links', linked.length, linked.every((entry) => entry.prev
        === (entry.seq === 0n ? '0'.repeat(64) : blake3(bySeq.get(entry.seq - 1n)))));
    if (linked.length < read.length) notChecked.push('missing-links');
    if (read.some((entry) => sealedIn(entry.data).length > 0)) notChecked.push('sealed-values');

    const checkpoint = attempt(() => {
        const [origin, size, root, ...extensions] = bundle.note.text.slice(0, -1).split('\n');
        const found = { origin, size: decimal(size ?? ''), root: unbase64(root ?? '') };
        const empty = same(found.root, sha256(new Uint8Array()));
        demand(/^\P{Cc}+$/u.test(origin) && found.root.length === 32 && !extensions.includes(''), 'checkpoint');
        demand((found.size === 0n) === empty, 'checkpoint');
        return found;
    });
    const whole = attempt(() => bundle.note.signedBy(bundle.keys)) !== null;
    check('signatures', bundle.note.lines.length, whole && checkpoint !== null);

    let logs = [];
    if (checkpoint !== null) {
        const { origin, size, root } = checkpoint;
        check('tree', bundle.entries.length,
            bundle.entries.every((entry) => included(entry.seq, size, entry.bytes, entry.proof, root)));
        const keys = policy.logs.filter((key) => key.name === origin);
        logs = attempt(() => bundle.note.signedBy(keys)) ?? [];
        check('log', logs.length, keys.length === 0 ? 'cannot-conclude' : logs.length > 0);
        const own = bundle.keys.filter((key) => !key.cosigns && key.name === origin);
        const judged = keys.length > 0 ? logs.map(({ key }) => key) : own;
        const said = judged.map((key) => lastWord(read, key, size));
        // Where every entry is here and keys are registered, a key that none registers is none of the ledger's.
        const whole = BigInt(bundle.entries.length) === size && judged.length > 0;
        const told = whole && read.some((entry) => entry.seq < size && registers(entry));
        if (told || said.some((word) => word !== null)) {
            const out = (word) => word === null ? told : word === 'SigningKeyRetired';
            check('keys', judged.length, !said.every(out));
        }
        if (BigInt(bundle.entries.length) < size) notChecked.push('keys-in-force');
    }

    const seen = attempt(() => bundle.note.signedBy([...policy.witnesses.values()]));
    check('witnesses', seen?.length ?? 0, seen !== null && policy.isMetBy(seen));
    if (policy.quorum === 'none') notChecked.push('forks');
    if (bundle.tokens.length > 0) {
        const datum = utf8.encode(bundle.note.text);
        // None is counted: that it is the authority's is not looked at here.
        check('time-stamps', 0, bundle.tokens.every((token) => attempt(() => { stamps(token, datum); return true; })));
        notChecked.push('no-authority');
    } else notChecked.push('no-time-stamp');

    const cited = new Set(read.flatMap((entry) => entry.cited));
    check('documents', bundle.documents.length,
        bundle.documents.every(({ hash, bytes: document }) => blake3(document) === hash && cited.has(hash)));

    const documents = new Map(bundle.documents.map((document) => [document.hash, document.bytes]));
    const all = read.flatMap((entry) => entry.sources.map((source) => ({ seq: entry.seq, ...source })));
    const here = all.filter((source) => documents.has(source.document));
    const quoted = here.map((source) => ({ ...source, text: passage(documents.get(source.document), source.span) }));
    check('passages', here.length, quoted.every((source) => source.text !== null));
    if (here.length < all.length) notChecked.push('absent-texts');
    notChecked.push('stolen-keys', 'other-entries', 'truth');

    const any = (verdict) => checks.some((one) => one.verdict === verdict);
    const outcome = any('faulty') ? 'faulty' : any('cannot-conclude') ? 'cannot-conclude' : 'sound';
    const proven = outcome !== 'sound' ? null : {
        origin: checkpoint.origin,
        size: checkpoint.size,
        seenBy: seen.map(({ key, time }) => ({ name: key.name, time })),
        signedBy: logs.map(({ key }) => `${key.name}+${key.id}`),
        entries: read.map(({ seq, kind, stream, effective, data, recorded_at: recordedAt }) =>
            ({ seq, kind, stream, effective, data, recordedAt })),
        passages: quoted,
    };
    return { outcome, checks, notChecked, proven };
}

if (typeof module !== 'undefined') module.exports = { verify, printed, erasureIn, sealedIn, visible, blake3, sha256, sha512, hex };
