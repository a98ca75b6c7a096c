/**
 * Turns what people upload into CSV text in UTF-8: plain text in any encoding, gzip, ZIP archives,
 * Excel workbooks and JSON. Everything streams; whatever is none of these is refused by its name.
 * Start at {@link dev.churn.features.source.SourceText}.
 */
package dev.churn.features.source;
