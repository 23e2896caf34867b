import { useQuery } from '@tanstack/react-query';
import i18n from 'i18next';
import { call, type Problem } from '../desk/data';
import type { Workbench } from './physics-types';

// What can be asked, with words in the reader's language. It changes only with the program.
export const useWorkbench = (enabled = true) => useQuery<Workbench, Problem>({ queryKey: ['physics', i18n.language], queryFn: () => call<Workbench>('/physics'), enabled, staleTime: Infinity });

// The decay table has a page of its own, made to be printed.
export const pageOf = (name: string) => (name === 'decay-table' ? '/physics/table' : `/physics/${name}`);
