/**
 * D3's modules come as one flat file each and without the marks which tell that the calls at their top may go when nobody uses the
 * result. Without them the zoom of the stage drags in every colour space there is.
 * @type {import('vite').Plugin}
 */
export const pureD3 = {
  name: 'pure-d3',
  apply: 'build',
  transform: {
    filter: { id: /[\\/]d3-interpolate[\\/]/ },
    handler: (code) => ({ code: code.replace(/^var (\S+) = (?=\(function |\w+\()/gm, 'var $1 = /* @__PURE__ */ '), map: null }),
  },
}
