// Reading a chart by finger, mouse and keyboard.

// The slider over a chart's plot: where somebody reads, and how the keys move it.
function makeReader(host, legend) {
  const slider = make('div', '', 'scrub');
  Object.entries({ tabindex: '0', role: 'slider', 'aria-valuemin': '0' })
    .forEach(([name, value]) => slider.setAttribute(name, value));
  label(slider, t('time_in_chart'));
  const tag = make('span', '', 'at');
  let shown = null, readAt = null;

  const clear = () => {
    readAt = null;
    shown.cross.replaceChildren();
    show(tag, false);
    readOut(legend, shown.points.at(-1));
    value(shown.points.length - 1, t('now'));
  };
  const value = (index, text) => {
    slider.setAttribute('aria-valuemax', String(Math.max(0, shown.points.length - 1)));
    slider.setAttribute('aria-valuenow', String(Math.max(0, index)));
    slider.setAttribute('aria-valuetext', harmless(text));
  };
  const indexAt = time => {
    const index = shown.points.findIndex(point => point.t >= time);
    return index < 0 ? shown.points.length - 1 : index;
  };
  const moveTo = wanted => {
    if (shown.points.length === 0) return;
    const { points, frame, cross, lines, ends } = shown;
    const index = Math.max(0, Math.min(points.length - 1, wanted));
    const point = points[index], x = frame.x(point.t);
    readAt = point.t;
    cross.replaceChildren(drawn('line', { class: 'cross', x1: x, x2: x, y1: frame.top, y2: frame.base }));
    for (const [key, look] of [['chamber', 'ring'], ['element', 'dot-element']]) {
      if (lines[key] && point[key] !== null) {
        cross.append(drawn('circle', { class: look, cx: x, cy: frame.y(point[key]), r: 4.5 }));
      }
    }
    readOut(legend, point);
    const length = frame.to - frame.from;
    const when = ends ? t('seconds_before', { s: Math.round((frame.to - point.t) / 1000) })
      : length > wholeDay ? `${day(point.t)}, ${clock(point.t)}`
        : clock(point.t, length <= hour ? { second: '2-digit' } : {});
    say(tag, when);
    show(tag, true);
    tag.style.left = `${Math.max(0, Math.min(frame.width - tag.offsetWidth, x - tag.offsetWidth / 2))}px`;
    value(index, `${when}: ${series.map(key => `${seriesName(key)} ${readout(key, point)}`).join(', ')}`);
  };
  const jump = direction => {
    const here = readAt ?? shown.frame.to;
    const times = shown.near.map(mark => mark.t).filter(time => (direction > 0 ? time > here + 1 : time < here - 1));
    if (times.length) moveTo(indexAt(direction > 0 ? Math.min(...times) : Math.max(...times)));
  };
  const open = () => {
    const mark = shown.near.find(({ t: time }) => readAt !== null && Math.abs(shown.frame.x(time) - shown.frame.x(readAt)) < 8);
    if (mark) shown.onMark?.(mark);
  };
  const point = event => {
    const x = event.clientX - host.getBoundingClientRect().left;
    moveTo(indexAt(shown.frame.time(x)));
  };
  slider.addEventListener('pointermove', point);
  slider.addEventListener('pointerdown', point);
  slider.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse') clear(); });
  slider.addEventListener('blur', clear);
  slider.addEventListener('keydown', event => {
    const here = readAt === null ? shown.points.length - 1 : indexAt(readAt);
    const by = event.shiftKey ? 20 : 1;
    const act = {
      ArrowLeft: () => moveTo(here - by), ArrowRight: () => moveTo(here + by),
      PageDown: () => moveTo(here - 40), PageUp: () => moveTo(here + 40), Home: () => moveTo(0),
      End: () => moveTo(shown.points.length - 1), Escape: clear, n: () => jump(1), p: () => jump(-1),
      Enter: open,
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  host.append(slider, tag);
  return {
    update(next) { shown = next; },
    // After a redraw: the place stays.
    restore() { if (readAt === null) clear(); else moveTo(indexAt(readAt)); },
  };
}
