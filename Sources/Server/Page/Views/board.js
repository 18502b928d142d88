// Describing the board, where there is no board file yet: the questions of `sudo hearth setup`. The answers are kept
// on the device until somebody takes them over there; nothing on this page can write a board file.

let boardGuide = null; // what there is to ask; null: not known yet
let isBoardAsked = false;
const boardFields = {}; // by the name of the answer: the input, or a function that gives the value

function showBoardGuide(current) {
  const isAway = current.chamber.condition === 'absent';
  const isWanted = isAway && boardGuide?.wanted === true;
  show(byId('board-guide'), isWanted && document.body.dataset.view === 'now');
  if (isAway) {
    say(byId('promise'), t('board_nothing'));
    say(byId('reason'), t(isWanted ? 'board_describe_below' : 'board_see_above'));
  }
  if (isAway && !isBoardAsked) { isBoardAsked = true; loadBoardGuide(); }
  // Another board, another guide.
  if (!isAway) [isBoardAsked, boardGuide] = [false, null];
}

async function loadBoardGuide() {
  const answer = await get('api/v1/setup');
  if (answer.error) { setTimeout(() => { isBoardAsked = false; }, answerWithin); return; }
  boardGuide = answer;
  if (answer.wanted) makeBoardGuide();
}

function boardSelect(id, choices, chosen) {
  const select = make('select');
  select.id = id;
  for (const [value, text] of choices) {
    const option = make('option', text);
    option.value = value;
    option.selected = value === chosen;
    select.append(option);
  }
  return select;
}
function boardSwitch(id, isOn, onChange) {
  const input = makeInput(id, { type: 'checkbox' });
  input.className = 'sw';
  input.checked = isOn;
  input.addEventListener('change', () => onChange(input.checked));
  return input;
}
const boardNumber = (id, value, mode = 'numeric') => {
  const input = makeInput(id, { inputmode: mode, maxlength: '12' });
  input.value = value ?? '';
  return input;
};

function makeBoardGuide() {
  const card = byId('board-guide');
  const head = make('div', '', 'head');
  const title = make('h2', t('board_title'));
  title.id = 'board-title';
  head.append(title);
  const fields = make('div');
  fields.id = 'board-fields';
  const proposed = boardGuide.proposed ?? boardGuide.boards[0].name;
  const board = boardSelect('board-name', boardGuide.boards.map(one => [
    one.name, one.name === boardGuide.proposed ? t('board_fits', { title: one.title }) : one.title,
  ]), proposed);
  const first = make('div');
  addField(first, t('board_which'), { control: board, isWide: true, hint: boardGuide.computer ?? '' });
  board.addEventListener('change', () => fillBoardFields(fields, board.value));
  const keep = settingButton('board-keep', t('board_keep'), () => keepBoard(keep, board.value, said), 'b main wide needs-live');
  const said = make('output', '', 'said dim');
  said.id = 'board-said';
  const kept = make('div');
  kept.id = 'board-kept';
  card.replaceChildren(head, make('p', t('board_intro'), 'small dim'), kept, first, fields, keep, said);
  fillBoardFields(fields, proposed);
  showKeptBoard();
}

// The questions for one board, with what its file says as answers.
function fillBoardFields(inside, name) {
  const board = boardGuide.boards.find(one => one.name === name);
  const { values } = board;
  for (const key of Object.keys(boardFields)) delete boardFields[key];
  inside.replaceChildren();
  askBoardProbe(inside, 'probe chamber', t('board_chamber_probe'), values);
  const element = make('div');
  const onElement = boardSwitch('board-element', board.element_probe, isOn => show(element, isOn));
  addField(inside, t('board_has_element'), { control: onElement });
  inside.append(element);
  askBoardProbe(element, 'probe element', t('board_element_probe'), values);
  show(element, board.element_probe);
  boardFields.element_probe = () => onElement.checked;
  askBoardNumber(inside, 'heater.power_w', t('board_watts'), values);
  if (values['heater.line'] !== undefined) askBoardLines(inside, board);
  const mains = boardSelect('board-mains', [['50', '50 Hz'], ['60', t('board_60')]], values['board.mains_hz'] ?? '50');
  addField(inside, t('board_mains'), { control: mains });
  boardFields['board.mains_hz'] = mains;
}

function askBoardProbe(inside, section, name, values) {
  const standard = values[`${section}.thermistor`] ?? values['probe chamber.thermistor'] ?? 'generic-3950';
  const kind = boardSelect(`board-${section.replace(' ', '-')}`, boardGuide.thermistors.map(one => [
    one.name, one.look || one.name,
  ]), standard);
  addField(inside, name, { control: kind, isWide: true });
  boardFields[`${section}.thermistor`] = kind;
  const ohms = values[`${section}.series_ohms`] ?? values['probe chamber.series_ohms'];
  askBoardNumber(inside, `${section}.series_ohms`, t('board_ohms'), { [`${section}.series_ohms`]: ohms });
}

function askBoardNumber(inside, key, name, values) {
  const input = boardNumber(`board-${key.replace(/[ .]/g, '-')}`, values[key], 'decimal');
  input.className = 'short';
  addField(inside, name, { control: input });
  boardFields[key] = input;
}

// The lines: relay, blower, second relay.
function askBoardLines(inside, { values, second_relay: hasSecond }) {
  askBoardNumber(inside, 'heater.line', t('board_relay_line'), values);
  const pull = make('div');
  const isLow = values['heater.active_low'] === 'yes';
  const level = boardSelect('board-level', [['high', t('board_high')], ['low', t('board_low')]], isLow ? 'low' : 'high');
  addField(inside, t('board_level'), { control: level, isWide: true });
  const pulled = boardSwitch('board-pull-up', isLow, () => {});
  addField(pull, t('board_pull_up'), { control: pulled, hint: t('board_pull_up_why') });
  inside.append(pull);
  level.addEventListener('change', () => show(pull, level.value === 'low'));
  show(pull, isLow);
  boardFields['heater.active_low'] = () => (level.value === 'low' ? 'yes' : 'no');
  boardFields['heater.idle'] = () => (level.value === 'low' && pulled.checked ? 'pulled_up' : 'pulled_down');
  askBoardLine(inside, 'fan', t('board_blower'), values['fan.fitted'] !== 'no', values['fan.line'] ?? '27');
  if (!hasSecond) askBoardLine(inside, 'second_relay', t('board_second'), false, '22');
}

// A part that may be missing, and its line.
function askBoardLine(inside, section, name, isThere, line) {
  const box = make('div');
  const has = boardSwitch(`board-has-${section}`, isThere, isOn => show(box, isOn));
  addField(inside, name, { control: has });
  inside.append(box);
  askBoardNumber(box, `${section}.line`, t('board_line'), { [`${section}.line`]: line });
  show(box, isThere);
  const input = boardFields[`${section}.line`];
  boardFields[`${section}.line`] = () => (has.checked ? input.value : '');
  if (section === 'fan') boardFields['fan.fitted'] = () => (has.checked ? '' : 'no');
  else boardFields[`${section}.idle`] = () => (has.checked ? 'pulled_down' : '');
}

async function keepBoard(button, board, said) {
  const { element_probe: hasElement, ...others } = boardFields;
  const values = {};
  for (const [key, field] of Object.entries(others)) {
    if (key.startsWith('probe element') && !hasElement()) continue;
    const value = typeof field === 'function' ? field() : field.value.trim();
    if (value !== '') values[key] = value;
  }
  if (!await press(button, [{ board, element_probe: hasElement(), values }], { said, path: 'api/v1/setup' })) return;
  boardGuide.kept = (await get('api/v1/setup')).kept ?? null;
  showKeptBoard();
  byId('board-kept').scrollIntoView({ block: 'nearest' });
}

function showKeptBoard() {
  const { kept } = boardGuide;
  const place = byId('board-kept');
  place.replaceChildren();
  if (!kept) return;
  const note = make('div', '', 'note');
  const words = make('p');
  words.append(make('b', t('board_kept')), ' ', make('span', t('board_kept_how')));
  const list = make('ul', '', 'small');
  list.append(...kept.map(line => make('li', line)));
  const box = make('details');
  box.append(make('summary', t('board_kept_what')), list);
  note.append(makeIcon('ok'), words);
  place.append(note, box);
  say(byId('heard'), t('board_kept'));
}
