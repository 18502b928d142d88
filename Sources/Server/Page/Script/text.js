// Words, numbers and times as this person reads them, and the only ways by which text gets into the page.
// Everything the device sends is put in as text, never as markup.

const byId = id => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// The text as it may be shown, where somebody else may have written it: networks, printers and files can be
// named with characters that are invisible or turn the direction of what follows. Each becomes �, but for the two
// joiners of Persian and of emoji. The device does the same for terminals and logs (`String.harmless`).
const harmless = text => String(text ?? '').replace(
  /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

// Writes only what changed, so that screen readers announce news and not every reading.
const say = (element, text) => {
  const shown = harmless(text);
  if (element.textContent !== shown) element.textContent = shown;
};
// What a screen reader says in place of an element's text.
const label = (element, text) => {
  const shown = harmless(text);
  if (element.getAttribute('aria-label') !== shown) element.setAttribute('aria-label', shown);
};
const show = (element, isShown) => { if (element.hidden === isShown) element.hidden = !isShown; };
const make = (tag, text = '', className = '') => {
  const element = document.createElement(tag);
  if (text !== '') element.textContent = harmless(text);
  if (className) element.className = className;
  return element;
};
const makeButton = (text, className, act) => {
  const button = make('button', text, className);
  button.type = 'button';
  button.addEventListener('click', act);
  return button;
};
const svgSpace = 'http://www.w3.org/2000/svg';
const drawn = (name, attributes, text) => {
  const node = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = harmless(text);
  return node;
};

const icons = {
  flame: 'M13 2c1 4 6 6 6 12a7 7 0 0 1-14 0c0-3 2-5 3-7 1 2 2 3 3 3 1-3 1-5 2-8z',
  gear: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5', big: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
  ok: 'M5 12.5l4.5 4.5L19 7.5', warn: 'M12 4L2.5 20h19zM12 10v4.5M12 17.4v.1', back: 'M15 5l-7 7 7 7',
  go: 'M4 12h15M13 6l6 6-6 6', next: 'M9 5l7 7-7 7', down: 'M6 9l6 6 6-6', plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14', power: 'M12 3v9M6.3 7a8 8 0 1 0 11.4 0', close: 'M6 6l12 12M18 6L6 18',
  drop: 'M12 3c3.5 4.5 6 7.2 6 11a6 6 0 0 1-12 0c0-3.8 2.500-6.500 6-11z',
  wait: 'M12 3a9 9 0 1 0 .01 0M12 7.5V12l3.5 2', ruler: 'M3 16L16 3l5 5L8 21zM8 11l2 2M12 7l2 2',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  fan: 'M12 12c-2-5 1-9 4-7s0 5-4 7zm0 0c5-2 9 1 7 4s-5 0-7-4zm0 0c2 5-1 9-4 7s0-5 4-7zm0 0c-5 2-9-1-7-4s5 0 7 4z',
};
function setIcon(svg, name) {
  if (svg.dataset.shown === name) return;
  svg.dataset.shown = name;
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.replaceChildren(drawn('path', { d: icons[name] }));
}
const makeIcon = name => {
  const svg = drawn('svg', { class: 'i', 'aria-hidden': 'true' });
  setIcon(svg, name);
  return svg;
};

// What this browser remembers; a browser that keeps nothing is no failure.
const memory = {
  get(key, fallback) {
    try {
      return JSON.parse(localStorage.getItem(`hearth-${key}`)) ?? fallback;
    } catch {
      return fallback;
    }
  },
  set(key, value) {
    try { localStorage.setItem(`hearth-${key}`, JSON.stringify(value)); } catch { /* Then for this visit only. */ }
  },
};

// Hours are counted as the browser's own region counts them, where it speaks the page's language.
const region = navigator.language?.startsWith(language) ? navigator.language : language;
// Chambers and filaments are in °C all over the world; °F is a choice.
let unit = memory.get('unit') === 'F' ? 'F' : 'C';

// The sentence of a key with its holes filled. A key that is not known is newer than this page.
function t(key, holes = {}) {
  if (!has(key)) return String(key).replaceAll('_', ' ');
  return words[key].replace(/\{(\w+)\}/g, (_, name) => holes[name] ?? '');
}
const has = key => Object.hasOwn(words, key);

const fixed = (value, digits) => value.toLocaleString(region, {
  minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false,
});
const inUnit = c => (unit === 'F' ? c * 1.8 + 32 : c);
const fromUnit = value => (unit === 'F' ? (value - 32) / 1.8 : value);
// "41.3" or "–".
const number = (c, digits = 1) => (c === null || c === undefined ? '–' : fixed(inUnit(c), digits));
// A temperature that somebody set: "55 °C", with a decimal where it has one.
const degrees = c => {
  if (c === null || c === undefined) return '–';
  const value = Math.round(inUnit(c) * 10) / 10;
  return `${fixed(value, Number.isInteger(value) ? 0 : 1)} °${unit}`;
};
const measured = c => (c === null || c === undefined ? '–' : `${number(c)} °${unit}`);
const difference = k => `${fixed(unit === 'F' ? k * 1.8 : k, 1)} °${unit}`;
const percent = share => `${Math.round(share * 100)}\u00a0%`;
const span = seconds => {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes >= 2880) return `${Math.round(minutes / 1440)} ${language === 'de' ? 'T' : 'd'}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
};
const isHalfDays = new Intl.DateTimeFormat(region, { hour: 'numeric' }).resolvedOptions().hour12;
const clock = (time, options = {}) => new Date(time).toLocaleTimeString(region, {
  hour: isHalfDays ? 'numeric' : '2-digit', minute: '2-digit', ...options,
});
const day = time => new Date(time).toLocaleDateString(region, { day: 'numeric', month: 'short' });
const isToday = time => new Date(time).toDateString() === new Date().toDateString();
const dayAndClock = time => (isToday(time) ? clock(time) : `${day(time)}, ${clock(time)}`);
const sentence = text => {
  const ended = /[.!?。]$/.test(text) ? text : `${text}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
};
// What a person typed as a temperature in the unit of the page; null: no number.
const typed = text => {
  const value = Number(String(text).trim().replace(',', '.').replace(/\s*°?\s*[CF]?$/i, ''));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
};
// A fault or warning by its code, in the page's language; else in the device's own words.
const titleOf = ({ code, title }) => (has(code) ? t(code) : title ?? code);
const whoAsked = requester => (has(`by_${requester}`) ? t(`by_${requester}`) : '');

// Fills the markup's words once.
function fillWords() {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
  for (const element of all('[data-t]')) say(element, t(element.dataset.t));
  for (const element of all('[data-label]')) label(element, t(element.dataset.label));
  for (const svg of all('svg[data-icon]')) setIcon(svg, svg.dataset.icon);
  for (const element of all('.unit, #unit')) say(element, `°${unit}`);
}
