'use strict';

// One declaration file for the types that a module of this project re-exports, with all that they are made of. What
// `tsc --declaration` writes would be a file per source, with imports of packages that a reader of reports does not have.
const { join } = require('node:path');
const ts = require('typescript');

/**
 * @param {string} root of the project
 * @param {string} entry a source that exports types only, relative to it
 * @returns {string} the text of the declaration file
 */
function declarations(root, entry) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([join(root, entry)], options);
  const checker = program.getTypeChecker();
  const written = new Map();

  const isOurs = (declaration) => {
    const source = declaration.getSourceFile();
    return !program.isSourceFileDefaultLibrary(source) && !program.isSourceFileFromExternalLibrary(source);
  };
  const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

  const write = (symbol) => {
    const declaration = symbol.declarations?.find(
      (each) => ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each),
    );
    if (declaration === undefined || !isOurs(declaration)) return;
    const before = written.get(symbol.name);
    if (before !== undefined) {
      if (before.symbol !== symbol) throw new Error(`${entry}: two types have the name ${symbol.name}`);
      return;
    }
    const own = { symbol, text: '' };
    written.set(symbol.name, own);
    own.text = isSpelled(declaration) ? withComment(declaration) : spelled(declaration);
    if (isSpelled(declaration)) visit(declaration);
  };
  /** A type that is made of a value (`typeof OUTCOMES`) is written as what it comes to. */
  const isSpelled = (declaration) => !/\btypeof\b/.test(declaration.getText());
  const spelled = (declaration) => {
    const told = checker.typeToString(
      checker.getTypeAtLocation(declaration),
      undefined,
      ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias,
    );
    return `export type ${declaration.name.text} = ${told};`;
  };
  const visit = (node) => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol !== undefined) write(resolved(symbol));
    }
    ts.forEachChild(node, visit);
  };

  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, entry)));
  for (const symbol of checker.getExportsOfModule(module)) write(resolved(symbol));
  const texts = [...written.values()].map(({ text }) => (text.includes('export ') ? text : `export ${text}`));
  return `${texts.join('\n\n')}\n`;
}

/** A comment that a blank line parts from the declaration is about the file. */
function withComment(declaration) {
  const comment = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).at(-1);
  const between = comment && declaration.getSourceFile().text.slice(comment.end, declaration.getStart());
  return comment && !/\n\s*\n/.test(between) ? `${comment.getText()}\n${declaration.getText()}` : declaration.getText();
}

module.exports = { declarations };
