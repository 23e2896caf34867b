// Every page of the browser UI and who looks at it.
export const pages = [
  { name: 'today', path: '/', who: 'wong.ieng' },
  { name: 'board', path: '/board?item=FDG-251217-A.V1', who: 'lei.fan' },
  { name: 'board-table', path: '/board?view=table', who: 'lei.fan' },
  { name: 'plan', path: '/plan', who: 'wong.ieng' },
  { name: 'plan-past', path: '/plan/past', who: 'wong.ieng' },
  { name: 'plan-lane', path: '/plan/lane', who: 'wong.ieng' },
  { name: 'orders', path: '/orders', who: 'wong.ieng' },
  { name: 'production', path: '/production', who: 'he.yun' },
  { name: 'batch', path: '/production/FDG-251217-A?step=4', who: 'he.yun' },
  { name: 'release', path: '/production/FDG-251217-A?step=release', who: 'liang.wei' },
  { name: 'shipments', path: '/logistics', who: 'wong.ieng' },
  { name: 'consignment', path: '/logistics/C-251217-01', who: 'wong.ieng' },
  { name: 'hotlab', path: '/hotlab', who: 'lei.fan' },
  { name: 'doses', path: '/doses', who: 'lei.fan' },
  { name: 'dose', path: '/doses/ORD-05', who: 'lei.fan' },
  { name: 'draw', path: '/draw', who: 'lei.fan' },
  { name: 'dose-given', path: '/doses/ORD-01', who: 'dr.fong' },
  { name: 'slots', path: '/slots?day=2025-12-17', who: 'lei.fan' },
  { name: 'lineage', path: '/lineage?item=FDG-251217-A.V1', who: 'liang.wei' },
  { name: 'recall', path: '/recall?item=K-2291', who: 'liang.wei' },
  { name: 'vigilance', path: '/vigilance', who: 'vong.pv' },
  { name: 'waste', path: '/waste', who: 'sou.rso' },
  { name: 'documents', path: '/documents', who: 'liang.wei' },
  { name: 'protection', path: '/protection', who: 'sou.rso' },
  { name: 'protection-amounts', path: '/protection?show=amounts', who: 'sou.rso' },
  { name: 'licences', path: '/licences', who: 'sou.rso' },
  { name: 'oversight', path: '/oversight', who: 'inspector.ssm' },
  { name: 'report', path: '/report?month=2025-12&site=cotai-hotlab', who: 'inspector.ssm' },
  { name: 'physics', path: '/physics/generator', who: 'lei.fan' },
  { name: 'physics-table', path: '/physics/table?nuclide=F-18&activity=4.40+GBq&reference=2025-12-17T09:00:00%2B08:00&every=15+min&count=47&item=FDG-251217-A.V1', who: 'lei.fan' },
  { name: 'sites', path: '/sites', who: 'inspector.ssm' },
  { name: 'audit', path: '/audit', who: 'inspector.ssm' },
];

export const languages = ['en', 'zh-Hans', 'zh-Hant', 'pt'];

// The pictures that are kept, in one language or in all of them.
export const pictures = { physics: languages, board: 'en', batch: 'en', consignment: 'zh-Hans', dose: 'zh-Hant', recall: 'pt', oversight: 'en', audit: 'en' };
