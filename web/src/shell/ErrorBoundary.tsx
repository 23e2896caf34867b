import { Component, type ReactNode } from 'react';
import { useWords } from '../rooms/desk/words';

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  render() {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}

export function Broken({ error }: { error: Error }) {
  const t = useWords('shell');
  return (
    <div className="rm-page">
      <section className="rm-card rm-pad" role="alert">
        <h1>{t('broken')}</h1>
        <p>{t('broken_text')}</p>
        <pre className="sh-error">{error.message}</pre>
        <button type="button" className="rm-button rm-primary" onClick={() => window.location.reload()}>{t('reload')}</button>
      </section>
    </div>
  );
}
