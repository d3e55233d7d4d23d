/**
 * In: rows of five-minute slots, asked for again and again. Out: the cells that changed, to whoever has a live stream of them. A
 * cell is told as it is now and at most once a second, what cannot be read is said to be stale, and nobody's slowness costs
 * more than one value a cell.
 */
package io.tributary.query.live;
