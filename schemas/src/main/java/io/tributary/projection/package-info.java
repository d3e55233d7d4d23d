/**
 * In: a month's cells so far and what is foretold of its other hours. Out: what the month will have cost at its end. The only place
 * where guesses meet money: rating itself knows of none, and amounts are exact from here on.
 */
package io.tributary.projection;
