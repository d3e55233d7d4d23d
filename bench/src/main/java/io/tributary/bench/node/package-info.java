/**
 * In: a world, and events of it. Out: all of Tributary in a JVM of its own, loaded from another one and reached as programs reach it.
 * What is measured is what ships: the node runs with the flags of {@code ./tributary}, and is read over the public API.
 */
package io.tributary.bench.node;
