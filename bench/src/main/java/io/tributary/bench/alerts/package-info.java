/**
 * In: a rate of events and a number of watched series. Out: how long it takes from an event until the alert that it causes is in the
 * topic and at a webhook, and what watching costs. A run counts only if every probe raised exactly one alert, which was told once, and
 * nothing else did.
 */
package io.tributary.bench.alerts;
