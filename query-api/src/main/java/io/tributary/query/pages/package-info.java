/**
 * In: all rows of a question, once. Out: its pages, one by one. Later pages show what the first one's reading found, whatever
 * has happened since, for as long as somebody goes on asking; what is kept for that never exceeds its budget.
 */
package io.tributary.query.pages;
