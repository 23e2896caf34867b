import { useAddress } from '../rooms/desk/data';
import { PageHead } from '../rooms/desk/pieces';
import { useWords } from '../rooms/desk/words';

export function NotFound() {
  const t = useWords('shell');
  const { Link } = useAddress();
  return (
    <div className="rm-page">
      <PageHead title={t('not_found')} />
      <section className="rm-card rm-pad"><p>{t('not_found_text')}</p><p><Link to="/">{t('nav_today')}</Link> · <Link to="/board">{t('nav_board')}</Link></p></section>
    </div>
  );
}
