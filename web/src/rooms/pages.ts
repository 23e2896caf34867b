import { lazy } from 'react';

// The pages of these rooms, each loaded only when opened. $id is the business id in the address.
export const roomPages = [
  { path: '/plan', page: lazy(() => import('./planning/DayPage')) },
  { path: '/plan/lane', page: lazy(() => import('../pages/lists/PlanPage')) },
  { path: '/plan/past', page: lazy(() => import('./planning/PastDaysPage')) },
  { path: '/plan/$id', page: lazy(() => import('./planning/DayPage')) },
  { path: '/lineage', page: lazy(() => import('./lineage/LineagePage')) },
  { path: '/recall', page: lazy(() => import('./lineage/RecallPage')) },
  { path: '/production', page: lazy(() => import('./production/BatchesPage')) },
  { path: '/production/$id', page: lazy(() => import('./production/BatchPage')) },
  { path: '/logistics', page: lazy(() => import('./logistics/ConsignmentsPage')) },
  { path: '/logistics/$id', page: lazy(() => import('./logistics/ConsignmentPage')) },
  { path: '/doses', page: lazy(() => import('./clinic/DosesPage')) },
  { path: '/doses/$id', page: lazy(() => import('./clinic/DosePage')) },
  { path: '/oversight', page: lazy(() => import('./oversight/OversightPage')) },
  { path: '/report', page: lazy(() => import('./oversight/ReportPage')) },
  { path: '/hotlab', page: lazy(() => import('./hotlab/HotlabPage')) },
  { path: '/slots', page: lazy(() => import('./slots/SlotsPage')) },
  { path: '/waste', page: lazy(() => import('./waste/WastePage')) },
  { path: '/documents', page: lazy(() => import('./documents/DocumentsPage')) },
  { path: '/protection', page: lazy(() => import('./protection/ProtectionPage')) },
  { path: '/sites', page: lazy(() => import('./sync/SyncPage')) },
  { path: '/vigilance', page: lazy(() => import('./vigilance/VigilancePage')) },
  { path: '/physics', page: lazy(() => import('./physics/PhysicsPage')) },
  { path: '/physics/table', page: lazy(() => import('./physics/DecayTablePage')) },
  { path: '/physics/$id', page: lazy(() => import('./physics/PhysicsPage')) },
] as const;
