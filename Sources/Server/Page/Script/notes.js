// What needs attention: troubles, the fault, the calibration.

let shownTroubles = '';
function showTroubles({ warnings, device: { troubles } }) {
  // The first sentence is the title, what follows its consequence.
  const notices = [
    ...troubles.map(text => {
      const [, title, rest] = /^(.*?[.!?])(?:\s+(.*))?$/s.exec(sentence(text)) ?? [, text, ''];
      return [title, rest ?? ''];
    }),
    ...warnings.map(warning => [sentence(titleOf(warning)), warning.remedy]),
  ];
  const key = JSON.stringify(notices);
  const box = byId('troubles');
  // The board of views hides it elsewhere.
  box.dataset.has = notices.length > 0 ? 'yes' : '';
  show(box, notices.length > 0 && document.body.dataset.view === 'now');
  show(byId('badge'), notices.length > 0);
  say(byId('badge'), notices.length || '');
  label(byId('gear'), notices.length ? t('settings_attention', { n: notices.length }) : t('settings'));
  if (key === shownTroubles) return;
  shownTroubles = key;
  const title = notices[0]?.[0] ?? '';
  say(byId('troubles-words'), notices.length > 1 ? t('attention_more', { title, n: notices.length - 1 }) : title);
  byId('troubles-list').replaceChildren(...notices.map(([name, text]) => {
    const item = make('li');
    item.append(make('b', name), make('p', text));
    return item;
  }));
}

let shownFault = null;
function showFault({ latch }) {
  show(byId('fault'), latch !== null && document.body.dataset.view === 'now');
  if (!latch) { shownFault = null; return; }
  say(byId('fault-title'), titleOf(latch));
  say(byId('fault-what'), latch.what);
  if (shownFault === latch.number) return;
  shownFault = latch.number;
  // The device's own sentence, until its questions are there.
  byId('fault-checks').replaceChildren(...(latch.remedy ? [make('li', latch.remedy)] : []));
  const facts = t('fault_facts', { code: latch.code, n: latch.number, c: measured(latch.chamber_c),
    e: measured(latch.element_c), d: percent(latch.duty) });
  say(byId('fault-facts'), typeof latch.limit === 'number' ? `${facts} · ${t('limit', { n: latch.limit })}` : facts);
  byId('fault-minutes').replaceChildren();
  fetched.showFault(latch);
}

// Not calibrated: the guide of the first run says so at length, else a banner does.
function showLater(current) {
  const isFree = document.body.dataset.view === 'now' && current.latch === null && current.calibration.phase === null;
  const isAsked = fetched.showGuide(current, isFree);
  const isKnown = fetched.isThere || isMissing || memory.get('guide-skipped', []).includes('calibrate');
  show(byId('later'), isFree && !isCalibrated(current) && isKnown && !isAsked);
}

// Why the last calibration gave nothing, and the button for the next.
function showCalibration(current) {
  say(byId('calibrate'), t(isCalibrated(current) ? 'calibrate_again' : 'calibrate_dots'));
  show(byId('calibrate'), current.calibration.phase === null);
  const { last } = current.calibration;
  const place = byId('calibration-last');
  const isRefused = last !== null && last.result !== 'adopted';
  show(place, isRefused && current.calibration.phase === null);
  if (isRefused) say(place, sentence(last.text));
}

function makeNotes() {
  for (const id of ['calibrate', 'later-calibrate']) byId(id).addEventListener('click', () => withViews('askToCalibrate'));
}

// Who is let in by what.
let access = null;
async function loadAccess() {
  const answer = await get('api/v1/access');
  if (answer.error) return;
  access = answer;
  fetched.showAccess(answer);
}
