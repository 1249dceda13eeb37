/**
 * The renderers fold every step. The sequence picture is what a reader came for, so the report unfolds it. It also gives
 * the sentences of a scenario's requirements the shape of a list again, and wraps what was expected and observed. Where a renderer changes its names nothing happens.
 */
const SCRIPT = `
(function () {
  var seen = new WeakSet();
  function open() {
    document.querySelectorAll('.step__title').forEach(function (title) {
      if (seen.has(title) || !/^\\s*Sequence of \\d/.test(title.textContent)) return;
      seen.add(title);
      var step = title.parentElement;
      if (!step.classList.contains('step_expanded')) title.click();
      var picture = step.querySelector('.attachment-row[data-type="image/svg+xml"]');
      if (picture && !picture.classList.contains('attachment-row_selected')) picture.click();
    });
  }
  new MutationObserver(open).observe(document.documentElement, { childList: true, subtree: true });
})();
`;

const STYLE = `
.status-details pre, .status-details code { white-space: pre-wrap; overflow-wrap: anywhere; }
.description__text { line-height: 1.45; }
.description__text ul { list-style: disc; margin: 0 0 8px; padding-inline-start: 20px; }
.description__text p { margin: 0 0 4px; }
.description__text b { font-weight: 600; }
.description__text small { opacity: .75; }
.description__text code { font-size: .9em; }
`;

export function withPicturesOpen(html: string): string {
  const end = html.lastIndexOf('</body>');
  if (end < 0) return html;
  return `${html.slice(0, end)}<style>${STYLE}</style><script>${SCRIPT}</script>${html.slice(end)}`;
}
