import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, setLanguage, type Language } from '../app/i18n';
import { freshness, useSilence } from '../app/stream';
import { forgetKept } from '../offline/kept';
import { setOffline } from '../offline/worker';
import { call, useClock, useNow, type SessionView } from '../rooms/desk/data';
import { dateFormat, useFigures } from '../rooms/desk/figures';
import { Choice } from '../rooms/desk/pieces';
import { change, useSettings, type ActivityUnit, type Theme } from '../rooms/desk/settings';
import { useWords } from '../rooms/desk/words';
import { BrandMark } from './icons';
import { Search } from './Search';

export function TopBar({ session, onKeys }: { session: SessionView; onKeys: () => void }) {
  const t = useWords('shell');
  return (
    <header className="sh-top">
      <a className="sh-brand" href="/"><BrandMark />Isotrail</a>
      <span className="sh-site" title={session.org_name}>{session.site_name || session.org_name || session.site || session.org}</span>
      <Search />
      {session.showcase && <span className="sh-showcase">{t('showcase_data')}</span>}
      <ZoneClock />
      <StreamState />
      <UnitSwitch />
      <LanguageSwitch />
      <Me session={session} onKeys={onKeys} />
    </header>
  );
}

function ZoneClock() {
  const f = useFigures();
  const t = useWords('shell');
  useClock();
  const iso = new Date(useNow()).toISOString();
  const time = dateFormat('en-GB', { timeZone: f.zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
  const day = `${dateFormat(f.lang, { timeZone: f.zone, weekday: 'short' }).format(new Date(iso))} ${f.date(iso)}`;
  const city = f.zone.split('/').at(-1)!.replace('_', ' ');
  return (
    <div className="sh-clock" role="timer" aria-label={t('clock')} aria-live="off">
      <b>{time}</b><span><i>{t.or(`city_${city}`, city)} · </i>{f.offset(iso)}<i> · {day}</i></span>
    </div>
  );
}

export function StreamState() {
  const t = useWords('shell');
  const silent = useSilence();
  const state = freshness(silent);
  return (
    <span className={`sh-live sh-live-${state}`} role="status">
      <i aria-hidden="true" /><span>{t(`stream_${state}`)}{state !== 'live' && ` · ${t('seconds', { n: Math.round(silent / 1000) })}`}</span>
    </span>
  );
}

export function UnitSwitch() {
  const t = useWords('shell');
  const { unit } = useSettings();
  return <div className="sh-units"><Choice<ActivityUnit> label={t('unit')} value={unit} onChange={(u) => change({ unit: u })} options={[['MBq', 'MBq'], ['GBq', 'GBq'], ['mCi', 'mCi']]} /></div>;
}

export function LanguageSwitch() {
  const t = useWords('shell');
  const { i18n } = useTranslation();
  return (
    <div className="rm-choice sh-languages" role="group" aria-label={t('language')}>
      {languages.map((l) => (
        <button key={l.id} type="button" lang={l.html} aria-pressed={i18n.language === l.id} aria-label={`${l.short} ${l.name}`} title={l.name} onClick={() => void setLanguage(l.id as Language)}>{l.short}</button>
      ))}
    </div>
  );
}

const initials = (name: string) => name.split(/[\s.]+/).filter(Boolean).slice(0, 2).map((w) => w[0].toUpperCase()).join('');

function Me({ session, onKeys }: { session: SessionView; onKeys: () => void }) {
  const t = useWords('shell');
  const client = useQueryClient();
  const { theme, offline } = useSettings();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (e: Event) => {
      if (e instanceof KeyboardEvent ? e.key === 'Escape' : !box.current?.contains(e.target as Node)) setOpen(false);
    };
    window.addEventListener('keydown', away);
    window.addEventListener('pointerdown', away);
    return () => { window.removeEventListener('keydown', away); window.removeEventListener('pointerdown', away); };
  }, [open]);
  const leave = async () => {
    await call('/session', { method: 'DELETE' }).catch(() => null);
    forgetKept();
    client.clear();
    await client.invalidateQueries();
    window.location.assign('/');
  };
  const name = session.name || session.person;
  const roles = session.roles.map((r) => t.or(`role_${r}`, r)).join(' · ');
  return (
    <div className="sh-me" ref={box}>
      <button type="button" className="sh-me-button" aria-expanded={open} aria-controls="sh-me" onClick={() => setOpen(!open)}>
        <i aria-hidden="true">{initials(name)}</i><span><b>{name}</b><small>{roles}</small></span>
      </button>
      {open && (
        <div id="sh-me" className="sh-menu">
          <p><b>{name}</b><br /><small>{roles}<br />{session.org_name}</small></p>
          <div className="sh-menu-phone"><UnitSwitch /><LanguageSwitch /></div>
          <label htmlFor="sh-theme">{t('theme')}</label>
          <select id="sh-theme" className="rm-input" value={theme} onChange={(e) => change({ theme: e.target.value as Theme })}>
            {(['light', 'hotcell', 'contrast'] as const).map((x) => <option key={x} value={x}>{t(`theme_${x}`)}</option>)}
          </select>
          <label className="sh-check"><input type="checkbox" checked={offline} onChange={(e) => { change({ offline: e.target.checked }); void setOffline(e.target.checked); }} /> {t('offline_open')}</label>
          <button type="button" className="rm-button" onClick={() => { setOpen(false); onKeys(); }}>{t('keys')} <kbd>?</kbd></button>
          <button type="button" className="rm-button" onClick={() => void leave()}>{t('sign_out')}</button>
        </div>
      )}
    </div>
  );
}
