import { useEffect, useState, type RefObject } from 'react';

// What a page shows far from the part in sight costs nothing: it stands until it comes near. On paper everything is in sight.
const watched = new Map<Element, (near: boolean) => void>();
const observer = typeof IntersectionObserver === 'undefined' ? null
  : new IntersectionObserver((all) => all.forEach((e) => watched.get(e.target)?.(e.isIntersecting)), { rootMargin: '200px 0px' });
const look = (el: Element) => { observer?.unobserve(el); observer?.observe(el); };
if (observer) {
  window.addEventListener('beforeprint', () => watched.forEach((tell) => tell(true)));
  window.addEventListener('afterprint', () => watched.forEach((_, el) => look(el)));
}

// `first`: in sight before anybody has looked, as the top of a list is.
export function useInSight(ref: RefObject<Element | null>, first: boolean): boolean {
  const [near, setNear] = useState(first || !observer);
  useEffect(() => {
    const el = ref.current;
    if (!el) return;
    watched.set(el, setNear);
    look(el);
    return () => { watched.delete(el); observer?.unobserve(el); };
  }, [ref]);
  return near;
}
