import type { IconName } from './icons';

export interface NavPage { path: string; word: string; icon: IconName; need: string; key?: string }

// Groups and order of the left rail. Only pages that exist, and of those only the ones a person may read.
export const navGroups: { word: string | null; pages: NavPage[] }[] = [
  { word: null, pages: [
    { path: '/', word: 'nav_today', icon: 'today', need: 'today.read', key: 't' },
    { path: '/board', word: 'nav_board', icon: 'board', need: 'board.read', key: 'd' },
    { path: '/plan', word: 'nav_plan', icon: 'plan', need: 'planning.read', key: 'p' },
  ] },
  { word: 'group_supply', pages: [
    { path: '/orders', word: 'nav_orders', icon: 'orders', need: 'ordering.read', key: 'o' },
    { path: '/production', word: 'nav_production', icon: 'production', need: 'production.read', key: 'r' },
    { path: '/logistics', word: 'nav_logistics', icon: 'logistics', need: 'logistics.read', key: 's' },
  ] },
  { word: 'group_hospital', pages: [
    { path: '/hotlab', word: 'nav_hotlab', icon: 'hotlab', need: 'hotlab.read', key: 'h' },
    { path: '/doses', word: 'nav_doses', icon: 'doses', need: 'clinic.read', key: 'e' },
    { path: '/slots', word: 'nav_slots', icon: 'slots', need: 'slots.read', key: 'm' },
    { path: '/waste', word: 'nav_waste', icon: 'waste', need: 'waste.read', key: 'x' },
    { path: '/protection', word: 'nav_protection', icon: 'protection', need: 'protection.read', key: 'y' },
  ] },
  { word: 'group_assurance', pages: [
    { path: '/lineage', word: 'nav_lineage', icon: 'lineage', need: 'trace.read', key: 'l' },
    { path: '/vigilance', word: 'nav_vigilance', icon: 'vigilance', need: 'vigilance.read', key: 'v' },
    { path: '/licences', word: 'nav_licences', icon: 'licences', need: 'licensing.read', key: 'i' },
    { path: '/documents', word: 'nav_documents', icon: 'documents', need: 'documents.read', key: 'u' },
    { path: '/oversight', word: 'nav_oversight', icon: 'oversight', need: 'oversight.read', key: 'w' },
  ] },
  { word: 'group_system', pages: [
    { path: '/physics', word: 'nav_physics', icon: 'physics', need: 'session', key: 'f' },
    { path: '/sites', word: 'nav_sites', icon: 'sites', need: 'sync.read', key: 'n' },
    { path: '/audit', word: 'nav_audit', icon: 'audit', need: 'audit.read', key: 'a' },
  ] },
];

export const navPages = navGroups.flatMap((g) => g.pages);

const phone: Record<string, string[]> = {
  driver: ['/logistics', '/board'], broker: ['/', '/logistics', '/board', '/oversight'],
  technologist: ['/', '/hotlab', '/doses', '/board'], physician: ['/', '/doses', '/board', '/vigilance'],
  regulator: ['/oversight', '/audit', '/board', '/lineage'], radiochemist: ['/', '/production', '/board', '/lineage'],
  vigilance_officer: ['/', '/vigilance', '/lineage', '/board'],
};

// Four places for the thumb, chosen by the work; everything else is one tap further under "More".
export const phonePages = (roles: readonly string[]) => phone[roles.find((r) => r in phone) ?? ''] ?? ['/', '/board', '/logistics', '/doses'];
