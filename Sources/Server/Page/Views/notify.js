// Notifications: the sound of this page, and the ways to a phone.

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

// A sound that was chosen earlier needs a tap of this visit.
addEventListener('pointerdown', () => { if (sounds || tells) newsSound.prepare(); });

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
