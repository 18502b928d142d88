// The first run: steps that may be skipped each, and what is left of them in the banner until the heater is calibrated.

// Which steps this browser's person has skipped, and whether the guide has begun here: it then stays for what
// follows the calibration. A heater that was set up before shows none.
const skipped = new Set(memory.get('guide-skipped', []));
let isGuided = memory.get('guided', false);
let hasSelfTest = false;

const guideSteps = ({ model, device: { setup_left: left, printer } }) => {
  hasSelfTest ||= left.includes('self_test');
  return [
    { name: 'selftest', isDone: !left.includes('self_test') },
    { name: 'calibrate', isDone: model.state === 'calibrated' },
    { name: 'printer', isDone: printer.link !== 'unbound', isOptional: true },
    { name: 'password', isDone: access?.password_needed === true, isOptional: true },
  ].filter(({ name }) => name !== 'selftest' || hasSelfTest);
};
const stepTitles = { selftest: 'self_test', calibrate: 'calibrate_title', printer: 'connect_printer', password: 'set_password' };
const stepTexts = { selftest: 'guide_selftest', calibrate: 'guide_calibrate', printer: 'guide_printer', password: 'guide_password' };

function makeGuide() {
  const head = make('div', '', 'head'), title = make('h2', t('set_up')), done = make('small', '', 'dim');
  title.id = 'guide-title';
  done.id = 'guide-done';
  head.append(title, done);
  const list = make('ol', '', 'todo');
  list.append(...Object.keys(stepTitles).map(makeStep));
  byId('guide').replaceChildren(head, list);
}

function makeStep(name) {
  const item = make('li'), body = make('div'), heading = make('h3'), is = make('small'), row = make('div', '', 'row');
  item.id = `guide-${name}`;
  is.id = `guide-${name}-is`;
  const place = { printer: '#settings/printer', password: '#settings/access' }[name];
  const title = make(place ? 'a' : 'span', t(stepTitles[name]));
  if (place) title.href = place;
  heading.append(title, is);
  if (name === 'calibrate') row.append(settingButton('guide-now', t('calibrate_now'), askToCalibrate, 'b main needs-live'));
  const skip = makeButton(t(name === 'calibrate' ? 'later' : 'skip_step'), 'b', () => skipStep(name));
  skip.dataset.skip = name;
  row.append(skip);
  body.append(heading, make('p', t(stepTexts[name])), row);
  item.append(make('span', '', 'n'), body);
  return item;
}

function skipStep(name) {
  skipped.add(name);
  memory.set('guide-skipped', [...skipped]);
  if (state) showLater(state);
  // To what stands in its place.
  (byId('guide').querySelector('.now button') ?? byId('later-calibrate')).focus();
}

// Gives whether the guide asks for the calibration, so that no banner has to.
function showGuide(current, isFree) {
  const steps = guideSteps(current);
  const next = steps.find(({ name, isDone }) => !isDone && !skipped.has(name));
  const isWanted = !isCalibrated(current) || (isGuided && next !== undefined);
  if (isWanted !== isGuided) { isGuided = isWanted; memory.set('guided', isGuided); }
  const isOpen = isFree && isGuided && next !== undefined && !current.power;
  show(byId('guide'), isOpen);
  show(byId('guide-selftest'), hasSelfTest);
  for (const { name, isDone, isOptional } of steps) {
    byId(`guide-${name}`).className = isDone ? 'done' : name === next?.name ? 'now' : '';
    say(byId(`guide-${name}-is`), isDone ? t('done') : skipped.has(name) ? t('skipped') : isOptional ? t('optional')
      : name === 'calibrate' ? t('about_8_min') : '');
  }
  say(byId('guide-done'), t('n_of_done', { n: steps.filter(({ isDone }) => isDone).length, all: steps.length }));
  const others = steps.filter(({ name, isDone }) => !isDone && name !== 'calibrate').map(({ name }) => t(stepTitles[name]));
  say(byId('later-left'), isOpen || others.length === 0 ? '' : t('also_left', { steps: others.join(' · ') }));
  return isOpen && !skipped.has('calibrate');
}
