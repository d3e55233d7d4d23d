/**
 * In: what a monitor's cells say at one moment. Out: its state, and an alert for each change of it. The same readings give the
 * same alerts with the same ids, and no state is told of twice.
 */
package io.tributary.alerting;
