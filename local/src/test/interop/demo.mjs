import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const HOUR = 3_600_000;
const PATIENCE = 20_000;
const LOOK_AGAIN = 200;

/** A running demo: its addresses, and one org of its world as the API shows it to that org. */
export function demoIn(folder) {
  const { bootstrap, registry, api, keys } = JSON.parse(readFileSync(join(folder, 'demo.json')));
  const headers = { 'DD-API-KEY': keys.child.api_key, 'DD-APPLICATION-KEY': keys.child.application_key };

  /** The org's own usage in these hours, oldest first; asOf is the time up to which it is complete. */
  async function usage(hours) {
    const url = new URL('/api/v2/usage/hourly_usage', api);
    url.searchParams.set('filter[timestamp][start]', hours[0].toISOString().slice(0, 13));
    url.searchParams.set('filter[timestamp][end]', new Date(hours.at(-1).getTime() + HOUR).toISOString().slice(0, 13));
    url.searchParams.set('filter[product_families]', 'all');
    const answer = await fetch(url, { headers });
    const body = await answer.text();
    if (!answer.ok) {
      throw new Error(`${url} answers ${answer.status}: ${body}`);
    }
    // As text: JavaScript's numbers end at 2^53.
    const { data, meta } = JSON.parse(body.replace(/("value":)(\d+)/g, '$1"$2"'));
    if (meta.pagination.next_record_id) {
      throw new Error('a few hours of one org do not fit into one page');
    }
    const values = new Map(hours.map(hour => [hour.getTime(), new Map()]));
    for (const { attributes } of data) {
      for (const { usage_type, value } of attributes.measurements.filter(one => one.value !== null)) {
        values.get(Date.parse(attributes.timestamp)).set(`${attributes.product_family}:${usage_type}`, BigInt(value));
      }
    }
    return { asOf: new Date(answer.headers.get('X-Tributary-As-Of')), at: hour => values.get(hour.getTime()) };
  }

  return { bootstrap, registry, org: keys.child.public_id, usage };
}

/**
 * Up to three hours before this one: nobody but us writes there any more. In a month's first hour that hour itself, for the
 * month before is closed.
 */
export function settledHours(now) {
  const current = now.getTime() - now.getTime() % HOUR;
  const before = [3, 2, 1].map(back => new Date(current - back * HOUR)).filter(hour => hour.getUTCMonth() === now.getUTCMonth());
  return before.length > 0 ? before : [new Date(current)];
}

/** What the question answers once it does: again and again until it is neither false nor fails, for a while. */
export async function until(what, question) {
  const deadline = Date.now() + PATIENCE;
  while (true) {
    const [answer, problem] = await question().then(answer => [answer], error => [undefined, error]);
    if (answer) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not after ${PATIENCE / 1000} s${problem ? ': ' + problem.message : ''}`);
    }
    await pause(LOOK_AGAIN);
  }
}
