/**
 * In: questions as they were typed, rows, and the directory. Out: answers. A question is valid or does not exist; what is
 * made of rows is a pure function of them, exact until the one rounding at output.
 */
package io.tributary.query.query;
