import { Component, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { keepLanguage, LanguageContext, startLanguage, useText, type Language } from '../text/language';
import { CompareView } from '../views/Compare';
import { CrosswalkView } from '../views/Crosswalk';
import { EntityView } from '../views/Entity';
import { HomeView } from '../views/Home';
import { PathsView } from '../views/Paths';
import { PictureView } from '../views/PictureView';
import { SearchView } from '../views/Search';
import { SupplyView } from '../views/Supply';
import { VersionsView } from '../views/Versions';
import { HereContext, PageLink, parseAddress, useHere, type Here } from './address';

/** The views by the first part of their address; the service answers the same ones with this page. */
const views: Readonly<Record<string, ComponentType>> = {
  '': HomeView,
  search: SearchView,
  industry: EntityView,
  entity: EntityView,
  picture: PictureView,
  paths: PathsView,
  supply: SupplyView,
  compare: CompareView,
  crosswalk: CrosswalkView,
  versions: VersionsView,
};

export function Page() {
  const [place, setPlace] = useState(() => location.pathname + location.search);
  const [language, setLanguage] = useState<Language>(startLanguage);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const follow = () => setPlace(location.pathname + location.search);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);

  const here = useMemo<Here>(() => {
    const at = new URL(place, location.origin);
    const address = parseAddress(at);
    const version = Number(address.parameters.get('version') ?? NaN);
    return {
      address,
      version: Number.isInteger(version) && version >= 0 ? version : null,
      go: (to, replace) => {
        const moved = parseAddress(new URL(to, location.origin));
        history[replace ? 'replaceState' : 'pushState'](null, '', to);
        setPlace(to);
        if (moved.view !== address.view || moved.id !== address.id) {
          // As a load of another page would: from its top, and read from there.
          scrollTo(0, 0);
          main.current?.focus();
        }
      },
    };
  }, [place]);

  const switchLanguage = () => {
    const other = language === 'zh' ? 'en' : 'zh';
    keepLanguage(other);
    setLanguage(other);
  };
  const View = Object.hasOwn(views, here.address.view) ? views[here.address.view] : undefined;
  return (
    <LanguageContext.Provider value={language}>
      <HereContext.Provider value={here}>
        <Head switchLanguage={switchLanguage} />
        <main id="content" ref={main} tabIndex={-1}>
          <Guard key={here.address.view + '/' + here.address.id}>{View ? <View /> : <NoPage />}</Guard>
        </main>
      </HereContext.Provider>
    </LanguageContext.Provider>
  );
}

function Head(props: { switchLanguage: () => void }) {
  const { say, language } = useText();
  const { address, at } = useHere();
  // What one is looking at is carried along to the views that show one entity.
  const id = ['industry', 'entity', 'picture', 'supply'].includes(address.view) ? address.id : null;
  const entries = [
    ['home', '', null], ['picture', 'picture', id], ['paths', 'paths', null], ['supply', 'supply', id],
    ['compare', 'compare', null], ['crosswalk', 'crosswalk', null], ['versions', 'versions', null],
  ] as const;
  return (
    <header>
      <a class="skip" href="#content">{say('skip')}</a>
      <nav aria-label={say('views')}>
        <strong class="brand" lang="en">IndustryGraph</strong>
        <ul>
          {entries.map(([word, view, of]) => (
            <li><PageLink to={at(view, of)} current={address.view === view}>{say(word)}</PageLink></li>
          ))}
        </ul>
      </nav>
      <button type="button" class="language" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={props.switchLanguage}>{say('otherLanguage')}</button>
    </header>
  );
}

function NoPage() {
  const { say } = useText();
  return (
    <section class="failure">
      <h1>{say('noPage')}</h1>
      <p><PageLink to="/">{say('noPageHelp')}</PageLink></p>
    </section>
  );
}

/** Shows a failure of the page itself in place of a view, so that the reader can go elsewhere. */
class Guard extends Component<{ children: ComponentChildren }, { error: string | null }> {
  override state: { error: string | null } = { error: null };

  static override getDerivedStateFromError(error: unknown) {
    return { error: String(error) };
  }

  override render() {
    return this.state.error === null ? this.props.children : <section class="failure" role="alert"><p><code>{this.state.error}</code></p></section>;
  }
}
