// The story of a fault: what to check, and the minutes before it; and the values of the chart as a table.

// The two minutes before a stop, in `place`.
async function showMinutes(place, query, isRight = () => true) {
  const answer = await get(`api/v1/stop${query}`);
  if (!answer.rows?.length || !isRight(answer.event)) {
    if (answer.error) say(place, sentence(answer.error));
    else if (answer.event && isRight(answer.event)) say(place, t('no_minutes'));
    return null;
  }
  const legend = make('div', '', 'legend'), plot = make('div', '', 'plot');
  place.replaceChildren(make('h3', t('two_minutes')), legend, plot);
  const lines = { chamber: true, element: true, target: true, duty: true };
  makeLegend(legend, lines);
  const index = Object.fromEntries(answer.columns.map((name, at) => [name, at]));
  const end = answer.event.time_ms;
  const points = answer.rows.map(row => ({
    t: end - row[index.before_s] * 1000, chamber: row[index.chamber_c], element: row[index.element_c],
    target: row[index.set_point_c], duty: row[index.duty],
  }));
  drawChart(plot, legend, { points, from: points[0].t, to: end, lines, ends: t('stopped') });
  return answer.event;
}

// What to check, as a list of questions; the device's own sentence where the page has none for the code.
function fillChecks(list, { code, remedy }) {
  const questions = has(`check.${code}`) ? t(`check.${code}`).split('|') : remedy ? [remedy] : [];
  list.replaceChildren(...questions.map(question => {
    const item = make('li');
    item.append(make('span', question));
    return item;
  }));
}

// Opens what is known of an event.
function openStory(event) {
  const dialog = byId('story');
  const head = make('div', '', 'head');
  const title = make('h2', eventTitle(event).text);
  title.id = 'story-title';
  const close = makeButton('', 'ico', () => dialog.close());
  close.append(makeIcon('close'));
  label(close, t('close'));
  head.append(title, close);
  const when = make('p', `${dayAndClock(event.time_ms)}${whoAsked(event.requester) ? ` · ${whoAsked(event.requester)}` : ''}`, 'dim');
  dialog.replaceChildren(head, when);
  if (event.what) dialog.append(make('p', event.what));
  else if (event.text) dialog.append(make('p', sentence(event.text)));
  if (event.code && event.remedy) {
    const checks = make('ol', '', 'checks');
    fillChecks(checks, event);
    dialog.append(make('h3', t('check_these')), checks);
  }
  const place = make('div', '', 'minutes');
  dialog.append(place);
  dialog.showModal();
  if (event.has_run_up) showMinutes(place, `?event=${event.id}`);
}

// The store knows the minutes a moment after the controller has latched.
function loadFaultMinutes(number) {
  const place = byId('fault-minutes');
  if (shownFault !== number || place.childElementCount > 0) return;
  showMinutes(place, '', event => event?.number === number);
}

function showTable() {
  const place = byId('table'), button = byId('table-button');
  const isOpen = place.hidden;
  show(place, isOpen);
  button.setAttribute('aria-expanded', String(isOpen));
  if (!isOpen) return;
  const table = make('table'), top = make('tr');
  for (const name of [t('time'), ...series.map(seriesName)]) {
    const cell = make('th', name);
    cell.scope = 'col';
    top.append(cell);
  }
  table.append(top);
  for (const point of thinned(points, 48)) {
    const row = make('tr');
    row.append(make('td', range > 86400 ? `${day(point.t)}, ${clock(point.t)}` : clock(point.t)));
    for (const key of series) row.append(make('td', readout(key, point)));
    table.append(row);
  }
  place.replaceChildren(table);
}
