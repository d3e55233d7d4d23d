/**
 * In: a directory. Out: a running Kafka broker whose data lives there, reachable on the loopback interface only. What it has
 * acknowledged must still be there after any end of the process, and a topic loses data only by its own settings.
 */
package io.tributary.local.broker;
