import { useState } from "react";
import { list, setState, useRoute } from "../app/route";
import { Icon } from "./icons";

export interface Facet {
  /** The parameter of the address that holds what is chosen. */
  name: string;
  title: string;
  options: { key: string; label: string; count?: number; hint?: string }[];
}

const SHOWN = 8;

/** Filters by what there is, with how much there is of it. */
export function Facets({ facets, unit }: { facets: Facet[]; unit: string }) {
  const { params } = useRoute();
  const chosen = facets.reduce((count, facet) => count + list(params, facet.name).length, 0);
  return (
    <details className="facets" open={matchMedia("(min-width: 1100px)").matches || undefined}>
      <summary><Icon name="filter" /> Filters{chosen > 0 && <span className="badge">{chosen}</span>}</summary>
      <div className="inner">
        {chosen > 0 && (
          <button type="button" className="plain" onClick={() => setState(Object.fromEntries(facets.map((facet) => [facet.name, null])))}>
            Clear all filters
          </button>
        )}
        {facets.filter((facet) => facet.options.length > 0).map((facet) => <One key={facet.name} facet={facet} unit={unit} />)}
      </div>
    </details>
  );
}

function One({ facet, unit }: { facet: Facet; unit: string }) {
  const { params } = useRoute();
  const chosen = list(params, facet.name);
  const [search, setSearch] = useState("");
  const [all, setAll] = useState(false);
  const found = facet.options.filter((option) => option.label.toLowerCase().includes(search.toLowerCase()));
  const first = [...found.filter((option) => chosen.includes(option.key)), ...found.filter((option) => !chosen.includes(option.key))];
  const shown = first.slice(0, all ? 200 : SHOWN);
  const toggle = (key: string) =>
    setState({ [facet.name]: chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key] });
  return (
    <fieldset>
      <legend>{facet.title} <span className="muted">{facet.options.length}</span></legend>
      {facet.options.length > SHOWN && (
        <input type="search" placeholder="Find" aria-label={`Find in ${facet.title}`} value={search} onChange={(event) => setSearch(event.target.value)} />
      )}
      {shown.map((option) => (
        <label key={option.key} title={option.hint}>
          <input type="checkbox" checked={chosen.includes(option.key)} onChange={() => toggle(option.key)} />
          <span>{option.label}</span>
          {option.count !== undefined && <span className="count" title={`${option.count} ${unit}`}>{option.count}</span>}
        </label>
      ))}
      {found.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>{Math.min(200, found.length) - shown.length} more</button>
      )}
      {found.length === 0 && <p className="muted">None is called so</p>}
    </fieldset>
  );
}
