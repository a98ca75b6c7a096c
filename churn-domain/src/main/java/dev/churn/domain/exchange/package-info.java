/**
 * File formats for other programs. They are write-only: this system never reads files in these
 * formats. Start at {@link dev.churn.domain.exchange.ArffWriter}. {@link
 * dev.churn.domain.exchange.DoubleFormatter} writes the numbers of large files.
 */
package dev.churn.domain.exchange;
