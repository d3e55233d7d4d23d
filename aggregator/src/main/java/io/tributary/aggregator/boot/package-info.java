/**
 * In: settings. Out: a running stream with its internal endpoint, its health and its meters. Health is progress: it turns red
 * when records wait and nothing is committed, not only when something died.
 */
package io.tributary.aggregator.boot;
