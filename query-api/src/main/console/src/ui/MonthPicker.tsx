import { setState } from "../app/route";
import { addMonths, monthName } from "../domain/time";
import { Icon } from "./icons";

/** One month of the last fifteen; months are UTC. */
export function MonthPicker({ month, latest, months = 15 }: { month: string; latest: string; months?: number }) {
  const options = Array.from({ length: months }, (_, i) => addMonths(latest, -i));
  const to = (next: string) => setState({ month: next === latest ? null : next });
  return (
    <div className="monthpicker" role="group" aria-label="Month, UTC">
      <button type="button" className="ghost" aria-label="Earlier month" disabled={month <= options.at(-1)!} onClick={() => to(addMonths(month, -1))}><Icon name="left" /></button>
      <select aria-label="Month" value={month} onChange={(event) => to(event.target.value)}>
        {options.map((one) => <option key={one} value={one}>{monthName(one)}</option>)}
      </select>
      <button type="button" className="ghost" aria-label="Later month" disabled={month >= latest} onClick={() => to(addMonths(month, 1))}><Icon name="right" /></button>
      <span className="utc" title="All times and months are UTC">UTC</span>
    </div>
  );
}
