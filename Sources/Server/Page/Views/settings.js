// The settings: sections of fields. A field is saved when somebody leaves it, and says so below itself.

Object.assign(icons, {
  chip: 'M6 6h12v12H6zM9 2.5V6M15 2.5V6M9 18v3.5M15 18v3.5M2.5 9H6M2.5 15H6M18 9h3.5M18 15h3.5',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01', lock: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  net: 'M2.5 9a14 14 0 0 1 19 0M6 12.8a9 9 0 0 1 12 0M9.3 16.4a4.5 4.5 0 0 1 5.4 0M12 20h.01',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z', arrow: 'M12 20V5M6 11l6-6 6 6',
  globe: 'M12 3a9 9 0 1 0 .01 0M3 12h18M12 3c3.5 3.5 3.5 14.5 0 18M12 3c-3.5 3.5-3.5 14.5 0 18',
  print: 'M4 4h16v4H4zM4 8v12h16V8M9 8v3h6V8M8 17h8', bell: 'M6 17v-6a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4',
});

// Asks a question in a dialog. The safe answer has the focus.
function askFirst({ title, text, act, keep, onYes }) {
  const dialog = byId('ask');
  const heading = make('h2', title);
  heading.id = 'ask-title';
  const row = make('div', '', 'row');
  const yes = makeButton(act, 'b', () => { dialog.close(); onYes(); });
  yes.id = 'ask-yes';
  const no = makeButton(keep, 'b main', () => dialog.close());
  no.id = 'ask-no';
  row.append(yes, no);
  dialog.replaceChildren(heading, make('p', text), row);
  dialog.showModal();
  no.focus();
}

const sectionNodes = {}; // by name: { details, summary, inside }

function addSection(name, icon) {
  const details = make('details', '', 'sec');
  details.id = `s-${name}`;
  details.open = matchMedia('(min-width: 900px)').matches;
  const top = make('summary'), texts = make('span'), summary = make('small');
  texts.append(make('h2', t(`s_${name}`)), summary);
  top.append(makeIcon(icon), texts, makeIcon('next'));
  const inside = make('div', '', 'in');
  details.append(top, inside);
  byId('sections').append(details);
  const link = make('a', t(`s_${name}`));
  link.href = `#settings/${name}`;
  link.prepend(makeIcon(icon));
  byId('toc').append(link);
  sectionNodes[name] = { details, summary, inside, link };
  return inside;
}

// One row: its name, a hint, what one can do, and what came of it. `control`: the input that the name labels.
function addField(inside, name, { hint = '', control = null, box = [], isWide = false } = {}) {
  const field = make('div', '', isWide ? 'field col' : 'field');
  const title = make(control ? 'label' : 'span', name, 'name');
  if (control) title.htmlFor = control.id;
  const text = make('small', hint);
  const content = make('div', '', 'box');
  content.append(...(control ? [control] : []), ...box);
  const said = make('output', '', 'said dim');
  field.append(title, content, text, said);
  inside.append(field);
  return { field, title, text, content, said };
}

function makeInput(id, attributes = {}) {
  const input = make('input');
  input.id = id;
  input.autocomplete = 'off';
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  return input;
}
const settingButton = (id, text, act, className = 'b needs-live') => {
  const button = makeButton(text, className, act);
  button.id = id;
  return button;
};

// Buttons of which one is chosen.
function makeChoice(name, choices, chosen, onChoose) {
  const group = make('div', '', 'seg');
  group.setAttribute('role', 'group');
  label(group, name);
  group.append(...choices.map(([value, text]) => {
    const button = makeButton(text, '', () => {
      for (const other of group.children) other.setAttribute('aria-pressed', String(other === button));
      onChoose(value);
    });
    button.dataset.value = value;
    button.setAttribute('aria-pressed', String(value === chosen));
    return button;
  }));
  return group;
}
const sayFor = (said, text, isRefused = false) => {
  said.className = `said ${isRefused ? 'refused' : 'dim'}`;
  say(said, text);
  if (!isRefused) setTimeout(() => { if (said.textContent === harmless(text)) say(said, ''); }, 4000);
};

function makePresetSettings() {
  const inside = addSection('presets', 'list');
  inside.append(make('p', t('presets_hint'), 'small dim'));
  const table = make('div', '', 'table-of');
  table.setAttribute('role', 'group');
  label(table, t('s_presets'));
  const said = make('output', '', 'said');
  const row = make('div', '', 'row');
  const add = settingButton('add-preset', t('add'), () => {
    let name = t('new_filament');
    for (let n = 2; presets.some(other => other.name === name); n += 1) name = `${t('new_filament')} ${n}`;
    const made = { name, heat: 40, dry: 55, hours: Math.min(12, state.drying.longest_hours) };
    keepPresets([...presets, made]).then(isKept => { if (isKept) all('input', table).at(-4).focus(); });
  });
  add.prepend(makeIcon('plus'));
  row.append(add);
  inside.append(table, said, row);

  // The device keeps them, for every browser, and says why it does not.
  const keepPresets = async list => {
    const wish = list.map(({ name, heat, dry, hours }) => ({ name, heat_c: heat, dry_c: dry, dry_hours: hours }));
    const { refusal } = await post({ presets: wish }, 'api/v1/device');
    sayFor(said, refusal ?? t('saved'), Boolean(refusal));
    if (refusal) return false;
    presets = list;
    fill();
    return true;
  };
  const shownTemperature = c => (c === null ? t('no_heat') : degrees(c).replace(/ °.$/, ''));
  const read = (text, preset) => {
    if (text.trim() === t('no_heat') || text.trim() === '') return null;
    const value = typed(text), highest = state?.highest_target_c ?? 70;
    if (value === null || fromUnit(value) > highest + .01 || fromUnit(value) < 0) {
      throw new Error(t('preset_wrong', { name: preset.name, t: degrees(highest) }));
    }
    return fromUnit(value);
  };
  const save = (at, key, field) => {
    const preset = presets[at], text = field.value;
    try {
      let value;
      if (key === 'name') {
        value = text.trim();
        if (value === '' || [...value].length > 20) throw new Error(t('preset_name'));
      } else if (key === 'hours') {
        value = typed(text);
        const longest = state?.drying.longest_hours ?? 12;
        if (value === null || value < 1 || value > longest) throw new Error(t('preset_hours', { name: preset.name, n: longest }));
      } else {
        value = read(text, preset);
      }
      keepPresets(presets.map((other, index) => (index === at ? { ...other, [key]: value } : other)));
    } catch (wrong) {
      sayFor(said, wrong.message, true); // What was typed stays, to be put right.
    }
  };
  let filled = '';
  function fill() {
    filled = JSON.stringify(presets);
    table.replaceChildren(...['filament', 'chamber', 'dry_at', 'hours'].map(key => make('span', t(key))), make('span'));
    presets.forEach((preset, at) => {
      const values = { name: preset.name, heat: shownTemperature(preset.heat), dry: shownTemperature(preset.dry), hours: inHours(preset.hours) };
      const names = { name: 'filament', heat: 'chamber', dry: 'dry_at', hours: 'hours' };
      for (const [key, value] of Object.entries(values)) {
        const field = makeInput(`preset-${at}-${key}`, { 'aria-label': `${harmless(preset.name)}: ${t(names[key])}` });
        field.value = harmless(value);
        field.addEventListener('change', () => save(at, key, field));
        table.append(field);
      }
      const remove = makeButton('', 'ico', () => {
        keepPresets(presets.filter((_, index) => index !== at));
        add.focus();
      });
      remove.append(makeIcon('close'));
      label(remove, t('remove', { name: preset.name }));
      table.append(remove);
    });
    say(sectionNodes.presets.summary, presets.filter(({ heat }) => heat !== null).slice(0, 4)
      .map(({ name, heat }) => `${name} ${degrees(heat).replace(/ °.$/, '°')}`).join(', '));
  }
  showPresetSettings = () => {
    const shown = JSON.stringify(presets);
    // Another browser changed them; what somebody types here stays.
    if (shown === filled || table.contains(document.activeElement)) return;
    fill();
  };
}
let showPresetSettings;

function makeDisplaySettings() {
  const inside = addSection('display', 'globe');
  const select = make('select');
  select.id = 'language';
  for (const [value, name] of [['en', 'English'], ['de', 'Deutsch'], ['zh', '中文']]) {
    const option = make('option', name);
    option.value = value;
    option.lang = value;
    option.selected = value === language;
    select.append(option);
  }
  // The device sends the page in the language of this cookie; nothing that runs is touched.
  select.addEventListener('change', () => {
    document.cookie = `hearth-language=${select.value}; Max-Age=31536000; SameSite=Strict; Path=/`;
    location.reload();
  });
  addField(inside, t('language_name'), { control: select });
  addField(inside, t('units'), { box: [makeChoice(t('units'), [['C', '°C'], ['F', '°F']], unit, value => {
    memory.set('unit', value);
    post({ unit: value }, 'api/v1/device').then(() => location.reload());
  })] });
  const themes = [['', t('as_device')], ['light', t('light')], ['dark', t('dark')]];
  addField(inside, t('appearance'), { box: [makeChoice(t('appearance'), themes, memory.get('theme', ''), value => {
    memory.set('theme', value);
    setTheme(value);
  })] });
  say(sectionNodes.display.summary, `${{ en: 'English', de: 'Deutsch', zh: '中文' }[language]} · °${unit}`);
}

function makeSettings() {
  makeDeviceSettings();
  makePresetSettings();
  makePrinterSettings();
  makeNetworkSettings();
  makeHomeSettings();
  makeNotifySettings();
  makeAccessSettings();
  makeUpdateSettings();
  makeDisplaySettings();
  makeSimulationSettings();
}

function showSettings(current) {
  showPresetSettings();
  showDevice(current);
  showPrinter(current);
  showNetwork(current);
  showUpdate(current);
}
