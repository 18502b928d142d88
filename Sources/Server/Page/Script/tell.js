// Tells a person who has the page open and looks elsewhere: by a sound, by the tab's title and by the app's badge.
// What reaches a phone without the page is the device's own business; its settings are shown here.

icons.bell = 'M6 17v-6a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4';

let sounds = memory.get('sounds', false);
const news = { before: null, reached: null, wasWarm: false, unseen: 0, latest: '' };

// A sound; browsers allow it after a tap.
const newsSound = {
  context: null,
  prepare() {
    this.context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
    this.context?.resume().catch(() => {});
  },
  play(tones = [660, 880]) {
    if (!this.context) return;
    tones.forEach((frequency, at) => {
      const [tone, volume] = [this.context.createOscillator(), this.context.createGain()];
      const start = this.context.currentTime + at * .25;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(.2, start);
      volume.gain.exponentialRampToValueAtTime(.001, start + .6);
      tone.connect(volume).connect(this.context.destination);
      tone.start(start);
      tone.stop(start + .7);
    });
  },
};

const attentionOf = ({ warnings, device }) => warnings.length + device.troubles.length;

// What happened between two states of the device, the most urgent; '': nothing.
function newsBetween(before, now) {
  if (now.latch && now.latch.number !== before.latch?.number) return 'news_fault';
  if (attentionOf(now) > attentionOf(before)) return 'news_attention';
  if (before.soak && before.soak.phase !== 'done' && now.soak?.phase === 'done') return 'news_soaked';
  if (isDrying(before) && !isDrying(now) && before.drying.remaining_s < 60) return 'news_dried';
  if (now.activity === 'holding' && news.reached !== now.set_point_c) return 'news_ready';
  if (news.wasWarm && !now.power && now.activity === 'off') return 'news_cooled';
  return '';
}

// The first state after a gap is no news.
function watchNews(current) {
  const { before } = news;
  const kind = before ? newsBetween(before, current) : '';
  news.before = current;
  if (current.activity === 'holding') news.reached = current.set_point_c;
  else if (news.reached !== current.set_point_c) news.reached = null;
  if (!current.power && current.activity === 'off') news.wasWarm = false;
  else if (current.power && (current.chamber.temperature_c ?? 0) > 40) news.wasWarm = true;
  if (kind === '') return;
  if (kind === 'news_soaked' && tells) toast(t('told_ready'));
  if (sounds || (tells && kind === 'news_soaked')) newsSound.play(kind === 'news_fault' ? [880, 660, 880, 660] : undefined);
  if (!document.hidden) return;
  news.unseen += 1;
  news.latest = t(kind);
  navigator.setAppBadge?.(news.unseen).catch(() => {});
}

// What stands before the tab's title until somebody looks.
const newsTitle = () => (news.unseen > 0 ? `(${news.unseen}) ${news.latest} · ` : '');

document.addEventListener('visibilitychange', () => {
  if (document.hidden || news.unseen === 0) return;
  news.unseen = 0;
  navigator.clearAppBadge?.().catch(() => {});
  if (state) showState(state);
});
// A sound that was chosen earlier needs a tap of this visit.
addEventListener('pointerdown', () => { if (sounds || tells) newsSound.prepare(); }, { once: true });

const wayNames = { ntfy: 'ntfy', webhook: 'Webhook', mqtt: 'MQTT' };
const nameOfWay = ({ way, place }) => `${wayNames[way] ?? way}${place ? ` (${place})` : ''}`;

function makeNotifySettings() {
  const inside = addSection('notify', 'bell');
  const sound = makeInput('sounds', { type: 'checkbox', class: 'sw' });
  sound.checked = sounds;
  sound.addEventListener('change', () => {
    sounds = sound.checked;
    memory.set('sounds', sounds);
    if (!sounds) return;
    newsSound.prepare();
    newsSound.play();
  });
  addField(inside, t('sound_here'), { hint: t('sound_hint'), control: sound });
  const list = make('div');
  const test = settingButton('notify-test', t('notify_test'), async () => {
    test.disabled = true;
    sayFor(field.said, t('notify_sending'));
    const answer = await fetch('api/v1/notify/test', { method: 'POST' }).then(got => got.json())
      .catch(() => ({ error: t('no_answer') }));
    test.disabled = false;
    if (answer.error) { sayFor(field.said, sentence(answer.error), true); return; }
    const failed = answer.ways.filter(({ trouble }) => trouble);
    const words = failed.map(way => t('notify_failed', { way: nameOfWay(way), why: way.trouble }));
    sayFor(field.said, failed.length ? words.join(' ') : t('notify_sent'), failed.length > 0);
    showWays();
  }, 'b');
  const field = addField(inside, t('notify_ways'), { hint: t('notify_hint'), box: [list, test], isWide: true });
  async function showWays() {
    const { ways } = await get('api/v1/notify');
    if (!ways) return;
    show(test, ways.length > 0);
    list.replaceChildren(...ways.map(way => make('p',
      way.trouble ? `${nameOfWay(way)}: ${way.trouble}` : nameOfWay(way), way.trouble ? 'refused' : '')));
    show(field.text, ways.length === 0);
    say(sectionNodes.notify.summary, ways.map(({ way }) => wayNames[way] ?? way).join(', ') || t('notify_none'));
  }
  showWays();
}
