// One chart for everything: now, history, and the minutes before a fault. The legend is the readout: values
// change in place, nothing floats over the curve.

const minute = 60000; // ms
const hour = 3600000;
const wholeDay = 86400000;
const series = ['chamber', 'element', 'target', 'duty'];
const seriesName = key => t(key === 'duty' ? 'heater' : key);

// Which lines are shown; on a phone the element is hidden at first. Remembered by the browser.
const shownLines = memory.get('lines', {
  chamber: true, element: matchMedia('(min-width: 900px)').matches, target: true, duty: true,
});

const readout = (key, point) => {
  const value = point?.[key] ?? null;
  if (key === 'duty') return value === null ? '–' : percent(value);
  if (key === 'target') return !point ? '–' : value === null ? t('none') : degrees(value).replace(/ °.$/, '°');
  return value === null ? '–' : `${number(value)}°`;
};

// The legend of a chart; `onToggle` makes its lines hidden or shown.
function makeLegend(box, lines, onToggle) {
  box.replaceChildren(...series.map(key => {
    const button = makeButton('', key, () => onToggle?.(key));
    const name = make('span');
    name.append(make('i'), seriesName(key));
    const value = make('b', '–');
    value.dataset.value = key;
    button.append(name, value);
    button.setAttribute('aria-pressed', String(Boolean(lines[key])));
    button.disabled = !onToggle;
    return button;
  }));
}
const readOut = (legend, point) => {
  for (const value of all('[data-value]', legend)) say(value, readout(value.dataset.value, point));
};

// As many points as there are pixels for: temperatures as they were, duties as their mean.
function thinned(points, most) {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  const kept = [];
  for (let at = 0; at < points.length; at += size) {
    const group = points.slice(at, at + size);
    const duties = group.map(point => point.duty).filter(duty => duty !== null);
    kept.push({ ...group.at(-1),
      duty: duties.length ? duties.reduce((sum, duty) => sum + duty, 0) / duties.length : null });
  }
  return kept;
}

// Where times, temperatures and duties stand.
function makeFrame({ width, height, points, from, to, lines, forecast }) {
  const left = 34, right = width - 6, top = 16, base = height - 20;
  const strip = lines.duty ? Math.min(40, height * .16) : 0;
  const floor = base - strip - (strip ? 6 : 0);
  const values = points.flatMap(point => ['chamber', 'element', 'target']
    .filter(key => lines[key] && point[key] !== null).map(key => point[key]))
    .concat(forecast.map(([, c]) => c)).map(inUnit);
  let low = Math.min(...values), high = Math.max(...values);
  if (values.length === 0) [low, high] = [inUnit(20), inUnit(40)];
  if (high - low < 12) [low, high] = [(high + low) / 2 - 6, (high + low) / 2 + 6];
  const room = height > 240 ? 36 : height < 120 ? 15 : 21;
  const step = [2, 5, 10, 20, 50, 100].find(size => (floor - top) / ((high - low) / size + .6) >= room) ?? 100;
  low = Math.floor((low - (high - low) * .02) / step) * step;
  high = Math.ceil((high + (high - low) * .03) / step) * step;
  return {
    left, right, top, base, floor, strip, low, high, step, width, height, from, to,
    x: time => left + (time - from) / (to - from) * (right - left),
    y: c => floor - (inUnit(c) - low) / (high - low) * (floor - top),
    time: x => from + (x - left) / (right - left) * (to - from),
  };
}

const gridMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 10080];

// The scales. `ends`: the word at the right end, where times count down to it.
function drawScales(svg, frame, ends) {
  const { left, right, top, base, floor, low, high, step, width, height, from, to, x } = frame;
  const line = (x1, y1, x2, y2, name) => svg.append(drawn('line', { x1, y1, x2, y2, class: name }));
  const text = (at, y, anchor, shown) => svg.append(drawn('text', { x: at, y, 'text-anchor': anchor }, shown));
  for (let value = low; value <= high + .01; value += step) {
    const y = floor - (value - low) / (high - low) * (floor - top);
    line(left, y, right, y, 'grid');
    text(left - 6, y + 4, 'end', `${Math.round(value)}°`);
  }
  line(left, base, right, base, 'base');
  if (ends) {
    for (let part = 0; part <= 4; part += 1) {
      const time = from + (to - from) * part / 4;
      text(x(time), height - 3, part === 0 ? 'start' : part === 4 ? 'end' : 'middle',
        part === 4 ? ends : `−${Math.round((to - time) / 1000)} s`);
    }
    return;
  }
  const room = (width < 500 ? 66 : 96) + (isHalfDays ? 16 : 0);
  const every = (gridMinutes.find(size => (width - left) / ((to - from) / (size * minute)) >= room) ?? 10080) * minute;
  // From local midnight on, so that days begin where this person's days begin.
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  for (let time = midnight; time <= to; time += every) {
    const at = x(time);
    if (at < left + 14 || at > width - 18) continue;
    line(at, floor, at, floor + 4, 'tick');
    const isMidnight = new Date(time).getHours() === 0;
    text(at, height - 3, 'middle', every >= wholeDay || (every >= 720 * minute && isMidnight) ? day(time) : clock(time));
  }
}

// The points of one line as a path, with gaps where it is unknown or nothing was recorded.
function pathOf(points, frame, key, longestGap, height = frame.y) {
  let path = '', last = null;
  for (const point of points) {
    if (point[key] === null) { last = null; continue; }
    const isOpen = last !== null && point.t - last <= longestGap;
    path += `${isOpen ? 'L' : 'M'}${frame.x(point.t).toFixed(1)} ${height(point[key]).toFixed(1)}`;
    last = point.t;
  }
  return path;
}

function drawLines(svg, points, frame, { lines, longestGap }) {
  const add = (d, name) => { if (d) svg.append(drawn('path', { d, class: name })); };
  if (lines.duty) {
    const level = duty => frame.base - duty * frame.strip;
    const runs = pathOf(points, frame, 'duty', longestGap, level).split('M').filter(Boolean);
    for (const run of runs) {
      const xs = run.split('L').map(pair => pair.split(' ')[0]);
      add(`M${run}L${xs.at(-1)} ${frame.base}L${xs[0]} ${frame.base}Z`, 'duty-area');
      add(`M${run}`, 'duty-line');
    }
  }
  if (lines.target) add(pathOf(points, frame, 'target', longestGap), 'curve target');
  if (lines.element) add(pathOf(points, frame, 'element', longestGap), 'curve element');
  if (lines.chamber) add(pathOf(points, frame, 'chamber', longestGap), 'curve chamber');
}

// The way to the target: dots to a ring where it will be ready.
function drawForecast(svg, frame, forecast, last, target) {
  if (forecast.length === 0 || !last) return;
  const [time, c] = forecast.at(-1);
  const { x, y } = frame;
  svg.append(drawn('path', { class: 'curve target ahead', d: `M${x(last.t)} ${y(target)}H${frame.right}` }));
  svg.append(drawn('path', { class: 'forecast',
    d: `M${x(last.t)} ${y(last.chamber)}${forecast.map(([at, v]) => `L${x(at).toFixed(1)} ${y(v).toFixed(1)}`).join('')}` }));
  svg.append(drawn('circle', { class: 'ring', cx: x(time), cy: y(c), r: 5 }));
  svg.append(drawn('text', { class: 'ring-words', x: Math.min(x(time), frame.width - 44), y: y(c) + 21, 'text-anchor': 'middle' },
    t('chart_ready', { time: clock(time) })));
}

// Marks nearer to each other than a finger is wide become one; a fault wins.
function mergedMarks(marks, frame) {
  const merged = [];
  for (const mark of marks) {
    const last = merged.at(-1);
    if (!last || frame.x(mark.t) - frame.x(last.t) >= 26) { merged.push({ ...mark, others: 0 }); continue; }
    last.others += 1;
    if (mark.look === 'bad' && last.look !== 'bad') Object.assign(last, mark);
  }
  return merged;
}

// Draws into `host`; `legend` reads out. Keeps the focus and the place that somebody reads at.
function drawChart(host, legend, {
  points: every, from, to, lines, marks = [], forecast = [], target = null, ends = '', isLive = false,
  longestGap = Infinity, onMark,
}) {
  const width = host.clientWidth, height = host.clientHeight;
  if (width === 0) return;
  const points = thinned(every, Math.min(600, width));
  const frame = makeFrame({ width, height, points, from, to, lines, forecast });
  const svg = drawn('svg', { 'aria-hidden': 'true' });
  drawScales(svg, frame, ends);
  const near = mergedMarks(marks, frame);
  for (const mark of near) {
    const at = frame.x(mark.t);
    svg.append(drawn('line', { x1: at, x2: at, y1: frame.top, y2: frame.floor, class: `mark-line ${mark.look}` }));
  }
  drawLines(svg, points, frame, { lines, longestGap });
  const last = points.at(-1);
  if (lines.chamber) drawForecast(svg, frame, forecast, last, target);
  if (isLive && last && lines.chamber && last.chamber !== null) {
    svg.append(drawn('circle', { class: 'dot-now', cx: frame.x(last.t), cy: frame.y(last.chamber), r: 4.5 }));
  }
  if (points.length === 0) {
    svg.append(drawn('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, t('no_readings')));
  }
  const cross = drawn('g', {});
  svg.append(cross);
  const reader = host.reader ??= makeReader(host, legend);
  reader.update({ points, frame, near, cross, lines, ends, onMark });
  host.querySelector('svg')?.remove();
  host.prepend(svg);
  placeMarks(host, near, frame, onMark);
  reader.restore();
}

// The buttons of the marks. One that was there stays, so that a redraw takes no focus and no tap away.
function placeMarks(host, near, frame, onMark) {
  const before = host.marks ??= new Map();
  const now = new Map();
  for (const mark of near) {
    const key = `${mark.event.id} ${mark.look} ${mark.others}`;
    let button = before.get(key);
    if (!button) {
      button = makeButton('', `mark ${mark.look}`, () => onMark(mark));
      button.append(make('i', mark.look === 'bad' ? '!' : ''));
      const name = `${dayAndClock(mark.t)}: ${mark.name}`;
      label(button, mark.others ? t('and_more', { name, n: mark.others }) : name);
      host.append(button);
    }
    button.style.left = `${frame.x(mark.t)}px`;
    now.set(key, button);
  }
  for (const [key, button] of before) if (!now.has(key)) button.remove();
  host.marks = now;
}
