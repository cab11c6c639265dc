/**
 * The page's only script: a box that filters the findings. Without it, the page lacks only this box. The page's
 * Content-Security-Policy contains its digest, which a test compares with the text.
 */
export const script = `
const box = document.querySelector('#filter');
const items = [...document.querySelectorAll('[data-finding]')];
const told = document.querySelector('#filter-count');
const groups = [...document.querySelectorAll('[data-group]')];
box.closest('form').hidden = false;
box.closest('form').addEventListener('submit', (event) => event.preventDefault());
box.addEventListener('input', () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) shown += 1;
  }
  for (const group of groups) group.hidden = group.querySelector('[data-finding]:not([hidden])') === null;
  told.textContent = words.length === 0 ? '' : shown + ' of ' + items.length + ' findings';
});
`;

/** SHA-256 of {@link script}, in base64. */
export const scriptDigest = '9lk26JhrD/li0I/hS+aa5JPjJaQ1yEWK7+Akolw74CY=';
