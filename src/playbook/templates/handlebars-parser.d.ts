/// <reference types="handlebars" />

declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  /** Handlebars' own parser, as `Handlebars.parse` is. */
  export function parse(text: string): hbs.AST.Program
}
