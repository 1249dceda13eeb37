'use strict';

// Runs the TypeScript sources of a clone. ts-node compiles each once; what it made is kept beside the dependencies, by the
// digest of the source, because loading ts-node, TypeScript and swc and compiling again costs more than most runs do.
const { hash } = require('node:crypto');
const { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, relative, sep } = require('node:path');
const { threadId } = require('node:worker_threads');
const { keepingPlace } = require('../bin/keeping-place.cjs');

/** Errors then name lines of the sources, which what is kept does not know. */
const WANTS_LINES = ['--debug'];

/** @param {string} root of the clone */
function registerTypeScript(root) {
  const compile = compiler(root);
  const place = keepingPlace(root);
  if (place === undefined || process.argv.some((argument) => WANTS_LINES.includes(argument))) {
    compile.register();
    return;
  }
  const kept = new Kept(root, join(place.own, 'compiled.json'));
  Module._extensions['.ts'] = (module, path) => {
    const source = readFileSync(path, 'utf8');
    const name = relative(root, path);
    const code = kept.find(name, source) ?? kept.add(name, source, compile.compile(source, path));
    module._compile(code, path);
  };
  findQuickly(new Set(['support', 'steps'].flatMap((folder) => filesIn(join(root, folder)))));
}

/**
 * Where a source asks for another, Node tries four names before `.ts`, and does so 800 times in a run. As for the compiler, `.ts`
 * comes first here; what is not among these files is found as ever.
 */
function findQuickly(files) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function resolveSource(request, parent, isMain, options) {
    const isOurs = parent?.filename?.endsWith('.ts') && options?.paths === undefined;
    if (isOurs && /^\..*\w$/.test(request)) {
      const path = join(parent.path, request);
      if (files.has(`${path}.ts`)) return `${path}.ts`;
      if (files.has(`${path}${sep}index.ts`)) return `${path}${sep}index.ts`;
    }
    return resolve.call(this, request, parent, isMain, options);
  };
}

/** No links, nor what they lead to: a module is known by its real path. */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${sep}${entry.name}`;
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** ts-node, loaded when there is something to compile. Its project is named outright: it would look for one from the working directory upwards. */
function compiler(root) {
  const options = { cwd: root, project: join(root, 'tsconfig.json'), swc: true };
  let service;
  return {
    register: () => require('ts-node').register(options),
    compile: (source, path) => {
      service ??= require('ts-node').create(options);
      return service.compile(source, path).replace(/\n\/\/# sourceMappingURL=data:[^\n]*\s*$/, '\n');
    },
  };
}

/** Compiled sources in one file of this clone: `{"made": "<digest>", "entries": {"<name>": ["<digest of the source>", "<code>"]}}`. */
class Kept {
  #root;
  #made;
  #file;
  #entries;
  #isNew = false;

  constructor(root, file) {
    this.#root = root;
    this.#made = this.#what();
    this.#file = file;
    this.#entries = this.#read();
    process.once('exit', () => this.#write());
  }

  find(name, source) {
    const [digest, code] = this.#entries[name] ?? [];
    return digest === digestOf(source) ? code : undefined;
  }

  add(name, source, code) {
    this.#entries[name] = [digestOf(source), code];
    this.#isNew = true;
    return code;
  }

  /** All that decides about the outcome beside the source. */
  #what() {
    const versions = ['ts-node', '@swc/core'].map((name) => require(`${name}/package.json`).version);
    const project = readFileSync(join(this.#root, 'tsconfig.json'), 'utf8');
    return digestOf([...versions, process.versions.node, project, readFileSync(module.filename, 'utf8')].join('\n'));
  }

  #read() {
    try {
      const { made, entries } = JSON.parse(readFileSync(this.#file, 'latin1'));
      if (made === this.#made) return Object.assign(Object.create(null), entries);
    } catch {
      // Not there yet, or cut off: everything is compiled again.
    }
    return Object.create(null);
  }

  /** Whole or not at all: several processes and threads may write at once. A place that cannot be written to costs time only. */
  #write() {
    if (!this.#isNew) return;
    try {
      mkdirSync(join(this.#file, '..'), { recursive: true });
      const own = `${this.#file}.${process.pid}.${threadId}`;
      // A thread of this process has written what only it needs.
      const entries = Object.assign(this.#read(), this.#entries);
      writeFileSync(own, inAscii(JSON.stringify({ made: this.#made, entries })), { mode: 0o600 });
      renameSync(own, this.#file);
    } catch {
      // Compiled again next time.
    }
  }
}

/** The same JSON; a text of one byte a character is read in a third of the time. */
function inAscii(json) {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function digestOf(text) {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

module.exports = { registerTypeScript };
