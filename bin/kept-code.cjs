'use strict';

// What V8 made of a program's modules is kept beside the dependencies: making it anew costs a fifth of a run's processor time.
// Node.js does this itself from 22.8 on (module.enableCompileCache), and then this file is not used.
const { Buffer } = require('node:buffer');
const { hash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, sep } = require('node:path');
const { Script } = require('node:vm');
const { threadId } = require('node:worker_threads');
const { crc32 } = require('node:zlib');

/**
 * Such a module needs Node's own loader behind it, which a script of vm does not have. What stands in a comment (a type, mostly) is
 * told by how its line begins.
 */
const DYNAMIC_IMPORT = /^(?!\s*(?:\/?\*(?:[\s*/]|$)|\/\/)).*\bimport\s*(?:\(|\/\*)|\*\/.*\bimport\s*(?:\(|\/\*)/m;

/** A run that took so much more processor time has compiled functions that what is kept does not have; microseconds. */
const isMuchLonger = (cpu, keptCpu) => cpu > 2 * keptCpu + 1e6;

/**
 * From here on modules of this folder are loaded from `file`, and written there as the process (or thread) ends well. Whatever
 * does not fit, is missing or cannot be read or written, is compiled as ever.
 * @param {{ file: string, within: string }} place
 */
function keepCode({ file, within }) {
  const compile = Module.prototype._compile;
  const kept = new KeptCode(file);
  Module.prototype._compile = function compileKept(content, path, format) {
    const ours = path.startsWith(within + sep) && format !== 'module' && !mayImport(content);
    const script = ours ? kept.script(content, path) : undefined;
    if (script === undefined) return compile.call(this, content, path, format);
    const body = script.runInThisContext();
    return body.call(this.exports, this.exports, requireOf(this), this, path, dirname(path));
  };
}

/** Looking for a word is much faster than the pattern. */
function mayImport(content) {
  return content.includes('import') && DYNAMIC_IMPORT.test(content);
}

/** What a module calls `require`; as Node's own. */
function requireOf(module) {
  const require = (name) => module.require(name);
  require.resolve = (name, options) => Module._resolveFilename(name, module, false, options);
  require.resolve.paths = (name) => Module._resolveLookupPaths(name, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

const HEAD = 8;

/**
 * One file: the CRC-32 of all that comes after it (V8 believes what it is given), the length of the table (4 bytes each, little
 * endian), the table `{"cpu": <microseconds of the run it was made by>, "entries": [["<path>", "<digest of the source>", <offset>,
 * <length>], …]}`, and then the code of all of them.
 */
class KeptCode {
  #file;
  #cpu = 0;
  #entries = new Map();
  #scripts = new Map();
  #isMissing = false;

  constructor(file) {
    this.#file = file;
    this.#read();
    process.once('exit', (code) => {
      // After a mistake in the command line little has been loaded.
      if (code <= 1) this.#write();
    });
  }

  /** @returns {Script | undefined} undefined: not to be compiled like this, as a module in the other syntax */
  script(content, path) {
    const digest = hash('sha256', content, 'base64url');
    const entry = this.#entries.get(path);
    const cachedData = entry?.digest === digest ? entry.code : undefined;
    try {
      const script = new Script(Module.wrap(content), {
        filename: path,
        columnOffset: -Module.wrapper[0].length,
        cachedData,
      });
      if (cachedData === undefined || script.cachedDataRejected) this.#isMissing = true;
      this.#scripts.set(path, { script, digest });
      return script;
    } catch {
      return undefined;
    }
  }

  #read() {
    try {
      const bytes = readFileSync(this.#file);
      if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return;
      const start = HEAD + bytes.readUInt32LE(4);
      const { cpu, entries } = JSON.parse(bytes.toString('utf8', HEAD, start));
      for (const [path, digest, offset, length] of entries) {
        this.#entries.set(path, { digest, code: bytes.subarray(start + offset, start + offset + length) });
      }
      this.#cpu = cpu;
    } catch {
      // Not there yet, or too short: everything is compiled.
    }
  }

  /** Whole or not at all: several processes may write at once. */
  #write() {
    const { user, system } = process.cpuUsage();
    const cpu = user + system;
    if (!this.#isMissing && !isMuchLonger(cpu, this.#cpu)) return;
    const own = `${this.#file}.${process.pid}.${threadId}`;
    try {
      // First of all: where nothing can be written, making it is in vain.
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(own, '', { mode: 0o600 });
      writeFileSync(own, this.#bytes(this.#isMissing ? 0 : cpu));
      renameSync(own, this.#file);
    } catch {
      // Compiled again next time.
      removeQuietly(own);
    }
  }

  /** @param cpu microseconds; compiling is no measure of what was run */
  #bytes(cpu) {
    for (const [path, { script, digest }] of this.#scripts) {
      this.#entries.set(path, { digest, code: script.createCachedData() });
    }
    let offset = 0;
    const entries = Array.from(this.#entries, ([path, { digest, code }]) => {
      offset += code.length;
      return [path, digest, offset - code.length, code.length];
    });
    const table = Buffer.from(JSON.stringify({ cpu, entries }));
    const codes = Array.from(this.#entries.values(), ({ code }) => code);
    const bytes = Buffer.concat([Buffer.alloc(HEAD), table, ...codes]);
    bytes.writeUInt32LE(table.length, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
    return bytes;
  }
}

function removeQuietly(file) {
  try {
    rmSync(file);
  } catch {
    // It may never have been there.
  }
}

module.exports = { keepCode };
