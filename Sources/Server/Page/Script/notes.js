// What needs attention: troubles, the fault, the guide until the heater is calibrated.

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
  fillChecks(byId('fault-checks'), latch);
  const facts = t('fault_facts', { code: latch.code, n: latch.number, c: measured(latch.chamber_c),
    e: measured(latch.element_c), d: percent(latch.duty) });
  say(byId('fault-facts'), typeof latch.limit === 'number' ? `${facts} · ${t('limit', { n: latch.limit })}` : facts);
  byId('fault-minutes').replaceChildren();
  loadFaultMinutes(latch.number);
}
// The store knows the minutes a moment after the controller has latched.
function loadFaultMinutes(number) {
  const place = byId('fault-minutes');
  if (shownFault !== number || place.childElementCount > 0) return;
  showMinutes(place, '', event => event?.number === number);
}

const isLater = () => memory.get('later', false);
let isPasswordSet = null;

function showGuide(current) {
  const isNow = document.body.dataset.view === 'now';
  const isKnown = isCalibrated(current);
  const isQuiet = current.latch === null && current.calibration.phase === null;
  show(byId('guide'), isNow && !isKnown && isQuiet && !isLater() && !current.power);
  show(byId('later'), isNow && !isKnown && isQuiet && (isLater() || current.power));
  const steps = [
    [byId('guide-calibrate'), isKnown], [byId('guide-printer'), current.device.printer.link !== 'unbound'],
    [byId('guide-password'), isPasswordSet === true],
  ];
  const next = steps.find(([, isDone]) => !isDone)?.[0];
  for (const [step, isDone] of steps) step.className = isDone ? 'done' : step === next ? 'now' : '';
  say(byId('guide-done'), t('n_of_done', { n: steps.filter(([, isDone]) => isDone).length, all: steps.length }));
}

function askToCalibrate() {
  askFirst({
    title: t('calibrate_question'), text: t('calibrate_text'), act: t('calibrate_now'), keep: t('not_now'),
    onYes: () => press(byId('calibrate'), [{ calibrate: true }]),
  });
}

// What became of the last calibration, and the button for the next.
function showCalibration(current) {
  say(byId('calibrate'), t(isCalibrated(current) ? 'calibrate_again' : 'calibrate_dots'));
  show(byId('calibrate'), current.calibration.phase === null);
  const { last } = current.calibration;
  const place = byId('calibration-last');
  show(place, last !== null && current.calibration.phase === null);
  if (!last) return;
  say(place, sentence(last.text));
  place.className = last.result === 'adopted' ? 'small dim' : 'small refused';
}

function makeNotes() {
  for (const id of ['calibrate', 'later-calibrate', 'guide-now']) byId(id).addEventListener('click', askToCalibrate);
  byId('guide-later').addEventListener('click', () => {
    memory.set('later', true);
    if (state) showGuide(state);
    byId('later-calibrate').focus();
  });
}
